// A provider's answer, put together from the pieces of its stream or read from one document. Bytes in, values out; no I/O; fuzzed. What
// comes out is bounded but not yet held to the request's schema: that is CheckedRequest::accept.
#pragma once

#include "base/result.hpp"
#include "ports/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::llm {

struct ReportedUsage {
  std::uint64_t prompt = 0;
  std::uint64_t completion = 0;  ///< with what a model thought to itself, which is billed too
};

class AnswerReader {
 public:
  /// One event of the stream. Returns the text it adds, which lives until the next call. kMalformed, kTooLarge, or kRefused when the
  /// provider reports an error inside its stream.
  Outcome<std::string_view, ports::ModelError> event(std::string_view data);
  /// The whole answer as one document, from a provider that does not stream.
  Outcome<std::string_view, ports::ModelError> document(std::string_view body);

  /// Whether any text or part of a tool call has come.
  [[nodiscard]] bool begun() const { return bytes_ != 0 || tool_seen(); }
  [[nodiscard]] bool tool_seen() const { return !answer_.tool_calls.empty(); }
  /// "[DONE]", or a document.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] const std::optional<ReportedUsage>& usage() const { return usage_; }
  /// Of text and arguments so far.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// kMalformed when the stream ended before its finish reason.
  Outcome<ports::Answer, ports::ModelError> take();

 private:
  Outcome<std::string_view, ports::ModelError> read(std::string_view text, const char* member);

  ports::Answer answer_;
  std::string piece_;
  std::size_t bytes_ = 0;
  std::optional<ports::FinishReason> finish_;
  std::optional<ReportedUsage> usage_;
  bool complete_ = false;
};

}  // namespace zestron::llm
