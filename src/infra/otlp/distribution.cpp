#include "infra/otlp/distribution.hpp"

#include <algorithm>

namespace zestron::otlp {

void Distribution::record(double value, const Attributes& attributes) {
  const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds_, value) - bounds_.begin());
  const std::lock_guard lock(mutex_);
  auto found = series_.find(attributes);
  if (found == series_.end()) {
    // One place is left for the overflow.
    const auto& key = series_.size() + 1 < kSeriesMax ? attributes : Attributes{{"otel.metric.overflow", Value(true)}};
    found = series_.try_emplace(key).first;
  }
  auto& point = found->second;
  if (point.count == 0) {
    point.attributes = found->first;
    point.counts.resize(bounds_.size() + 1);
    point.min = point.max = value;
  }
  point.counts[bucket] += 1;
  point.count += 1;
  point.sum += value;
  point.min = std::min(point.min, value);
  point.max = std::max(point.max, value);
}

std::vector<DistributionPoint> Distribution::points() const {
  const std::lock_guard lock(mutex_);
  std::vector<DistributionPoint> out;
  out.reserve(series_.size());
  for (const auto& [attributes, point] : series_) out.push_back(point);
  return out;
}

}  // namespace zestron::otlp
