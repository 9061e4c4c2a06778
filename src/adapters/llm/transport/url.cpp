#include "adapters/llm/transport/url.hpp"

#include <algorithm>
#include <utility>

namespace zestron::llm {
namespace {

constexpr std::size_t kPortDigitsMax = 5;

bool visible(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

// host, host:port, [v6], [v6]:port
std::optional<std::pair<std::string, std::string>> split(std::string_view authority) {
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const auto rest = authority.substr(end + 1);
    if (!rest.empty() && rest[0] != ':') return std::nullopt;
    return std::pair(std::string(authority.substr(1, end - 1)), std::string(rest.empty() ? "" : rest.substr(1)));
  }
  const auto colon = authority.find(':');
  if (colon == std::string_view::npos) return std::pair(std::string(authority), std::string());
  const auto port = authority.substr(colon + 1);
  if (port.empty()) return std::nullopt;
  return std::pair(std::string(authority.substr(0, colon)), std::string(port));
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  Url out;
  if (text.starts_with("https://")) {
    out.tls = true;
    text.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    text.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  if (!visible(text) || text.find_first_of("?#@\\") != std::string_view::npos) return std::nullopt;
  const auto slash = std::min(text.find('/'), text.size());
  auto parts = split(text.substr(0, slash));
  if (!parts) return std::nullopt;
  out.host = std::move(parts->first);
  out.port = parts->second.empty() ? (out.tls ? "443" : "80") : std::move(parts->second);
  if (out.host.empty() || out.port.size() > kPortDigitsMax ||
      out.port.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  if (std::stoul(out.port) > 65'535) return std::nullopt;
  out.path = text.substr(slash);
  while (out.path.ends_with('/')) out.path.pop_back();
  return out;
}

bool Url::is_loopback() const { return host == "localhost" || host == "127.0.0.1" || host == "::1"; }

std::string Url::authority() const {
  const auto name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? "443" : "80") ? name : name + ":" + port;
}

}  // namespace zestron::llm
