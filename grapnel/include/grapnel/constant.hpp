// Constant<"NAME", kValue>: a value for the IDL's `constants`, listed as `using Constants = List<…>` in the module.
#pragma once

#include <grapnel/text.hpp>

namespace grapnel {

template <Literal Name, auto Value>
struct Constant {
  static constexpr Text kName = Name.text();
  static constexpr auto kValue = Value;
};

}  // namespace grapnel
