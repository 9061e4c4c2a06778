#include "api/service.hpp"

#include "api/openapi.hpp"
#include "api/testing/fake_node.hpp"
#include "codec/base58.hpp"
#include "codec/json/json_schema.hpp"
#include "infra/file/file.hpp"

#include <gtest/gtest.h>

#include <set>

namespace zestron::api {
namespace {

using nlohmann::json;
using testing::FakeNode;
using testing::key;

constexpr std::string_view kToken = "0123456789abcdef";

struct Asked {
  net::Method method = net::Method::kGet;
  std::string target;
  std::string body{};
  bool token = true;
  std::vector<net::Header> headers{};
};

class Api : public ::testing::Test {
 protected:
  net::Response ask(Asked asked) {
    net::Request request{
        .method = asked.method, .target = std::move(asked.target), .headers = std::move(asked.headers)};
    if (!request.has_header("host")) request.headers.emplace_back("host", "127.0.0.1:8787");
    if (asked.token) request.headers.emplace_back("authorization", "Bearer " + std::string(kToken));
    if (!asked.body.empty() && !request.has_header("content-type"))
      request.headers.emplace_back("content-type", "application/json");
    request.body = std::move(asked.body);
    net::Response seen;
    service.handle(std::move(request), [&](net::Response response) { seen = std::move(response); });
    return seen;
  }
  net::Response get(std::string target) { return ask({.target = std::move(target)}); }
  net::Response post(std::string target, std::string body = {}) {
    return ask({.method = net::Method::kPost, .target = std::move(target), .body = std::move(body)});
  }
  static json of(const net::Response& response) { return json::parse(response.body); }
  static void expect_problem(const net::Response& response, unsigned status) {
    EXPECT_EQ(response.status, status) << response.body;
    EXPECT_EQ(response.content_type, kProblemMediaType);
    EXPECT_EQ(of(response)["status"], status);
    EXPECT_FALSE(of(response)["detail"].get<std::string>().empty());
  }

  const std::string agent = "/api/v1/agents/" + codec::to_base58(key(1));
  bool full = false;
  FakeNode node;
  ApiService service{StatusService([] { return Status{true, {}, {}}; }),
                     Rest(
                         node,
                         [this](const std::function<void()>& task) {
                           if (!full) task();
                           return !full;
                         },
                         std::string(kToken)),
                     std::make_shared<Streams>("run")};
};

TEST_F(Api, keeps_status_page_and_probes) {
  EXPECT_EQ(get("/").content_type, "text/html; charset=utf-8");
  EXPECT_EQ(get("/healthz").status, 200U);
}

TEST_F(Api, pages_are_followed_by_their_cursor_to_the_end) {
  std::vector<std::string> seen;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const auto list = of(get("/api/v1/agents?limit=1" + cursor));
    ASSERT_EQ(list["items"].size(), 1U);
    seen.push_back(list["items"][0]["address"]);
    if (page == 2) EXPECT_TRUE(list["next"].is_null());
    if (page != 2) cursor = "&cursor=" + list["next"].get<std::string>();
  }
  EXPECT_EQ(seen, (std::vector{codec::to_base58(key(1)), codec::to_base58(key(2)), codec::to_base58(key(3))}));
  EXPECT_EQ(of(get("/api/v1/agents?state=inactive"))["items"].size(), 1U);
  EXPECT_EQ(of(get("/api/v1/intents?limit=2"))["next"], "4");
  EXPECT_EQ(of(get("/api/v1/intents?cursor=4&state=landed"))["items"].size(), 3U);
}

TEST_F(Api, each_mistake_has_its_status) {
  expect_problem(get("/api/v1/nothing"), 404);
  expect_problem(get("/api/v1/agents/" + codec::to_base58(key(50))), 404);
  expect_problem(get("/api/v1/agents/0OIl"), 422);
  expect_problem(get("/api/v1/agents?limit=0"), 422);
  expect_problem(get("/api/v1/agents?limit=one"), 422);
  for (const auto* beyond : {"9007199254740992", "9007199254740993", "18446744073709551616"})
    expect_problem(get(std::string("/api/v1/intents?cursor=") + beyond), 422);
  expect_problem(get("/api/v1/agents?limit=1&limit=2"), 422);
  expect_problem(get("/api/v1/agents?unknown=1"), 422);
  expect_problem(get("/api/v1/agents?limit=%zz"), 400);
  expect_problem(get("/api/v1/agents/%4"), 400);
  expect_problem(post(agent + "/upgrade", "{"), 400);
  expect_problem(post(agent + "/upgrade", "[]"), 422);
  expect_problem(post(agent + "/upgrade", R"({"config":{},"dryRun":1})"), 422);
  expect_problem(post(agent + "/upgrade", R"({"config":{"name":"x"}})"), 422);
  expect_problem(post(agent + "/upgrade", std::string(kBodyBytesMax + 1, ' ')), 413);
  expect_problem(post(agent + "/pause", R"({"agent":"x"})"), 422);
  expect_problem(ask({.method = net::Method::kPost,
                      .target = agent + "/pause",
                      .body = "{}",
                      .headers = {{"content-type", "text/plain"}}}),
                 415);
  expect_problem(ask({.target = "/api/v1/agents", .headers = {{"accept", "text/html"}}}), 406);
  expect_problem(post("/api/v1/backtests/1/cancel"), 409);
  const auto refused = ask({.method = net::Method::kDelete, .target = "/api/v1/agents"});
  expect_problem(refused, 405);
  EXPECT_EQ(refused.headers.back(), (net::Header{"allow", "GET, HEAD"}));
  EXPECT_TRUE(node.turned.empty());
  EXPECT_TRUE(node.adopted.empty());
}

TEST_F(Api, what_changes_something_wants_the_token_on_loopback_too) {
  for (const auto& operation : operations()) {
    if (operation.acts == Acts::kReads) continue;
    std::string path(operation.path);
    if (const auto at = path.find('{'); at != std::string::npos) path.replace(at, path.find('}') - at + 1, "1");
    expect_problem(ask({.method = operation.method, .target = path, .token = false}), 401);
  }
  expect_problem(ask({.method = net::Method::kPost,
                      .target = "/api/v1/node/kill",
                      .token = false,
                      .headers = {{"authorization", "Bearer 0123456789abcdeg"}}}),
                 401);
  EXPECT_TRUE(node.turned.empty());
  EXPECT_EQ(ask({.target = "/api/v1/agents", .token = false}).status, 200U);
}

TEST_F(Api, no_web_page_drives_the_node) {
  expect_problem(ask({.target = "/api/v1/agents", .headers = {{"host", "evil.example:8787"}}}), 403);
  expect_problem(ask({.method = net::Method::kPost,
                      .target = "/api/v1/node/kill",
                      .headers = {{"origin", "https://evil.example"}}}),
                 403);
  expect_problem(ask({.method = net::Method::kPost, .target = "/api/v1/node/kill", .headers = {{"origin", "null"}}}),
                 403);
  EXPECT_TRUE(node.turned.empty());
  net::Request upgrade{.method = net::Method::kGet,
                       .target = "/ws",
                       .headers = {{"host", "localhost"}, {"origin", "https://evil.example"}}};
  EXPECT_EQ(service.connect(upgrade, nullptr), nullptr);
}

TEST_F(Api, a_full_queue_says_when_to_come_back) {
  full = true;
  const auto busy = get("/api/v1/agents");
  expect_problem(busy, 429);
  EXPECT_EQ(busy.headers.back(), (net::Header{"retry-after", "1"}));
}

TEST_F(Api, turns_and_decisions_reach_the_node) {
  EXPECT_EQ(post(agent + "/pause").status, 200U);
  EXPECT_EQ(post(agent + "/kill").status, 200U);
  EXPECT_EQ(post("/api/v1/node/kill").status, 200U);
  using Turn = NodeControl::Turn;
  EXPECT_EQ(node.turned,
            (decltype(node.turned){{key(1), Turn::kPause}, {key(1), Turn::kKill}, {std::nullopt, Turn::kKill}}));
  EXPECT_EQ(post("/api/v1/approvals/a%2Fb%2F7/approve").status, 200U);
  EXPECT_EQ(post("/api/v1/approvals/4/refuse").status, 200U);
  expect_problem(post("/api/v1/approvals/5/approve"), 404);
  EXPECT_EQ(node.decided, (decltype(node.decided){{"a/b/7", true}, {"4", false}}));
}

TEST_F(Api, a_dry_upgrade_only_validates) {
  const auto text = infra::read_file(ZESTRON_EXAMPLE_CONFIG);
  ASSERT_TRUE(text);
  const std::string config(as_text(*text));
  const auto dry = post(agent + "/upgrade", R"({"dryRun":true,"config":)" + config + "}");
  EXPECT_EQ(dry.status, 200U) << dry.body;
  EXPECT_EQ(of(dry)["changed"], true);
  EXPECT_TRUE(node.adopted.empty());
  EXPECT_EQ(post(agent + "/upgrade", R"({"config":)" + config + "}").status, 200U);
  ASSERT_EQ(node.adopted.size(), 1U);
  EXPECT_EQ(node.adopted[0].first, key(1));
}

// Each operation by its name, with parameters that this node has.
json example(const Operation& operation) {
  json all{{"agent", codec::to_base58(key(1))},
           {"wallet", codec::to_base58(key(101))},
           {"sequence", 3},
           {"id", "4"},
           {"run", "00000001"},
           {"backtest", "1"},
           {"market", "sim:7"}};
  const auto config = infra::read_file(ZESTRON_EXAMPLE_CONFIG);
  all["config"] = json::parse(as_text(*config));
  auto out = json::object();
  for (const auto& name : operation.parameters.value("required", json::array()))
    out[name.get<std::string>()] = all.at(name.get<std::string>());
  return out;
}

TEST(Operations, every_result_fits_its_schema) {
  FakeNode node;
  for (const auto& operation : operations()) {
    const auto answer = perform(operation, example(operation), node);
    if (operation.name == "backtests.cancel") continue;  // has ended already
    ASSERT_TRUE(answer) << operation.name << ": " << answer.error().detail;
    const auto schema = codec::JsonSchema::compile(operation.result);
    ASSERT_TRUE(schema) << operation.name;
    EXPECT_EQ(schema->complaint(*answer), std::nullopt) << operation.name << ": " << *answer;
  }
}

TEST(Operations, names_and_routes_are_unique_and_say_what_they_take) {
  std::set<std::string> names, routes;
  for (const auto& operation : operations()) {
    EXPECT_TRUE(names.emplace(operation.name).second) << operation.name;
    EXPECT_TRUE(
        routes.insert(std::string(operation.path) + (operation.method == net::Method::kPost ? "+" : "-")).second);
    EXPECT_EQ(operation.parameters["additionalProperties"], false) << operation.name;
    EXPECT_EQ(find_operation(operation.name), &operation);
    if (operation.acts != Acts::kReads) EXPECT_EQ(operation.method, net::Method::kPost) << operation.name;
    for (auto at = operation.path.find('{'); at != std::string_view::npos; at = operation.path.find('{', at + 1)) {
      const std::string name(operation.path.substr(at + 1, operation.path.find('}', at) - at - 1));
      EXPECT_TRUE(operation.parameters["properties"].contains(name)) << operation.name << ' ' << name;
    }
  }
  EXPECT_EQ(find_operation("agents.nothing"), nullptr);
}

TEST(Operations, the_document_has_each_of_them) {
  const auto document = openapi_document();
  std::size_t described = 0;
  for (const auto& [path, methods] : document["paths"].items()) described += methods.size();
  EXPECT_EQ(described, operations().size());
  EXPECT_EQ(document["paths"]["/api/v1/node/kill"]["post"]["security"][0].contains("token"), true);
  EXPECT_FALSE(document["paths"]["/api/v1/agents"]["get"].contains("security"));
}

// docs/api.md lists them; the row to write is printed where one is missing.
TEST(Operations, the_page_lists_each_of_them) {
  const auto page = infra::read_file(ZESTRON_API_PAGE);
  ASSERT_TRUE(page);
  for (const auto& operation : operations()) {
    const auto* acts = operation.acts == Acts::kReads     ? "reads"
                       : operation.acts == Acts::kChanges ? "changes"
                                                          : "spends";
    const auto row = std::string("| `") + std::string(operation.name) + "` | " +
                     (operation.method == net::Method::kPost ? "POST" : "GET") + " `" + std::string(operation.path) +
                     "` | " + acts + " | " + std::string(operation.summary) + " |\n";
    EXPECT_NE(as_text(*page).find(row), std::string_view::npos) << row;
  }
}

}  // namespace
}  // namespace zestron::api
