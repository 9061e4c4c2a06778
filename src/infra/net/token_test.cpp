#include "infra/net/detail/token.hpp"

#include <gtest/gtest.h>

namespace zestron::net::detail {
namespace {

constexpr std::string_view kToken = "0123456789abcdef";

Request asking(std::string target, std::string authorization = {}) {
  Request request{.method = Method::kPost, .target = std::move(target)};
  if (!authorization.empty()) request.headers.emplace_back("authorization", std::move(authorization));
  return request;
}

TEST(Token, is_taken_from_the_header) {
  auto request = asking("/a?b", "Bearer 0123456789abcdef");
  EXPECT_TRUE(take_token(request, kToken));
  EXPECT_EQ(request.target, "/a?b");
}

TEST(Token, is_taken_off_the_path) {
  for (const auto& [target, rest] : {std::pair{"/0123456789abcdef", "/"},
                                     {"/0123456789abcdef/", "/"},
                                     {"/0123456789abcdef/metrics?x=1", "/metrics?x=1"},
                                     {"/0123456789abcdef?x=1", "/?x=1"}}) {
    auto request = asking(target);
    EXPECT_TRUE(take_token(request, kToken)) << target;
    EXPECT_EQ(request.target, rest);
  }
}

TEST(Token, refuses_everything_else) {
  for (const auto* target : {"/", "/0123456789abcde", "/0123456789abcdefg", "/0123456789abcdeF", "/x/0123456789abcdef",
                             "//0123456789abcdef", "", "/?0123456789abcdef", "/0123456789abcdef0123456789abcdef"}) {
    auto request = asking(target);
    EXPECT_FALSE(take_token(request, kToken)) << target;
  }
  for (const auto* header : {"Bearer ", "Bearer 0123456789abcde", "bearer 0123456789abcdef", "Basic 0123456789abcdef",
                             "0123456789abcdef", "Bearer 0123456789abcdef "}) {
    auto request = asking("/", header);
    EXPECT_FALSE(take_token(request, kToken)) << header;
  }
}

TEST(Token, none_is_asked_of_probes_or_without_one) {
  for (const auto* target : {"/health", "/healthz", "/readyz"}) {
    auto request = asking(target);
    EXPECT_TRUE(take_token(request, kToken)) << target;
  }
  auto request = asking("/");
  EXPECT_TRUE(take_token(request, ""));
}

}  // namespace
}  // namespace zestron::net::detail
