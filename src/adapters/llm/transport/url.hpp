// Where a provider's API begins: https://api.x.ai/v1. Text only, no I/O.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zestron::llm {

struct Url {
  bool tls = false;
  std::string host, port;
  std::string path{};  ///< without the last slash; empty for the root

  /// nullopt unless http or https, with a host and, if given, a port; without user, query and fragment.
  static std::optional<Url> parse(std::string_view text);
  [[nodiscard]] bool is_loopback() const;
  /// Of the Host header: with the port unless it is the scheme's own.
  [[nodiscard]] std::string authority() const;
};

}  // namespace zestron::llm
