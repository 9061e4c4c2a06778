// Ground: what instructions run on. The same tests run natively, under the sanitizers, and on the real Solana runtime; each
// of the two test programs links one implementation.
#pragma once

#include <grapnel/client/client.hpp>
#include <grapnel/native/account.hpp>
#include <memory>
#include <string>
#include <vector>

namespace agent_factory::test {

using grapnel::i64;
using grapnel::u64;
using grapnel::u8;

inline constexpr u64 kStartSlot = 1'000;
inline constexpr i64 kStartTime = 1'700'000'000;

struct Outcome {
  u64 code = 0;       // the program's error number; 0 also where the runtime itself refused
  std::string error;  // empty: success
  std::vector<std::string> logs;
  std::vector<std::vector<u8>> events;
  u64 compute_units = 0;  // 0 where they aren't counted

  bool ok() const { return error.empty(); }
};

class Ground {
 public:
  virtual ~Ground() = default;
  // As a transaction of its own, paid by somebody else; whoever it names as signer has signed.
  virtual Outcome run(const grapnel::client::Instruction& instruction) = 0;
  // An account that nobody has made is System's, empty.
  virtual grapnel::native::Account account(const grapnel::Pubkey& key) const = 0;
  virtual void set_account(const grapnel::Pubkey& key, const grapnel::native::Account& account) = 0;
  // `slots` > 0.
  virtual void advance(u64 slots, i64 seconds) = 0;
};

// With agent_factory on it, at kStartSlot and kStartTime.
std::unique_ptr<Ground> make_ground();

}  // namespace agent_factory::test
