// emit: an event for indexers, as Anchor's emit!: one log entry of discriminator ‖ Borsh. 200 compute units + 1 a byte.
#pragma once

#include <grapnel/layout.hpp>
#include <grapnel/sha256.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

template <class Event>
inline constexpr u64 kEventDiscriminator = discriminator("event:", detail::kTypeName<Event>);

template <class Event>
[[gnu::always_inline]] inline void emit(const Event& event) {
  static_assert(detail::require_plain_layout<Event>());
  static_assert(sizeof(Event) <= 2048, "grapnel: an event lies on the stack, whose frames are 4 KiB");
  struct Record {
    u64 discriminator;
    Event event;
  };
  const Record record = {kEventDiscriminator<Event>, event};
  static_assert(sizeof(Record) == sizeof(u64) + (sizeof(Event) + 7) / 8 * 8 || alignof(Event) < 8);
  const Slice slice = {&record, sizeof(u64) + sizeof(Event)};
  sol_log_data(&slice, 1);
}

}  // namespace grapnel
