// Runs operations of an agent's life on the program and on the model side by side, on whatever ground the binary was linked
// with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model.hpp"

namespace agent_factory::test {

// One step. `kind` chooses what; the others are its parameters, folded into their ranges, so every value means something.
struct Operation {
  std::uint8_t kind = 0;
  std::uint8_t who = 0;
  std::uint8_t a = 0, b = 0, c = 0;
};
inline constexpr std::uint8_t kOperationCount = 16;

class Sequence {
 public:
  Sequence();
  // Nothing, or what differs.
  std::optional<std::string> step(const Operation& operation);

  // Whether the model would do it now.
  bool is_possible(const Operation& operation) const;

  // How many steps succeeded of each kind, and how many there were.
  std::array<std::uint64_t, kOperationCount> succeeded{}, tried{};

 private:
  struct Wanted;
  static Model::Code ask(Model& model, const Operation& operation);
  std::optional<std::string> compare(const Operation& operation, const Outcome& outcome, Model::Code expected);
  std::optional<std::string> compare_state() const;
  Outcome run(const client::Instruction& instruction) { return world_.run(instruction); }
  u64 all_lamports() const;
  void write_wallet(usize index);

  World world_;
  Model model_;
  u64 lamports_ = 0;
};

}  // namespace agent_factory::test
