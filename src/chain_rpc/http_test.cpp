// What stands between the socket and the methods: rates, full queues, the meter and the log of what is slow.
#include "chain_rpc/http.hpp"

#include "chain_rpc/testing/fake_backend.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace zestron::chain_rpc {
namespace {

constexpr std::string_view kCall = R"({"jsonrpc":"2.0","id":1,"method":"getHealth"})";

class Http : public ::testing::Test {
 protected:
  void serve(DeskOptions options, std::size_t queue_max = 16) {
    desk = std::make_shared<Desk>(std::move(options));
    workers = std::make_shared<Workers>(1, queue_max);
    service = make_http_service(backend, workers, desk, Caller{});
  }
  std::future<net::Response> post(std::string_view body, std::string client = "10.0.0.1") {
    const auto answered = std::make_shared<std::promise<net::Response>>();
    service->handle({.method = net::Method::kPost,
                     .target = "/",
                     .headers = {{"content-type", "application/json"}},
                     .body = std::string(body),
                     .client = std::move(client)},
                    [answered](net::Response response) { answered->set_value(std::move(response)); });
    return answered->get_future();
  }
  std::string page() const {
    metrics::Page page;
    desk->meter.write(page);
    return page.text();
  }

  std::shared_ptr<testing::FakeBackend> backend = std::make_shared<testing::FakeBackend>();
  std::shared_ptr<Desk> desk;
  std::shared_ptr<Workers> workers;
  std::shared_ptr<net::Service> service;
};

TEST_F(Http, a_client_beyond_its_rate_is_told_when_to_come_back) {
  serve({.calls_per_second = 2});
  EXPECT_EQ(post(kCall).get().status, 200u);
  EXPECT_EQ(post(kCall).get().status, 200u);
  const auto refused = post(kCall).get();
  EXPECT_EQ(refused.status, 429u);
  ASSERT_EQ(refused.headers.size(), 1u);
  EXPECT_EQ(refused.headers[0], net::Header("retry-after", "1"));
  EXPECT_EQ(post(kCall, "10.0.0.2").get().status, 200u);
  EXPECT_NE(page().find("zestron_rpc_refused_total{reason=\"over_rate\"} 1\n"), std::string::npos) << page();
}

TEST_F(Http, a_batch_does_not_go_around_the_rate) {
  serve({.calls_per_second = 3});
  std::string batch = "[" + std::string(kCall);
  for (int i = 0; i < 9; ++i) batch += "," + std::string(kCall);
  const auto answer = post(batch + "]").get();
  EXPECT_EQ(answer.status, 200u);
  std::size_t served = 0, refused = 0;
  for (auto at = answer.body.find("\"ok\""); at != std::string::npos; at = answer.body.find("\"ok\"", at + 1)) ++served;
  for (auto at = answer.body.find("429"); at != std::string::npos; at = answer.body.find("429", at + 1)) ++refused;
  EXPECT_EQ(served, 3u);
  EXPECT_EQ(refused, 7u);
}

TEST_F(Http, a_full_queue_refuses_and_forgets_nothing) {
  serve({}, 1);
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::promise<void> busy;
  ASSERT_TRUE(workers->submit([&busy, released] {
    busy.set_value();
    released.wait();
  }));
  busy.get_future().wait();
  auto waiting = post(kCall);
  EXPECT_EQ(workers->waiting(), 1u);
  const auto refused = post(kCall).get();
  EXPECT_EQ(refused.status, 429u);
  release.set_value();
  EXPECT_EQ(waiting.get().status, 200u);
  EXPECT_NE(page().find("zestron_rpc_refused_total{reason=\"queue_full\"} 1\n"), std::string::npos) << page();
}

TEST_F(Http, counts_calls_by_method_and_invented_names_together) {
  serve({});
  for (int i = 0; i < 3; ++i) post(kCall).get();
  post(R"({"jsonrpc":"2.0","id":1,"method":"getNothing"})").get();
  post(R"({"jsonrpc":"2.0","id":1,"method":"get\"evil\n"})").get();
  post(R"({"jsonrpc":"2.0","id":1,"method":"getBalance"})").get();
  const std::string text = page();
  EXPECT_NE(text.find("zestron_rpc_calls_total{method=\"getHealth\"} 3\n"), std::string::npos) << text;
  EXPECT_NE(text.find("zestron_rpc_calls_total{method=\"unknown\"} 2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("zestron_rpc_failed_total{method=\"getBalance\"} 1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("zestron_rpc_call_seconds_count 6\n"), std::string::npos) << text;
}

TEST(Desk, tells_the_log_of_slow_calls_but_not_what_was_asked) {
  std::vector<std::string> lines;
  Desk desk({.slow_call = std::chrono::milliseconds(5),
             .log = log::Log(log::Format::kText, [&](std::string_view line) { lines.emplace_back(line); })});
  (void)desk.run("getBalance", "10.0.0.1", [] { return Reply("7"); });
  EXPECT_TRUE(lines.empty());
  (void)desk.run("getBlock", "10.0.0.1", [] {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return Reply("12345");
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find(R"(slow call method="getBlock" ms=1)"), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find(R"(client="10.0.0.1" bytes=5)"), std::string::npos) << lines[0];
  EXPECT_EQ(desk.meter.slow.value(), 1u);
}

}  // namespace
}  // namespace zestron::chain_rpc
