// The counter's native entrypoint on arbitrary accounts and instruction data. The runtime gives it memory of exactly its
// size; here it is held to what only the authority may do, and to lamports that neither appear nor vanish.
#include <grapnel/testing/testing.hpp>

#include <cstdlib>
#include <span>

#include "instructions.hpp"

using namespace counter;

namespace {

constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;
constexpr Pubkey kKeys[] = {kCounter, grapnel::testing::key(1), grapnel::testing::key(2), System::kId, kProgramId};
constexpr u64 kSelectors[] = {kInstructionDiscriminator<initialize>, kInstructionDiscriminator<increment>,
                              kInstructionDiscriminator<set_authority>, kInstructionDiscriminator<destroy>};

void require(bool condition) {
  if (!condition) std::abort();
}

u64 total(const grapnel::native::Runtime& runtime) {
  u64 sum = 0;
  for (const auto& [key, account] : runtime.accounts()) sum += account.lamports.value();
  return sum;
}

// One instruction: selector, number of accounts, (key, flags) each, number of data bytes, data. Fewer bytes: zeros.
struct Script {
  std::span<const u8> bytes;

  u8 next() {
    if (bytes.empty()) return 0;
    const u8 byte = bytes[0];
    bytes = bytes.subspan(1);
    return byte;
  }
  grapnel::client::Instruction instruction() {
    grapnel::client::Instruction out{kProgramId, {}, {}};
    const u8 selector = next();
    if (selector < 250) grapnel::client::detail::append_raw(out.data, kSelectors[selector % 4]);
    for (u8 left = next() % 6; left > 0; --left) {
      const u8 choice = next();
      out.accounts.push_back({kKeys[choice % 5], (choice & 0x40) != 0, (choice & 0x80) != 0});
    }
    for (u8 left = next() % 48; left > 0; --left) out.data.push_back(next());
    return out;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* data, std::size_t size) {
  grapnel::native::Runtime runtime;
  runtime.add<CounterProgram>();
  runtime.fund(kKeys[1], Lamports{1'000'000'000});
  runtime.fund(kKeys[2], Lamports{1'000'000'000});
  Script script{{data, size}};
  for (int steps = 0; steps < 8 && !script.bytes.empty(); ++steps) {
    const auto before = runtime.state<Counter>(kCounter);
    const u64 lamports = total(runtime);
    const auto instruction = script.instruction();
    const auto outcome = runtime.run(instruction);
    const auto after = runtime.state<Counter>(kCounter);
    require(total(runtime) == lamports);
    const bool changed = before.has_value() != after.has_value() ||
                         (before && (before->count != after->count || !(before->authority == after->authority)));
    require(outcome.ok() || !changed);
    if (changed && before) {
      const bool signed_by_authority = std::ranges::any_of(
          instruction.accounts, [&](const auto& meta) { return meta.key == before->authority && meta.is_signer; });
      require(signed_by_authority);
    }
    if (!outcome.ok()) require(outcome.code != 0);
  }
  return 0;
}
