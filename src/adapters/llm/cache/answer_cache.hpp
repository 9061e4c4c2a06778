// Answers by the hash of their request, the least recently used one goes first. Bounded by number and bytes; not thread-safe.
#pragma once

#include "ports/model.hpp"

#include <list>
#include <string>
#include <unordered_map>

namespace zestron::llm {

struct CachedAnswer {
  std::string provider, model;
  ports::Answer answer;
};

class AnswerCache {
 public:
  AnswerCache(std::size_t entries_max, std::size_t bytes_max) : entries_max_(entries_max), bytes_max_(bytes_max) {}
  /// nullptr when there is none; lives until the next put().
  const CachedAnswer* find(const Hash& request);
  void put(const Hash& request, CachedAnswer answer);
  [[nodiscard]] std::size_t entries() const { return order_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    Hash request;
    CachedAnswer answer;
    std::size_t bytes = 0;
  };
  std::size_t entries_max_, bytes_max_;
  std::size_t bytes_ = 0;
  std::list<Entry> order_;  // newest use first
  std::unordered_map<Hash, std::list<Entry>::iterator> by_request_;
};

/// Whether a request's answer may be kept: an answer that is drawn anew each time is not the same answer twice.
constexpr bool cacheable(const ports::ChatRequest& request) {
  return request.caching == ports::Caching::kAlways ||
         (request.caching == ports::Caching::kDeterministic && request.temperature_milli == 0);
}

}  // namespace zestron::llm
