#include "adapters/cluster/rpc_client.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace zestron::cluster {
using nlohmann::json;

Outcome<RpcClient, HttpError> RpcClient::connect(std::string_view url, std::chrono::milliseconds timeout) {
  auto parsed = Url::parse(url);
  if (!parsed) return std::unexpected(parsed.error());
  return RpcClient(std::string(url), HttpClient(*std::move(parsed), timeout));
}

std::expected<json, RpcFailure> RpcClient::call(std::string_view method, const json& params) {
  const json request{{"jsonrpc", "2.0"}, {"id", next_id_++}, {"method", method}, {"params", params}};
  const auto response = http_.post_json(request.dump());
  if (!response) return std::unexpected(RpcFailure{0, response.error().message, {}});
  auto answer = json::parse(response->body, nullptr, false);
  if (answer.is_discarded() || !answer.is_object()) {
    return std::unexpected(
        RpcFailure{0, url_ + " answered HTTP " + std::to_string(response->status) + " and no JSON-RPC", {}});
  }
  if (const auto error = answer.find("error"); error != answer.end() && error->is_object()) {
    const auto data = error->find("data");
    return std::unexpected(RpcFailure{error->value("code", std::int64_t{-32603}),
                                      error->value("message", std::string("no message")),
                                      data == error->end() ? std::string() : data->dump()});
  }
  const auto result = answer.find("result");
  if (result == answer.end()) return std::unexpected(RpcFailure{0, url_ + " answered neither result nor error", {}});
  return std::move(*result);
}

std::string expand_url(std::string_view moniker_or_url) {
  struct Moniker {
    std::string_view name, letter, url;
  };
  constexpr std::array<Moniker, 4> kMonikers{{{"mainnet-beta", "m", "https://api.mainnet-beta.solana.com"},
                                              {"devnet", "d", "https://api.devnet.solana.com"},
                                              {"testnet", "t", "https://api.testnet.solana.com"},
                                              {"localhost", "l", "http://127.0.0.1:8899"}}};
  for (const auto& moniker : kMonikers) {
    if (moniker_or_url == moniker.name || moniker_or_url == moniker.letter) return std::string(moniker.url);
  }
  return std::string(moniker_or_url);
}

bool is_public(std::string_view url) {
  const auto parsed = Url::parse(url);
  if (!parsed) return true;
  const bool dotted = parsed->host.find_first_not_of("0123456789.") == std::string::npos;
  return parsed->host != "localhost" && parsed->host != "::1" && !(dotted && parsed->host.starts_with("127."));
}

}  // namespace zestron::cluster
