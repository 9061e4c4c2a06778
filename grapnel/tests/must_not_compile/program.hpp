// What the files of this folder share: a program with one handler for the accounts struct S of each.
#pragma once

#include <grapnel/grapnel.hpp>

using namespace grapnel;

struct State {
  Pubkey authority;
  u64 count;
};

enum class Wrong : u32 { First = 6000 };
constexpr Text message(Wrong) { return "First"; }

template <class S, class... Args>
Result<> handler(Context<S>&, const Args&...) {
  return ok;
}

template <auto... Handlers>
u64 run(u8* input, const u8* data) {
  return Module<"test", "11111111111111111111111111111111"_pubkey, Handlers...>::run(input, data);
}
