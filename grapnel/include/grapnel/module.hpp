// Module: a program, as its name, its address and its handlers. run() is the whole of it: choose the handler by
// discriminator, decode arguments, check accounts, call, finish.
#pragma once

#include <grapnel/borsh.hpp>
#include <grapnel/detail/choice.hpp>
#include <grapnel/detail/small.hpp>
#include <grapnel/detail/validate.hpp>
#include <grapnel/discriminator.hpp>
#include <grapnel/event_cpi.hpp>
#include <grapnel/hot.hpp>
#include <grapnel/return_data.hpp>
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

template <auto Function, u8... Bytes>
struct HandlerTraits<TaggedHandler<Function, Bytes...>> : HandlerTraits<decltype(Function)> {};
template <auto Function>
struct HandlerTraits<HotHandler<Function>> : HandlerTraits<RemoveCvref<decltype(Function)>> {};

// Returning a value of variable length can fail; nothing else can.
template <class Returns>
consteval ErrorSet errors_of_returning() {
  if constexpr (kSame<Returns, void>) {
    return {};
  } else {
    return is_variable<Returns>() ? ErrorSet::of(ErrorCode::InstructionDidNotSerialize) : ErrorSet{};
  }
}

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

template <class... Event>
consteval bool events_are_distinct(List<Event...>) {
  TagList tags;
  (tags.add(kEventTag<Event>), ...);
  return tags.distinct();
}

// Of what stands in a program's own struct, which its Module doesn't see: asked where the struct is used as a whole.
template <class Program>
consteval bool require_sound_program() {
  static_assert(events_are_distinct(typename Program::Events{}),
                "grapnel: an event's discriminator begins with the whole of another's");
  return true;
}

}  // namespace detail

// Result<R> f(Context<Accounts>&) or Result<R> f(Context<Accounts>&, const Args&).
template <auto F>
concept Handler = detail::HandlerTraits<decltype(F)>::kValid;

// Every field of the struct is one of grapnel's account types, or again such a struct.
template <class Accounts>
concept AccountsStruct = detail::all_account_fields<Accounts>();

template <auto F>
  requires(!detail::HasDiscriminator<decltype(F)>)
inline constexpr u64 kInstructionDiscriminator = discriminator("global:", detail::kNameOf<detail::kFunction<F>>);

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

  template <auto Handler>
  using AccountsOf = typename detail::HandlerTraits<decltype(Handler)>::AccountsType;

  static consteval ErrorSet used_errors() {
    return (ErrorSet::of(ErrorCode::InstructionFallbackNotFound, ErrorCode::InstructionDidNotDeserialize,
                         ErrorCode::AccountNotEnoughKeys) |
            ... |
            (detail::errors_of_accounts<typename detail::HandlerTraits<decltype(Handlers)>::AccountsType>() |
             detail::errors_of_returning<typename detail::HandlerTraits<decltype(Handlers)>::Returns>()));
  }

  static consteval detail::NameList account_names() {
    detail::NameList list;
    (add_names<typename detail::HandlerTraits<decltype(Handlers)>::AccountsType>(list), ...);
    return list;
  }

  // `input` as in account_view.hpp, `data` the instruction data inside it. Gives what the entrypoint returns: 0 or the
  // error's number.
  [[gnu::always_inline]] static u64 run(u8* input, const u8* data) {
    static_assert(instructions_are_distinct(),
                  "grapnel: an instruction's discriminator begins with the whole of another's");
    static_assert(accounts_are_distinct(), "grapnel: an account's discriminator begins with the whole of another's");
    static_assert((event_accounts_are_named<AccountsOf<Handlers>>() && ...),
                  "grapnel: clients know the event accounts by name: `EventAuthority event_authority; Self program;`");
    const u64 size = reinterpret_cast<const u64*>(data)[-1];
    u64 code = 0;
    if constexpr (((detail::kInstructionTag<Handlers>.size() == 8) && ...)) {
      if (__builtin_expect(size >= 8, true)) {
        const u64 selector = *reinterpret_cast<const u64*>(data);
        // LLVM turns the chain into a balanced tree: 24 instructions, at most 6 comparisons.
        if ((takes_selector<Handlers>(selector, input, data, size, code) || ...)) return code;
        if constexpr (kSmallCount != 0) {
          if (const auto handler = kSmallChoice<kSmallCount>.of(selector)) return handler(input, data + 8, size - 8);
        }
      }
    } else {
      if ((takes<Handlers>(input, data, size, code) || ...)) return code;
    }
    if constexpr (kEventsByCpi) {
      if (size >= sizeof detail::kEventCall && load<u64>(data) == detail::kEventCall)
        return detail::accept_event_call<Module>(input);
    }
    return detail::FailureTable<Module>::template fail_without_account<ErrorCode::InstructionFallbackNotFound>();
  }

  // Laid out for bytes: see hot.hpp.
  template <auto F>
  static constexpr bool kIsSmall =
      detail::kAllChecksAreMade && (detail::kIsHot<decltype(Handlers)> || ...) && !detail::kIsHot<decltype(F)>;

  // The types that prove the accounts of such instructions.
  using SmallProvers =
      decltype((detail::Distinct<>{} + ... + detail::AccountsToProve<AccountsOf<Handlers>, kIsSmall<Handlers>>{}));

  // The conditions that they are checked for by number.
  using SmallConditions = decltype((
      detail::Distinct<>{} + ... +
      detail::ConditionsToCheck<Module, AccountsOf<Handlers>, typename detail::HandlerTraits<decltype(Handlers)>::Args,
                                kIsSmall<Handlers>>{}));

  // How the handler stands in this program's list: itself, or tagged.
  template <auto Function>
  static consteval auto tag_of_function() {
    return find_tag<Function, Handlers...>();
  }

 private:
  template <auto Function, auto First, auto... Rest>
  static consteval auto find_tag() {
    if constexpr (same_function<Function, First>()) {
      return detail::kInstructionTag<First>;
    } else {
      static_assert(sizeof...(Rest) > 0, "grapnel: the program has no such handler");
      return find_tag<Function, Rest...>();
    }
  }
  template <auto Function, auto Handler>
  static consteval bool same_function() {
    if constexpr (detail::kSame<decltype(detail::kFunction<Function>), decltype(detail::kFunction<Handler>)>) {
      return detail::kFunction<Function> == detail::kFunction<Handler>;
    } else {
      return false;
    }
  }

  // Whether some instruction emits events by calling the program itself, which then must accept that call.
  static constexpr bool kEventsByCpi =
      (detail::has_account<EventAuthority, typename detail::HandlerTraits<decltype(Handlers)>::AccountsType>() || ...);

  template <class Accounts>
  static consteval bool event_accounts_are_named() {
    bool named = true;
    detail::for_each_account<Accounts>([&]<class Struct, usize I>() {
      if (detail::kSame<detail::FieldType<Struct, I>, EventAuthority>)
        named = named && detail::kFieldName<Struct, I> == Text{"event_authority"};
    });
    return named;
  }

  static consteval bool instructions_are_distinct() {
    detail::TagList tags;
    (tags.add(detail::kInstructionTag<Handlers>), ...);
    if (kEventsByCpi) tags.add(detail::kEventCallTag);
    return tags.distinct();
  }

  template <class Accounts>
  static consteval void add_data_tags(detail::TagList& tags) {
    detail::for_each_account<Accounts>([&]<class Struct, usize I>() {
      using Data = detail::DataOf<detail::FieldType<Struct, I>>;
      if constexpr (!detail::kSame<Data, void>) {
        if constexpr (AccountFormat<Data>::kOurs) tags.add(detail::kAccountTag<Data>);
      }
    });
  }
  static consteval bool accounts_are_distinct() {
    detail::TagList tags;
    (add_data_tags<AccountsOf<Handlers>>(tags), ...);
    return tags.distinct();
  }

  // The order doesn't matter: no discriminator begins with another.
  template <auto F>
  [[gnu::always_inline]] static bool takes(u8* input, const u8* data, u64 size, u64& code) {
    constexpr const auto& kTag = detail::kInstructionTag<F>;
    if (size < kTag.size() || !detail::begins_with<kTag>(data)) return false;
    code = dispatch<F>(input, data + kTag.size(), size - kTag.size());
    return true;
  }

  // The same where all discriminators have eight bytes, of instructions that aren't laid out for bytes.
  template <auto F>
  [[gnu::always_inline]] static bool takes_selector(u64 selector, u8* input, const u8* data, u64 size, u64& code) {
    if constexpr (!kIsSmall<F>) {
      if (selector == detail::tag_word<u64, detail::kInstructionTag<F>, 0>()) {
        code = run_one<F>(input, data + 8, size - 8);
        return true;
      }
    }
    return false;
  }

  template <class Accounts>
  static consteval void add_names(detail::NameList& list) {
    detail::for_each_account<Accounts>([&]<class Struct, usize I>() { list.add(detail::kFieldName<Struct, I>); });
  }

  // The VM reads at any address; on the host a short discriminator would leave a reference to Args unaligned.
#ifdef __bpf__
  template <auto F, class Args>
  static constexpr bool kAlignedBehind = true;
#else
  template <auto F, class Args>
  static constexpr bool kAlignedBehind = detail::kInstructionTag<F>.size() % alignof(Args) == 0;
#endif

  template <auto F>
  [[gnu::always_inline]] static u64 dispatch(u8* input, const u8* data, u64 size) {
    if constexpr (kIsSmall<F>) {
      return run_small<F>(input, data, size);
    } else {
      return run_one<F>(input, data, size);
    }
  }

  // By this name the tool knows where code for bytes begins: see tool/pipeline/small.hpp.
  template <auto F>
  [[gnu::noinline, clang::minsize]] static u64 run_small(u8* input, const u8* data, u64 size) {
    return run_one<F>(input, data, size);
  }

  static constexpr usize kSmallCount = (usize{kIsSmall<Handlers>} + ... + 0);
  template <usize Count>
  static constexpr auto kSmallChoice = [] {
    Array<u64, Count> tags{};
    Array<detail::SmallHandler, Count> handlers{};
    usize at = 0;
    const auto add = [&]<auto F>() {
      if constexpr (kIsSmall<F>) {
        tags[at] = detail::tag_word<u64, detail::kInstructionTag<F>, 0>();
        handlers[at++] = run_small<F>;
      }
    };
    (add.template operator()<Handlers>(), ...);
    return detail::Choice<Count>{tags, handlers};
  }();

  template <auto F>
  [[gnu::always_inline]] static u64 run_one(u8* input, const u8* data, u64 size) {
    using Args = typename detail::HandlerTraits<decltype(F)>::Args;
    static_assert(detail::kSame<Args, NoArgs> || detail::is_argument<Args>(),
                  "grapnel: an argument has a type that Borsh can't carry here");
    if constexpr (detail::kSame<Args, NoArgs> || detail::kFieldCount<Args> == 0) {
      return call<F>(input, Args{});
    } else if constexpr (detail::kReadInPlace<Args> && kAlignedBehind<F, Args>) {
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
    using Accounts = typename detail::HandlerTraits<decltype(F)>::AccountsType;
    if constexpr (kIsSmall<F> && detail::kAccountCount<Accounts> != 0) {
      alignas(Context<Accounts>) u8 room[sizeof(Context<Accounts>)];  // the walk writes all of it
      auto& context = *reinterpret_cast<Context<Accounts>*>(room);
      const u64 error = detail::Validator<Module, Accounts, Args>::template run_small<detail::SmallWalk<Module>>(
          input, context, args);
      if (__builtin_expect(error != 0, false)) return error;
      return handle<F>(context, args);
    } else {
      Context<Accounts> context;
      const u64 error = detail::Validator<Module, Accounts, Args>::run(input, context, args);
      if (__builtin_expect(error != 0, false)) return error;
      return handle<F>(context, args);
    }
  }

  template <auto F, class Accounts, class Args>
  [[gnu::always_inline]] static u64 handle(Context<Accounts>& context, const Args& args) {
    using Traits = detail::HandlerTraits<decltype(F)>;
    const auto result = [&]() __attribute__((always_inline)) {
      constexpr auto kFunction = detail::kFunction<F>;
      if constexpr (requires { kFunction(context, args); }) {
        return kFunction(context, args);
      } else {
        return kFunction(context);
      }
    }();
    if (__builtin_expect(!result, false)) return result.code();
    if constexpr (!detail::kSame<typename Traits::Returns, void>) {
      const bool written = detail::set_return(result.value());
      if constexpr (detail::is_variable<typename Traits::Returns>()) {
        if (__builtin_expect(!written, false)) {
          return detail::FailureTable<Module>::template fail_without_account<ErrorCode::InstructionDidNotSerialize>();
        }
      }
    }
    return detail::Validator<Module, Accounts, Args>::finish(context, args);
  }
};

}  // namespace grapnel
