#include "adapters/llm/llm_model.hpp"

#include "adapters/llm/llm_provider.hpp"
#include "infra/net/testing/fault_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>

namespace zestron::llm {
namespace {

using net::testing::FaultServer;
using nlohmann::json;
using ports::ModelError;
using Script = FaultServer::Script;

const std::string kStreamHead = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";
const std::string kNoLength = "\r\nconnection: close\r\n\r\n";

std::string piece(const std::string& content, const char* finish = nullptr) {
  const json choice{{"delta", {{"content", content}}}, {"finish_reason", finish == nullptr ? json() : json(finish)}};
  return "data: " + json{{"choices", {choice}}}.dump() + "\n\n";
}
const std::string kUsage =
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}\n\ndata: [DONE]\n\n";

std::string good(const std::string& text = "{\"n\":3}") {
  return kStreamHead + piece(text.substr(0, 2)) + piece(text.substr(2), "stop") + kUsage;
}
std::string status(const std::string& line, const std::string& headers = "") {
  return "HTTP/1.1 " + line + "\r\n" + headers + "content-length: 0\r\n\r\n";
}

json provider(const FaultServer& server, const std::string& name) {
  return {{"name", name},
          {"model", "tiny"},
          {"url", server.url()},
          {"prices", {{"prompt", 3'000'000}, {"completion", 15'000'000}}},
          {"first_token_ms_max", 300},
          {"between_tokens_ms_max", 300}};
}

ports::ChatRequest question() {
  return {
      .model = "tiny",
      .messages = {{.role = ports::Role::kUser, .text = "Give a digit."}},
      .schema_json =
          R"({"type":"object","additionalProperties":false,"required":["n"],"properties":{"n":{"type":"integer","minimum":0,"maximum":9}}})",
      .timeout = std::chrono::seconds(10),
      .cost_max = ports::MicroUsd(1'000'000)};
}

struct Watched {
  std::mutex mutex;
  std::vector<ModelEvent> events;
  std::size_t count(ModelEvent::Kind kind) {
    const std::lock_guard lock(mutex);
    return static_cast<std::size_t>(std::ranges::count(events, kind, &ModelEvent::kind));
  }
};

std::unique_ptr<LlmModel> open(const json& config, std::shared_ptr<Watched> watched = std::make_shared<Watched>()) {
  auto parsed = ModelsConfig::parse(config.dump());
  EXPECT_TRUE(parsed) << parsed.error().message;
  auto model = LlmModel::open(*parsed, [watched](const ModelEvent& event) {
    const std::lock_guard lock(watched->mutex);
    watched->events.push_back(event);
  });
  EXPECT_TRUE(model) << model.error().message;
  return std::move(*model);
}

ports::ModelExchange ask(LlmModel& model, ports::ChatRequest request = question(), std::string* deltas = nullptr,
                         std::stop_token stop = {}) {
  std::promise<ports::ModelExchange> answer;
  model.ask(
      std::move(request), [&](ports::ModelExchange exchange) { answer.set_value(std::move(exchange)); },
      [&](const ports::Delta& delta) {
        if (deltas != nullptr) *deltas += delta.text;
      },
      std::move(stop));
  return answer.get_future().get();
}

// What one provider that is asked once makes of `script`.
ports::ModelExchange once(Script script) {
  const FaultServer server({std::move(script)});
  auto config = json{{"providers", {provider(server, "one")}}, {"routing", {{"attempts_max", 1}}}};
  config["providers"][0]["stream_bytes_max"] = 200'000;
  return ask(*open(config));
}

TEST(LlmModel, streams_an_answer_and_counts_what_it_cost) {
  const FaultServer server({{good()}});
  const auto watched = std::make_shared<Watched>();
  const auto model = open({{"providers", {provider(server, "one")}}}, watched);
  std::string deltas;
  const auto exchange = ask(*model, question(), &deltas);
  ASSERT_TRUE(exchange.result) << exchange.result.error().message;
  EXPECT_EQ(exchange.result->text, "{\"n\":3}");
  EXPECT_EQ(deltas, "{\"n\":3}");
  EXPECT_EQ(exchange.provider, "one");
  EXPECT_EQ(exchange.usage, (ports::TokenUsage{1000, 100, false}));
  EXPECT_EQ(exchange.cost.value(), 4'500U);
  EXPECT_EQ(exchange.attempts, 1U);
  EXPECT_EQ(model->providers()[0].cost.value(), 4'500U);
  EXPECT_EQ(watched->count(ModelEvent::Kind::kFinished), 1U);
  const auto cached = ask(*model);
  EXPECT_TRUE(cached.from_cache);
  EXPECT_EQ(cached.result->text, "{\"n\":3}");
  EXPECT_EQ(cached.cost.value(), 0U);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(LlmModel, a_provider_that_does_not_stream_is_read_too) {
  const std::string body =
      R"({"choices":[{"message":{"content":"{\"n\":4}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}})";
  const auto exchange = once({"HTTP/1.1 200 OK\r\ncontent-type: application/json" + kNoLength + body});
  ASSERT_TRUE(exchange.result) << exchange.result.error().message;
  EXPECT_EQ(exchange.result->text, "{\"n\":4}");
}

TEST(LlmModel, says_what_went_wrong) {
  struct Row {
    const char* what;
    Script script;
    ModelError code;
  };
  const Row table[] = {
      {"429", {status("429 Too Many Requests")}, ModelError::kUnavailable},
      {"500", {status("500 Oops")}, ModelError::kUnavailable},
      {"401", {status("401 Unauthorized")}, ModelError::kRefused},
      {"redirect", {status("302 Found", "location: http://127.0.0.1/\r\n")}, ModelError::kRefused},
      {"hangs up at once", {""}, ModelError::kUnavailable},
      {"silent before the head", {.then_hold = true}, ModelError::kTimeout},
      {"silent after the head", {kStreamHead, "", true}, ModelError::kTimeout},
      {"silent in the stream", {kStreamHead + piece("{\"n"), "", true}, ModelError::kTimeout},
      {"broken off", {kStreamHead + piece("{\"n\":3}")}, ModelError::kMalformed},
      {"broken JSON", {kStreamHead + "data: {\"choices\":\n\n"}, ModelError::kMalformed},
      {"another content type",
       {"HTTP/1.1 200 OK\r\ncontent-type: text/html" + kNoLength + "<p>"},
       ModelError::kMalformed},
      {"no HTTP", {"SSH-2.0-OpenSSH\r\n\r\n"}, ModelError::kUnavailable},
      {"outside the schema", {good("{\"n\":10}")}, ModelError::kSchema},
      {"a member too many", {good("{\"n\":1,\"to\":\"me\"}")}, ModelError::kSchema},
      {"an error in the stream",
       {kStreamHead + "data: {\"error\":{\"message\":\"sk-secret\"}}\n\n"},
       ModelError::kRefused},
      {"a line without end", {kStreamHead + "data: ", std::string(4096, 'x')}, ModelError::kTooLarge},
      {"comments for ever", {kStreamHead, ": still here\n\n"}, ModelError::kTooLarge},
      {"tokens for ever", {kStreamHead, piece("x")}, ModelError::kTooLarge},
  };
  for (const auto& row : table) {
    const auto exchange = once(row.script);
    ASSERT_FALSE(exchange.result) << row.what;
    EXPECT_EQ(exchange.result.error().code, row.code) << row.what << ": " << exchange.result.error().message;
    EXPECT_EQ(exchange.result.error().message.find("sk-secret"), std::string::npos);
  }
}

TEST(LlmModel, fails_over_and_says_so) {
  const FaultServer bad({{status("503 Busy")}}), fine({{good()}});
  const auto watched = std::make_shared<Watched>();
  const auto model = open({{"providers", {provider(bad, "bad"), provider(fine, "fine")}}}, watched);
  const auto exchange = ask(*model);
  ASSERT_TRUE(exchange.result);
  EXPECT_EQ(exchange.provider, "fine");
  EXPECT_EQ(exchange.attempts, 2U);
  EXPECT_EQ(watched->count(ModelEvent::Kind::kFailed), 1U);
}

// What llama.cpp's grammar lets through for maxLength 8 and an agent that has room for 8 bytes would not take.
TEST(LlmModel, a_text_with_too_many_bytes_is_a_failure_and_the_next_provider_is_asked) {
  const auto judged = [](const std::string& text) {
    return good(json{{"agree", true}, {"score", 1}, {"text", text}}.dump());
  };
  const FaultServer wide({{judged("überflüs")}}), fine({{judged("too much")}});
  const auto model = open({{"providers", {provider(wide, "wide"), provider(fine, "fine")}}});
  const auto exchange = ask(*model, chat_of(domain::Prompt{"Why?", 0, 1, 8}, {.cost_max = ports::MicroUsd(1'000'000)}));
  ASSERT_TRUE(exchange.result) << exchange.result.error().message;
  EXPECT_EQ(exchange.provider, "fine");
  EXPECT_EQ(exchange.attempts, 2U);
}

TEST(LlmModel, an_answer_outside_the_schema_is_not_asked_for_again_where_another_is_down_for_a_moment) {
  const FaultServer busy({{status("503 Busy")}, {good()}}), wrong({{good("{\"n\":10}")}});
  const auto model = open({{"providers", {provider(busy, "busy"), provider(wrong, "wrong")}}});
  const auto exchange = ask(*model);
  ASSERT_TRUE(exchange.result) << exchange.result.error().message;
  EXPECT_EQ(exchange.provider, "busy");
  EXPECT_EQ(wrong.requests().size(), 1U);
}

TEST(LlmModel, asks_again_after_a_pause_that_the_provider_names) {
  const FaultServer server({{status("429 Slow down", "retry-after: 1\r\n")}, {good()}});
  const auto exchange = ask(*open({{"providers", {provider(server, "one")}}}));
  ASSERT_TRUE(exchange.result);
  EXPECT_EQ(exchange.attempts, 2U);
  EXPECT_GE(exchange.latency.count(), 1'000);
}

TEST(LlmModel, a_provider_that_fails_again_and_again_is_left_alone) {
  const FaultServer bad({{status("500 Oops")}}), fine({{good()}});
  const auto model =
      open({{"providers", {provider(bad, "bad"), provider(fine, "fine")}}, {"breaker", {{"failures_to_open", 2}}}});
  for (int i = 0; i < 4; ++i) {
    auto request = question();
    request.caching = ports::Caching::kNever;
    EXPECT_TRUE(ask(*model, request).result);
  }
  EXPECT_EQ(bad.requests().size(), 2U);
  EXPECT_EQ(model->providers()[0].breaker, Breaker::State::kOpen);
}

TEST(LlmModel, hedges_a_slow_provider_and_counts_the_loser) {
  std::vector<Script> scripts(ProviderStats::kP95Least, {good()});
  scripts.push_back({kStreamHead, "", true});
  const FaultServer slow(scripts), fine({{good()}});
  const auto watched = std::make_shared<Watched>();
  auto config = json{{"providers", {provider(slow, "slow"), provider(fine, "fine")}}};
  config["providers"][0]["first_token_ms_max"] = 20'000;
  const auto model = open(config, watched);
  auto request = question();
  request.caching = ports::Caching::kNever;
  for (std::size_t i = 0; i < ProviderStats::kP95Least; ++i) ASSERT_EQ(ask(*model, request).provider, "slow");
  const auto exchange = ask(*model, request);
  ASSERT_TRUE(exchange.result);
  EXPECT_EQ(exchange.provider, "fine");
  EXPECT_EQ(watched->count(ModelEvent::Kind::kHedged), 1U);
  EXPECT_EQ(watched->count(ModelEvent::Kind::kCancelled), 1U);
  EXPECT_TRUE(exchange.usage.estimated);
  EXPECT_GT(exchange.cost.value(), 4'500U);
}

TEST(LlmModel, cancels_and_closes_without_losing_a_callback) {
  const FaultServer server({{.then_hold = true}});
  auto config = json{{"providers", {provider(server, "one")}}};
  config["providers"][0]["first_token_ms_max"] = 20'000;
  auto model = open(config);
  std::stop_source stop;
  std::promise<ports::ModelExchange> stopped, closed;
  model->ask(question(), [&](ports::ModelExchange e) { stopped.set_value(std::move(e)); }, {}, stop.get_token());
  stop.request_stop();
  EXPECT_EQ(stopped.get_future().get().result.error().code, ModelError::kCancelled);
  model->ask(question(), [&](ports::ModelExchange e) { closed.set_value(std::move(e)); }, {}, {});
  model.reset();
  EXPECT_EQ(closed.get_future().get().result.error().code, ModelError::kCancelled);
}

TEST(LlmModel, sends_nothing_that_could_pass_the_budget) {
  const FaultServer server({{good()}});
  const auto model = open({{"providers", {provider(server, "one")}}});
  auto request = question();
  request.cost_max = ports::MicroUsd(100);
  EXPECT_EQ(ask(*model, request).result.error().code, ModelError::kBudget);
  request.cost_max = ports::MicroUsd(1'000'000);
  request.model = "other";
  EXPECT_EQ(ask(*model, request).result.error().code, ModelError::kUnavailable);
  request.schema_json = "{}";
  EXPECT_EQ(ask(*model, request).result.error().code, ModelError::kRequest);
  EXPECT_TRUE(server.requests().empty());
}

TEST(LlmModel, verifies_the_host_and_sends_the_key_in_its_header_alone) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "zestron_llm_test";
  std::filesystem::create_directories(folder);
  const auto pem = folder / "trust.pem", key = folder / "key";
  const auto run = [&](const std::string& host) {
    const auto certificate = net::testing::make_certificate(host);
    std::ofstream(pem) << certificate.certificate_pem;
    std::ofstream(key) << "sk-test-123\n";
    std::filesystem::permissions(key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const FaultServer server({{good()}}, certificate);
    auto one = provider(server, "one");
    one["trust_file"] = pem.string();
    one["key_file"] = key.string();
    const auto watched = std::make_shared<Watched>();
    auto exchange = ask(*open({{"providers", {one}}, {"routing", {{"attempts_max", 1}}}}, watched));
    for (const auto& event : watched->events) EXPECT_EQ(event.detail.find("sk-test"), std::string::npos);
    return std::pair(std::move(exchange), server.requests());
  };
  const auto [trusted, requests] = run("localhost");
  ASSERT_TRUE(trusted.result) << trusted.result.error().message;
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_NE(requests[0].find("Authorization: Bearer sk-test-123\r\n"), std::string::npos);
  const auto [stranger, none] = run("elsewhere.example");
  EXPECT_EQ(stranger.result.error().code, ModelError::kUnavailable);
  EXPECT_TRUE(none.empty());
}

TEST(ModelsConfig, names_what_is_wrong) {
  const FaultServer server({{good()}});
  const auto complaint = [&](auto change) {
    auto config = json{{"providers", {provider(server, "one")}}};
    change(config);
    const auto parsed = ModelsConfig::parse(config.dump());
    return parsed ? std::string() : parsed.error().message;
  };
  EXPECT_EQ(complaint([](json&) {}), "");
  EXPECT_NE(complaint([](json& c) { c["providers"] = json::array(); }), "");
  EXPECT_NE(complaint([](json& c) { c["providers"][0]["key"] = "sk-1"; }), "") << "a key has no place in the document";
  EXPECT_NE(complaint([](json& c) { c["providers"].push_back(c["providers"][0]); }).find("twice"), std::string::npos);
  EXPECT_NE(complaint([](json& c) { c["providers"][0]["url"] = "ftp://api.example"; }).find("URL"), std::string::npos);
  EXPECT_NE(complaint([](json& c) { c["providers"][0]["url"] = "https://user@x"; }).find("URL"), std::string::npos);
  EXPECT_NE(complaint([](json& c) { c["providers"][0]["prices"].erase("prompt"); }), "");
  const auto plain = complaint([](json& c) {
    c["providers"][0]["url"] = "http://api.example/v1";
    c["providers"][0]["key_env"] = "KEY";
  });
  EXPECT_NE(plain.find("plain HTTP"), std::string::npos);
}

}  // namespace
}  // namespace zestron::llm
