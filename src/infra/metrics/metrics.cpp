#include "infra/metrics/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::metrics {
namespace {

/// Backslash, quote and line feed, as the format asks.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string labelled(std::string_view name, const Labels& labels) {
  std::string out(name);
  for (std::size_t i = 0; i < labels.size(); ++i)
    out += fmt::format(R"({}{}="{}")", i == 0 ? "{" : ",", labels[i].first, escaped(labels[i].second));
  return labels.empty() ? out : out + "}";
}

}  // namespace

void Histogram::observe(std::chrono::nanoseconds time) {
  const double seconds = std::chrono::duration<double>(time).count();
  const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(kBounds, seconds) - kBounds.begin());
  counts_[bucket].fetch_add(1, std::memory_order_relaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(time.count()), std::memory_order_relaxed);
}

std::array<std::uint64_t, Histogram::kBounds.size() + 1> Histogram::cumulative() const {
  std::array<std::uint64_t, kBounds.size() + 1> counts{};
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = before += counts_[i].load(std::memory_order_relaxed);
  return counts;
}

double Histogram::sum_seconds() const {
  return static_cast<double>(nanoseconds_.load(std::memory_order_relaxed)) / 1e9;
}

void Page::family(std::string_view name, std::string_view help, Family::Type type) {
  constexpr std::array<std::string_view, 3> kTypes{"counter", "gauge", "histogram"};
  families_.push_back({.name = std::string(name), .help = std::string(help), .type = type});
  text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kTypes[static_cast<std::size_t>(type)]);
}

void Page::keep(const Labels& labels, std::variant<std::uint64_t, double> value) {
  Sample sample{.value = value};
  for (const auto& [label, text] : labels) sample.labels.emplace_back(label, text);
  families_.back().samples.push_back(std::move(sample));
}

void Page::sample(const Labels& labels, std::uint64_t value) {
  keep(labels, value);
  text_ += fmt::format("{} {}\n", labelled(families_.back().name, labels), value);
}
void Page::sample(const Labels& labels, double value) {
  keep(labels, value);
  text_ += fmt::format("{} {}\n", labelled(families_.back().name, labels), value);
}

void Page::histogram(std::string_view name, std::string_view help, const Histogram& histogram) {
  family(name, help, Family::Type::kHistogram);
  const auto counts = histogram.cumulative();
  auto& kept = families_.back();
  kept.bounds.assign(Histogram::kBounds.begin(), Histogram::kBounds.end());
  kept.cumulative.assign(counts.begin(), counts.end());
  kept.sum = histogram.sum_seconds();
  for (std::size_t i = 0; i < Histogram::kBounds.size(); ++i)
    text_ += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", name, Histogram::kBounds[i], counts[i]);
  text_ += fmt::format("{}_bucket{{le=\"+Inf\"}} {}\n", name, counts.back());
  text_ += fmt::format("{}_sum {}\n{}_count {}\n", name, kept.sum, name, counts.back());
}

}  // namespace zestron::metrics
