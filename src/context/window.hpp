// The newest values of a series, in memory that somebody else keeps: a head of plain data, and as many values as the window holds
// behind it. So a window is part of an agent's block and is copied as bytes.
#pragma once

#include "base/assert.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace zestron::context {

template <class T>
class Window {
 public:
  struct Head {
    std::uint32_t size = 0, oldest = 0;
  };

  /// `values` are all that it can hold, at least one; both outlive the window.
  Window(Head& head, std::span<T> values) : head_(head), values_(values) { ZESTRON_ASSERT(!values.empty()); }

  /// Pushes the oldest value out when full.
  void add(const T& value) {
    if (head_.size < values_.size()) {
      values_[head_.size++] = value;
    } else {
      values_[head_.oldest] = value;
      head_.oldest = head_.oldest + 1 == head_.size ? 0 : head_.oldest + 1;
    }
  }

  [[nodiscard]] std::size_t size() const { return head_.size; }
  [[nodiscard]] bool full() const { return head_.size == values_.size(); }
  /// 0 is the oldest; index < size().
  [[nodiscard]] const T& operator[](std::size_t index) const {
    ZESTRON_ASSERT(index < size());
    const std::size_t at = head_.oldest + index;
    return values_[at < size() ? at : at - size()];
  }
  /// size() ≥ 1
  [[nodiscard]] const T& newest() const { return (*this)[size() - 1]; }

 private:
  Head& head_;
  std::span<T> values_;
};

}  // namespace zestron::context
