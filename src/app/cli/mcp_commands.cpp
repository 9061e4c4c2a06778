#include "app/cli/mcp_commands.hpp"

#include "adapters/cluster/http_client.hpp"
#include "api/mcp/message.hpp"
#include "app/node/api_token.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace zestron::cli {
namespace {

namespace mcp = api::mcp;

// A call that waits for its backtest may take long; a stream that has nothing to tell is answered well before.
constexpr std::chrono::minutes kCallMax{10};
constexpr std::chrono::seconds kPollMax{30};
constexpr std::chrono::milliseconds kPause{500};
constexpr unsigned kUnauthorized = 401, kNoSession = 404;
constexpr std::uint64_t kAnswerBytesMax = std::uint64_t{64} << 20;
constexpr std::size_t kLineBytesMax = std::size_t{1} << 20;

struct Target {
  cluster::Url url;
  std::filesystem::path token_file;
  std::string token;
};

// Found anew for each message: the node may have started again, with another port or token.
std::expected<Target, std::string> target_of(const Options& options) {
  const auto local = find_local_node(options.data);
  if (!local) return std::unexpected("no node runs; start one with `zestron demo` or `zestron node`");
  auto url = cluster::Url::parse(local->api_url + "/mcp");
  if (!url) return std::unexpected(url.error().message);
  auto file = options.token_file.empty() ? local->token_file : std::filesystem::path(options.token_file);
  auto token = node::read_token(file);
  if (!token) return std::unexpected(std::move(token.error()));
  return Target{*std::move(url), std::move(file), *std::move(token)};
}

class Bridge {
 public:
  explicit Bridge(const Options& options) : options_(options) {}

  // Until the input ends.
  void run() {
    for (std::string line; std::getline(std::cin, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line.empty()) continue;
      const auto message = line.size() > kLineBytesMax ? mcp::parse_message("") : mcp::parse_message(line);
      if (!message) {
        say(mcp::text_of(message.error()));
        continue;
      }
      // Each on a thread of its own, so that a cancellation overtakes what it cancels.
      if (message->method == "initialize") {
        carry(line, *message);
      } else {
        calls_.emplace_back([this, line, message = *message] { carry(line, message); });
      }
      if (calls_.size() > kCallsMax) finish_calls();
    }
    finish_calls();
    over_ = true;
    leave();
    if (listener_.joinable()) listener_.join();
  }

 private:
  static constexpr std::size_t kCallsMax = 64;

  void finish_calls() {
    for (auto& call : calls_) call.join();
    calls_.clear();
  }

  void say(std::string_view line) {
    const std::lock_guard lock(output_);
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
  }

  [[nodiscard]] std::string session() {
    const std::lock_guard lock(session_mutex_);
    return session_;
  }

  static cluster::HttpClient client_for(const Target& target, const std::string& session,
                                        std::chrono::milliseconds most) {
    std::vector<std::pair<std::string, std::string>> headers{{"Accept", "application/json, text/event-stream"},
                                                             {"Authorization", "Bearer " + target.token}};
    if (!session.empty()) headers.emplace_back("Mcp-Session-Id", session);
    cluster::HttpClient client(target.url, most, kAnswerBytesMax);
    client.set_headers(std::move(headers));
    return client;
  }

  void carry(const std::string& line, const mcp::Message& message) {
    const bool wants_answer = message.kind == mcp::Message::Kind::kRequest;
    const auto fail_with = [&](const std::string& why) {
      if (wants_answer) say(mcp::text_of(mcp::error_of(message.id, {.code = mcp::kInternalError, .message = why})));
    };
    const auto target = target_of(options_);
    if (!target) return fail_with(target.error());
    const bool opens = message.method == "initialize";
    const auto session_now = opens ? std::string() : session();
    auto answer = client_for(*target, session_now, kCallMax).post_json(line);
    if (answer && answer->status == kNoSession && !opens) {
      if (auto opened = open_anew(*target, session_now); !opened) return fail_with(opened.error());
      answer = client_for(*target, session(), kCallMax).post_json(line);
    }
    if (!answer) return fail_with(answer.error().message);
    if (answer->status == kUnauthorized) {
      return fail_with(fmt::format("the node asks for another token than that of {}; name its file with --token-file",
                                   target->token_file.string()));
    }
    if (opens && !answer->session.empty()) {
      {
        const std::lock_guard lock(session_mutex_);
        session_ = answer->session;
        opening_ = line;
      }
      if (!listener_.joinable()) listener_ = std::thread([this] { listen(); });
    }
    if (message.method == "logging/setLevel" &&
        nlohmann::json::parse(answer->body, nullptr, false).contains("result")) {
      const std::lock_guard lock(session_mutex_);
      level_ = line;
    }
    if (wants_answer && !answer->body.empty()) say(answer->body);
  }

  // The node has started again, or forgot a session that was idle: the client behind us need not know, and keeps its level of log messages.
  // Subscriptions are gone.
  std::expected<void, std::string> open_anew(const Target& target, const std::string& lost) {
    const std::lock_guard lock(session_mutex_);
    if (session_ != lost) return {};  // another call did
    const auto opened = client_for(target, {}, kCallMax).post_json(opening_);
    if (!opened) return std::unexpected(opened.error().message);
    if (opened->session.empty()) return std::unexpected("the node opens no session: " + opened->body);
    session_ = opened->session;
    for (const auto& line : {std::string(R"({"jsonrpc":"2.0","method":"notifications/initialized"})"), level_}) {
      if (!line.empty()) static_cast<void>(client_for(target, session_, kCallMax).post_json(line));
    }
    return {};
  }

  // Ends the session, and with it what listen() waits for.
  void leave() {
    const auto name = session();
    const auto target = target_of(options_);
    if (name.empty() || !target) return;
    [[maybe_unused]] const auto ended = client_for(*target, name, kPollMax).remove(target->url.target);
  }

  // What the node says by itself: server-sent events, each of one line of data.
  void listen() {
    while (!over_) {
      const auto target = target_of(options_);
      if (!target) return;
      const auto answer = client_for(*target, session(), kPollMax).get(target->url.target);
      if (!answer || answer->status != 200) {
        std::this_thread::sleep_for(kPause);
        continue;
      }
      std::string_view body = answer->body;
      while (!body.empty()) {
        const auto end = std::min(body.find('\n'), body.size());
        const auto event_line = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        constexpr std::string_view kData = "data: ";
        if (event_line.starts_with(kData)) say(event_line.substr(kData.size()));
      }
    }
  }

  const Options& options_;
  std::mutex output_, session_mutex_;
  std::string session_, opening_, level_;  // with the messages that opened it and last set its level
  std::vector<std::thread> calls_;
  std::thread listener_;
  std::atomic<bool> over_{false};
};

}  // namespace

void add_mcp_command(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* verb =
      root.add_subcommand("mcp", "Model Context Protocol over standard input and output, for the running node");
  verb->add_option("--data", options.data, "the node's data folder instead of the running one's");
  verb->add_option("--token-file", options.token_file,
                   "the token in this file, as of `zestron node --token-file`, instead of the one that the node names");
  verb->callback([&options, &run] {
    run = [&options] {
      Bridge(options).run();
      return static_cast<int>(kExitOk);
    };
  });
}

}  // namespace zestron::cli
