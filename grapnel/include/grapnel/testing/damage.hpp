// damage(): one thing about an instruction made wrong, as a fuzzer's bytes choose: an account, a flag, the list's length, the
// data. For fuzzers that build instructions of their own; Generator breaks what it makes by itself. Host only.
#pragma once

#include <grapnel/client/client.hpp>

#include <fuzzer/FuzzedDataProvider.h>

#include <span>

namespace grapnel::testing {

// `others`, not empty: keys that may take an account's place. New data has at most `data_max` bytes.
inline void damage(client::Instruction& instruction, FuzzedDataProvider& data, std::span<const Pubkey> others,
                   usize data_max) {
  auto& accounts = instruction.accounts;
  const Pubkey& other = others[data.ConsumeIntegralInRange<usize>(0, others.size() - 1)];
  const usize at = data.ConsumeIntegralInRange<usize>(0, accounts.size());
  if (at == accounts.size()) {
    accounts.push_back({other, data.ConsumeBool(), data.ConsumeBool()});
    return;
  }
  switch (data.ConsumeIntegralInRange<int>(0, 4)) {
    case 0: accounts[at].key = other; return;
    case 1: accounts[at].is_signer = !accounts[at].is_signer; return;
    case 2: accounts[at].is_writable = !accounts[at].is_writable; return;
    case 3: accounts.resize(at); return;
    default: instruction.data = data.ConsumeBytes<u8>(data.ConsumeIntegralInRange<usize>(0, data_max)); return;
  }
}

}  // namespace grapnel::testing
