#include "adapters/llm/cache/answer_cache.hpp"

#include <utility>

namespace zestron::llm {
namespace {

constexpr std::size_t kEntryBytes = 256;  // what list, map and strings need besides the text

std::size_t bytes_of(const CachedAnswer& answer) {
  auto bytes = kEntryBytes + answer.provider.size() + answer.model.size() + answer.answer.text.size();
  for (const auto& call : answer.answer.tool_calls)
    bytes += call.id.size() + call.name.size() + call.arguments_json.size();
  return bytes;
}

}  // namespace

const CachedAnswer* AnswerCache::find(const Hash& request) {
  const auto found = by_request_.find(request);
  if (found == by_request_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return &found->second->answer;
}

void AnswerCache::put(const Hash& request, CachedAnswer answer) {
  const auto bytes = bytes_of(answer);
  if (entries_max_ == 0 || bytes > bytes_max_) return;
  if (const auto found = by_request_.find(request); found != by_request_.end()) {
    bytes_ -= found->second->bytes;
    order_.erase(found->second);
    by_request_.erase(found);
  }
  while (order_.size() >= entries_max_ || bytes_ + bytes > bytes_max_) {
    bytes_ -= order_.back().bytes;
    by_request_.erase(order_.back().request);
    order_.pop_back();
  }
  order_.push_front({request, std::move(answer), bytes});
  by_request_.emplace(request, order_.begin());
  bytes_ += bytes;
}

}  // namespace zestron::llm
