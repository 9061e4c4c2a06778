#include "campaign.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace grapnel::differential {

using testing::World;

std::string Report::shortfall() const {
  if (!difference.empty()) return difference;
  if (all.succeeded * 10 < all.tried * 4)
    return fmt::format("only {} of {} inputs succeeded, 40 % are asked for", all.succeeded, all.tried);
  for (const auto& [name, count] : instructions) {
    if (name.starts_with('(')) continue;
    const bool reachable = std::ranges::find(out_of_reach, name) == out_of_reach.end();
    if (count.tried * 100 < all.tried || (reachable && count.succeeded * 500 < all.tried))
      return fmt::format("{} was tried {} times and succeeded {} times of {}", name, count.tried, count.succeeded,
                         all.tried);
  }
  return {};
}

std::string difference(const testing::RealOutcome& real, const native::Outcome& native) {
  if (real.code != native.code || real.error != native.error)
    return fmt::format("results differ: real \"{}\" ({:#x}), native \"{}\" ({:#x})", real.error, real.code,
                       native.error, native.code);
  if (real.logs != native.logs)
    return fmt::format("logs differ:\n  real\n    {}\n  native\n    {}", fmt::join(real.logs, "\n    "),
                       fmt::join(native.logs, "\n    "));
  if (real.events != native.events) return "events differ";
  if (real.ok() && real.calls != native.calls) return "calls of other programs differ";
  if (real.ok() && real.return_data != native.return_data)
    return fmt::format("return data differ: real {}, native {}", testing::hex(real.return_data),
                       testing::hex(native.return_data));
  return {};
}

std::string instruction_name(const testing::ProgramDescription& program, const client::Instruction& instruction) {
  const auto* found = program.instruction(instruction.data);
  return found != nullptr ? found->name : "(broken)";
}

Pair::Pair(const testing::ProgramFiles& program, const Options& options) : real_(options.features) {
  real_.deploy(program.id, testing::read_file(program.elf));
}

void Pair::pass_time(World& world) {
  real_.warp(1, 1);
  world.runtime.clock = real_.clock();
}

void Pair::begin(World& world) {
  pass_time(world);
  for (const Pubkey& key : touched_) {
    if (!world.runtime.accounts().contains(key)) real_.set_account(key, {});
  }
  touched_.clear();
  for (const auto& [key, account] : world.runtime.accounts()) {
    if (account.executable) continue;
    real_.set_account(key, account);
    touched_.insert(key);
  }
}

std::string Pair::run(World& world, const client::Instruction& instruction) {
  const native::Outcome native = world.runtime.run(instruction);
  const auto start = std::chrono::steady_clock::now();
  const testing::RealOutcome real = real_.run(instruction);
  real_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  last_ok = real.ok();
  std::string out = difference(real, native);
  for (const client::Meta& meta : instruction.accounts) {
    const native::Account& account = world.runtime.account(meta.key);
    if (account.executable || !out.empty()) continue;
    touched_.insert(meta.key);
    const native::Account there = real_.account(meta.key);
    if (there == account || (there.executable && account == native::Account{})) continue;
    out = fmt::format("accounts differ: {}\n  real   {} lamports, owner {}, {}\n  native {} lamports, owner {}, {}",
                      to_base58(meta.key), there.lamports.value(), to_base58(there.owner), testing::hex(there.data),
                      account.lamports.value(), to_base58(account.owner), testing::hex(account.data));
  }
  return out;
}

}  // namespace grapnel::differential
