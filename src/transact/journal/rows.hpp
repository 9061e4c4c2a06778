// Effects and steps as rows: what is bound, what is read back, and the checksum that tells a whole row from a spoilt one.
// Private to transact/journal.
#pragma once

#include "infra/sqlite/database.hpp"
#include "ports/journal.hpp"

#include <optional>

namespace zestron::transact {

/// The columns of `effects`, in the order in which rows are bound and read.
inline constexpr const char* kEffectColumns =
    "agent, sequence, attempt, state, intent, approved_at, lane, nonce, signature, last_valid, wire, slot, reason, crc";

struct EffectRow {
  domain::Effect effect;
  std::uint32_t crc = 0;
};

/// `intent` and `effect` outlive the statement's use. Returns the row's checksum, which is bound too.
std::uint32_t bind_effect(infra::Statement& statement, const domain::Effect& effect, const Bytes& intent);
/// nullopt when the row is not what bind_effect() wrote.
std::optional<EffectRow> read_effect(const infra::Statement& statement);

/// The columns of `history` behind its id.
inline constexpr const char* kStepColumns = "agent, sequence, attempt, state, signed, intent, slot, reason, crc";

struct StepRow {
  ports::Step step;
  std::optional<ports::Approval> approval;  ///< of the step at which it was signed
  std::uint32_t crc = 0;
};

/// `intent` is empty but for the step at which the effect was signed.
std::uint32_t bind_step(infra::Statement& statement, const domain::Effect& effect, const Bytes& intent);
std::optional<StepRow> read_step(const infra::Statement& statement);

inline constexpr const char* kConsentColumns = "number, action, expires, approved, crc";

struct ConsentRow {
  ports::Consent consent;
  std::uint32_t crc = 0;
};

/// `action` is consent_bytes(consent), and outlives the statement's use.
Bytes consent_bytes(const ports::Consent& consent);
std::uint32_t bind_consent(infra::Statement& statement, const ports::Consent& consent, const Bytes& action);
std::optional<ConsentRow> read_consent(const infra::Statement& statement);

}  // namespace zestron::transact
