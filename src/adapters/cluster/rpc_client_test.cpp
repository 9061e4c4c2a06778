#include "adapters/cluster/rpc_client.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace zestron::cluster {
namespace {

TEST(Url, takes_apart) {
  const auto url = Url::parse("https://api.devnet.solana.com/rpc?x=1");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "api.devnet.solana.com");
  EXPECT_EQ(url->port, "443");
  EXPECT_EQ(url->target, "/rpc?x=1");
  EXPECT_EQ(Url::parse("http://[::1]:8899")->host, "::1");
  EXPECT_EQ(Url::parse("http://127.0.0.1:8899")->port, "8899");
}

TEST(Url, refuses_what_is_none) {
  for (const auto* text : {"", "localhost:8899", "ftp://x", "http://", "http://x:port", "http://x:"}) {
    EXPECT_FALSE(Url::parse(text)) << text;
  }
}

TEST(ExpandUrl, knows_solanas_names) {
  EXPECT_EQ(expand_url("devnet"), "https://api.devnet.solana.com");
  EXPECT_EQ(expand_url("l"), "http://127.0.0.1:8899");
  EXPECT_EQ(expand_url("http://10.0.0.1:1"), "http://10.0.0.1:1");
}

TEST(IsPublic, is_everything_but_loopback) {
  EXPECT_FALSE(is_public("http://127.0.0.1:8899"));
  EXPECT_FALSE(is_public("http://[::1]:8899"));
  EXPECT_FALSE(is_public("http://localhost:8899"));
  EXPECT_TRUE(is_public("http://localhost.example:8899"));
  EXPECT_TRUE(is_public("http://127.0.0.1.example:8899"));
  EXPECT_TRUE(is_public("https://api.mainnet-beta.solana.com"));
}

TEST(RpcClient, names_who_did_not_answer) {
  auto client = RpcClient::connect("http://127.0.0.1:1");
  ASSERT_TRUE(client);
  const auto answer = client->call("getHealth", {});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, 0);
  EXPECT_NE(answer.error().message.find("127.0.0.1:1"), std::string::npos);
}

}  // namespace
}  // namespace zestron::cluster
