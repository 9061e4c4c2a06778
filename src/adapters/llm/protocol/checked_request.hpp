// A request that keeps every bound, with its schemas compiled and its hash taken: the only kind that is sent. The gate between what an
// agent asks and what leaves the machine.
#pragma once

#include "base/result.hpp"
#include "codec/json/json_schema.hpp"
#include "ports/model.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace zestron::llm {

class CheckedRequest {
 public:
  /// kRequest names what is wrong.
  static Outcome<CheckedRequest, ports::ModelError> check(ports::ChatRequest request);

  [[nodiscard]] const ports::ChatRequest& request() const { return request_; }
  [[nodiscard]] const Hash& hash() const { return hash_; }

  /// The body of POST /chat/completions, streamed. `model_id` as the provider calls it.
  [[nodiscard]] std::string body(std::string_view model_id) const;
  /// Tokens of the prompt, counted from above: no tokenizer makes more tokens than bytes, and templates add a few to each message.
  [[nodiscard]] std::uint64_t prompt_tokens_max() const { return prompt_tokens_max_; }

  /// The answer with its text and arguments in canonical form, if it has the shape that was asked for; kSchema or kMalformed else.
  [[nodiscard]] Outcome<ports::Answer, ports::ModelError> accept(ports::Answer answer) const;

 private:
  CheckedRequest() = default;
  ports::ChatRequest request_;
  Hash hash_;
  std::uint64_t prompt_tokens_max_ = 0;
  std::optional<codec::JsonSchema> schema_;
  std::map<std::string, codec::JsonSchema, std::less<>> tools_;
};

}  // namespace zestron::llm
