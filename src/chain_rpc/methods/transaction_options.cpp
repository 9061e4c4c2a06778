#include "chain_rpc/methods/transaction_options.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Checked<EncodingConfig> encoding_config(const Call& call, std::size_t index, std::string_view type) {
  const std::vector<std::string_view> encodings{"binary", "base64", "base58", "json", "jsonParsed"};
  const Value value = call.params[index];
  EncodingConfig result;
  Value encoding = value;
  if (!value.is_string()) {
    ZESTRON_RPC_TRY(config, call.params.config(index, type));
    result.config = config;
    encoding = config["encoding"];
    ZESTRON_RPC_TRY(version, config["maxSupportedTransactionVersion"].optional_u64("u8"));
    result.options.version_max = version;
  }
  ZESTRON_RPC_TRY(name, encoding.variant(encodings));
  if (name) result.options.encoding = *name;
  return result;
}

Reply show_transaction(const Call& call, const chain::SlotRecord& record, std::size_t index,
                       const TransactionOptions& options) {
  const std::string version = options.version_max
                                  ? fmt::format(R"(,"maxSupportedTransactionVersion":{})", *options.version_max)
                                  : std::string{};
  const auto text =
      fmt::format(R"({{"encoding":"{}","blockTime":{},"transactionIndex":{},"transactionDetails":"{}"{}}})",
                  options.encoding, record.clock.value(), index, options.details, version);
  auto json = call.backend.transaction_json(record.transactions[index], record.slot, text);
  if (json) return std::move(*json);
  if (json.error().code == BackendCode::kInvalid && json.error().message.starts_with("Transaction version")) {
    return refuse(code::kUnsupportedVersion, std::move(json.error().message));
  }
  return std::unexpected(to_rpc_error(std::move(json.error())));
}

}  // namespace zestron::chain_rpc::methods
