#include "infra/net/origin.hpp"

#include <gtest/gtest.h>

namespace zestron::net {
namespace {

Request with(std::string name, std::string value) { return Request{.headers = {{std::move(name), std::move(value)}}}; }

TEST(Origin, loopback_hosts) {
  for (const char* host : {"localhost", "LOCALHOST:8899", "127.0.0.1", "127.0.0.1:8899", "127.8.9.1", "[::1]:8899",
                           "::1", "app.localhost:3000"})
    EXPECT_TRUE(is_loopback_host(host)) << host;
  for (const char* host : {"", "example.com", "127.0.0.1.example.com", "127.example.com", "localhost.example.com",
                           "128.0.0.1", "[::2]", "[::1", "127.0.0.256"})
    EXPECT_FALSE(is_loopback_host(host)) << host;
}

TEST(Origin, a_page_from_elsewhere_is_foreign) {
  EXPECT_TRUE(has_foreign_origin(with("origin", "https://example.com")));
  EXPECT_TRUE(has_foreign_origin(with("origin", "null")));
  EXPECT_TRUE(has_foreign_origin(with("origin", "")));
  EXPECT_TRUE(has_foreign_origin(with("origin", "http://127.0.0.1.example.com")));
  EXPECT_TRUE(has_foreign_origin(with("origin", "chrome-extension://localhost")));
  EXPECT_FALSE(has_foreign_origin(with("origin", "http://localhost:8787")));
  EXPECT_FALSE(has_foreign_origin(with("origin", "http://[::1]:8787")));
  EXPECT_FALSE(has_foreign_origin(Request{}));
}

TEST(Origin, a_rebound_name_is_no_trusted_host) {
  EXPECT_TRUE(has_trusted_host(with("host", "127.0.0.1:8787")));
  EXPECT_TRUE(has_trusted_host(with("host", "10.0.0.4:8787")));
  EXPECT_TRUE(has_trusted_host(with("host", "[fe80::1]:8787")));
  EXPECT_FALSE(has_trusted_host(with("host", "rebound.example:8787")));
  EXPECT_FALSE(has_trusted_host(Request{}));
}

TEST(Message, media_type_ignores_parameters_and_case) {
  EXPECT_EQ(media_type("Application/JSON; charset=utf-8"), "application/json");
  EXPECT_EQ(media_type(" application/json "), "application/json");
  EXPECT_EQ(media_type(""), "");
}

}  // namespace
}  // namespace zestron::net
