// What can be subscribed to. Clients that ask for the same thing share a topic, so that each notification is written once.
#pragma once

#include "base/types.hpp"
#include "chain_rpc/account_filter.hpp"
#include "chain_rpc/block_json.hpp"
#include "chain_rpc/params.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::chain_rpc::pubsub {

enum class Kind : std::uint8_t { kSlot, kSlotsUpdates, kRoot, kSignature, kLogs, kAccount, kProgram, kBlock };

struct Topic {
  Kind kind = Kind::kSlot;
  Commitment commitment = Commitment::kFinalized;
  Signature signature{};                 ///< kSignature
  bool every = false;                    ///< kLogs, kBlock: all transactions, else those that mention `key`
  Pubkey key{};                          ///< kAccount, kProgram, kLogs, kBlock
  std::string encoding{};                ///< kAccount, kProgram: empty is the plain base58 string
  std::string options = "{}";            ///< the same for the bank
  std::vector<AccountFilter> filters{};  ///< kProgram
  BlockOptions block{};                  ///< kBlock

  /// Equal for topics that are equal.
  [[nodiscard]] std::string name() const;
};

/// "accountNotification"
std::string_view notification_method(Kind kind);

/// The topic of a subscribe method with Agave's errors; kMethodNotFound for another name.
Checked<Topic> parse_topic(std::string_view method, const Params& params);
/// Whether this is "accountUnsubscribe" or one of its kind.
bool is_unsubscribe(std::string_view method);

}  // namespace zestron::chain_rpc::pubsub
