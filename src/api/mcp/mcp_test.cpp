#include "api/mcp/catalogue.hpp"
#include "api/mcp/message.hpp"
#include "api/mcp/service.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <iterator>
#include <mutex>
#include <regex>
#include <set>
#include <string>
#include <utility>

namespace zestron::api::mcp {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

// A node with one agent, whose trades the test counts.
class OneAgentNode final : public NodeControl {
 public:
  NodeView node() override { return {}; }
  std::shared_ptr<const AgentsView> agents() override {
    const std::lock_guard lock(mutex);
    auto view = std::make_shared<AgentsView>();
    view->agents.push_back({.address = Pubkey{}, .name = "one", .config = {}, .trades = trades});
    return view;
  }
  Maybe<std::string> config(const Hash&) override { return problem(ProblemKind::kNotFound, "no config"); }
  Maybe<void> turn(const std::optional<Pubkey>&, Turn) override {
    turns += 1;
    return {};
  }
  Maybe<void> adopt(const Pubkey&, const std::string&) override {
    adopted += 1;
    return {};
  }
  Maybe<std::optional<WalletView>> wallet(const Pubkey&) override { return std::optional<WalletView>(); }
  std::vector<RunView> runs() override { return {}; }
  Maybe<VerifiedRun> verify_run(const std::string&) override { return problem(ProblemKind::kNotFound, "no run"); }
  decltype(std::declval<NodeControl&>().intents()) intents() override { return {}; }
  std::optional<Landing> landing(const Signature&) override { return std::nullopt; }
  Maybe<std::vector<ApprovalView>> approvals() override { return std::vector<ApprovalView>(); }
  Maybe<void> decide(const std::string&, bool) override {
    decided += 1;
    return {};
  }
  Maybe<BacktestView> start_backtest(BacktestRequest) override { return problem(ProblemKind::kBusy, "busy"); }
  std::vector<BacktestView> backtests() override { return {}; }
  Maybe<BacktestView> cancel_backtest(std::string_view) override { return problem(ProblemKind::kNotFound, "none"); }
  Maybe<std::string> backtest_page(std::string_view) override { return problem(ProblemKind::kNotFound, "none"); }

  std::mutex mutex;
  std::uint64_t trades = 0;
  int turns = 0, adopted = 0, decided = 0;
};

constexpr auto kAgent = "11111111111111111111111111111111";
// What a client that waited in vain is answered.
constexpr auto kNothing = "retry: 100\n\n";

class McpTest : public ::testing::Test {
 protected:
  McpTest()
      : service_(
            node_,
            [](const std::function<void()>& task) {
              task();
              return true;
            },
            [this](const Operation& operation, const json&) {
              asked_.emplace_back(operation.name);
              return std::expected<std::string, Problem>("mcp-1");
            },
            {.token = "secretsecretsecret", .look_every = 5ms, .poll_max = 200ms}) {
    const auto response = post({{"jsonrpc", "2.0"},
                                {"id", 1},
                                {"method", "initialize"},
                                {"params", {{"protocolVersion", "2025-06-18"}, {"capabilities", json::object()}}}});
    greeting_ = json::parse(response.body);
    for (const auto& [name, value] : response.headers) {
      if (name == "mcp-session-id") session_ = value;
    }
  }
  net::Response send(net::Request request) {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<net::Response> out;
    service_.handle(std::move(request), [&](net::Response response) {
      const std::lock_guard lock(mutex);
      out = std::move(response);
      done.notify_one();
    });
    std::unique_lock lock(mutex);
    if (!done.wait_for(lock, 20s, [&] { return out.has_value(); })) throw std::runtime_error("no answer");
    return *std::move(out);
  }
  net::Request request(net::Method method, std::string body = {}) const {
    net::Request out{.method = method, .target = "/mcp"};
    out.headers = {{"host", "127.0.0.1:8787"},
                   {"accept", "application/json, text/event-stream"},
                   {"content-type", "application/json"}};
    if (!session_.empty()) out.headers.emplace_back("mcp-session-id", session_);
    out.body = std::move(body);
    return out;
  }
  net::Response post(const json& message, bool with_token = false) {
    auto out = request(net::Method::kPost, text_of(message));
    if (with_token) out.headers.emplace_back("authorization", "Bearer secretsecretsecret");
    return send(std::move(out));
  }
  // What comes until `last` has; kNothing when that is nothing.
  std::string events_until(std::string_view last) {
    std::string all;
    for (;;) {
      const auto body = send(request(net::Method::kGet)).body;
      if (body == kNothing) return all.empty() ? body : all;
      all += body;
      if (body.contains(last)) return all;
    }
  }
  json call(const std::string& method, json params = json::object(), bool with_token = false) {
    return json::parse(
        post({{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", std::move(params)}}, with_token).body);
  }
  json tool(const std::string& name, json arguments, bool with_token = false) {
    return call("tools/call", {{"name", name}, {"arguments", std::move(arguments)}}, with_token).at("result");
  }

  OneAgentNode node_;
  std::vector<std::string> asked_;
  Service service_;
  std::string session_;
  json greeting_;
};

TEST_F(McpTest, greets_in_the_version_that_the_client_asked_for) {
  EXPECT_EQ(greeting_["result"]["protocolVersion"], "2025-06-18");
  EXPECT_EQ(session_.size(), 32u);
  session_.clear();
  const auto newer = call("initialize", {{"protocolVersion", "2099-01-01"}});
  EXPECT_EQ(newer["result"]["protocolVersion"], "2025-11-25");
}

TEST_F(McpTest, every_operation_is_a_tool_with_a_name_of_its_own_that_all_clients_take) {
  const auto tools = call("tools/list")["result"]["tools"];
  EXPECT_EQ(tools.size(), operations().size());
  std::set<std::string> names;
  for (const auto& tool : tools) {
    const auto name = tool["name"].get<std::string>();
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"),
              std::string::npos)
        << name;
    EXPECT_EQ(tool["inputSchema"]["type"], "object") << name;
    EXPECT_EQ(tool["outputSchema"]["type"], "object") << name;
    EXPECT_EQ(tool["annotations"]["readOnlyHint"], find_tool(name)->acts == Acts::kReads) << name;
  }
}

TEST_F(McpTest, a_tool_that_reads_needs_no_token) {
  const auto result = tool("agents_list", json::object());
  EXPECT_EQ(result["isError"], false) << result;
  EXPECT_EQ(json::parse(result["content"][0]["text"].get<std::string>()), result["structuredContent"]);
}

TEST_F(McpTest, a_tool_that_changes_something_wants_the_token) {
  EXPECT_EQ(tool("agents_pause", {{"agent", kAgent}})["isError"], true);
  EXPECT_EQ(node_.turns, 0);
  EXPECT_EQ(tool("agents_pause", {{"agent", kAgent}}, true)["isError"], false);
  EXPECT_EQ(node_.turns, 1);
}

TEST_F(McpTest, what_spends_only_waits_for_a_person_whatever_the_token) {
  for (const auto& operation : operations()) {
    if (operation.acts != Acts::kSpends) continue;
    const auto result = tool(tool_name(operation), {{"agent", kAgent}, {"id", "1"}, {"config", json::object()}}, true);
    EXPECT_EQ(result["structuredContent"]["status"], "waiting") << operation.name;
  }
  EXPECT_FALSE(asked_.empty());
  EXPECT_EQ(node_.adopted + node_.decided, 0);
}

TEST_F(McpTest, arguments_that_do_not_fit_are_the_tools_error_and_say_where) {
  const auto result = tool("agents_get", {{"agent", 5}});
  EXPECT_EQ(result["isError"], true);
  EXPECT_NE(result["content"][0]["text"].get<std::string>().find("agent"), std::string::npos);
  EXPECT_FALSE(result.contains("structuredContent"));
}

TEST_F(McpTest, answers_wrong_calls_with_the_codes_of_json_rpc) {
  EXPECT_EQ(call("no/such")["error"]["code"], kMethodNotFound);
  EXPECT_EQ(call("tools/call", {{"name", "no_such"}})["error"]["code"], kInvalidParams);
  EXPECT_EQ(call("tools/call")["error"]["code"], kInvalidParams);
  EXPECT_EQ(call("tools/list", {{"cursor", "x"}})["error"]["code"], kInvalidParams);
  EXPECT_EQ(call("logging/setLevel", {{"level", "loud"}})["error"]["code"], kInvalidParams);
  EXPECT_EQ(call("prompts/get", {{"name", "examine_agent"}})["error"]["code"], kInvalidParams);
  const auto missing = call("resources/read", {{"uri", "zestron://nothing"}});
  EXPECT_EQ(missing["error"]["code"], kResourceNotFound);
  EXPECT_EQ(missing["error"]["data"]["uri"], "zestron://nothing");
  EXPECT_EQ(call("ping")["result"], json::object());
}

TEST_F(McpTest, every_resource_that_is_listed_can_be_read) {
  const auto resources = call("resources/list")["result"]["resources"];
  EXPECT_GE(resources.size(), 4u);
  for (const auto& resource : resources) {
    const auto read = call("resources/read", {{"uri", resource["uri"]}});
    ASSERT_TRUE(read.contains("result")) << read;
    EXPECT_EQ(read["result"]["contents"][0]["uri"], resource["uri"]);
  }
}

TEST_F(McpTest, a_subscriber_is_told_once_when_the_agent_has_changed) {
  EXPECT_EQ(call("resources/subscribe", {{"uri", std::string("zestron://agents/") + kAgent}})["result"],
            json::object());
  {
    const std::lock_guard lock(node_.mutex);
    node_.trades = 1;
  }
  const auto events = send(request(net::Method::kGet));
  EXPECT_EQ(events.content_type, "text/event-stream");
  EXPECT_NE(events.body.find("notifications/resources/updated"), std::string::npos) << events.body;
  EXPECT_NE(events.body.find("id: 1\n"), std::string::npos);
  EXPECT_EQ(send(request(net::Method::kGet)).body, kNothing);
}

TEST_F(McpTest, log_messages_of_the_level_that_was_asked_for_are_told) {
  const auto told = [this] {
    service_.log(Level::kInfo, "intents", {{"message", "landed"}});
    service_.log(Level::kWarning, "intents", {{"message", "refused"}});
    return events_until("refused");
  };
  auto body = told();
  EXPECT_NE(body.find(R"("method":"notifications/message")"), std::string::npos) << body;
  EXPECT_NE(body.find("refused"), std::string::npos) << body;
  EXPECT_NE(body.find(R"("level":"warning")"), std::string::npos) << body;
  EXPECT_EQ(body.find("landed"), std::string::npos) << "warnings, unless it is said";
  EXPECT_EQ(call("logging/setLevel", {{"level", "info"}})["result"], json::object());
  body = told();
  EXPECT_NE(body.find("landed"), std::string::npos) << body;
  EXPECT_NE(body.find("refused"), std::string::npos) << body;
  call("logging/setLevel", {{"level", "error"}});
  EXPECT_EQ(told(), kNothing);
}

TEST_F(McpTest, many_log_messages_push_nothing_out_that_was_asked_for_and_what_is_left_out_is_counted) {
  call("resources/subscribe", {{"uri", std::string("zestron://agents/") + kAgent}});
  {
    const std::lock_guard lock(node_.mutex);
    node_.trades = 1;
  }
  for (int i = 0; i < 1'000; ++i) service_.log(Level::kWarning, "node", {{"message", "again"}});
  // The service may look between two of them; what it looked at then comes by itself.
  const std::regex one("\"again\""), others("(\\d+) log messages were left out");
  std::string all;
  std::size_t told = 0, left_out = 0;
  while (told + left_out < 1'000) {
    const auto body = send(request(net::Method::kGet)).body;
    ASSERT_NE(body, kNothing) << told << " were told, " << left_out << " left out";
    const auto count = std::distance(std::sregex_iterator(body.begin(), body.end(), one), std::sregex_iterator());
    EXPECT_LE(count, 64);
    told += static_cast<std::size_t>(count);
    if (std::smatch found; std::regex_search(body, found, others)) left_out += std::stoul(found[1]);
    all += body;
  }
  EXPECT_EQ(told + left_out, 1'000U);
  EXPECT_GT(left_out, 0U);
  if (!all.contains("notifications/resources/updated")) all += events_until("notifications/resources/updated");
  EXPECT_TRUE(all.contains("notifications/resources/updated"));
}

TEST_F(McpTest, a_session_that_ended_is_not_found) {
  EXPECT_EQ(send(request(net::Method::kDelete)).status, 204u);
  EXPECT_EQ(post({{"jsonrpc", "2.0"}, {"id", 1}, {"method", "ping"}}).status, 404u);
}

TEST_F(McpTest, http_that_is_none_of_the_protocol_is_refused) {
  auto no_session = request(net::Method::kPost, R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
  std::erase_if(no_session.headers, [](const auto& header) { return header.first == "mcp-session-id"; });
  EXPECT_EQ(send(std::move(no_session)).status, 400u);
  auto foreign = request(net::Method::kPost, "{}");
  foreign.headers.emplace_back("origin", "https://evil.example");
  EXPECT_EQ(send(std::move(foreign)).status, 403u);
  auto version = request(net::Method::kPost, R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
  version.headers.emplace_back("mcp-protocol-version", "1999-01-01");
  EXPECT_EQ(send(std::move(version)).status, 400u);
  auto text = request(net::Method::kPost, "{}");
  text.headers[2].second = "text/plain";
  EXPECT_EQ(send(std::move(text)).status, 415u);
  auto accept = request(net::Method::kGet);
  accept.headers[1].second = "application/json";
  EXPECT_EQ(send(std::move(accept)).status, 406u);
  EXPECT_EQ(send(request(net::Method::kPut)).status, 405u);
  EXPECT_EQ(send(request(net::Method::kPost, "{")).status, 400u);
}

TEST(McpMessage, tells_requests_notifications_and_answers_apart) {
  EXPECT_EQ(parse_message(R"({"jsonrpc":"2.0","id":"a","method":"m"})")->kind, Message::Kind::kRequest);
  EXPECT_EQ(parse_message(R"({"jsonrpc":"2.0","method":"m","params":{}})")->kind, Message::Kind::kNotification);
  EXPECT_EQ(parse_message(R"({"jsonrpc":"2.0","id":1,"result":{}})")->kind, Message::Kind::kResponse);
}

TEST(McpMessage, what_is_wrong_is_answered_with_the_id_where_one_can_be_read) {
  const auto code = [](std::string_view text) { return parse_message(text).error()["error"]["code"].get<int>(); };
  EXPECT_EQ(code("{"), kParseError);
  EXPECT_EQ(code("\xff"), kParseError);
  EXPECT_EQ(code("[]"), kInvalidRequest);
  EXPECT_EQ(code("7"), kInvalidRequest);
  EXPECT_EQ(code(R"({"id":1,"method":"m"})"), kInvalidRequest);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1})"), kInvalidRequest);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":null,"method":"m"})"), kInvalidRequest);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1.5,"method":"m"})"), kInvalidRequest);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})"), kInvalidParams);
  EXPECT_EQ(code(std::string(100'000, '[')), kInvalidRequest);
  EXPECT_EQ(parse_message(R"({"jsonrpc":"2.0","id":9,"method":5})").error()["id"], 9);
}

}  // namespace
}  // namespace zestron::api::mcp
