#include "execution.hpp"

namespace agent_factory {

namespace {

// The lines of a trade: one mint went, another came, both priced, and nothing else moved.
struct Trade {
  const Line* sold = nullptr;
  const Line* bought = nullptr;
};

bool find_trade(Execution& x, Trade& trade) {
  if (x.first_account == nullptr || x.unlisted_moved) return false;
  if (!(x.pool->program == x.entry.program) || !(x.pool->pool == *x.first_account)) return false;
  for (const Line& line : x) {
    if (!line.has_moved()) continue;
    const Line*& side = line.has_decreased() ? trade.sold : trade.bought;
    if (side != nullptr || line.mint == &x.wallet.lamports || !line.is_priced || line.is_share) return false;
    side = &line;
  }
  return trade.sold != nullptr && trade.bought != nullptr;
}

Result<> add(u64& counter, u64 amount) {
  counter = GRAPNEL_TRY((Checked<u64>{counter} + amount).or_fail(AgentError::CounterOverflow));
  return ok;
}

}  // namespace

Result<> book_trade(Execution& x) {
  Trade trade;
  if (!find_trade(x, trade)) return ok;
  const Line& sold = *trade.sold;
  const Line& bought = *trade.bought;
  TradeValue value{};
  if (!value_bounds(sold.moved(), sold.price(), value.paid) ||
      !value_bounds(bought.moved(), bought.price(), value.received)) {
    return fail(AgentError::PriceOutOfRange);
  }

  Outturn result{};
  WalletMint& sold_mint = *sold.mint;
  if (!(sold_mint.mint == x.agent.quote_mint)) {
    Holding holding{sold_mint.tracked_quantity, sold_mint.tracked_cost};
    result = sell(holding, sold.moved(), booked_proceeds(value));
    sold_mint.tracked_quantity = holding.quantity;
    sold_mint.tracked_cost = holding.cost;
  }
  WalletMint& bought_mint = *bought.mint;
  if (!(bought_mint.mint == x.agent.quote_mint)) {
    Holding holding{bought_mint.tracked_quantity, bought_mint.tracked_cost};
    if (!buy(holding, bought.moved(), booked_cost(value))) return fail(AgentError::CounterOverflow);
    bought_mint.tracked_quantity = holding.quantity;
    bought_mint.tracked_cost = holding.cost;
  }

  AgentPerformance& measured = x.wallet.measured;
  const Outturn executed = execution_outturn(value);
  GRAPNEL_TRY(add(measured.yield_generated, result.gain));
  GRAPNEL_TRY(add(measured.loss, result.loss));
  GRAPNEL_TRY(add(measured.execution_gain, executed.gain));
  GRAPNEL_TRY(add(measured.execution_loss, executed.loss));
  x.result = result;
  return ok;
}

}  // namespace agent_factory
