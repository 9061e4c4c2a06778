#include "chain_rpc/reply.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::chain_rpc {

std::string quote(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}
std::string quote(const Pubkey& key) { return '"' + codec::to_base58(key) + '"'; }
std::string quote(const Hash& hash) { return '"' + codec::to_base58(hash) + '"'; }
std::string quote(const Signature& signature) { return '"' + codec::to_base58(signature) + '"'; }

std::string error_json(const RpcError& error) {
  const std::string data = error.data_json.empty() ? std::string{} : R"(,"data":)" + error.data_json;
  return fmt::format(R"({{"code":{},"message":{}{}}})", error.code, quote(error.message), data);
}

}  // namespace zestron::chain_rpc
