// HTTP messages as handlers see them, free of the library that moves them. Below net/server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::net {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

using Header = std::pair<std::string, std::string>;

struct Request {
  Method method = Method::kOther;
  std::string target{};           ///< path and query, as sent
  std::vector<Header> headers{};  ///< names in lower case; bounded by Limits::header_bytes_max
  std::string body{};
  std::string client{};  ///< the address that it came from, without port

  /// The first header of that lower-case name; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] bool has_header(std::string_view name) const;
  /// The target without its query.
  [[nodiscard]] std::string_view path() const;
};

struct Response {
  unsigned status = 200;
  std::string content_type{};  ///< left out when empty
  std::string body{};
  std::vector<Header> headers{};
};

/// The media type of a content-type value, lower case, without parameters: "application/json".
std::string media_type(std::string_view content_type);

}  // namespace zestron::net
