// emit: an event for indexers, as Anchor's emit!: one log entry of discriminator ‖ Borsh. 200 compute units + 1 a byte.
#pragma once

#include <grapnel/borsh_write.hpp>
#include <grapnel/detail/framework_error.hpp>
#include <grapnel/discriminator.hpp>
#include <grapnel/layout.hpp>
#include <grapnel/meta.hpp>
#include <grapnel/reflect.hpp>
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
    // Field by field, so that LLVM makes each where it is to be: of the whole it would make a copy first.
    with_indices<kFieldCount<Event>>([&]<usize... I>()
                                         __attribute__((always_inline)) { (copy(event, field_at<I>(event)), ...); });
  }

 private:
  template <class Field>
  [[gnu::always_inline]] void copy(const Event& event, const Field& field) {
    const auto offset = reinterpret_cast<const u8*>(&field) - reinterpret_cast<const u8*>(&event);
    __builtin_memcpy(bytes + Ahead + kTag.size() + offset, &field, sizeof field);
  }
};

namespace shared {

// noescape lets LLVM copy a key straight to where it is logged from: of a record whose address stays somewhere, it would have to
// think that writing it changes the key.
[[gnu::always_inline]] inline void log_record([[clang::noescape]] const u8* bytes, u64 size) {
  const Slice slice = {bytes, size};
  sol_log_data(&slice, 1);
}

}  // namespace shared

}  // namespace detail

template <class Event>
  requires(!detail::is_variable<Event>())
[[gnu::always_inline]] inline void emit(const Event& event) {
  static_assert(detail::require_plain_layout<Event>());
  static_assert(sizeof(Event) <= 2048, "grapnel: an event lies on the stack, whose frames are 4 KiB");
  const detail::EventRecord<Event> record(event);
  detail::shared::log_record(record.bytes, sizeof record.bytes);
}

// The same from its fields, each written where it is logged from: an Event made first is copied once more, two units a word.
template <class Event, class... Fields>
  requires(!detail::is_variable<Event>())
[[gnu::always_inline]] inline void emit_fields(const Fields&... fields) {
  static constexpr const auto& kTag = detail::kEventTag<Event>;
  if constexpr (kTag.size() == sizeof(u64) && alignof(Event) == alignof(u64)) {
    static_assert(detail::require_plain_layout<Event>());
    struct Record {
      u64 tag;
      Event event;
    };
    const Record record{detail::tag_word<u64, kTag, 0>(), {fields...}};
    const Slice slice = {&record, sizeof record};
    sol_log_data(&slice, 1);
  } else {
    emit(Event{fields...});
  }
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
  detail::shared::log_record(record, static_cast<u64>(end - record));
  return ok;
}

}  // namespace grapnel
