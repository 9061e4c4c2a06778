#include "context/averages.hpp"

#include <cmath>

namespace zestron::context {
namespace {

double squared_change(double from, double to) {
  const double change = to / from - 1.0;
  return change * change;
}

}  // namespace

void RealisedVolatility::add(double value) {
  if (last_ != 0) squares_.add(squared_change(last_, value));
  last_ = value;
}

double RealisedVolatility::value() const {
  if (squares_.size() == 0) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < squares_.size(); ++i) sum += squares_[i];
  return std::sqrt(sum / static_cast<double>(squares_.size()));
}

void EwmaVolatility::add(double value) {
  if (last_ != 0) variance_.add(squared_change(last_, value));
  last_ = value;
}

double EwmaVolatility::value() const { return std::sqrt(variance_.value()); }

}  // namespace zestron::context
