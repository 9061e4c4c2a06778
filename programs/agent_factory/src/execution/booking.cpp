#include "execution.hpp"

namespace agent_factory {

namespace {

// The lines of a trade: one mint went, another came, both priced, and nothing else moved.
struct Trade {
  const Line* sold = nullptr;
  const Line* bought = nullptr;
};

bool find_trade(Execution& x, Trade& trade) {
  if (x.pool == nullptr || x.first_account == nullptr || x.unlisted_moved) return false;
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

// What leaves otherwise leaves the books too, at the cheaper of cost and oracle value, without a price at cost. If it stayed
// in them, what was paid away could come back as a gift and be sold as if it had been held in between.
Result<> book_departures(Execution& x) {
  Outturn result{};
  for (const Line& line : x) {
    if (!line.has_decreased() || line.mint->tracked_quantity == 0) continue;
    WalletMint& held = *line.mint;
    if (!line.is_priced) {
      leave_at_cost(held, line.moved());
      continue;
    }
    const u64 value =
        GRAPNEL_TRY((value_of(line.moved(), line.price(), Rounding::Down)).or_fail(AgentError::PriceOutOfRange));
    Holding holding{held.tracked_quantity, held.tracked_cost};
    GRAPNEL_TRY(add(result.loss, sell(holding, line.moved(), value).loss));
    held.tracked_quantity = holding.quantity;
    held.tracked_cost = holding.cost;
  }
  GRAPNEL_TRY(add(x.wallet.measured.loss, result.loss));
  x.result = result;
  return ok;
}

}  // namespace

Result<> book(Execution& x) {
  Trade trade;
  if (!find_trade(x, trade)) return book_departures(x);
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
