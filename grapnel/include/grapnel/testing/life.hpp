// Life: a program from an empty ledger through generated instructions, each held to what no instruction may do and to what
// the test adds. Under a fuzzer it is one line:
//
//   extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
//     return grapnel::testing::fuzz<counter::CounterProgram>(data, size);
//   }
//
// and under rapidcheck: rc::check([](const std::vector<u8>& choices) { RC_ASSERT(live<CounterProgram>(choices) == ""); })
#pragma once

#include <grapnel/testing/generate.hpp>
#include <grapnel/testing/outcome.hpp>
#include <grapnel/testing/reach.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

namespace grapnel::testing {

using Ledger = std::map<Pubkey, native::Account>;

// One instruction and what it did.
struct Step {
  const client::Instruction& instruction;
  const native::Outcome& outcome;
  const Ledger& before;
  const Ledger& after;

  static const native::Account& in(const Ledger& ledger, const Pubkey& key) {
    static const native::Account kNone;
    const auto found = ledger.find(key);
    return found == ledger.end() ? kNone : found->second;
  }
  template <class T>
  auto state_before(const Pubkey& key) const {
    return client::account<T>(in(before, key).data);
  }
  template <class T>
  auto state_after(const Pubkey& key) const {
    return client::account<T>(in(after, key).data);
  }
  bool has_signed(const Pubkey& key) const {
    return std::ranges::any_of(instruction.accounts,
                               [&](const client::Meta& m) { return m.key == key && m.is_signer; });
  }
  bool may_write(const Pubkey& key) const {
    return std::ranges::any_of(instruction.accounts,
                               [&](const client::Meta& m) { return m.key == key && m.is_writable; });
  }
};

// What a test adds.
struct Rules {
  // Further accounts, keys and programs, before the first instruction.
  std::function<void(World&)> prepare = [](World&) {};
  // What holds after each instruction; the text says what doesn't. Empty: all is well.
  std::function<std::string(const Step&)> check = [](const Step&) { return std::string(); };
  int steps = 64;
  // Instructions that a generated life can't bring to success; only the differential campaign asks for it.
  std::vector<std::string> out_of_reach = {};
  // Changes a generated instruction whose arguments the types alone would seldom get right: an amount that another account
  // asks for. It leaves some as they are, so that the errors come up too.
  std::function<void(const World&, Source&, client::Instruction&)> aim = {};
};

// Now and then time passes.
inline bool time_passes(Source& source) { return source.one_in(64); }

// What holds for every program; the text says what doesn't.
std::string broken_rule(const Step& step, const World& world);

// Plays one life. Empty, or what went wrong with the report of the step.
template <class Program>
std::string live(Source source, const Rules& rules = {}) {
  World world;
  world.runtime.add<Program>();
  rules.prepare(world);
  Generator<Program> generator(world, rules.aim);
  for (int step = 0; step < rules.steps && !source.is_empty(); ++step) {
    if (time_passes(source)) {
      ++world.runtime.clock.slot;
      ++world.runtime.clock.unix_timestamp;
    }
    const Ledger before = world.runtime.accounts();
    const client::Instruction instruction = generator.next(source);
    const native::Outcome outcome = world.runtime.run(instruction);
    reach(instruction.data, outcome.ok());
    const Step made{instruction, outcome, before, world.runtime.accounts()};
    std::string problem = broken_rule(made, world);
    if (problem.empty()) problem = rules.check(made);
    if (problem.empty()) continue;
    auto record = std::make_shared<Record>();
    record->programs = std::make_shared<const std::vector<ProgramDescription>>(1, describe<Program>());
    record->instructions = {instruction};
    record->before = before;
    record->after = world.runtime.accounts();
    return "step " + std::to_string(step) + ": " + problem + "\n" + Outcome({outcome, {}}, record).report();
  }
  return {};
}
template <class Program>
std::string live(std::span<const u8> choices, const Rules& rules = {}) {
  return live<Program>(Source(choices), rules);
}

// The body of a libFuzzer target; a broken rule is printed and ends the process.
template <class Program>
int fuzz(const u8* data, usize size, const Rules& rules = {}) {
  const std::string problem = live<Program>(std::span(data, size), rules);
  if (problem.empty()) return 0;
  std::fprintf(stderr, "%s\n", problem.c_str());
  std::abort();
}

}  // namespace grapnel::testing
