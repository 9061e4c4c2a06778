// Hot<handler>, where a handler stands in a Module's list: the instruction is laid out for compute units, and thereby all
// others of the program for bytes. A program that marks none has all its instructions laid out for compute units.
//
//   Module<"agent_factory", kProgramId, Hot<execute>, publish_agent, retire_agent, …>
//
// What differs is code, never the result: the same checks in the same order with the same errors, read by one walker from
// tables (detail/small.hpp, detail/tabled.hpp) instead of unrolled into each instruction.
#pragma once

#include <grapnel/discriminator.hpp>

namespace grapnel {

template <auto Handler>
struct HotHandler {
  static constexpr bool kHot = true;
  static constexpr auto kFunction = Handler;
};
template <auto Handler>
  requires detail::HasDiscriminator<decltype(Handler)>
struct HotHandler<Handler> : detail::RemoveCvref<decltype(Handler)> {
  static constexpr bool kHot = true;
};

template <auto Handler>
inline constexpr HotHandler<Handler> Hot{};

}  // namespace grapnel
