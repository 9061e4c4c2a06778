#include <grapnel/programs/pyth.hpp>

#include "execution.hpp"

namespace agent_factory {

namespace {

Failure refusal(pyth::Verdict verdict) {
  switch (verdict) {
    case pyth::Verdict::WrongFeed: return fail(AgentError::PriceAccountInvalid);
    case pyth::Verdict::NotFullyVerified: return fail(AgentError::PriceNotVerified);
    case pyth::Verdict::TooOld:
    case pyth::Verdict::FromTheFuture: return fail(AgentError::PriceStale);
    case pyth::Verdict::NotPositive:
    case pyth::Verdict::TooUncertain:
    case pyth::Verdict::Ok: break;
  }
  return fail(AgentError::PriceUncertain);
}

Result<> read_update(AccountView account, const governance::MintEntry& entry, i64 now, pyth::Price& price) {
  if (!(account.owner() == entry.price_owner) || !pyth::PriceUpdate::valid(account.bytes(), account.size())) {
    return fail(AgentError::PriceAccountInvalid);
  }
  const pyth::Verdict verdict = pyth::read(
      // grapnel-lint: allow(untyped-data) owner and valid() were asked above
      *reinterpret_cast<const pyth::PriceUpdate*>(account.bytes()),
      {.feed_id = entry.price_feed, .age_max_s = entry.age_max_s, .confidence_max_bps = entry.confidence_max_bps}, now,
      price);
  return verdict == pyth::Verdict::Ok ? ok : Result<>{refusal(verdict)};
}

// Wrapped SOL's price is that of lamports too. A price once used is the oldest that will be accepted from then on: an executor
// can't choose among several.
Result<> set_price(Execution& x, const Pubkey& mint, const UnitPrice& price, i64 published_at) {
  for (Line& line : x) {
    WalletMint& held = *line.mint;
    if (!(held.mint == mint)) continue;
    if (published_at < held.price_published_at) return fail(AgentError::PriceWentBack);
    held.price_published_at = published_at;
    line.is_priced = true;
    line.numerator = price.numerator;
    line.denominator = price.denominator;
  }
  return ok;
}

Result<> read_prices(Execution& x) {
  const RemainingAccounts::Iterator end = x.ctx.remaining().end();
  RemainingAccounts::Iterator account = x.behind;
  Prices prices;
  const auto* quote = data_as<governance::MintEntry>(*account, governance::kProgramId);
  if (quote == nullptr || !governance::is_readable_mint_entry(*quote) || !(quote->mint == x.agent.quote_mint) ||
      quote->price_kind != governance::PriceKind::Quote) {
    return fail(AgentError::QuoteNotPriced);
  }
  while (++account != end) {
    const AccountView given = *account;
    if (const auto* pool = data_as<governance::PoolEntry>(given, governance::kProgramId)) {
      if (!governance::is_readable_pool_entry(*pool)) return fail(AgentError::LayoutUnknown);
      x.pool = pool;
      RemainingAccounts::Iterator next = account;
      if (++next != end && (*next).key() == pool->pool) {
        GRAPNEL_TRY(price_shares(x, prices, next));
        account = next;
      }
      continue;
    }
    const auto* entry = data_as<governance::MintEntry>(given, governance::kProgramId);
    if (entry == nullptr) return fail(AgentError::PriceAccountInvalid);
    if (!governance::is_readable_mint_entry(*entry)) return fail(AgentError::LayoutUnknown);
    pyth::Price price{.price = 1, .publish_time = x.now};  // by decree, unless there is an oracle
    if (entry->price_kind == governance::PriceKind::Pyth) {
      if (++account == end) return fail(AgentError::PriceAccountInvalid);
      GRAPNEL_TRY(read_update(*account, *entry, x.now, price));
    } else if (entry->price_kind != governance::PriceKind::Quote) {
      return fail(AgentError::PriceAccountInvalid);
    }
    UnitPrice unit;
    if (!unit_price(static_cast<u64>(price.price), price.exponent, entry->decimals, quote->decimals, unit)) {
      return fail(AgentError::PriceOutOfRange);
    }
    GRAPNEL_TRY(set_price(x, entry->mint, unit, price.publish_time));
    if (prices.count == Prices::kMax) return fail(AgentError::PriceAccountInvalid);
    prices.mints[prices.count] = &entry->mint;
    prices.prices[prices.count] = unit;
    // grapnel-lint: allow(unchecked-arithmetic) below kMax, as was just asked
    ++prices.count;
  }
  return ok;
}

}  // namespace

Result<> value_moves(Execution& x) {
  if (x.behind.left() != 0) GRAPNEL_TRY(read_prices(x));

  Checked<u64> out{0};
  Checked<u64> in{0};
  bool waived = false;
  for (Line& line : x) {
    if (!line.has_moved()) continue;
    const WalletMint& mint = *line.mint;
    const bool decreased = line.has_decreased();
    if (!line.is_priced && mint.mint == x.agent.quote_mint) {
      line.is_priced = true;
      line.numerator = line.denominator = 1;
    }
    if (decreased) {
      if (mint.unreturned_allowed != 0) continue;
      if (line.is_priced) {
        out = out + value_of(line.moved(), line.price(), Rounding::Up);
      } else if (mint.unpriced_allowed == 0) {
        return fail(AgentError::PriceMissing);
      }
    } else if (line.is_priced) {
      in = in + value_of(line.moved(), line.price(), Rounding::Down);
    } else {
      waived |= mint.unpriced_allowed != 0;
    }
  }
  if (!out || !in) return fail(AgentError::PriceOutOfRange);
  if (!x.is_held) return ok;
  if (!waived && !is_within_loss(out.value(), in.value(), x.wallet.max_loss_bps)) {
    return fail(AgentError::MaxLossExceeded);
  }
  x.value_out = out.value();
  x.value_in = in.value();
  return ok;
}

}  // namespace agent_factory
