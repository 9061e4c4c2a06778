// The counter on Agave's bank and as a native program: same results, same log lines, same account bytes; and what it
// costs, against a stored baseline.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <grapnel/testing/testing.hpp>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "instructions.hpp"
#include "real_runtime.hpp"

namespace counter {
namespace {

using grapnel::testing::key;
using grapnel::testing::RealRuntime;
using nlohmann::json;

constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;
constexpr Pubkey kPeople[] = {key(1), key(2), key(3)};

std::vector<u8> read_binary(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

client::Instruction make_initialize(const Pubkey& authority) {
  return client::instruction<initialize>(kProgramId, {authority, kCounter, System::kId});
}
client::Instruction make_increment(const Pubkey& authority, u64 step) {
  return client::instruction<increment>(kProgramId, {kCounter, authority}, {.step = step});
}
client::Instruction make_set_authority(const Pubkey& from, const Pubkey& to) {
  return client::instruction<set_authority>(kProgramId, {kCounter, from}, {.new_authority = to});
}
client::Instruction make_destroy(const Pubkey& authority) {
  return client::instruction<destroy>(kProgramId, {kCounter, authority});
}

// Both runtimes with the same accounts.
class Both {
 public:
  explicit Both(const std::string& elf = GRAPNEL_COUNTER_V3) {
    native_.add<CounterProgram>();
    real_.deploy(kProgramId, read_binary(elf));
    for (const Pubkey& person : kPeople) set_account(person, {Lamports{1'000'000'000}, {}, {}, false});
  }

  void set_account(const Pubkey& address, const native::Account& account) {
    native_.set_account(address, account);
    real_.set_account(address, account);
  }

  // Runs it on both and says how they differ; empty: not at all.
  std::string run(const client::Instruction& instruction) {
    const auto real = real_.run(instruction);
    const auto native = native_.run(instruction);
    last_units = real.compute_units;
    last_ok = real.ok();
    if (real.ok() != native.ok()) return "real: " + real.error + "; native: " + native.error;
    if (real.code != native.code)
      return "codes differ: real " + std::to_string(real.code) + ", native " + std::to_string(native.code);
    if (real.logs != native.logs)
      return "logs differ: real " + json(real.logs).dump() + ", native " + json(native.logs).dump();
    if (real.events != native.events) return "events differ";
    for (const Pubkey& address : {kCounter, kPeople[0], kPeople[1], kPeople[2]}) {
      if (!(real_.account(address) == native_.account(address))) return "accounts differ: " + to_base58(address);
    }
    return {};
  }

  std::optional<Counter> state() const { return native_.state<Counter>(kCounter); }

  u64 last_units = 0;
  bool last_ok = false;

 private:
  native::Runtime native_;
  RealRuntime real_;
};

// A step of a random life: mostly sensible, sometimes broken on purpose.
client::Instruction random_instruction(const std::optional<Counter>& state) {
  const bool as_authority = state && *rc::gen::inRange(0, 4) > 0;
  const Pubkey& who = as_authority ? state->authority : kPeople[*rc::gen::inRange<usize>(0, 3)];
  client::Instruction instruction;
  switch (state ? *rc::gen::inRange(0, 9) : *rc::gen::element(0, 0, 0, 8)) {
    case 0: instruction = make_initialize(who); break;
    case 1: instruction = make_set_authority(who, kPeople[*rc::gen::inRange<usize>(0, 3)]); break;
    case 2: instruction = make_destroy(who); break;
    default: instruction = make_increment(who, *rc::gen::element<u64>(0, 1, 2, 3, 5, 7, 11, ~u64{0})); break;
  }
  auto& accounts = instruction.accounts;
  switch (*rc::gen::inRange(0, 28)) {
    case 0: accounts[*rc::gen::inRange<usize>(0, accounts.size())].is_writable ^= true; break;
    case 1: accounts[*rc::gen::inRange<usize>(0, accounts.size())].key = kPeople[*rc::gen::inRange<usize>(0, 3)]; break;
    case 2: accounts.resize(*rc::gen::inRange<usize>(0, accounts.size())); break;
    case 3: instruction.data.resize(*rc::gen::inRange<usize>(0, instruction.data.size())); break;
    case 4: instruction.data[*rc::gen::inRange<usize>(0, instruction.data.size())] ^= 1; break;
    case 5: accounts[*rc::gen::inRange<usize>(0, accounts.size())].is_signer = false; break;
    case 6: accounts.push_back({kPeople[0], false, false}); break;
    default: break;
  }
  // A key asked for twice has the sum of its rights in a transaction, and so natively.
  return instruction;
}

TEST(Differential, random_lives_are_the_same) {
  Both both;
  EXPECT_TRUE(rc::check([&] {
    const std::string difference = both.run(random_instruction(both.state()));
    if (!difference.empty()) RC_FAIL(difference);
    RC_CLASSIFY(both.last_ok, "succeeded");
  }));
}

TEST(Differential, an_address_with_lamports_can_be_initialized) {
  Both both;
  both.set_account(kCounter, {Lamports{900'000}, {}, {}, false});
  EXPECT_EQ(both.run(make_initialize(kPeople[0])), "");
  EXPECT_TRUE(both.last_ok);
}

// The whole story of a counter, for both forms of the program.
void check_story(const std::string& elf, json* units) {
  Both both(elf);
  const auto step = [&](const char* name, const client::Instruction& instruction) {
    EXPECT_EQ(both.run(instruction), "") << name;
    EXPECT_TRUE(both.last_ok) << name;
    if (units != nullptr) (*units)[name] = both.last_units;
  };
  step("initialize", make_initialize(kPeople[0]));
  step("increment", make_increment(kPeople[0], 5));
  step("set_authority", make_set_authority(kPeople[0], kPeople[1]));
  step("destroy", make_destroy(kPeople[1]));
}

TEST(Differential, v0_runs_like_v3) { check_story(GRAPNEL_COUNTER_V0, nullptr); }

TEST(Baseline, compute_units_and_bytes_do_not_rise) {
  json measured;
  check_story(GRAPNEL_COUNTER_V3, &measured);
  measured["bytes"] = read_binary(GRAPNEL_COUNTER_V3).size();
  std::ifstream in(GRAPNEL_COUNTER_BASELINE);
  const json baseline = json::parse(in);
  for (const auto& [name, value] : baseline.items()) {
    EXPECT_LE(measured[name].get<u64>(), value.get<u64>()) << name << " got dearer";
    if (measured[name] < value)
      std::printf("%s fell from %s to %s: lower the baseline\n", name.c_str(), value.dump().c_str(),
                  measured[name].dump().c_str());
  }
  EXPECT_EQ(measured.size(), baseline.size()) << measured.dump();
}

}  // namespace
}  // namespace counter
