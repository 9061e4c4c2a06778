// emit: an event for indexers, as Anchor's emit!: one log entry of discriminator ‖ Borsh. 200 compute units + 1 a byte.
#pragma once

#include <grapnel/borsh_write.hpp>
#include <grapnel/detail/framework_error.hpp>
#include <grapnel/discriminator.hpp>
#include <grapnel/layout.hpp>
#include <grapnel/result.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

template <class Event>
  requires(!detail::HasDiscriminator<Event>)
inline constexpr u64 kEventDiscriminator = discriminator("event:", detail::kTypeName<Event>);

namespace detail {

// Discriminator ‖ event, behind Ahead more bytes; aligned so that words are copied.
template <class Event, usize Ahead = 0>
struct EventRecord {
  static constexpr const auto& kTag = kEventTag<Event>;
  alignas(8) u8 bytes[Ahead + kTag.size() + sizeof(Event)];

  [[gnu::always_inline]] explicit EventRecord(const Event& event) {
    write_tag<kTag>(bytes + Ahead);
    __builtin_memcpy(bytes + Ahead + kTag.size(), &event, sizeof event);
  }
};

}  // namespace detail

template <class Event>
  requires(!detail::is_variable<Event>())
[[gnu::always_inline]] inline void emit(const Event& event) {
  static_assert(detail::require_plain_layout<Event>());
  static_assert(sizeof(Event) <= 2048, "grapnel: an event lies on the stack, whose frames are 4 KiB");
  const detail::EventRecord<Event> record(event);
  const Slice slice = {record.bytes, sizeof record.bytes};
  sol_log_data(&slice, 1);
}

// An event with strings, vectors or options. InstructionDidNotSerialize, and nothing logged, if one of them is longer
// than its type says.
template <class Event>
  requires(detail::is_variable<Event>())
[[gnu::always_inline]] inline Result<> emit(const Event& event) {
  static_assert(detail::is_argument<Event>(), "grapnel: an event has a field of a type that Borsh can't carry here");
  static_assert(detail::borsh_size_max<Event>() <= 2048, "grapnel: an event lies on the stack, whose frames are 4 KiB");
  static constexpr const auto& kTag = detail::kEventTag<Event>;
  alignas(8) u8 record[kTag.size() + detail::borsh_size_max<Event>()];
  detail::write_tag<kTag>(record);
  u8* end = record + kTag.size();
  if (!detail::write(end, event)) return Failure{static_cast<u64>(ErrorCode::InstructionDidNotSerialize)};
  const Slice slice = {record, static_cast<u64>(end - record)};
  sol_log_data(&slice, 1);
  return ok;
}

}  // namespace grapnel
