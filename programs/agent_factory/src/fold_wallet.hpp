// Adding what a wallet measured since its watermark to its agent's figures.
#pragma once

#include <agent_factory/errors.hpp>
#include <agent_factory/wallet.hpp>

namespace agent_factory {

// Moves the watermark, so that nothing is added twice. True if there was anything.
inline Result<bool> fold_wallet(AgentPerformance& total, Wallet& wallet) {
  if (wallet.measured == wallet.folded) return false;
  if (!fold(total, wallet.measured, wallet.folded)) {
    return fail(is_ahead(wallet.folded, wallet.measured) ? AgentError::WatermarkAhead : AgentError::CounterOverflow);
  }
  wallet.folded = wallet.measured;
  return true;
}

}  // namespace agent_factory
