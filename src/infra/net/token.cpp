#include "infra/net/detail/token.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace zestron::net::detail {
namespace {

constexpr std::array<std::string_view, 3> kProbes{"/health", "/healthz", "/readyz"};

/// The time depends on the lengths alone.
bool equal(std::string_view given, std::string_view token) {
  unsigned different = given.size() == token.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i)
    different |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(token[i % token.size()]);
  return different == 0;
}

}  // namespace

bool take_token(Request& request, std::string_view token) {
  if (token.empty() || std::ranges::find(kProbes, request.path()) != kProbes.end()) return true;
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view header = request.header("authorization");
  if (header.starts_with(kScheme) && equal(header.substr(kScheme.size()), token)) return true;
  const std::string_view path = request.path();
  const std::size_t end = std::min(path.find('/', 1), path.size());
  if (path.size() < 2 || !equal(path.substr(1, end - 1), token)) return false;
  std::string rest = request.target.substr(end);
  if (!rest.starts_with('/')) rest.insert(0, 1, '/');
  request.target = std::move(rest);
  return true;
}

}  // namespace zestron::net::detail
