// The values that the tests of generated headers encode, once for C++ and for the script that asks Anchor's coder.
#pragma once

#include <everything.hpp>

namespace everything {

inline constexpr Pubkey kWho = {{1, 2, 3, 4}};

inline Shape shape_of(Shape::Variant value) { return {std::move(value)}; }

inline Config_ make_config() {
  return {.bump = 254, .owner = kWho, .fee = u64{1} << 40, .kind = Kind::Third, .limits = {{1u, 2u, 0xffffffffu}}};
}

inline Everything make_everything() {
  Everything out;
  out.b = true;
  out.n8 = 255;
  out.s8 = -128;
  out.n16 = 65535;
  out.s16 = -2;
  out.n32 = 4'000'000'000;
  out.s32 = -3;
  out.n64 = ~u64{0};
  out.s64 = -4;
  out.n128 = {5, 6};
  out.s128 = {~u64{0}, -1};
  out.n256 = {{{1, 2, 3, 4}}};
  out.s256 = {{{9, 0, 0, 0}}};
  out.f = 1.5f;
  out.d = -0.25;
  out.data = {1, 2, 3};
  out.text = "h\xc3\xa9llo";
  out.key = kWho;
  out.maybe = 7;
  out.list = {8, 9};
  out.flags = {true, false, true};
  out.fixed = {{5, 4, 3, 2, 1}};
  out.texts = {"a", ""};
  out.shape = shape_of(ShapeGroup{{shape_of(ShapeCircle{2.5}), shape_of(ShapePair{3, "x"}), shape_of(ShapeEmpty{}),
                                   shape_of(ShapeKind{Kind::default_})}});
  out.amount = 11;
  out.names = {"one", "two"};
  out.tuple = {12, true};
  out.two = {{{1, 2, 3}}, 2};
  out.held = {{{"p", "q"}, 1}};
  out.node = {1, {{2, {}}, {3, {{4, {}}}}}};
  out.configs = {make_config()};
  return out;
}

inline Traded make_traded() { return {kWho, "memo"}; }

inline create_pool::Args make_create_args() {
  return {.params = {.id = 77, .amount = 5},
          .class_ = 513,
          .title = "title",
          .notes = std::vector<Shape>{shape_of(ShapeEmpty{}), shape_of(ShapeCircle{1})}};
}

}  // namespace everything
