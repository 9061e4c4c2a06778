#include "transact/journal/rows.hpp"

#include "codec/little_endian.hpp"
#include "infra/crc32c/crc32c.hpp"
#include "transact/journal/intent_bytes.hpp"

namespace zestron::transact {
namespace {

// A row's checksum covers every column, each with its length, so that bytes cannot move from one to the next.
class Checksum {
 public:
  Checksum& add(std::int64_t value) {
    codec::put_le(bytes_, value);
    return *this;
  }
  Checksum& add(const std::optional<std::int64_t>& value) {
    bytes_.push_back(value ? 1 : 0);
    return add(value.value_or(0));
  }
  Checksum& add(ByteView bytes) {
    codec::put_le(bytes_, static_cast<std::uint64_t>(bytes.size()));
    codec::put_bytes(bytes_, bytes);
    return *this;
  }
  [[nodiscard]] std::uint32_t value() const { return infra::crc32c(bytes_); }

 private:
  Bytes bytes_;
};

// SQLite's integers are signed; ours keep their bits.
std::int64_t as_signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t as_unsigned(std::int64_t value) { return static_cast<std::uint64_t>(value); }

std::optional<std::int64_t> integer_or_null(const infra::Statement& statement, int column) {
  return statement.is_null(column) ? std::nullopt : std::optional(statement.integer(column));
}

void bind_optional(infra::Statement& statement, int parameter, const std::optional<std::int64_t>& value) {
  if (value) {
    statement.bind(parameter, *value);
  } else {
    statement.bind_null(parameter);
  }
}

std::optional<std::int64_t> millis(const std::optional<UnixMillis>& time) {
  return time ? std::optional(time->value()) : std::nullopt;
}

std::uint32_t checksum(const domain::Effect& effect, ByteView intent) {
  return Checksum()
      .add(effect.intent.agent.view())
      .add(as_signed(effect.intent.sequence))
      .add(effect.attempt)
      .add(static_cast<std::int64_t>(effect.state))
      .add(intent)
      .add(millis(effect.approved_at))
      .add(effect.lane.view())
      .add(effect.nonce ? std::optional(as_signed(*effect.nonce)) : std::nullopt)
      .add(effect.signature.view())
      .add(as_signed(effect.last_valid_block_height))
      .add(effect.wire)
      .add(as_signed(effect.slot.value()))
      .add(as_bytes(effect.reason))
      .value();
}

std::uint32_t checksum(const Pubkey& agent, std::uint64_t sequence, const ports::Step& step,
                       const std::optional<UnixMillis>& at, ByteView intent) {
  return Checksum()
      .add(agent.view())
      .add(as_signed(sequence))
      .add(step.attempt)
      .add(static_cast<std::int64_t>(step.state))
      .add(millis(at))
      .add(intent)
      .add(as_signed(step.slot.value()))
      .add(as_bytes(step.reason))
      .value();
}

std::uint32_t checksum(const ports::Consent& consent, ByteView action) {
  return Checksum()
      .add(as_signed(consent.number))
      .add(action)
      .add(consent.expires.value())
      .add(consent.approved ? 1 : 0)
      .value();
}

std::optional<domain::EffectState> state_from(std::int64_t value) {
  if (value < 0 || value > static_cast<std::int64_t>(domain::EffectState::kRefused)) return std::nullopt;
  return static_cast<domain::EffectState>(value);
}

}  // namespace

std::uint32_t bind_effect(infra::Statement& statement, const domain::Effect& effect, const Bytes& intent) {
  const auto crc = checksum(effect, intent);
  statement.bind(1, effect.intent.agent.view())
      .bind(2, as_signed(effect.intent.sequence))
      .bind(3, std::int64_t{effect.attempt})
      .bind(4, static_cast<std::int64_t>(effect.state))
      .bind(5, ByteView(intent));
  bind_optional(statement, 6, millis(effect.approved_at));
  statement.bind(7, effect.lane.view());
  bind_optional(statement, 8, effect.nonce ? std::optional(as_signed(*effect.nonce)) : std::nullopt);
  statement.bind(9, effect.signature.view())
      .bind(10, as_signed(effect.last_valid_block_height))
      .bind(11, ByteView(effect.wire))
      .bind(12, as_signed(effect.slot.value()))
      .bind(13, std::string_view(effect.reason))
      .bind(14, std::int64_t{crc});
  return crc;
}

std::optional<EffectRow> read_effect(const infra::Statement& statement) {
  const auto agent = Pubkey::from(statement.blob(0));
  const auto state = state_from(statement.integer(3));
  const auto intent = parse_intent(statement.blob(4));
  const auto lane = Pubkey::from(statement.blob(6));
  const auto signature = Signature::from(statement.blob(8));
  if (!agent || !state || !intent || !lane || !signature) return std::nullopt;
  const auto nonce = integer_or_null(statement, 7);
  const auto approved_at = integer_or_null(statement, 5);
  const auto wire = statement.blob(10);
  EffectRow row{{.intent = *intent,
                 .state = *state,
                 .attempt = static_cast<std::uint32_t>(statement.integer(2)),
                 .approved_at = approved_at ? std::optional(UnixMillis(*approved_at)) : std::nullopt,
                 .lane = *lane,
                 .nonce = nonce ? std::optional(as_unsigned(*nonce)) : std::nullopt,
                 .signature = *signature,
                 .last_valid_block_height = as_unsigned(statement.integer(9)),
                 .wire = Bytes(wire.begin(), wire.end()),
                 .slot = Slot(as_unsigned(statement.integer(11))),
                 .reason = std::string(statement.text(12))},
                static_cast<std::uint32_t>(statement.integer(13))};
  const bool keyed = *agent == intent->agent && as_unsigned(statement.integer(1)) == intent->sequence;
  if (!keyed || row.crc != checksum(row.effect, statement.blob(4))) return std::nullopt;
  return row;
}

std::uint32_t bind_step(infra::Statement& statement, const domain::Effect& effect, const Bytes& intent) {
  const auto at = intent.empty() ? std::nullopt : effect.approved_at;
  const auto crc = checksum(effect.intent.agent, effect.intent.sequence,
                            {effect.attempt, effect.state, effect.slot, effect.reason}, at, intent);
  statement.bind(1, effect.intent.agent.view())
      .bind(2, as_signed(effect.intent.sequence))
      .bind(3, std::int64_t{effect.attempt})
      .bind(4, static_cast<std::int64_t>(effect.state));
  bind_optional(statement, 5, millis(at));
  statement.bind(6, ByteView(intent))
      .bind(7, as_signed(effect.slot.value()))
      .bind(8, std::string_view(effect.reason))
      .bind(9, std::int64_t{crc});
  return crc;
}

std::optional<StepRow> read_step(const infra::Statement& statement) {
  const auto agent = Pubkey::from(statement.blob(0));
  const auto state = state_from(statement.integer(3));
  if (!agent || !state) return std::nullopt;
  const auto signed_at = integer_or_null(statement, 4);
  const auto at = signed_at ? std::optional(UnixMillis(*signed_at)) : std::nullopt;
  StepRow row{{.attempt = static_cast<std::uint32_t>(statement.integer(2)),
               .state = *state,
               .slot = Slot(as_unsigned(statement.integer(6))),
               .reason = std::string(statement.text(7))},
              std::nullopt,
              static_cast<std::uint32_t>(statement.integer(8))};
  const auto bytes = statement.blob(5);
  if (at) {
    const auto intent = parse_intent(bytes);
    if (!intent) return std::nullopt;
    row.approval = ports::Approval{*intent, *at};
  }
  if (row.crc != checksum(*agent, as_unsigned(statement.integer(1)), row.step, at, bytes)) return std::nullopt;
  return row;
}

Bytes consent_bytes(const ports::Consent& consent) { return intent_bytes({consent.agent, Slot(0), 0, consent.action}); }

std::uint32_t bind_consent(infra::Statement& statement, const ports::Consent& consent, const Bytes& action) {
  const auto crc = checksum(consent, action);
  statement.bind(1, as_signed(consent.number))
      .bind(2, ByteView(action))
      .bind(3, consent.expires.value())
      .bind(4, std::int64_t{consent.approved})
      .bind(5, std::int64_t{crc});
  return crc;
}

std::optional<ConsentRow> read_consent(const infra::Statement& statement) {
  const auto action = parse_intent(statement.blob(1));
  if (!action) return std::nullopt;
  ConsentRow row{{as_unsigned(statement.integer(0)), action->agent, action->action, UnixMillis(statement.integer(2)),
                  statement.integer(3) != 0},
                 static_cast<std::uint32_t>(statement.integer(4))};
  if (row.crc != checksum(row.consent, statement.blob(1))) return std::nullopt;
  return row;
}

}  // namespace zestron::transact
