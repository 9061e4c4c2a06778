// emit_cpi: an event as the data of a call of the program to itself, as Anchor's emit_cpi!. Unlike a log line it can't be
// cut off by the limit on logs; it costs a call, 946 compute units. The accounts struct ends with two more accounts, under
// the names by which clients fill them in:
//
//   EventAuthority event_authority;
//   Self program;
//
// The module then accepts that call, from nobody but the event authority, which only this program can sign for.
#pragma once

#include <grapnel/account.hpp>
#include <grapnel/context.hpp>
#include <grapnel/cpi.hpp>
#include <grapnel/event.hpp>
#include <grapnel/seeds.hpp>

namespace grapnel {

// The address that signs the program's calls to itself.
struct EventAuthority : AccountField {
  using Constraints = List<Seeds<"__event_authority">>;
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintSigner, ErrorCode::ConstraintSeeds);
  u8 bump() const { return bump_; }
};

// The program itself.
struct Self : AccountField {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::InvalidProgramId);

  template <class Site>
  [[gnu::always_inline]] static u64 prove(Site& site) {
    if (__builtin_expect(!(site.account()->key == Site::kProgramId), false))
      return site.template fail<ErrorCode::InvalidProgramId>();
    return 0;
  }
};

namespace detail {

// sha256("anchor:event")[..8], read from the end: e4 45 a5 2e 51 cb 9a 1d.
inline constexpr u64 kEventCall = 0x1d9acb512ea545e4;
inline constexpr Array<u8, 8> kEventCallTag = eight_bytes(kEventCall);

struct EventCall {
  EventAuthority event_authority;
};

// What the module does with such a call: nothing, if the event authority signed it.
template <class Module>
[[gnu::noinline]] u64 accept_event_call(u8* input) {
  using Table = FailureTable<Module>;
  static constexpr Pubkey kAuthority = find_program_address(Module::kId, "__event_authority").address;
  if (*reinterpret_cast<const u64*>(input) == 0)
    return Table::template fail_without_account<ErrorCode::AccountNotEnoughKeys>();
  const auto* account = reinterpret_cast<const RawAccount*>(input + sizeof(u64));
  if (account->is_signer == 0) return Table::template fail<ErrorCode::ConstraintSigner, EventCall, 0>();
  if (!(account->key == kAuthority)) return Table::template fail<ErrorCode::ConstraintSeeds, EventCall, 0>();
  return 0;
}

// `record` has room for the tag of such a call in front of the event.
template <class Accounts>
[[gnu::always_inline]] inline Result<> call_with_event(const Context<Accounts>& ctx, u8* record, u64 size) {
  const Accounts& accounts = ctx;
  const EventAuthority& authority = account_of_type<EventAuthority>(accounts);
  write_tag<kEventCallTag>(record);
  static constexpr Literal kSeed = "__event_authority";
  const u8 bump = authority.bump();
  const Slice seeds[] = {{kSeed.chars, kSeed.kSize}, {&bump, 1}};
  const SignerSeeds signer = {seeds, 2};
  const Array<CpiAccount, 1> metas = {{{authority.raw(), true, false}}};
  return grapnel::invoke(ctx.program_id(), metas, {record, size}, &signer);
}

}  // namespace detail

// InstructionDidNotSerialize, and no call, if a string, vector or option of the event is longer than its type says.

template <class Accounts, class Event>
[[gnu::always_inline]] inline Result<> emit_cpi(const Context<Accounts>& ctx, const Event& event) {
  constexpr bool kFields = detail::has_account<EventAuthority, Accounts>() && detail::has_account<Self, Accounts>();
  static_assert(kFields, "grapnel: emit_cpi needs the accounts event_authority (EventAuthority) and program (Self)");
  if constexpr (!kFields) {
    return ok;
  } else if constexpr (detail::is_variable<Event>()) {
    static_assert(detail::is_argument<Event>(), "grapnel: an event has a field of a type that Borsh can't carry here");
    static_assert(detail::borsh_size_max<Event>() <= 2048,
                  "grapnel: an event lies on the stack, whose frames are 4 KiB");
    static constexpr const auto& kTag = detail::kEventTag<Event>;
    alignas(8) u8 record[sizeof(u64) + kTag.size() + detail::borsh_size_max<Event>()];
    detail::write_tag<kTag>(record + sizeof(u64));
    u8* end = record + sizeof(u64) + kTag.size();
    if (!detail::write(end, event)) return Failure{static_cast<u64>(ErrorCode::InstructionDidNotSerialize)};
    return detail::call_with_event(ctx, record, static_cast<u64>(end - record));
  } else {
    static_assert(detail::require_plain_layout<Event>());
    static_assert(sizeof(Event) <= 2048, "grapnel: an event lies on the stack, whose frames are 4 KiB");
    detail::EventRecord<Event, sizeof(u64)> record(event);
    return detail::call_with_event(ctx, record.bytes, sizeof record.bytes);
  }
}

}  // namespace grapnel
