#include "policy/release.hpp"

#include "codec/base58.hpp"
#include "policy/token_changes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::policy {

struct ReleaseGate {
  static domain::SignableTransaction pass(domain::ApprovedIntent approved, codec::Message message) {
    return {std::move(approved), std::move(message)};
  }
};

namespace {
using Verdict = std::optional<Refusal>;
using codec::to_base58;

Verdict check_shape(const codec::Message& message, const KnownPrograms& programs) {
  if (message.keys.empty() || message.required_signatures != 1) {
    return Refusal{
        Reason::kUnexpectedSigner,
        fmt::format("the message wants {} signatures, only the fee payer may sign", message.required_signatures)};
  }
  bool acts = false;
  for (const auto& instruction : message.instructions) {
    const auto* program =
        instruction.program_index < message.keys.size() ? &message.keys[instruction.program_index] : nullptr;
    const bool ours = program != nullptr && *program == programs.agent_factory;
    if (!ours && (program == nullptr || (programs.compute_budget != *program && programs.system != *program)))
      return Refusal{Reason::kUnexpectedProgram, "the message calls a program that the action does not need"};
    acts |= ours;
  }
  if (!acts) return Refusal{Reason::kEmptyAction, "the message has no instruction that acts"};
  return std::nullopt;
}

Verdict check_fee_payer(const AccountChange& change, const domain::Bounds& bounds) {
  const auto before = change.before.lamports.value();
  const auto after = change.after.lamports.value();
  if (change.before.owner != change.after.owner || change.before.data != change.after.data) {
    return Refusal{Reason::kUnexpectedChange,
                   fmt::format("the fee payer {} would change owner or data", to_base58(change.key))};
  }
  if (after < before && before - after > bounds.fee_max.value()) {
    return Refusal{Reason::kFeeOverCap, fmt::format("the fee payer would lose {} lamports, allowed are {}",
                                                    before - after, bounds.fee_max.value())};
  }
  return std::nullopt;
}

Verdict check_agent(const AccountChange& change) {
  if (change.before.lamports != change.after.lamports || change.before.owner != change.after.owner ||
      change.before.data.size() != change.after.data.size()) {
    return Refusal{Reason::kUnexpectedChange,
                   fmt::format("the agent {} would change more than its record", to_base58(change.key))};
  }
  return std::nullopt;
}

// The wallet's record changes with every execution; its lamports, and the purse's, are not what an intent spends.
Verdict check_authority(const AccountChange& change) {
  if (change.after.owner == change.before.owner && change.after.lamports >= change.before.lamports) return std::nullopt;
  return Refusal{Reason::kUnexpectedChange,
                 fmt::format("the wallet's {} would lose lamports or its owner", to_base58(change.key))};
}

// A claim concerns the agent alone; everything else deals with somebody, whose accounts are theirs.
bool deals_with_others(const domain::Action& action) {
  return !std::holds_alternative<domain::ClaimPerformance>(action);
}

Verdict check_change(const AccountChange& change, const domain::ApprovedIntent& approved, const Ours& ours,
                     TokenChanges& tokens) {
  if (change.key == approved.intent().agent) return check_agent(change);
  Verdict no;
  if (tokens.book(change, no)) return no;
  if (std::ranges::find(ours.authorities, change.key) != ours.authorities.end()) return check_authority(change);
  if (change.before == change.after || deals_with_others(approved.intent().action)) return std::nullopt;
  return Refusal{Reason::kUnexpectedChange,
                 fmt::format("{} would change, which the intent does not name", to_base58(change.key))};
}

}  // namespace

std::expected<domain::SignableTransaction, Refusal> release(const domain::ApprovedIntent& approved,
                                                            const codec::Message& message,
                                                            const SimulationReport& report,
                                                            const KnownPrograms& programs, const Ours& ours) {
  if (report.error) return std::unexpected(Refusal{Reason::kSimulationFailed, "simulation failed: " + *report.error});
  if (auto no = check_shape(message, programs)) return std::unexpected(*std::move(no));
  if (!domain::spends_of(approved.intent().action).empty() && (ours.authorities.empty() || ours.token_programs.empty()))
    return std::unexpected(
        Refusal{Reason::kUnreportedAccount, "it spends, and nobody said which accounts are the wallet's"});
  const auto accounts = codec::resolve_accounts(message, report.tables);
  if (!accounts)
    return std::unexpected(
        Refusal{Reason::kUnreportedAccount, "the message loads accounts from a lookup table that is not reported"});
  TokenChanges tokens(ours);
  for (std::size_t i = 0; i < accounts->size(); ++i) {
    const auto& [key, writable] = (*accounts)[i];
    if (!writable) continue;
    const auto change = std::ranges::find(report.accounts, key, &AccountChange::key);
    if (change == report.accounts.end()) {
      return std::unexpected(
          Refusal{Reason::kUnreportedAccount, fmt::format("the simulation does not report {}", to_base58(key))});
    }
    auto no = i == 0 ? check_fee_payer(*change, approved.bounds()) : check_change(*change, approved, ours, tokens);
    if (no) return std::unexpected(*std::move(no));
  }
  if (auto no = tokens.over(approved.bounds())) return std::unexpected(*std::move(no));
  return ReleaseGate::pass(approved, message);
}

}  // namespace zestron::policy
