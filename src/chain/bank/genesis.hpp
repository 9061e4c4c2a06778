// The genesis block of an embedded chain and the keys it is built around; also which runtime this binary carries.
// Pure functions, any thread.
#pragma once

#include "base/bytes.hpp"
#include "base/types.hpp"
#include "chain/bank/error.hpp"

#include <array>
#include <string>
#include <string_view>

namespace zestron::chain::bank {

/// The serialized genesis block: same parameters, same bytes. `params_json` as zb_genesis takes it, all fields optional:
/// slotMs, slotsPerEpoch, creationTime, faucetLamports, label, accounts, features.
Result<Bytes> make_genesis(std::string_view params_json);

/// The hash that names the chain. kInvalid when the bytes are no genesis block.
Result<Hash> genesis_hash(ByteView genesis);

using KeypairBytes = std::array<std::uint8_t, 64>;  ///< secret ‖ public, as in the Solana CLI's key files

/// The keypair of role "faucet", "identity", "vote" or "stake". Derived from a public label: not a secret.
Result<KeypairBytes> genesis_key(std::string_view label, std::string_view role);

/// {"abi":1,"agave":"4.2.2","featureSet":…,"clusterFeatures":"mainnet-beta 2026-08-24"}. kMismatch when library and header
/// were built for different ABI versions: nothing else may be called then.
Result<std::string> version();

}  // namespace zestron::chain::bank
