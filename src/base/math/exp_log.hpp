// exp and log whose bits are equal on every machine: + − × ÷ and bit patterns only. libm picks other code on other CPUs, so
// decisions must not call it.
#pragma once

namespace zestron::math {

/// e^x within a unit in the last place. NaN gives NaN; above 709.78 infinity; below −745.13 zero.
double exp(double x);

/// Natural logarithm within a unit in the last place. Zero gives −infinity, a negative number or NaN gives NaN.
double log(double x);

}  // namespace zestron::math
