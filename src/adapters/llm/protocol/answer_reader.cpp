#include "adapters/llm/protocol/answer_reader.hpp"

#include "codec/json/canonical_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace zestron::llm {
namespace {

using nlohmann::json;
using ports::ModelError;

constexpr std::size_t kDepthMax = 16;
constexpr std::uint64_t kTokensReportedMax = std::uint64_t{1} << 32U;
constexpr std::size_t kIdMax = 64;

// Thrown by reading, caught by AnswerReader::read.
struct Stop {
  ModelError code;
  std::string message;
};

[[noreturn]] void malformed(std::string what) { throw Stop{ModelError::kMalformed, std::move(what)}; }

// nullptr when it is missing or null; providers write both.
const json* member(const json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const json& object, const char* name) {
  const auto* value = member(object, name);
  if (value == nullptr) return {};
  if (!value->is_string()) malformed(std::string("'") + name + "' in the answer is no text");
  return value->get<std::string>();
}

std::uint64_t count_of(const json& object, const char* name) {
  const auto* value = member(object, name);
  if (value == nullptr || !value->is_number_unsigned()) return 0;
  return std::min(value->get<std::uint64_t>(), kTokensReportedMax);
}

// xAI leaves reasoning tokens out of completion_tokens and counts them in total_tokens; others do the opposite.
std::optional<ReportedUsage> usage_of(const json& document) {
  const auto* usage = member(document, "usage");
  if (usage == nullptr) return std::nullopt;
  ReportedUsage out{count_of(*usage, "prompt_tokens"), count_of(*usage, "completion_tokens")};
  const auto total = count_of(*usage, "total_tokens");
  if (total > out.prompt) out.completion = std::max(out.completion, total - out.prompt);
  return out.prompt + out.completion == 0 ? std::nullopt : std::optional(out);
}

ports::FinishReason finish_of(const std::string& name) {
  if (name == "length") return ports::FinishReason::kLength;
  if (name == "tool_calls" || name == "function_call") return ports::FinishReason::kToolCalls;
  if (name == "content_filter") return ports::FinishReason::kContentFilter;
  return ports::FinishReason::kStop;
}

// A piece belongs to the call of its index; a document has whole calls and no index.
ports::ToolCall& call_at(std::vector<ports::ToolCall>& calls, const json& piece, std::size_t position) {
  const auto* index = member(piece, "index");
  if (index != nullptr && !index->is_number_unsigned()) malformed("a tool call's index is no number");
  const auto at = index == nullptr ? position : index->get<std::uint64_t>();
  if (at > calls.size()) malformed("a tool call's index leaves a gap");
  if (at >= ports::kToolCallsMax) throw Stop{ModelError::kTooLarge, "the answer calls more than 16 tools"};
  if (at == calls.size()) calls.emplace_back();
  return calls[at];
}

// Returns how many bytes the pieces added.
std::size_t add_calls(std::vector<ports::ToolCall>& calls, const json& pieces) {
  if (!pieces.is_array()) malformed("'tool_calls' in the answer is no list");
  std::size_t bytes = 0, position = 0;
  for (const auto& piece : pieces) {
    auto& call = call_at(calls, piece, position++);
    if (auto id = text_of(piece, "id"); !id.empty()) call.id = std::move(id);
    if (call.id.size() > kIdMax) malformed("a tool call's id is longer than 64 bytes");
    const auto* function = member(piece, "function");
    if (function == nullptr) continue;
    if (auto name = text_of(*function, "name"); !name.empty()) call.name = std::move(name);
    if (call.name.size() > kIdMax) malformed("a tool call's name is longer than 64 bytes");
    const auto arguments = text_of(*function, "arguments");
    call.arguments_json += arguments;
    bytes += arguments.size();
  }
  return bytes;
}

}  // namespace

Outcome<std::string_view, ModelError> AnswerReader::event(std::string_view data) {
  if (data == "[DONE]") {
    complete_ = true;
    return std::string_view();
  }
  return read(data, "delta");
}

Outcome<std::string_view, ModelError> AnswerReader::document(std::string_view body) {
  auto text = read(body, "message");
  if (text) complete_ = true;
  return text;
}

Outcome<std::string_view, ModelError> AnswerReader::read(std::string_view text, const char* name) {
  const auto document = codec::parse_json(text, {.bytes_max = 4 * ports::kAnswerBytesMax, .depth_max = kDepthMax});
  if (!document) return fail(ModelError::kMalformed, "the answer is broken: " + document.error().message);
  try {
    piece_.clear();
    // What the provider says about its error may echo the prompt, or a key: it is not repeated.
    if (member(*document, "error") != nullptr)
      throw Stop{ModelError::kRefused, "the provider reported an error in its answer"};
    if (auto usage = usage_of(*document)) usage_ = usage;
    const auto* choices = member(*document, "choices");
    if (choices == nullptr || !choices->is_array()) malformed("the answer has no 'choices'");
    if (choices->empty()) return std::string_view();  // the piece that reports usage
    const auto& choice = choices->front();
    if (const auto* said = member(choice, name)) {
      piece_ = text_of(*said, "content");
      bytes_ += piece_.size();
      if (const auto* calls = member(*said, "tool_calls")) bytes_ += add_calls(answer_.tool_calls, *calls);
    }
    if (bytes_ > ports::kAnswerBytesMax) throw Stop{ModelError::kTooLarge, "the answer is longer than 256 KiB"};
    answer_.text += piece_;
    if (const auto reason = text_of(choice, "finish_reason"); !reason.empty()) finish_ = finish_of(reason);
    return std::string_view(piece_);
  } catch (Stop& failure) {
    return fail(failure.code, std::move(failure.message));
  }
}

Outcome<ports::Answer, ModelError> AnswerReader::take() {
  if (!finish_) return fail(ModelError::kMalformed, "the answer broke off");
  answer_.finish = *finish_;
  return std::move(answer_);
}

}  // namespace zestron::llm
