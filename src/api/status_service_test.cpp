#include "api/status_service.hpp"

#include <gtest/gtest.h>

namespace zestron::api {
namespace {

net::Response ask(const Status& status, std::string target, std::string host = "localhost:8787",
                  net::Method method = net::Method::kGet) {
  StatusService service([&] { return status; });
  net::Response seen;
  service.handle({method, std::move(target), {{"host", std::move(host)}}, {}},
                 [&](net::Response r) { seen = std::move(r); });
  return seen;
}

TEST(StatusService, shows_the_facts_escaped) {
  const auto response = ask({true, {}, {{"market", "<script>&"}}}, "/");
  EXPECT_EQ(response.status, 200U);
  EXPECT_NE(response.body.find("&lt;script&gt;&amp;"), std::string::npos);
  EXPECT_EQ(response.body.find("<script>"), std::string::npos);
}

TEST(StatusService, readiness_carries_its_reason) {
  const auto response = ask({false, "disk full", {}}, "/readyz");
  EXPECT_EQ(response.status, 503U);
  EXPECT_EQ(response.body, "disk full\n");
  EXPECT_EQ(ask({false, "disk full", {}}, "/healthz").status, 200U);
  EXPECT_EQ(ask({true, {}, {}}, "/readyz?x=1").status, 200U);
}

TEST(StatusService, refuses_a_rebound_name_and_other_verbs) {
  EXPECT_EQ(ask({true, {}, {}}, "/", "evil.example:8787").status, 403U);
  EXPECT_EQ(ask({true, {}, {}}, "/", "127.0.0.1:8787", net::Method::kPost).status, 405U);
  EXPECT_EQ(ask({true, {}, {}}, "/nothing").status, 404U);
}

TEST(StatusService, shows_metrics_to_trusted_hosts_only) {
  StatusService service([] { return Status{true, {}, {}}; }, [] { return std::string("slots 7\n"); });
  for (const auto& [host, status] : {std::pair{"127.0.0.1:8787", 200U}, {"evil.example", 403U}}) {
    net::Response seen;
    service.handle({.method = net::Method::kGet, .target = "/metrics", .headers = {{"host", host}}},
                   [&](net::Response r) { seen = std::move(r); });
    EXPECT_EQ(seen.status, status);
    EXPECT_EQ(seen.body.find("slots 7") != std::string::npos, status == 200U);
  }
  EXPECT_EQ(ask({true, {}, {}}, "/metrics").status, 404U);
}

}  // namespace
}  // namespace zestron::api
