#include "chain_rpc/methods/transaction_options.hpp"

namespace zestron::chain_rpc::methods {

namespace {

Checked<EncodingConfig> read(const Call& call, std::size_t index, std::string_view type) {
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

}  // namespace

std::unexpected<RpcError> no_encoding_config() {
  return invalid_params("Invalid params: data did not match any variant of untagged enum RpcEncodingConfigWrapper.");
}

Checked<EncodingConfig> encoding_config(const Call& call, std::size_t index, std::string_view type) {
  auto given = read(call, index, type);
  if (!given) return no_encoding_config();
  return given;
}

}  // namespace zestron::chain_rpc::methods
