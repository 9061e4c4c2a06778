#include <grapnel/testing/life.hpp>

namespace grapnel::testing {
namespace {

unsigned __int128 total(const Ledger& ledger) {
  unsigned __int128 sum = 0;
  for (const auto& [key, account] : ledger) sum += account.lamports.value();
  return sum;
}

bool names(const client::Instruction& instruction, const Pubkey& key) {
  return std::ranges::any_of(instruction.accounts, [&](const client::Meta& meta) { return meta.key == key; });
}

std::string broken_rule_of(const Step& step, const World& world, const Pubkey& key) {
  const native::Account& before = Step::in(step.before, key);
  const native::Account& after = Step::in(step.after, key);
  if (before == after) return {};
  const auto broken = [&](const char* what) { return std::string(what) + ": " + to_base58(key); };
  if (!step.outcome.ok()) return broken("a failed instruction changed an account");
  if (!step.may_write(key)) return broken("an account changed that was not given as writable");
  // The program, or one that it may have called; System's accounts are anybody's to create.
  const bool by_owner = before.owner == step.instruction.program_id || before.owner == System::kId ||
                        names(step.instruction, before.owner);
  if (before.data != after.data && !by_owner) return broken("data changed that belongs to another program");
  if (after.lamports < before.lamports && std::ranges::find(world.people, key) != world.people.end() &&
      !step.has_signed(key)) {
    return broken("somebody paid without a signature");
  }
  return {};
}

}  // namespace

std::string broken_rule(const Step& step, const World& world) {
  if (total(step.before) != total(step.after)) return "lamports were made or lost";
  if (!step.outcome.ok() && step.outcome.code == 0) return "a failure has no number";
  for (const Ledger* ledger : {&step.before, &step.after}) {
    for (const auto& [key, account] : *ledger) {
      std::string problem = broken_rule_of(step, world, key);
      if (!problem.empty()) return problem;
    }
  }
  return {};
}

}  // namespace grapnel::testing
