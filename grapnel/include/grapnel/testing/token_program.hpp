// SPL Token and the Associated Token Account program as native programs, for tests that run token calls by the hundred
// thousand. Same results, log lines and bytes as the programs of Agave's genesis (p-token 1.0.0, associated token account
// 1.1.1), to which grapnel_differential holds them. Host only.
#pragma once

#include <grapnel/native/runtime.hpp>

namespace grapnel::testing {

// Entrypoints, as Runtime::add() takes them.
u64 token_program(u8* input, const u8* data);
u64 associated_token_program(u8* input, const u8* data);

// Both programs, and the mint of wrapped SOL as it stands in genesis. Token-2022 stays where it is: elsewhere.
void add_token_programs(native::Runtime& runtime);

}  // namespace grapnel::testing
