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
#include <variant>
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

struct Sample {
  std::vector<std::pair<std::string, std::string>> labels{};
  std::variant<std::uint64_t, double> value{};
};

/// What a page holds of one name, for whoever needs the numbers and not the text.
struct Family {
  enum class Type : std::uint8_t { kCounter, kGauge, kHistogram };
  std::string name{}, help{};
  Type type = Type::kCounter;
  std::vector<Sample> samples{};            ///< of a counter or gauge
  std::vector<double> bounds{};             ///< of a histogram, seconds
  std::vector<std::uint64_t> cumulative{};  ///< of a histogram: up to each bound, and all
  double sum = 0;                           ///< of a histogram, seconds
};

/// Builds one page. A family is begun once, its samples follow.
class Page {
 public:
  void counter(std::string_view name, std::string_view help) { family(name, help, Family::Type::kCounter); }
  void gauge(std::string_view name, std::string_view help) { family(name, help, Family::Type::kGauge); }
  /// Of the family that was begun last.
  void sample(const Labels& labels, std::uint64_t value);
  void sample(const Labels& labels, double value);
  /// A whole family.
  void histogram(std::string_view name, std::string_view help, const Histogram& histogram);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::vector<Family>& families() const { return families_; }

 private:
  void family(std::string_view name, std::string_view help, Family::Type type);
  void keep(const Labels& labels, std::variant<std::uint64_t, double> value);

  std::string text_{};
  std::vector<Family> families_{};
};

}  // namespace zestron::metrics
