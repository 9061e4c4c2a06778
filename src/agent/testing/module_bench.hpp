// One module on a bench: values put on its inputs, one step, its outputs read. For the tests beside the modules.
#pragma once

#include "agent/kind.hpp"
#include "base/assert.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace zestron::agent::testing {

class Bench {
 public:
  /// Every input is connected; texts and vectors on inputs hold up to `room`.
  explicit Bench(std::string_view kind, const nlohmann::json& params = nlohmann::json::object(),
                 std::uint32_t room = 64)
      : kind_(find_kind(kind)) {
    ZESTRON_ASSERT(kind_ != nullptr);
    auto read = kind_->read(params);
    ZESTRON_ASSERT(read.has_value());
    params_ = *std::move(read);
    const auto needs = kind_->needs(params_.get());
    fuel_ = needs.fuel;
    state_ = take(needs.state_bytes);
    for (const auto& port : kind_->inputs) inputs_.push_back(value(port.type, room));
    for (std::size_t i = 0; i < kind_->outputs.size(); ++i)
      outputs_.push_back(value(kind_->outputs[i].type, needs.capacities[i]));
    sources_.resize(inputs_.size());
    for (std::size_t i = 0; i < sources_.size(); ++i) sources_[i] = static_cast<std::uint16_t>(i);
    block_.resize(size_ / 8);
    for (std::size_t i = 0; i < inputs_.size(); ++i) begin_value(bytes() + inputs_[i], kind_->inputs[i].type, room);
    for (std::size_t i = 0; i < outputs_.size(); ++i)
      begin_value(bytes() + outputs_[i], kind_->outputs[i].type, needs.capacities[i]);
    kind_->begin(frame(), params_.get(), bytes() + state_);
  }

  void leave_open(std::size_t port) { inputs_[port] = Frame::kNowhere; }
  template <class T>
  Bench& put(std::size_t port, const T& value) {
    ZESTRON_ASSERT(PortOf<T>::kType == kind_->inputs[port].type);
    *reinterpret_cast<T*>(bytes() + inputs_[port]) = value;
    return *this;
  }
  Bench& number(std::size_t port, double value) { return put(port, Number{value, true}); }
  Bench& text(std::size_t port, std::string_view text) {
    reinterpret_cast<Text*>(bytes() + inputs_[port])->set(text);
    return *this;
  }
  Bench& vector(std::size_t port, const std::vector<double>& values) {
    auto& out = *reinterpret_cast<Vector*>(bytes() + inputs_[port]);
    out.capacity = out.size = static_cast<std::uint32_t>(values.size());
    std::ranges::copy(values, out.room().begin());
    return *this;
  }

  /// All inputs have something new.
  bool step(domain::Event event = {}) {
    fired_.set();
    return step_as(std::move(event));
  }
  /// Only this input has.
  bool step_for(std::size_t port, domain::Event event = {}) {
    fired_.reset();
    fired_.set(port);
    return step_as(std::move(event));
  }
  /// None has: the event itself is what the module waits for.
  template <class What>
  bool feed(What what, Slot slot = Slot(1), UnixMillis now = {}) {
    fired_.reset();
    return step_as({slot, now, std::move(what)});
  }

  template <class T>
  [[nodiscard]] const T& out(std::size_t port = 0) {
    ZESTRON_ASSERT(PortOf<T>::kType == kind_->outputs[port].type);
    return *reinterpret_cast<const T*>(bytes() + outputs_[port]);
  }
  [[nodiscard]] const Effects& effects() const { return effects_; }  ///< of the last step
  [[nodiscard]] const Kind& kind() const { return *kind_; }
  [[nodiscard]] std::uint64_t fuel() const { return fuel_; }

 private:
  std::uint32_t take(std::size_t bytes) {
    const auto at = size_;
    size_ += (bytes + 7) / 8 * 8;
    return static_cast<std::uint32_t>(at);
  }
  std::uint32_t value(PortType type, std::uint32_t capacity) { return take(bytes_of(type, capacity)); }
  std::byte* bytes() { return reinterpret_cast<std::byte*>(block_.data()); }
  Frame frame() {
    wiring_ = {inputs_, sources_, outputs_, "node"};
    return {bytes(), wiring_, &event_, &fired_, &effects_};
  }
  bool step_as(domain::Event event) {
    event_ = std::move(event);
    effects_.clear();
    return kind_->step(frame(), params_.get(), bytes() + state_);
  }

  const Kind* kind_;
  Parameters params_;
  std::vector<std::uint32_t> inputs_, outputs_;
  std::vector<std::uint16_t> sources_;
  std::uint32_t state_ = 0;
  std::size_t size_ = 0;
  std::uint64_t fuel_ = 0;
  std::vector<std::uint64_t> block_;
  Frame::Wiring wiring_;
  domain::Event event_;
  NodeSet fired_;
  Effects effects_;
};

}  // namespace zestron::agent::testing
