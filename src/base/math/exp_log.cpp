#include "base/math/exp_log.hpp"

#include <bit>
#include <cstdint>
#include <limits>

namespace zestron::math {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kMantissaBits = 52;
constexpr int kBias = 1023;

// ln 2 in two parts: the first has 21 zero bits at its end, so that its product with any exponent is exact.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kInverseLn2 = 0x1.71547652b82fep+0;

// 2^exponent, for −1022 … 1023.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + kBias) << kMantissaBits);
}

}  // namespace

double exp(double x) {
  if (x != x) return x;
  if (x > 709.782712893384) return kInfinity;
  if (x < -745.1332191019412) return 0.0;

  // x = k ln 2 + r with |r| ≤ ln 2 / 2; the high part is subtracted first, so the rounding of k × ln 2 stays in `low`.
  const int k = static_cast<int>(x * kInverseLn2 + (x < 0 ? -0.5 : 0.5));
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;

  // Taylor series of (e^r − 1 − r) / r²; the first term left out is below 2^-60 of the result.
  double sum = 1.0 / 1307674368000.0;
  constexpr double kFactorials[] = {87178291200.0, 6227020800.0, 479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0,
                                    5040.0,        720.0,        120.0,       24.0,       6.0,       2.0};
  for (const double factorial : kFactorials) sum = sum * r + 1.0 / factorial;
  const double mantissa = 1.0 + ((r * r * sum - low) + high);

  // In two steps: 2^k alone may lie outside the normal numbers.
  const int half = k / 2;
  return mantissa * power_of_two(half) * power_of_two(k - half);
}

double log(double x) {
  if (x != x || x < 0) return kNaN;
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return kInfinity;

  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal
    x *= 0x1p54;
    exponent = -54;
  }
  auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> kMantissaBits) - kBias;
  bits = (bits & ((1ULL << kMantissaBits) - 1)) | (static_cast<std::uint64_t>(kBias) << kMantissaBits);
  double mantissa = std::bit_cast<double>(bits);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    ++exponent;
  }

  // log m = 2 artanh s with s = (m − 1) / (m + 1), |s| ≤ 0.172. Written as f − (f²/2 − s (f²/2 + R)), f = m − 1, since f is
  // exact and the rest is small; R = 2 s²/3 + 2 s⁴/5 + …
  const double f = mantissa - 1.0;
  const double s = f / (2.0 + f);
  const double square = s * s;
  double series = 2.0 / 23.0;
  for (int odd = 21; odd >= 3; odd -= 2) series = series * square + 2.0 / odd;
  const double tail = square * series;
  const double half_square = 0.5 * f * f;
  return exponent * kLn2High - ((half_square - (s * (half_square + tail) + exponent * kLn2Low)) - f);
}

}  // namespace zestron::math
