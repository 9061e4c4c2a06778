#include "infra/net/origin.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace zestron::net {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

/// Host without port and brackets; empty when malformed.
std::string_view host_only(std::string_view host) {
  if (host.starts_with('[')) {
    const auto end = host.find(']');
    return end == std::string_view::npos ? std::string_view{} : host.substr(1, end - 1);
  }
  if (std::ranges::count(host, ':') > 1) return host;  // an IPv6 address without brackets
  return host.substr(0, host.find(':'));
}

/// Four decimal parts of at most 255, nothing else: "127.0.0.1.evil.example" is a name, not an address.
bool is_ipv4(std::string_view host) {
  int parts = 0;
  while (true) {
    const auto dot = host.find('.');
    const auto part = host.substr(0, dot);
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; }))
      return false;
    if (std::stoi(std::string(part)) > 255) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

bool is_ipv6(std::string_view host) {
  return host.contains(':') &&
         std::ranges::all_of(host, [](unsigned char c) { return std::isxdigit(c) || c == ':' || c == '.'; });
}

}  // namespace

bool is_loopback_host(std::string_view host) {
  const std::string name = lower(host_only(host));
  if (name == "localhost" || name.ends_with(".localhost") || name == "::1") return true;
  return name.starts_with("127.") && is_ipv4(name);
}

bool has_foreign_origin(const Request& request) {
  if (!request.has_header("origin")) return false;
  const std::string origin = lower(request.header("origin"));
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return !is_loopback_host(std::string_view(origin).substr(scheme.size()));
  }
  return true;
}

bool has_trusted_host(const Request& request) {
  const auto host = request.header("host");
  const auto bare = host_only(host);
  return is_loopback_host(host) || is_ipv4(bare) || is_ipv6(bare);
}

}  // namespace zestron::net
