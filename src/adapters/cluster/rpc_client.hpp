// Solana JSON-RPC as a client: one call, its result or its error as the server put it. Sits above http_client; cluster.hpp
// makes a ports::Chain of it.
#pragma once

#include "adapters/cluster/http_client.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace zestron::cluster {

struct RpcFailure {
  /// JSON-RPC code (negative) when the server answered, 0 when it did not.
  std::int64_t code = 0;
  std::string message;
  std::string data_json;  ///< the error's `data`, empty when there was none
};

/// Not thread-safe.
class RpcClient {
 public:
  static Outcome<RpcClient, HttpError> connect(std::string_view url,
                                               std::chrono::milliseconds timeout = std::chrono::seconds(30));

  std::expected<nlohmann::json, RpcFailure> call(std::string_view method, const nlohmann::json& params);
  [[nodiscard]] const std::string& url() const { return url_; }

 private:
  RpcClient(std::string url, HttpClient http) : url_(std::move(url)), http_(std::move(http)) {}
  std::string url_;
  HttpClient http_;
  std::uint64_t next_id_ = 1;
};

/// The URL behind Solana's names: mainnet-beta, devnet, testnet, localhost (also their first letters); other text as it is.
std::string expand_url(std::string_view moniker_or_url);
/// False for localhost, 127.0.0.0/8 and ::1: what is not local is named, priced and asked for before money moves.
bool is_public(std::string_view url);

}  // namespace zestron::cluster
