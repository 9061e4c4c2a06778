// A campaign: instructions generated from a program's types run natively and as sBPF on Agave's bank, and both must come to
// the same result, log, events, return data and account bytes. Sits on RealRuntime; grapnel_differential is its command line.
#pragma once

#include <grapnel/testing/life.hpp>

#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "real_runtime.hpp"

namespace grapnel::differential {

struct Options {
  u64 inputs = 4'000;
  u64 seed = 1;
  testing::Features features = testing::Features::Mainnet;
};

struct Count {
  u64 tried = 0;
  u64 succeeded = 0;
  std::map<std::string, u64> errors = {};  // of the rest, how many of each
};

struct Report {
  std::map<std::string, Count> instructions;  // "(broken)": the discriminator is nobody's
  Count all;
  double seconds = 0;
  double real_seconds = 0;                // of them inside the bank
  std::vector<std::string> out_of_reach;  // instructions of which none need succeed
  std::string difference;                 // the first; nothing ran after it

  // Empty, or which of the campaign's demands is not met: no difference, 40 % succeed, every instruction was tried at least
  // inputs / 100 times and succeeded as often (10,000 times of 1,000,000), in a short campaign inputs / 500 times.
  std::string shortfall() const;
};

// The names of a program's instructions by what their data begins with.
std::string instruction_name(const testing::ProgramDescription& program, const client::Instruction& instruction);

class Pair {
 public:
  // Both chains of a campaign: the native one lies in a World, which a generator reads.
  explicit Pair(const Options& options) : real_(options.features) {}

  void deploy(const testing::ProgramFiles& program);
  // A new life: the accounts as `prepare` makes them, and the clock of a new slot.
  void begin(testing::World& world);
  void pass_time(testing::World& world);
  // Runs it on both; says how they differ.
  std::string run(testing::World& world, const client::Instruction& instruction);

  std::string last_error;   // empty: it succeeded
  double last_seconds = 0;  // inside the bank

 private:
  void touch(const Pubkey& key);

  testing::RealRuntime real_;
  std::vector<Pubkey> program_data_;             // of what was deployed
  std::map<Pubkey, native::Account> untouched_;  // as genesis and deployment left what instructions have named since
  std::set<Pubkey> touched_;                     // what the life before may have left behind
};

// What a campaign plays.
struct Game {
  using Next = std::function<client::Instruction(testing::Source&)>;

  std::vector<testing::ProgramFiles> programs = {};   // to deploy beside those of genesis
  std::function<void(testing::World&)> prepare = {};  // the native programs and the accounts of a new life
  std::function<Next(testing::World&)> generator =
      {};  // instructions for the world as it stands when they are asked for
  std::function<std::string(const client::Instruction&)> name =
      {};                               // of an instruction; in parentheses: not to be counted on
  std::vector<std::string> names = {};  // that must come up
  std::vector<std::string> out_of_reach = {};
};

// Plays lives of 200 steps until so many inputs have run.
Report play(const Game& game, const Options& options);

// A program's own instructions.
template <class Program>
Report campaign(const Options& options, const testing::Rules& rules) {
  const testing::ProgramDescription description = testing::describe<Program>();
  Game game;
  game.programs = {{Program::kId, nullptr, testing::program_file(Program::kName)}};
  game.prepare = [&](testing::World& world) {
    world.runtime.add<Program>();
    rules.prepare(world);
  };
  game.generator = [&](testing::World& world) -> Game::Next {
    return [generator = testing::Generator<Program>(world, rules.aim)](testing::Source& source) mutable {
      return generator.next(source);
    };
  };
  game.name = [&](const client::Instruction& instruction) { return instruction_name(description, instruction); };
  for (const auto& instruction : description.instructions) game.names.push_back(instruction.name);
  game.out_of_reach = rules.out_of_reach;
  return play(game, options);
}

}  // namespace grapnel::differential
