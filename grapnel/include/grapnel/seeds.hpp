// Seeds<…>: the account is the program-derived address of these seeds with the canonical bump. Literal seeds are solved
// by the compiler and cost a comparison; others one sha256, without the 1,500 units of create_program_address.
#pragma once

#include <grapnel/detail/reference.hpp>
#include <grapnel/detail/removal.hpp>
#include <grapnel/pda.hpp>
#include <grapnel/strings.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

// Beside Seeds: the bump stored in the account's own data, proven canonical when the account was created.
template <auto Member>
struct Bump {
  static constexpr auto kMember = Member;
};

namespace detail {

// 255 ‖ program ‖ "ProgramDerivedAddress": the end of what is hashed for the first bump.
struct PdaSuffix {
  u8 bytes[54]{};
};
template <Pubkey Program>
inline constexpr PdaSuffix kPdaSuffix = [] {
  PdaSuffix suffix;
  suffix.bytes[0] = 255;
  for (usize i = 0; i < 32; ++i) suffix.bytes[1 + i] = Program.byte(i);
  for (usize i = 0; i < kPdaMarker.size; ++i) suffix.bytes[33 + i] = static_cast<u8>(kPdaMarker.data[i]);
  return suffix;
}();

// What the syscall writes a hash into: not zeroed before, which would be five units each time.
union Hash {
  Hash() {}
  Pubkey key;
};

inline bool is_point(const Pubkey& key) { return sol_curve_validate_point(0, &key, nullptr) == 0; }

// Bumps below 255. A bump is passed over only if its address is on the curve: so the one that fits is canonical.
// 0: none fits. `slices` has room for two more than `count`.
[[gnu::noinline]] inline u64 find_lower_bump(Slice* slices, u64 count, const Pubkey& key, const u8* suffix) {
  u8 bump = 254;
  for (; bump != 0; --bump) {
    Hash hash;
    slices[count] = {&bump, 1};
    slices[count + 1] = {suffix + 1, sizeof(PdaSuffix) - 1};
    sol_sha256(slices, count + 2, &hash.key);
    const bool on_curve = is_point(hash.key);
    if (hash.key == key) return on_curve ? 0 : bump;
    if (!on_curve) return 0;
  }
  return 0;
}

// The canonical bump of `key`, or 0. `proven`: something else guarantees that the key is off the curve: the runtime
// before it lets the address sign (Init), or that no one can have made an account of ours at a hash that is a point
// (that takes a preimage). It saves one curve test of 159 units.
inline u64 find_bump(Slice* slices, u64 count, const Pubkey& key, const u8* suffix, bool proven) {
  Hash hash;
  slices[count] = {suffix, sizeof(PdaSuffix)};
  sol_sha256(slices, count + 1, &hash.key);
  if (hash.key == key) return proven || !is_point(hash.key) ? 255 : 0;
  return is_point(hash.key) ? find_lower_bump(slices, count, key, suffix) : 0;
}

// The hash is priced by the slice, one byte like twenty: with bump 255, which every second address has, bump and program
// are one slice, as when it is searched.
inline bool has_bump(Slice* slices, u64 count, const Pubkey& key, const u8* suffix, u8 bump) {
  Hash hash;
  if (bump == 255) {
    slices[count] = {suffix, sizeof(PdaSuffix)};
    sol_sha256(slices, count + 1, &hash.key);
  } else {
    slices[count] = {&bump, 1};
    slices[count + 1] = {suffix + 1, sizeof(PdaSuffix) - 1};
    sol_sha256(slices, count + 2, &hash.key);
  }
  return hash.key == key;
}

// Whichever fits, or 0: only for builds that leave the proof of the address out.
[[gnu::noinline]] inline u64 any_bump(Slice* slices, u64 count, const Pubkey& key, const u8* suffix) {
  u8 bump = 255;
  while (bump != 0 && !has_bump(slices, count, key, suffix, bump)) --bump;
  return bump;
}

// The bytes of a value that serves as a seed; integers little endian.
template <class T>
[[gnu::always_inline]] inline Slice seed_bytes(const T& value) {
  if constexpr (requires { value.as_seed(); }) {
    return value.as_seed();
  } else {
    static_assert(kPacked<T> && sizeof(T) <= 32,
                  "grapnel: a seed is a key, an integer, bytes or text, of 32 bytes at most");
    return {&value, sizeof value};
  }
}

template <Literal Text>
inline constexpr auto kLiteralStorage = Text;

template <auto Value, class Site>
[[gnu::always_inline]] inline Slice seed_slice(Site& site) {
  using T = RemoveCvref<decltype(Value)>;
  using Accounts = typename Site::AccountsType;
  using Member = MemberOf<T>;
  if constexpr (kIsLiteral<T>) {
    static_assert(T::kSize <= 32, "grapnel: a seed has 32 bytes at most");
    return {kLiteralStorage<Value>.chars, T::kSize};
  } else if constexpr (kIsKeyOfNamed<T>) {
    return [&]<Literal Name>(KeyOfNamed<Name>) __attribute__((always_inline)) {
      static_assert(require_always_there<Accounts, account_named<Accounts>(Name.text())>());
      return Slice{&site.template named<Name>()->key, 32};
    }(Value);
  } else if constexpr (InOf<T>::kIsIn) {
    using Data = typename MemberOf<RemoveCvref<decltype(InOf<T>::kData)>>::Class;
    return seed_bytes(data_of<Data>((site.accounts.*InOf<T>::kAccount).raw()).*InOf<T>::kData);
  } else if constexpr (!Member::kIsMember) {
    static_assert(kAlwaysFalse<T>,
                  "grapnel: a seed is text, &Accounts::account, &Args::field, &Data::field, Key<> or In<>");
  } else if constexpr (kSame<typename Member::Class, Accounts>) {
    static_assert(!kIsComposite<typename Member::Type>,
                  "grapnel: a seed names an account, not a composite; let the composite derive the address");
    if constexpr (!kIsComposite<typename Member::Type>) {
      static_assert(require_always_there<Accounts, account_index<Value, Accounts>()>());
      return {&(site.accounts.*Value).raw()->key, 32};
    } else {
      return {};
    }
  } else if constexpr (kSame<typename Member::Class, typename Site::ArgsType>) {
    return seed_bytes(site.args.*Value);
  } else {
    constexpr usize kHolder = account_holding<Accounts, Site::kIndex, typename Member::Class>();
    static_assert(kHolder != kNotFound,
                  "grapnel: a seed names a field of a type that no account or more than one holds; use "
                  "In<&Accounts::account, &Data::field>");
    if constexpr (kHolder != kNotFound) {
      return seed_bytes(data_of<typename Member::Class>(field_at<kHolder>(site.accounts).raw()).*Value);
    } else {
      return {};
    }
  }
}

template <class Constraints>
struct StoredBump {
  static constexpr bool kStored = false;
};
template <class First, class... Rest>
struct StoredBump<List<First, Rest...>> : StoredBump<List<Rest...>> {};
template <auto Member, class... Rest>
struct StoredBump<List<Bump<Member>, Rest...>> {
  static constexpr bool kStored = true;
  static constexpr auto kMember = Member;
};

template <auto... Seed>
struct SeedList {
  static constexpr ErrorSet kErrors = ErrorSet::of(ErrorCode::ConstraintSeeds);
  static constexpr usize kCount = sizeof...(Seed);
  static constexpr bool kLiteral = (kIsLiteral<RemoveCvref<decltype(Seed)>> && ...);
  static_assert(kCount > 0 && kCount <= 15, "grapnel: 1 to 15 seeds; the bump is the sixteenth");
  template <class Site>
  static constexpr bool kOfOneAccount = kLiteral;

  template <class Site>
  [[gnu::always_inline]] static u64 check(Site& site) {
    return resolve(site, [](const SignerSeeds&) __attribute__((always_inline)) { return u64{0}; });
  }

  // Proves the address, keeps the bump, then calls `then` with the seeds that the address signs with.
  template <class Site, class Then>
  [[gnu::always_inline]] static u64 resolve(Site& site, Then then) {
    if constexpr (kLiteral) {
      return resolve_literal(site, then);
    } else {
      return resolve_dynamic(site, then);
    }
  }

 private:
  template <Pubkey Program>
  static constexpr Pda kPda = find_program_address(Program, Seed.text()...);
  template <Pubkey Program>
  static constexpr Pubkey kAddress = kPda<Program>.address;
  template <Pubkey Program>
  static constexpr u8 kBump = kPda<Program>.bump;
  template <Pubkey Program>
  static constexpr Slice kSlices[kCount + 1] = {{kLiteralStorage<Seed>.chars, Seed.kSize}..., {&kBump<Program>, 1}};
  template <Pubkey Program>
  static constexpr SignerSeeds kSigner = {kSlices<Program>, kCount + 1};

  template <class Site>
  [[gnu::always_inline]] static constexpr bool made() {
    return is_made<SeedList, typename Site::AccountsType, Site::kIndex>();
  }

  template <class Site, class Then>
  [[gnu::always_inline]] static u64 resolve_literal(Site& site, Then& then) {
    constexpr Pubkey kProgram = Site::Module::kId;
    if (made<Site>()) {
      const u64 code = site.template same<ErrorCode::ConstraintSeeds>(site.account()->key, kAddress<kProgram>);
      if (__builtin_expect(code != 0, false)) return code;
    }
    site.field().set_bump(kBump<kProgram>);
    return then(kSigner<kProgram>);
  }

  template <class Site, class Then>
  [[gnu::always_inline]] static u64 resolve_dynamic(Site& site, Then& then) {
    using Field = typename Site::Field;
    using Stored = StoredBump<typename Field::Constraints>;
    const u8* suffix = kPdaSuffix<Site::Module::kId>.bytes;
    Slice slices[kCount + 2];
    usize seeds = 0;
    ((slices[seeds++] = seed_slice<Seed>(site)), ...);
    u8 bump;
    if constexpr (Stored::kStored) {
      using Data = DataOf<Field>;
      static_assert(
          !Field::kCreates && kSame<Data, typename MemberOf<RemoveCvref<decltype(Stored::kMember)>>::Class>,
          "grapnel: Bump<&T::bump> stands on an existing Account<T>; store ctx.account.bump() when it is created");
      bump = data_of<Data>(site.account()).*Stored::kMember;
      if (__builtin_expect(!has_bump(slices, kCount, site.account()->key, suffix, bump), false) && made<Site>()) {
        return site.template fail<ErrorCode::ConstraintSeeds>();
      }
    } else {
      constexpr bool kProven = Field::kCreates || HoldsData<Plain<Field>>;
      u64 found = find_bump(slices, kCount, site.account()->key, suffix, kProven);
      if (__builtin_expect(found == 0, false)) {
        if (made<Site>()) return site.template fail<ErrorCode::ConstraintSeeds>();
        found = any_bump(slices, kCount, site.account()->key, suffix);
      }
      bump = static_cast<u8>(found);
    }
    site.field().set_bump(bump);
    slices[kCount] = {&bump, 1};
    return then(SignerSeeds{slices, kCount + 1});
  }
};

template <auto... Seed>
inline constexpr bool kIsSeeds<SeedList<Seed...>> = true;

}  // namespace detail

template <detail::Reference... Seed>
using Seeds = detail::SeedList<Seed.value...>;

}  // namespace grapnel
