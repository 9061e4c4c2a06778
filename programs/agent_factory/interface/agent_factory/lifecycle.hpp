// The lifecycle as one table: (state, action, who) → new state or error. Every instruction decides by it, and the host
// reads it to know what is possible.
#pragma once

#include <agent_factory/agent_state.hpp>
#include <agent_factory/errors.hpp>

namespace agent_factory {

enum class Action : u8 {
  Publish,
  Activate,
  Deactivate,
  Suspend,
  Retire,
  Upgrade,
  SetExecutors,
  ClaimPerformance,
  UpdatePerformance,
  Close,
  SetAllowList,
  OpenWallet,
  Agree,
  Execute,
  OpenContext,
  CommitContext,
};
inline constexpr usize kActionCount = 16;

// In which capacity someone acts. An owner who may act as owner does.
enum class Role : u8 { Owner, UpgradeAuthority, Executor, Anyone, Beneficiary };
inline constexpr usize kRoleCount = 5;

// What must hold besides, if the table allows the step.
enum class Guard : u8 {
  None,
  NoThresholdPassed,
  // NoThresholdPassed, and other terms than those at the suspension. Without the first an owner could put off forced
  // retirement for ever, by one meaningless change a week.
  NewTerms,
  ThresholdPassed,
  WeekAfterThreshold,
};

// Where a step leads.
enum class Move : u8 { Refused, Stay, ToCreatedOrLicensed, ToLicensed, ToActive, ToSuspended, ToRetired, Gone };

struct Step {
  Move move = Move::Refused;
  Guard guard = Guard::None;
  AgentError error = AgentError::NotAuthorized;  // why it is refused

  constexpr bool allowed() const { return move != Move::Refused; }
  friend constexpr bool operator==(const Step&, const Step&) = default;
};

inline constexpr i64 kRetireDelaySeconds = i64{7} * 24 * 60 * 60;

namespace lifecycle_detail {

constexpr Step to(Move move, Guard guard = Guard::None) { return {move, guard, AgentError::NotAuthorized}; }
constexpr Step no(AgentError error) { return {Move::Refused, Guard::None, error}; }

struct Row {
  Action action;
  Role role;
  Step from[kLifecycleCount];  // indexed by Lifecycle
};

inline constexpr Step kActivate = to(Move::ToActive, Guard::NoThresholdPassed);
inline constexpr Step kActivateAnew = to(Move::ToActive, Guard::NewTerms);
inline constexpr Step kDeactivate = to(Move::ToCreatedOrLicensed);
inline constexpr Step kSuspend = to(Move::ToSuspended);
inline constexpr Step kSuspendIf = to(Move::ToSuspended, Guard::ThresholdPassed);
inline constexpr Step kRetire = to(Move::ToRetired);
inline constexpr Step kRetireLate = to(Move::ToRetired, Guard::WeekAfterThreshold);
inline constexpr Step kPublish = to(Move::ToLicensed);
inline constexpr Step kStay = to(Move::Stay);
inline constexpr Step kGone = to(Move::Gone);
inline constexpr Step kInactive = no(AgentError::AgentAlreadyInactive);
inline constexpr Step kActive = no(AgentError::AgentAlreadyActive);
inline constexpr Step kPublished = no(AgentError::AgentAlreadyPublished);
inline constexpr Step kNotActive = no(AgentError::AgentNotActive);
inline constexpr Step kSuspended = no(AgentError::AgentSuspended);
inline constexpr Step kAlready = no(AgentError::AgentAlreadySuspended);
inline constexpr Step kRetired = no(AgentError::AgentRetired);
inline constexpr Step kNotRetired = no(AgentError::AgentNotRetired);
inline constexpr Step kDenied = no(AgentError::NotAuthorized);

// A pair of action and role without a row is refused as NotAuthorized. Measured figures are folded in every state: the
// last executions before a suspension or retirement count. Context roots of a suspended agent are what a dispute looks at.
// clang-format off
inline constexpr Row kTable[] = {
    //                                                   Created      Licensed     Active       Suspended      Retired
    {Action::Publish,           Role::Owner,            {kPublish,    kPublished,  kActive,     kSuspended,    kRetired}},
    {Action::Activate,          Role::Owner,            {kActivate,   kActivate,   kActive,     kActivateAnew, kRetired}},
    {Action::Deactivate,        Role::Owner,            {kInactive,   kInactive,   kDeactivate, kInactive,     kInactive}},
    {Action::Suspend,           Role::Owner,            {kNotActive,  kNotActive,  kSuspend,    kAlready,      kRetired}},
    {Action::Suspend,           Role::Anyone,           {kNotActive,  kNotActive,  kSuspendIf,  kAlready,      kRetired}},
    {Action::Retire,            Role::Owner,            {kRetire,     kRetire,     kRetire,     kRetire,       kRetired}},
    {Action::Retire,            Role::Anyone,           {kDenied,     kDenied,     kDenied,     kRetireLate,   kRetired}},
    {Action::Upgrade,           Role::UpgradeAuthority, {kStay,       kStay,       kStay,       kStay,         kRetired}},
    {Action::SetExecutors,      Role::Owner,            {kStay,       kStay,       kStay,       kStay,         kRetired}},
    {Action::ClaimPerformance,  Role::Executor,         {kNotActive,  kNotActive,  kStay,       kSuspended,    kRetired}},
    {Action::UpdatePerformance, Role::Anyone,           {kStay,       kStay,       kStay,       kStay,         kStay}},
    {Action::Close,             Role::Owner,            {kNotRetired, kNotRetired, kNotRetired, kNotRetired,   kGone}},
    {Action::SetAllowList,      Role::Owner,            {kStay,       kStay,       kStay,       kStay,         kRetired}},
    {Action::OpenWallet,        Role::Beneficiary,      {kStay,       kStay,       kStay,       kStay,         kRetired}},
    {Action::Agree,             Role::Beneficiary,      {kStay,       kStay,       kStay,       kStay,         kRetired}},
    {Action::Execute,           Role::Executor,         {kNotActive,  kNotActive,  kStay,       kSuspended,    kRetired}},
    {Action::OpenContext,       Role::Owner,            {kStay,       kStay,       kStay,       kStay,         kRetired}},
    {Action::CommitContext,     Role::Executor,         {kNotActive,  kNotActive,  kStay,       kStay,         kRetired}},
};
// clang-format on

}  // namespace lifecycle_detail

// What the table says of an action in a state, by whom.
constexpr Step step_of(Lifecycle state, Action action, Role role) {
  for (const auto& row : lifecycle_detail::kTable) {
    if (row.action == action && row.role == role) return row.from[static_cast<usize>(state)];
  }
  return {};
}

// The error that stands against a guard at `now` (unix seconds; only looked at for WeekAfterThreshold), or none.
struct GuardResult {
  bool holds;
  AgentError error;
};
constexpr GuardResult check(Guard guard, const AgentState& agent, i64 now) {
  const bool passed = is_passed(agent.thresholds, agent.performance_metrics);
  switch (guard) {
    case Guard::None: break;
    case Guard::NoThresholdPassed: return {!passed, AgentError::ThresholdPassed};
    case Guard::NewTerms:
      if (passed) return {false, AgentError::ThresholdPassed};
      return {!equal(agent.terms, agent.suspended_terms), AgentError::TermsUnchanged};
    case Guard::ThresholdPassed: return {passed, AgentError::ThresholdNotPassed};
    case Guard::WeekAfterThreshold:
      if (agent.suspended_by != SuspendedBy::Threshold) return {false, AgentError::NotAuthorized};
      // Both are block times, so far from the ends of i64 that the difference fits.
      return {now - agent.suspended_at >= kRetireDelaySeconds, AgentError::SuspensionTooRecent};
  }
  return {true, AgentError::NotAuthorized};
}

// The state that an allowed step leads to. For Gone there is none: the account is closed.
constexpr Lifecycle target_of(Move move, const AgentState& agent) {
  switch (move) {
    case Move::ToCreatedOrLicensed: return agent.resume_to;
    case Move::ToLicensed: return Lifecycle::Licensed;
    case Move::ToActive: return Lifecycle::Active;
    case Move::ToSuspended: return Lifecycle::Suspended;
    case Move::ToRetired: return Lifecycle::Retired;
    case Move::Refused:
    case Move::Stay:
    case Move::Gone: break;
  }
  return agent.lifecycle;
}

}  // namespace agent_factory
