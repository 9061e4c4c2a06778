#include "context/assemble.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace zestron::context {
namespace {

constexpr std::int32_t kExponentMin = -18;

// Powers of ten up to 10^22 are exact doubles, so the quotient is rounded once.
constexpr std::array<double, 19> kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                         1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};

}  // namespace

Outcome<domain::ContextView, ContextError> assemble(Slot slot, UnixSeconds clock, const domain::Tick& tick) {
  if (tick.price <= 0)
    return fail(ContextError::kBadTick, "the price " + std::to_string(tick.price) + " is not above zero");
  if (tick.exponent < kExponentMin || tick.exponent > 0) {
    return fail(ContextError::kBadTick, "the exponent " + std::to_string(tick.exponent) + " is outside -18 to 0");
  }
  return domain::ContextView{slot, UnixMillis(std::max(clock.value() * 1000, tick.published.value())), tick};
}

double to_double(const domain::Tick& tick) {
  ZESTRON_ASSERT(tick.exponent <= 0 && tick.exponent >= kExponentMin);
  return static_cast<double>(tick.price) / kPowers[static_cast<std::size_t>(-tick.exponent)];
}

}  // namespace zestron::context
