// JSON-RPC 2.0 as the Model Context Protocol uses it: one message a body or line, ids that are texts or whole numbers, no batches. Pure:
// bytes in, a message or the error that answers them out.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace zestron::api::mcp {

inline constexpr int kParseError = -32'700;
inline constexpr int kInvalidRequest = -32'600;
inline constexpr int kMethodNotFound = -32'601;
inline constexpr int kInvalidParams = -32'602;
inline constexpr int kInternalError = -32'603;
inline constexpr int kResourceNotFound = -32'002;

/// Arrays and objects within each other.
inline constexpr int kDepthMax = 64;

struct Message {
  enum class Kind : std::uint8_t { kRequest, kNotification, kResponse };
  Kind kind = Kind::kRequest;
  nlohmann::json id{};                               ///< of a request
  std::string method{};                              ///< of a request or notification
  nlohmann::json params = nlohmann::json::object();  ///< an object, also where there were none
};

/// What the caller did wrong, as JSON-RPC says it.
struct Error {
  int code = kInternalError;
  std::string message{};
  nlohmann::json data{};  ///< left out when null
};

/// The error comes with the id that its answer carries: null where none could be read.
std::expected<Message, nlohmann::json> parse_message(std::string_view text);

nlohmann::json result_of(const nlohmann::json& id, nlohmann::json result);
nlohmann::json error_of(const nlohmann::json& id, const Error& error);
nlohmann::json notification(std::string_view method, nlohmann::json params);
/// As it goes out: on one line, with each byte that is no UTF-8 replaced.
std::string text_of(const nlohmann::json& message);

}  // namespace zestron::api::mcp
