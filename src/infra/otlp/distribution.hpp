// A histogram with attributes, as OpenTelemetry's metrics have them: whoever measures records, the exporter takes what it has come to.
// Bounded in the number of attribute sets; what comes beyond is counted together under otel.metric.overflow, as the specification says.
#pragma once

#include "infra/otlp/span.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::otlp {

struct DistributionPoint {
  Attributes attributes{};
  std::vector<std::uint64_t> counts{};  ///< of each bucket, one more than bounds
  double sum = 0, min = 0, max = 0;
  std::uint64_t count = 0;
};

/// Any thread.
class Distribution {
 public:
  static constexpr std::size_t kSeriesMax = 2'000;

  /// `bounds` ascend; a value that equals one lies below it.
  Distribution(std::string_view name, std::string_view description, std::string_view unit, std::vector<double> bounds)
      : name_(name), description_(description), unit_(unit), bounds_(std::move(bounds)) {}

  void record(double value, const Attributes& attributes);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& description() const { return description_; }
  [[nodiscard]] const std::string& unit() const { return unit_; }
  [[nodiscard]] const std::vector<double>& bounds() const { return bounds_; }
  /// Cumulative, since it was made.
  [[nodiscard]] std::vector<DistributionPoint> points() const;

 private:
  const std::string name_, description_, unit_;
  const std::vector<double> bounds_;
  mutable std::mutex mutex_;
  std::map<Attributes, DistributionPoint> series_;
};

}  // namespace zestron::otlp
