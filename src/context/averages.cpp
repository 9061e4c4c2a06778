#include "context/averages.hpp"

#include <cmath>

namespace zestron::context {

double squared_change(double from, double to) {
  const double change = to / from - 1.0;
  return change * change;
}

double mean(const Window<double>& values) {
  if (values.size() == 0) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += values[i];
  return sum / static_cast<double>(values.size());
}

double realised_volatility(const Window<double>& squared_changes) { return std::sqrt(mean(squared_changes)); }

double deviation(const Window<double>& values) {
  if (values.size() == 0) return 0;
  const double centre = mean(values);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += (values[i] - centre) * (values[i] - centre);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace zestron::context
