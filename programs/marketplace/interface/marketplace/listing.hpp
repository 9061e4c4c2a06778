// Listing: an agent for sale, its prices and what is owed to its seller and the treasury; and Metadata, one published
// version of its description, which nobody can change.
#pragma once

#include <marketplace/epochs.hpp>

namespace marketplace {

// What each form of licence costs; 0: not offered.
struct Prices {
  u64 perpetual;
  u64 period;    // of a subscription
  i64 period_s;  // whole days, if `period` is offered
  u64 use;       // one execution
  u64 stake;     // ZEST to be staked, locked and pledged
  i64 stake_s;   // for so long, whole days, if `stake` is offered
};
static_assert(sizeof(Prices) == 48);

inline constexpr i64 kDaySeconds = i64{24} * 60 * 60;
inline constexpr i64 kTermMaxSeconds = i64{4 * 365} * kDaySeconds;

struct Listing {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  u8 is_listed;  // 0: nobody can buy; licences go on
  Array<u8, 5> reserved_flags;
  Pubkey agent;
  Pubkey seller;  // the agent's owner
  Pubkey payee;   // who owns the token account that gets the seller's share
  Pubkey rent_payer;
  u64 agent_created_slot;  // tells the agent from a later one at its address
  u64 metadata_version;    // the last published
  u64 licence_count;       // that are not closed
  Prices prices;
  u64 owed_developer;  // booked, not paid
  u64 owed_treasury;
  u64 paid_developer;  // in all
  u64 paid_treasury;
  EpochRing treasury_epochs;  // what the treasury received for this agent
  Array<u8, 128> reserved;
};
inline constexpr usize kListingSpace = 8 + sizeof(Listing);
static_assert(sizeof(Listing) == 432);
static_assert(__builtin_offsetof(Listing, agent) == 8);
static_assert(__builtin_offsetof(Listing, prices) == 160);
static_assert(__builtin_offsetof(Listing, treasury_epochs) == 240);
static_assert(__builtin_offsetof(Listing, reserved) == 304);

constexpr bool is_readable_listing(const Listing& listing) { return listing.version == kLayoutVersion; }

constexpr bool is_term(i64 seconds) {
  return seconds >= kDaySeconds && seconds <= kTermMaxSeconds &&
         static_cast<u64>(seconds) % static_cast<u64>(kDaySeconds) == 0;
}
constexpr bool is_valid(const Prices& p) {
  const bool offers = p.perpetual != 0 || p.period != 0 || p.use != 0 || p.stake != 0;
  return offers && (p.period == 0 ? p.period_s == 0 : is_term(p.period_s)) &&
         (p.stake == 0 ? p.stake_s == 0 : is_term(p.stake_s));
}

inline constexpr usize kMetadataUriMax = 200;

struct Metadata {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey listing;
  u64 number;    // of this version
  Hash256 hash;  // sha256 of the document
  i64 published_at;
  Tail<String<kMetadataUriMax>> uri;
};

}  // namespace marketplace
