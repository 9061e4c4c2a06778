// One event for each change, with what an indexer can't know from earlier ones.
#pragma once

#include <marketplace/arguments.hpp>

namespace marketplace {

struct MarketInitialized {
  Pubkey market;
  Pubkey mint;
};
struct ParametersSet {
  Pubkey resolver;
  Pubkey treasury;
};
struct AgentListed {
  Pubkey listing;
  Pubkey agent;
  Pubkey payee;
  Prices prices;
};
struct ListingUpdated {
  Pubkey listing;
  Pubkey payee;
  Prices prices;
};
struct MetadataPublished {
  Pubkey listing;
  u64 number;
  Hash256 hash;
};
struct AgentDelisted {
  Pubkey listing;
};
struct ListingClosed {
  Pubkey listing;
};
struct AgentLicensed {
  Pubkey license;
  Pubkey agent;
  Pubkey licensee;
  u64 kind;    // LicenseKind
  u64 paid;    // as it arrived
  u64 bought;  // uses
  i64 expires_at;
  Hash256 terms;
};
// Booked to the seller and the treasury.
struct Settled {
  Pubkey license;
  u64 developer;
  u64 treasury;
};
struct SharePaid {
  Pubkey listing;
  u64 party;  // Party
  u64 amount;
};
struct Refunded {
  Pubkey license;
  u64 amount;
};
struct RefundCollected {
  Pubkey license;
  u64 amount;
};
struct StakeReleased {
  Pubkey license;
};
struct DisputeOpened {
  Pubkey license;
  Hash256 evidence;
  u64 bond;
};
struct DisputeEnded {
  Pubkey license;
  u64 state;  // DisputeState
  u64 refunded;
};
struct LicenseRevoked {
  Pubkey license;
};
struct LicenseClosed {
  Pubkey license;
};

}  // namespace marketplace
