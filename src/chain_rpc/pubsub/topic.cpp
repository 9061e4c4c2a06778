#include "chain_rpc/pubsub/topic.hpp"

#include "chain_rpc/call.hpp"
#include "chain_rpc/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace zestron::chain_rpc::pubsub {
namespace {

Checked<Pubkey> key_of(const Value& value, std::string_view thing) {
  ZESTRON_RPC_TRY(text, value.string());
  const auto key = parse_pubkey(text);
  if (!key) return invalid_params(fmt::format("Invalid Request: Invalid {} provided", thing));
  return *key;
}

Checked<Topic> slot(const Params& params) {
  ZESTRON_RPC_CHECK(params.expect_none());
  return Topic{.kind = Kind::kSlot};
}

Checked<Topic> root(const Params& params) {
  ZESTRON_RPC_CHECK(params.expect_none());
  return Topic{.kind = Kind::kRoot};
}

Checked<Topic> slots_updates(const Params& params) {
  ZESTRON_RPC_CHECK(params.expect_none());
  return Topic{.kind = Kind::kSlotsUpdates};
}

// enableReceivedNotification asks for a note that the transaction has arrived; one node has nothing to say between that and
// the result, as a cluster often has not.
Checked<Topic> signature(const Params& params) {
  ZESTRON_RPC_CHECK(params.expect(1, 2));
  ZESTRON_RPC_CHECK(params[0].string());
  const auto signature = params[0].signature();
  if (!signature) return invalid_params("Invalid Request: Invalid signature provided");
  ZESTRON_RPC_TRY(config, params.config(1, "RpcSignatureSubscribeConfig"));
  return Topic{.kind = Kind::kSignature, .commitment = config.commitment(), .signature = *signature};
}

Checked<Topic> logs(const Params& params) {
  ZESTRON_RPC_CHECK(params.expect(1, 2));
  ZESTRON_RPC_TRY(config, params.config(1, "RpcTransactionLogsConfig"));
  Topic topic{.kind = Kind::kLogs, .commitment = config.commitment()};
  const Value filter = params[0];
  if (filter.is_string()) {
    ZESTRON_RPC_CHECK(filter.variant({"all", "allWithVotes", "mentions"}));
    topic.every = true;
    return topic;
  }
  ZESTRON_RPC_TRY(mentions, filter["mentions"].array());
  if (mentions.size() != 1) return invalid_params("Invalid Request: Only 1 address supported");
  ZESTRON_RPC_TRY(key, key_of(mentions[0], "mentions"));
  topic.key = key;
  return topic;
}

/// What accountSubscribe and programSubscribe share.
Checked<Topic> accounts(const Params& params, Kind kind, std::string_view config_type) {
  ZESTRON_RPC_CHECK(params.expect(1, 2));
  ZESTRON_RPC_TRY(key, key_of(params[0], "pubkey"));
  ZESTRON_RPC_TRY(config, params.config(1, config_type));
  ZESTRON_RPC_TRY(options, account_options(config));
  Topic topic{.kind = kind, .commitment = config.commitment(), .key = key, .options = std::move(options)};
  if (const auto encoding = config["encoding"].string()) topic.encoding = *encoding;
  if (kind == Kind::kProgram) {
    ZESTRON_RPC_TRY(filters, parse_filters(config));
    topic.filters = std::move(filters);
  }
  return topic;
}

Checked<BlockOptions> block_options(const Config& config) {
  ZESTRON_RPC_TRY(encoding, config["encoding"].variant({"binary", "base64", "base58", "json", "jsonParsed"}));
  ZESTRON_RPC_TRY(details, config["transactionDetails"].variant({"full", "signatures", "none", "accounts"}));
  ZESTRON_RPC_TRY(rewards, config["showRewards"].boolean_or(false));
  ZESTRON_RPC_TRY(version, config["maxSupportedTransactionVersion"].optional_u64("u8"));
  return BlockOptions{.transaction = {.encoding = encoding.value_or("base64"), .version_max = version},
                      .details = details.value_or("full"),
                      .rewards = rewards};
}

// Agave offers it with --rpc-pubsub-enable-block-subscription only, for it costs a cluster's node much; here the block is at hand.
Checked<Topic> block(const Params& params) {
  ZESTRON_RPC_CHECK(params.expect(1, 2));
  ZESTRON_RPC_TRY(config, params.config(1, "RpcBlockSubscribeConfig"));
  const Value filter = params[0];
  Topic topic{.kind = Kind::kBlock, .commitment = config.commitment()};
  if (filter.is_string()) {
    ZESTRON_RPC_CHECK(filter.variant({"all", "mentionsAccountOrProgram"}));
    topic.every = true;
  }
  ZESTRON_RPC_TRY(options, block_options(config));
  if (topic.commitment == Commitment::kProcessed)
    return invalid_params("Method does not support commitment below `confirmed`");
  topic.block = std::move(options);
  if (topic.every) return topic;
  ZESTRON_RPC_TRY(key, key_of(filter["mentionsAccountOrProgram"], "mentions_account_or_program"));
  topic.key = key;
  topic.block.mentions = key;
  return topic;
}

}  // namespace

std::string Topic::name() const {
  std::string text = fmt::format("{}/{}/{}/{}/{}/{}", static_cast<int>(kind), static_cast<int>(commitment),
                                 as_text(signature.view()), every, as_text(key.view()), options);
  for (const auto& filter : filters) text += filter_json(filter);
  if (kind == Kind::kBlock) {
    const TransactionOptions& shown = block.transaction;
    const std::string version = shown.version_max ? std::to_string(*shown.version_max) : "";
    text += fmt::format("/{}/{}/{}/{}", shown.encoding, block.details, block.rewards, version);
  }
  return text;
}

std::string_view notification_method(Kind kind) {
  switch (kind) {
    case Kind::kSlot: return "slotNotification";
    case Kind::kSlotsUpdates: return "slotsUpdatesNotification";
    case Kind::kRoot: return "rootNotification";
    case Kind::kSignature: return "signatureNotification";
    case Kind::kLogs: return "logsNotification";
    case Kind::kAccount: return "accountNotification";
    case Kind::kProgram: return "programNotification";
    case Kind::kBlock: return "blockNotification";
  }
  return {};
}

Checked<Topic> parse_topic(std::string_view method, const Params& params) {
  if (method == "slotSubscribe") return slot(params);
  if (method == "slotsUpdatesSubscribe") return slots_updates(params);
  if (method == "rootSubscribe") return root(params);
  if (method == "signatureSubscribe") return signature(params);
  if (method == "logsSubscribe") return logs(params);
  if (method == "accountSubscribe") return accounts(params, Kind::kAccount, "RpcAccountInfoConfig");
  if (method == "programSubscribe") return accounts(params, Kind::kProgram, "RpcProgramAccountsConfig");
  if (method == "blockSubscribe") return block(params);
  return refuse(code::kMethodNotFound, "Method not found");  // voteSubscribe as well, as from Agave without its flag
}

bool is_unsubscribe(std::string_view method) {
  constexpr std::array kNames{"slotUnsubscribe",      "slotsUpdatesUnsubscribe", "rootUnsubscribe",
                              "signatureUnsubscribe", "logsUnsubscribe",         "accountUnsubscribe",
                              "programUnsubscribe",   "blockUnsubscribe"};
  return std::ranges::find(kNames, method) != kNames.end();
}

}  // namespace zestron::chain_rpc::pubsub
