// The ticks that a live market gave, read back from the ledger: each slot's write of the price account.
#pragma once

#include "base/types.hpp"
#include "domain/tick.hpp"

#include <expected>
#include <filesystem>
#include <functional>
#include <string>

namespace zestron::node {

/// Of slots `first` to `last`. Pyth dates prices in whole seconds, so nothing is lost in the account.
std::expected<void, std::string> ledger_ticks(const std::filesystem::path& chain_dir, const Hash& genesis_hash,
                                              const Pubkey& price_account, Slot first, Slot last,
                                              const std::function<void(Slot, const domain::Tick&)>& show);

}  // namespace zestron::node
