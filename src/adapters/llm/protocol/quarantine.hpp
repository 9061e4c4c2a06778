// How text from outside stands in a prompt: between marks that it cannot contain, with an instruction before it that what lies between
// them is data. Lowers the odds of an injection; what bounds its harm is the schema, policy and the chain's own limits.
#pragma once

#include "ports/model.hpp"

#include <string>
#include <string_view>

namespace zestron::llm {

class Quarantine {
 public:
  /// The mark follows from the request's hash, so the same request is sent as the same bytes, and whoever wrote a part of the request
  /// cannot know it.
  Quarantine(const ports::ChatRequest& request, const Hash& hash);
  /// Whether the request has text from outside at all.
  [[nodiscard]] bool needed() const { return needed_; }
  [[nodiscard]] std::string instruction() const;
  /// Between marks; "<|", with which chat templates begin their own marks, is parted.
  [[nodiscard]] std::string wrap(std::string_view text) const;

 private:
  std::string mark_;
  bool needed_ = false;
};

}  // namespace zestron::llm
