// Arguments of the instructions that have some.
#pragma once

#include <agent_factory/license.hpp>
#include <marketplace/listing.hpp>
#include <marketplace/market.hpp>

namespace marketplace {

struct InitializeMarketArgs {
  Parameters parameters;
  i64 epoch_s;  // in [1 hour, 60 days]
};

struct SetParametersArgs {
  Parameters parameters;
};

struct ListAgentArgs {
  Prices prices;
  Pubkey payee;
};

struct PublishMetadataArgs {
  u64 number;  // one more than the last
  Hash256 hash;
  String<kMetadataUriMax> uri;
};

struct UpdateListingArgs {
  Prices prices;
  Pubkey payee;
};

struct LicenseAgentArgs {
  u64 number;                       // the licensee's choice: tells apart their licences of one agent
  agent_factory::LicenseKind kind;  // not LockedStake
  u64 quantity;                     // periods or uses; 1 if perpetual
  u64 max_price;                    // for all of it, as it is sent
  Hash256 expected_terms;
};

struct LicenseByStakeArgs {
  u64 number;
  u64 max_stake;   // that the listing may ask for
  i64 max_term_s;  // for which the stake is pledged
  Hash256 expected_terms;
};

enum class Party : u8 { Developer, Treasury };
struct PayShareArgs {
  Party party;
};

struct OpenDisputeArgs {
  Hash256 evidence;
};

struct ResolveDisputeArgs {
  u64 refund_bps;  // of what is left; 0: unfounded, and the bond is the seller's
};

}  // namespace marketplace
