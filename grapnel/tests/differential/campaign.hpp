// A campaign: instructions generated from a program's types run natively and as sBPF on Agave's bank, and both must come to
// the same result, log, events, return data and account bytes. Sits on RealRuntime; grapnel_differential is its command line.
#pragma once

#include <grapnel/testing/life.hpp>

#include <chrono>
#include <cstdio>
#include <map>
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
};

struct Report {
  std::map<std::string, Count> instructions;  // "(broken)": the discriminator is nobody's
  Count all;
  double seconds = 0;
  double real_seconds = 0;                // of them inside the bank
  std::vector<std::string> out_of_reach;  // instructions of which none need succeed
  std::string difference;                 // the first; nothing ran after it

  // Empty, or which of the campaign's demands is not met: no difference, 40 % succeed, every instruction was tried at least
  // inputs / 100 times and succeeded at least inputs / 500 times (of 1,000,000: 10,000 and 2,000).
  std::string shortfall() const;
};

// How the results differ, the accounts left aside; empty: they don't.
std::string difference(const testing::RealOutcome& real, const native::Outcome& native);

// The names of a program's instructions by what their data begins with.
std::string instruction_name(const testing::ProgramDescription& program, const client::Instruction& instruction);

class Pair {
 public:
  // Both chains of a campaign: the native one lies in a World, which a generator reads.
  Pair(const testing::ProgramFiles& program, const Options& options);

  // A new life: the accounts as `prepare` makes them, and the clock of a new slot.
  void begin(testing::World& world);
  void pass_time(testing::World& world);
  // Runs it on both; says how they differ.
  std::string run(testing::World& world, const client::Instruction& instruction);

  bool last_ok = false;
  double real_seconds = 0;

 private:
  testing::RealRuntime real_;
  std::set<Pubkey> touched_;  // what the life before may have left behind
};

// Plays lives of 200 steps until so many inputs have run.
template <class Program>
Report campaign(const Options& options, const testing::Rules& rules) {
  constexpr u64 kStepsPerLife = 200;
  const auto start = std::chrono::steady_clock::now();
  const testing::ProgramDescription description = testing::describe<Program>();
  Pair pair({Program::kId, nullptr, testing::program_file(Program::kName)}, options);
  testing::Source source(options.seed);
  const auto elsewhere = testing::make_elsewhere(options.features);
  Report report;
  report.out_of_reach = rules.out_of_reach;
  for (const auto& instruction : description.instructions) report.instructions[instruction.name];
  while (report.all.tried < options.inputs && report.difference.empty()) {
    testing::World world;
    if (options.features == testing::Features::Pending) world.runtime.call_depth_max = 9;
    world.runtime.add<Program>();
    world.runtime.attach(elsewhere);
    rules.prepare(world);
    testing::Generator<Program> generator(world);
    pair.begin(world);
    for (u64 step = 0; step < kStepsPerLife && report.all.tried < options.inputs; ++step) {
      if (testing::time_passes(source)) pair.pass_time(world);
      const client::Instruction instruction = generator.next(source);
      report.difference = pair.run(world, instruction);
      const std::string name = instruction_name(description, instruction);
      Count& count = report.instructions[name];
      ++count.tried;
      ++report.all.tried;
      count.succeeded += pair.last_ok ? 1 : 0;
      report.all.succeeded += pair.last_ok ? 1 : 0;
      if (report.difference.empty()) continue;
      report.difference = "input " + std::to_string(report.all.tried) + ", " + name + ": " + report.difference;
      break;
    }
  }
  report.real_seconds = pair.real_seconds;
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace grapnel::differential
