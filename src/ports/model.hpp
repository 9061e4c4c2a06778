// What the loop needs of a language model, wherever it runs: a bounded question, a streamed answer, and the exchange as data. A model's
// answer enters a run as a recorded event (ports/model_record.hpp) and is never computed again in a replay.
//
// Answers are untrusted input. Whoever asks for a decision binds it to a schema; an answer that does not fit is a failure, not a text.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::ports {

/// Millionths of a US dollar.
using MicroUsd = Strong<std::uint64_t, struct MicroUsdTag>;

enum class ModelError : std::uint16_t {
  kRequest = 1,      ///< the request breaks a bound, or its schema leaves something open; nothing was sent
  kUnavailable = 2,  ///< no provider took it: none serves the model, or all are down or refused by their breaker
  kTimeout = 3,      ///< the deadline passed, or a provider fell silent
  kRefused = 4,      ///< the provider said no: key, quota, unknown model, content
  kTooLarge = 5,     ///< the provider streamed beyond a bound and was cut
  kMalformed = 6,    ///< what came is no answer: broken off, no JSON, another content type
  kSchema = 7,       ///< an answer, but not one that the schema allows
  kBudget = 8,       ///< the next attempt could pass cost_max; it was not made
  kCancelled = 9,
};

/// Bounds on every request and answer; a request beyond them is kRequest.
inline constexpr std::size_t kPromptBytesMax =
    std::size_t{256} * 1024;  ///< of all messages, tools and the schema together
inline constexpr std::size_t kAnswerBytesMax = std::size_t{256} * 1024;  ///< of text and tool arguments together
inline constexpr std::size_t kMessagesMax = 256;
inline constexpr std::size_t kToolsMax = 64;
inline constexpr std::size_t kToolCallsMax = 16;
inline constexpr std::uint32_t kTokensMax = 65'536;
inline constexpr std::uint16_t kTemperatureMilliMax = 2'000;

enum class Role : std::uint8_t {
  kSystem = 0,     ///< the agent's own instructions
  kUser = 1,       ///< the creator's or operator's words
  kData = 2,       ///< text from outside (feeds, chain, retrieval): marked off, so that it is read and not obeyed
  kAssistant = 3,  ///< an earlier answer
  kTool = 4,       ///< what a tool returned; as untrusted as kData
};

struct ToolCall {
  std::string id;
  std::string name;
  std::string arguments_json;  ///< fits the tool's parameters
  bool operator==(const ToolCall&) const = default;
};

struct ChatMessage {
  Role role = Role::kUser;
  std::string text;
  std::string tool_call_id{};          ///< of a kTool message: which call it answers
  std::vector<ToolCall> tool_calls{};  ///< of a kAssistant message
  bool operator==(const ChatMessage&) const = default;
};

struct Tool {
  std::string name;  ///< 1 to 64 of [A-Za-z0-9_-]
  std::string description;
  std::string parameters_json;  ///< a JSON Schema that leaves nothing open (docs/models.md)
  bool operator==(const Tool&) const = default;
};

/// Whether an answer may come from the cache and go into it.
enum class Caching : std::uint8_t {
  kDeterministic = 0,  ///< at temperature 0 only
  kAlways = 1,
  kNever = 2,
};

struct ChatRequest {
  std::string model{};  ///< whose answer is wanted ("grok-3"); empty: of any provider
  std::vector<ChatMessage> messages{};
  std::vector<Tool> tools{};
  std::string schema_json{};  ///< binds the answer's text; a JSON Schema that leaves nothing open. Empty: free text
  std::uint32_t text_bytes_max =
      0;  ///< of each text in that document, which maxLength counts in characters; 0: whatever the schema allows
  std::uint16_t temperature_milli = 0;
  std::uint32_t tokens_max = 512;  ///< of the answer

  // How hard to try. Not part of the request's hash: the same question within other bounds is the same question.
  std::chrono::milliseconds timeout{30'000};  ///< until the exchange is over, whatever happens
  MicroUsd cost_max{};                        ///< over all attempts; zero lets only providers answer that cost nothing
  Caching caching = Caching::kDeterministic;
};

enum class FinishReason : std::uint8_t {
  kStop = 0,
  kLength = 1,  ///< tokens_max was reached; with a schema the answer then hardly fits
  kToolCalls = 2,
  kContentFilter = 3,
};

struct TokenUsage {
  std::uint64_t prompt = 0;
  std::uint64_t completion = 0;
  bool estimated =
      false;  ///< some of it was not reported (a cancelled attempt) and counted from above: a byte is a token
  bool operator==(const TokenUsage&) const = default;
};

struct Answer {
  std::string text;  ///< UTF-8; with a schema: one JSON document that fits it
  std::vector<ToolCall> tool_calls{};
  FinishReason finish = FinishReason::kStop;
  bool operator==(const Answer&) const = default;
};

/// One question and what became of it: what a run records. A failure is as much an event as an answer.
struct ModelExchange {
  Hash request;            ///< request_hash() of the question
  std::string provider{};  ///< as the operator's configuration names it; empty when none was asked
  std::string model{};     ///< as the provider calls it
  Outcome<Answer, ModelError> result = fail(ModelError::kUnavailable, "not asked");
  TokenUsage usage{};  ///< of all attempts together, cancelled ones included
  MicroUsd cost{};     ///< likewise
  std::uint32_t attempts = 0;
  std::chrono::milliseconds first_token{};  ///< from the question to the first piece of the answer
  std::chrono::milliseconds latency{};      ///< from the question to the end
  bool from_cache = false;
};

/// A piece of the answer's text, unchecked: for people who watch. Pieces of a higher attempt replace all that came before.
struct Delta {
  std::uint32_t attempt = 0;
  std::string_view text;
};

using OnDelta = std::function<void(const Delta&)>;
using OnDone = std::function<void(ModelExchange)>;

/// All functions may be called from any thread.
class Model {
 public:
  virtual ~Model() = default;
  /// Returns at once. `done` is called exactly once and last, on a thread of the model's or on the caller's; neither callback may
  /// block or throw, `delta` may be empty. `stop` ends the exchange with kCancelled, soon; what the attempts cost is in it all the same.
  virtual void ask(ChatRequest request, OnDone done, OnDelta delta, std::stop_token stop) = 0;
};

}  // namespace zestron::ports
