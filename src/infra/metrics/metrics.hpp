// Numbers that threads add to and Prometheus reads: counters, histograms of time, and the text format (version 0.0.4) they are
// shown in. Whoever has queues or counts writes its own families; app/ puts them on one page.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::metrics {

/// Only grows. Any thread.
class Counter {
 public:
  void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

/// Times in buckets from 0.1 ms to 10 s. Any thread; a reader may see a sum that is a call ahead of its count.
class Histogram {
 public:
  static constexpr std::array<double, 11> kBounds{0.0001, 0.0005, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.25, 1, 2.5, 10};

  void observe(std::chrono::nanoseconds time);
  /// Of times up to kBounds[i]; the last one is all. Each includes the ones before.
  [[nodiscard]] std::array<std::uint64_t, kBounds.size() + 1> cumulative() const;
  [[nodiscard]] double sum_seconds() const;

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
  std::atomic<std::uint64_t> nanoseconds_{0};
};

using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

/// Builds one page. A family is begun once, its samples follow.
class Page {
 public:
  void counter(std::string_view name, std::string_view help) { family(name, help, "counter"); }
  void gauge(std::string_view name, std::string_view help) { family(name, help, "gauge"); }
  /// Of the family that was begun last.
  void sample(const Labels& labels, std::uint64_t value);
  void sample(const Labels& labels, double value);
  /// A whole family.
  void histogram(std::string_view name, std::string_view help, const Histogram& histogram);

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void family(std::string_view name, std::string_view help, std::string_view type);

  std::string text_{};
  std::string name_{};
};

}  // namespace zestron::metrics
