// The newest values of a series, at most as many as the window was made for. One allocation, at the start.
#pragma once

#include "base/assert.hpp"

#include <cstddef>
#include <vector>

namespace zestron::context {

template <class T>
class Window {
 public:
  /// capacity ≥ 1
  explicit Window(std::size_t capacity) : capacity_(capacity) {
    ZESTRON_ASSERT(capacity != 0);
    values_.reserve(capacity);
  }

  /// Pushes the oldest value out when full.
  void add(const T& value) {
    if (values_.size() < capacity_) {
      values_.push_back(value);
    } else {
      values_[oldest_] = value;
      oldest_ = oldest_ + 1 == capacity_ ? 0 : oldest_ + 1;
    }
  }

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] bool full() const { return values_.size() == capacity_; }
  /// 0 is the oldest; index < size().
  [[nodiscard]] const T& operator[](std::size_t index) const {
    ZESTRON_ASSERT(index < values_.size());
    const std::size_t at = oldest_ + index;
    return values_[at < values_.size() ? at : at - values_.size()];
  }
  /// size() ≥ 1
  [[nodiscard]] const T& newest() const { return (*this)[size() - 1]; }

 private:
  std::size_t capacity_, oldest_ = 0;
  std::vector<T> values_;
};

}  // namespace zestron::context
