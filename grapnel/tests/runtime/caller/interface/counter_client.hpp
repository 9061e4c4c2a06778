// The interface of counter 0.1.0, written by `grapnel client` from its IDL.
// clang-format off
#pragma once

#include <grapnel/foreign.hpp>

#ifndef __bpf__
#include <grapnel/client/borsh.hpp>
#endif

namespace counter_client {

using namespace grapnel;

inline constexpr Pubkey kProgramId = "x5J849LrCKKrANJsKNB9foGU1DHDWcYq7kKkp5HhRUx"_pubkey;

// For Program<> in an accounts struct.
struct CounterProgram {
  static constexpr Pubkey kId = kProgramId;
};

struct Counter {
  Pubkey authority{};
  u64 count{};
  friend bool operator==(const Counter&, const Counter&) = default;
};
static_assert(sizeof(Counter) == 40);

struct Destroyed {
  Pubkey authority{};
  u64 last_count{};
  friend bool operator==(const Destroyed&, const Destroyed&) = default;
};
static_assert(sizeof(Destroyed) == 40);

enum class CounterError : u32 {
  Overflow = 6000,
  StepIsZero = 6001,
};

// Nothing for another program's number, and for an error without a message.
constexpr Text name(CounterError error) {
  switch (error) {
    case CounterError::Overflow: return "Overflow";
    case CounterError::StepIsZero: return "StepIsZero";
  }
  return {};
}

constexpr Text message(CounterError error) {
  switch (error) {
    case CounterError::Overflow: return "The counter would overflow";
    case CounterError::StepIsZero: return "A step must not be zero";
  }
  return {};
}

namespace initialize {

inline constexpr Tag<8> kDiscriminator = {{175, 175, 109, 31, 13, 152, 155, 237}};

struct Views {
  // writable, signer
  foreign::View authority;
  // writable, derived, bump 255
  foreign::View counter;
  foreign::View system_program;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 3> list = {{
      accounts.authority.as(true, true),
      accounts.counter.as(false, true),
      accounts.system_program.as(false, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace initialize

namespace increment {

inline constexpr Tag<8> kDiscriminator = {{11, 18, 104, 9, 104, 174, 59, 33}};

struct Args {
  u64 step{};
  friend bool operator==(const Args&, const Args&) = default;
};
static_assert(sizeof(Args) == 8);

struct Views {
  // writable, derived, bump 255
  foreign::View counter;
  // signer, named by counter
  foreign::View authority;
};

inline Result<> call(const Views& accounts, const Args& args, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.counter.as(false, true),
      accounts.authority.as(true, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, args, list, signer);
}

}  // namespace increment

namespace set_authority {

inline constexpr Tag<8> kDiscriminator = {{133, 250, 37, 21, 110, 163, 26, 121}};

struct Args {
  Pubkey new_authority{};
  friend bool operator==(const Args&, const Args&) = default;
};
static_assert(sizeof(Args) == 32);

struct Views {
  // writable
  foreign::View counter;
  // signer, named by counter
  foreign::View authority;
};

inline Result<> call(const Views& accounts, const Args& args, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.counter.as(false, true),
      accounts.authority.as(true, false),
  }};
  return foreign::call(kProgramId, kDiscriminator, args, list, signer);
}

}  // namespace set_authority

namespace destroy {

inline constexpr Tag<8> kDiscriminator = {{157, 40, 96, 3, 135, 203, 143, 74}};

struct Views {
  // writable
  foreign::View counter;
  // writable, signer, named by counter
  foreign::View authority;
};

inline Result<> call(const Views& accounts, const SignerSeeds* signer = nullptr) {
  const Array<CpiAccount, 2> list = {{
      accounts.counter.as(false, true),
      accounts.authority.as(true, true),
  }};
  return foreign::call(kProgramId, kDiscriminator, foreign::NoArgs{}, list, signer);
}

}  // namespace destroy

}  // namespace counter_client

template <>
struct grapnel::AccountFormat<counter_client::Counter>
    : grapnel::ForeignFormat<counter_client::Counter, counter_client::kProgramId,
                             grapnel::Tag<8>{{255, 176, 4, 245, 188, 253, 124, 25}}> {};

#ifndef __bpf__

namespace counter_client {

constexpr auto fields_of(const Counter*) { return std::tuple{&Counter::authority, &Counter::count}; }
constexpr auto fields_of(const Destroyed*) { return std::tuple{&Destroyed::authority, &Destroyed::last_count}; }

namespace initialize {

struct Accounts {
  // writable, signer
  client::Key authority;
  // writable, derived, bump 255
  Pubkey counter = "4xa7SJJi5EwXWiwzPC28mTZKTQ9TCaKVRBNWwp8uXtm3"_pubkey;
  Pubkey system_program = "11111111111111111111111111111111"_pubkey;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.authority, true, true},
      {accounts.counter, false, true},
      {accounts.system_program, false, false},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace initialize

namespace increment {

constexpr auto fields_of(const Args*) { return std::tuple{&Args::step}; }

struct Accounts {
  // writable, derived, bump 255
  Pubkey counter = "4xa7SJJi5EwXWiwzPC28mTZKTQ9TCaKVRBNWwp8uXtm3"_pubkey;
  // signer, named by counter
  client::Key authority;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.counter, false, true},
      {accounts.authority, true, false},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace increment

namespace set_authority {

constexpr auto fields_of(const Args*) { return std::tuple{&Args::new_authority}; }

struct Accounts {
  // writable
  client::Key counter;
  // signer, named by counter
  client::Key authority;
};

inline client::Instruction instruction(const Accounts& accounts, const Args& args) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.counter, false, true},
      {accounts.authority, true, false},
  };
  out.data = client::borsh::encode_behind(kDiscriminator, args);
  return out;
}

}  // namespace set_authority

namespace destroy {

struct Accounts {
  // writable
  client::Key counter;
  // writable, signer, named by counter
  client::Key authority;
};

inline client::Instruction instruction(const Accounts& accounts) {
  client::Instruction out{kProgramId, {}, {}};
  out.accounts = {
      {accounts.counter, false, true},
      {accounts.authority, true, true},
  };
  out.data.assign(kDiscriminator.bytes, kDiscriminator.bytes + kDiscriminator.kSize);
  return out;
}

}  // namespace destroy

}  // namespace counter_client

template <>
struct grapnel::client::AccountTag<counter_client::Counter> {
  static constexpr auto kTag = grapnel::Tag<8>{{255, 176, 4, 245, 188, 253, 124, 25}};
};

template <>
struct grapnel::client::EventTag<counter_client::Destroyed> {
  static constexpr auto kTag = grapnel::Tag<8>{{57, 188, 15, 229, 179, 250, 151, 200}};
};

#endif
