// Makes a kind from a struct, so that a module is written with its own types and nothing else. Sits between modules/ and kind.hpp.
//
//   struct Ema {
//     static constexpr std::string_view kName = "ema", kGroup = "indicators", kSummary = "…";
//     static constexpr Port kInputs[] = {{"value", PortType::kNumber}};          absent: none
//     static constexpr Port kOutputs[] = {{"average", PortType::kNumber}};       absent: none
//     struct Params { std::uint32_t period = 1; };                              absent: none
//     static std::vector<Field<Params>> fields();
//     struct State { double average = 0; };                                     absent: none; trivially copyable
//     static bool step(const Frame&, const Params&, State&);
//   };
//
// and, where it differs from nothing: kCountMax, kService, kActs, kMoment; state_bytes(params), when a tail follows the state;
// fuel(params); capacities(params), of texts and vectors; trigger(params, market); begin(frame, params, state); calm(frame, params);
// check(params), what the schema cannot say.
#pragma once

#include "agent/kind.hpp"

#include <new>
#include <type_traits>

namespace zestron::agent {

struct Nothing {};

namespace detail {

template <class M>
struct ParamsOf {
  using type = Nothing;
};
template <class M>
  requires requires { typename M::Params; }
struct ParamsOf<M> {
  using type = typename M::Params;
};

template <class M>
struct StateOf {
  using type = Nothing;
};
template <class M>
  requires requires { typename M::State; }
struct StateOf<M> {
  using type = typename M::State;
};

template <class M>
std::expected<Parameters, std::string> read(const nlohmann::json& json) {
  using Params = typename ParamsOf<M>::type;
  auto out = std::make_shared<Params>();
  if constexpr (requires { M::fields(); }) {
    static const std::vector<Field<Params>> kFields = M::fields();
    for (const auto& field : kFields) {
      const auto value = json.find(field.parameter.name);
      if (value == json.end()) continue;
      if (auto done = field.read(*value, *out); !done)
        return std::unexpected("parameter '" + std::string(field.parameter.name) + "': " + done.error());
    }
  }
  if constexpr (requires(const Params& params) { M::check(params); }) {
    if (auto wrong = M::check(*out)) return std::unexpected(*std::move(wrong));
  }
  return out;
}

template <class M>
Needs needs(const void* params) {
  using Params = typename ParamsOf<M>::type;
  using State = typename StateOf<M>::type;
  static_assert(std::is_trivially_copyable_v<State>, "an agent is kept and moved as bytes");
  static_assert(alignof(State) <= 8);
  [[maybe_unused]] const auto& p = *static_cast<const Params*>(params);
  Needs out{.state_bytes = sizeof(State), .fuel = 1, .capacities = {}};
  if constexpr (requires { M::state_bytes(p); }) out.state_bytes = M::state_bytes(p);
  if constexpr (requires { M::fuel(p); }) out.fuel = M::fuel(p);
  if constexpr (requires { M::capacities(p); }) out.capacities = M::capacities(p);
  if constexpr (requires { M::kOutputs; }) out.capacities.resize(std::size(M::kOutputs));
  return out;
}

template <class M>
std::optional<Trigger> trigger(const void* params, const Market& market) {
  using Params = typename ParamsOf<M>::type;
  [[maybe_unused]] const auto& p = *static_cast<const Params*>(params);
  if constexpr (requires { M::trigger(p, market); }) return M::trigger(p, market);
  return std::nullopt;
}

template <class M>
void begin(const Frame& frame, const void* params, std::byte* state) {
  using Params = typename ParamsOf<M>::type;
  using State = typename StateOf<M>::type;
  [[maybe_unused]] const auto& p = *static_cast<const Params*>(params);
  [[maybe_unused]] auto& s = *::new (state) State{};
  if constexpr (requires { M::begin(frame, p, s); }) M::begin(frame, p, s);
}

template <class M>
bool step(const Frame& frame, const void* params, std::byte* state) {
  using Params = typename ParamsOf<M>::type;
  using State = typename StateOf<M>::type;
  return M::step(frame, *static_cast<const Params*>(params), *reinterpret_cast<State*>(state));
}

template <class M>
Calm calm(const Frame& frame, const void* params) {
  return M::calm(frame, *static_cast<const typename ParamsOf<M>::type*>(params));
}

}  // namespace detail

template <class M>
Kind define() {
  Kind out{.name = M::kName,
           .group = M::kGroup,
           .summary = M::kSummary,
           .inputs = {},
           .outputs = {},
           .service = {},
           .moment = {},
           .parameters = {},
           .read = detail::read<M>,
           .needs = detail::needs<M>,
           .trigger = detail::trigger<M>,
           .begin = detail::begin<M>,
           .step = detail::step<M>};
  if constexpr (requires { M::kInputs; }) out.inputs = M::kInputs;
  if constexpr (requires { M::kOutputs; }) out.outputs = M::kOutputs;
  if constexpr (requires { M::kCountMax; }) out.count_max = M::kCountMax;
  if constexpr (requires { M::kService; }) out.service = M::kService;
  if constexpr (requires { M::kActs; }) out.acts = M::kActs;
  if constexpr (requires { M::kMoment; }) out.moment = M::kMoment;
  if constexpr (requires(const Frame& frame) { M::calm(frame, {}); }) out.calm = detail::calm<M>;
  if constexpr (requires { M::fields(); }) {
    for (auto& field : M::fields()) out.parameters.push_back(std::move(field.parameter));
  }
  return out;
}

/// The same one each time.
template <class M>
const Kind& kind_of() {
  static const Kind kKind = define<M>();
  return kKind;
}

/// A run of `T` behind a state; state_bytes() made the room.
template <class T, class State>
T* tail_of(State& state) {
  static_assert(sizeof(State) % alignof(T) == 0);
  return reinterpret_cast<T*>(&state + 1);
}

}  // namespace zestron::agent
