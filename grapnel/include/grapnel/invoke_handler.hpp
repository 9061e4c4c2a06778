// invoke<handler>: a call of another grapnel program's handler, from the header that declares it. Flags come from the
// callee's accounts struct, the discriminator from the handler's name, data from its arguments; what is passed is held
// against its types, so that a wrong account or a missing Mut doesn't compile.
//
//   GRAPNEL_TRY(invoke<counter::increment>(counter::kProgramId, accounts(ctx.counter, ctx.authority), {.step = 5}));
//   const Result<u64> total = invoke<bank::total>(bank::kProgramId, accounts(ctx.vault), {}, signer);
#pragma once

#include <grapnel/borsh_write.hpp>
#include <grapnel/cpi.hpp>
#include <grapnel/module.hpp>
#include <grapnel/return_data.hpp>

namespace grapnel {

// Accounts for a call, with the types that they have in the caller. An AccountView may be anything.
template <class... Field>
struct PassedAccounts {
  Array<RawAccount*, sizeof...(Field)> raw;
};

template <class... Field>
[[gnu::always_inline]] inline PassedAccounts<Field...> accounts(const Field&... field) {
  return {{{field.raw()...}}};
}

namespace detail {

template <class Given, class Wanted>
consteval bool require_passable() {
  if constexpr (IsAccountField<Given>) {
    static_assert(!Plain<Wanted>::kWritable || Given::kWritable,
                  "grapnel: invoke: the callee writes an account that the caller has not as Mut");
    using Held = DataOf<Given>;
    using Asked = DataOf<Wanted>;
    static_assert(kSame<Held, void> || kSame<Asked, void> || kSame<Held, Asked>,
                  "grapnel: invoke: the callee wants an account of another type; the order is that of its struct");
    if constexpr (requires { typename Given::ProgramType; } && requires { typename Plain<Wanted>::ProgramType; }) {
      static_assert(kSame<typename Given::ProgramType, typename Plain<Wanted>::ProgramType>,
                    "grapnel: invoke: the callee wants another program");
    }
  }
  return true;
}

template <class Wanted>
[[gnu::always_inline]] inline CpiAccount passed_as(RawAccount* raw, [[maybe_unused]] const Pubkey& program) {
  if constexpr (Wanted::kOptional) {
    const bool present = !(raw->key == program);
    return {raw, Wanted::kSigner && present, Wanted::kWritable && present};
  } else {
    return {raw, Wanted::kSigner, Wanted::kWritable};
  }
}

template <auto F>
using ArgsOfHandler = typename HandlerTraits<decltype(F)>::Args;
template <auto F>
using ReturnsOfHandler = typename HandlerTraits<decltype(F)>::Returns;

}  // namespace detail

// A handler with a discriminator of its own is written as its module lists it: invoke<Tagged<sell, 0>>(…).
// `signer` is null or the seeds by which one derived address of ours signs. An optional account is left out by passing
// the callee's own program account.
template <auto Handler, class... Field>
  requires(grapnel::Handler<Handler>)
[[gnu::always_inline]] inline Result<detail::ReturnsOfHandler<Handler>> invoke(
    const Pubkey& program, const PassedAccounts<Field...>& passed, const detail::ArgsOfHandler<Handler>& args = {},
    const SignerSeeds* signer = nullptr) {
  using Accounts = typename detail::HandlerTraits<decltype(Handler)>::AccountsType;
  using Args = detail::ArgsOfHandler<Handler>;
  constexpr usize kCount = detail::kFieldCount<Accounts>;
  static_assert(sizeof...(Field) == kCount, "grapnel: invoke: as many accounts as the callee's struct has");
  if constexpr (sizeof...(Field) == kCount) {
    static constexpr const auto& kTag = detail::kInstructionTag<Handler>;
    constexpr u64 kMax = kTag.size() + detail::borsh_size_max<Args>();
    static_assert(kMax <= 1024, "grapnel: invoke: the arguments may take more than 1 KiB of the stack");
    const Array<CpiAccount, kCount> list =
        detail::with_indices<kCount>([&]<usize... I>() __attribute__((always_inline)) {
          static_assert((detail::require_passable<Field, detail::FieldType<Accounts, I>>() && ...));
          return Array<CpiAccount, kCount>{
              {detail::passed_as<detail::FieldType<Accounts, I>>(passed.raw[I], program)...}};
        });
    alignas(8) u8 data[kMax];
    detail::write_tag<kTag>(data);
    u8* end = data + kTag.size();
    if (!detail::write(end, args)) return Failure{static_cast<u64>(ErrorCode::InstructionDidNotSerialize)};
    const Result<> done = invoke(program, list, {data, static_cast<u64>(end - data)}, signer);
    if (!done) return done.failure();
    if constexpr (detail::kSame<detail::ReturnsOfHandler<Handler>, void>) {
      return ok;
    } else {
      return get_return<detail::ReturnsOfHandler<Handler>>(program);
    }
  } else {
    return Failure{1};
  }
}

}  // namespace grapnel
