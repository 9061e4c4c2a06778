// Module: a program, as its name, its address and its handlers. run() is the whole of it: choose the handler by
// discriminator, decode arguments, check accounts, call, finish.
#pragma once

#include <grapnel/borsh.hpp>
#include <grapnel/detail/validate.hpp>
#include <grapnel/sha256.hpp>

namespace grapnel {

struct NoArgs {};

namespace detail {

template <class F>
struct HandlerTraits {
  static constexpr bool kValid = false;
};
template <class R, class Accounts>
struct HandlerTraits<Result<R> (*)(Context<Accounts>&)> {
  static constexpr bool kValid = true;
  using AccountsType = Accounts;
  using Args = NoArgs;
  using Returns = R;
};
template <class R, class Accounts, class A>
struct HandlerTraits<Result<R> (*)(Context<Accounts>&, const A&)> {
  static constexpr bool kValid = true;
  using AccountsType = Accounts;
  using Args = A;
  using Returns = R;
};

struct NameList {
  Text names[256]{};
  usize count = 0;

  constexpr void add(Text name) {
    for (usize i = 0; i < count; ++i) {
      if (names[i] == name) return;
    }
    names[count++] = name;
  }
};

}  // namespace detail

// Result<R> f(Context<Accounts>&) or Result<R> f(Context<Accounts>&, const Args&).
template <auto F>
concept Handler = detail::HandlerTraits<decltype(F)>::kValid;

// Every field of the struct is one of grapnel's account types, or again such a struct.
template <class Accounts>
concept AccountsStruct = detail::all_account_fields<Accounts>();

template <auto F>
inline constexpr u64 kInstructionDiscriminator = discriminator("global:", detail::kNameOf<F>);

template <Literal Name, Pubkey Id, auto... Handlers>
  requires(Handler<Handlers> && ...) &&
          (AccountsStruct<typename detail::HandlerTraits<decltype(Handlers)>::AccountsType> && ...)
struct Module {
  using ModuleType = Module;
  static constexpr Pubkey kId = Id;
  static constexpr Pubkey kIdStorage = Id;
  static constexpr Text kName = Name.text();
  static constexpr Text kVersion = "0.1.0";
  using Errors = void;
  using Events = List<>;
  using Types = List<>;
  using Constants = List<>;

  static consteval ErrorSet used_errors() {
    return (ErrorSet::of(ErrorCode::InstructionFallbackNotFound, ErrorCode::InstructionDidNotDeserialize,
                         ErrorCode::AccountNotEnoughKeys) |
            ... | detail::errors_of_accounts<typename detail::HandlerTraits<decltype(Handlers)>::AccountsType>());
  }

  static consteval detail::NameList account_names() {
    detail::NameList list;
    (add_names<typename detail::HandlerTraits<decltype(Handlers)>::AccountsType>(list), ...);
    return list;
  }

  // `input` as in account_view.hpp, `data` the instruction data inside it. Gives what the entrypoint returns: 0 or the
  // error's number.
  [[gnu::always_inline]] static u64 run(u8* input, const u8* data) {
    const u64 size = reinterpret_cast<const u64*>(data)[-1];
    if (__builtin_expect(size >= detail::kDiscriminatorSize, true)) {
      const u64 selector = *reinterpret_cast<const u64*>(data);
      u64 code = 0;
      // LLVM turns the chain into a balanced tree: 24 instructions, at most 6 comparisons.
      if (((selector == kInstructionDiscriminator<Handlers>
                ? (code = dispatch<Handlers>(input, data + 8, size - 8), true)
                : false) ||
           ...)) {
        return code;
      }
    }
    return detail::FailureTable<Module>::template fail_without_account<ErrorCode::InstructionFallbackNotFound>();
  }

 private:
  template <class Accounts>
  static consteval void add_names(detail::NameList& list) {
    detail::for_each_account<Accounts>([&]<class Struct, usize I>() { list.add(detail::kFieldName<Struct, I>); });
  }

  template <auto F>
  [[gnu::always_inline]] static u64 dispatch(u8* input, const u8* data, u64 size) {
    using Args = typename detail::HandlerTraits<decltype(F)>::Args;
    static_assert(detail::kSame<Args, NoArgs> || detail::is_argument<Args>(),
                  "grapnel: an argument has a type that Borsh can't carry here");
    if constexpr (detail::kSame<Args, NoArgs> || detail::kFieldCount<Args> == 0) {
      return call<F>(input, Args{});
    } else if constexpr (detail::kReadInPlace<Args>) {
      if (__builtin_expect(size < sizeof(Args), false)) return bad_arguments();
      return call<F>(input, *reinterpret_cast<const Args*>(data));
    } else {
      Args args{};
      detail::Reader reader{data, data + size};
      if (__builtin_expect(!detail::decode(reader, args), false)) return bad_arguments();
      return call<F>(input, args);
    }
  }

  [[gnu::always_inline]] static u64 bad_arguments() {
    return detail::FailureTable<Module>::template fail_without_account<ErrorCode::InstructionDidNotDeserialize>();
  }

  template <auto F, class Args>
  [[gnu::always_inline]] static u64 call(u8* input, const Args& args) {
    using Traits = detail::HandlerTraits<decltype(F)>;
    using Validator = detail::Validator<Module, typename Traits::AccountsType, Args>;
    Context<typename Traits::AccountsType> context;
    const u64 error = Validator::run(input, context, args);
    if (__builtin_expect(error != 0, false)) return error;
    const auto result = [&]() __attribute__((always_inline)) {
      if constexpr (requires { F(context, args); }) {
        return F(context, args);
      } else {
        return F(context);
      }
    }();
    if (__builtin_expect(!result, false)) return result.code();
    if constexpr (!detail::kSame<typename Traits::Returns, void>) {
      static_assert(detail::require_plain_layout<typename Traits::Returns>());
      sol_set_return_data(&result.value(), sizeof(typename Traits::Returns));
    }
    return Validator::finish(context, args);
  }
};

}  // namespace grapnel
