// stack_height: 1 in an instruction of the transaction, more in a call of another program. 100 compute units.
#pragma once

#include <grapnel/syscalls.hpp>

namespace grapnel {

[[gnu::always_inline]] inline u64 stack_height() { return sol_get_stack_height(); }

// Whether another program called this one.
[[gnu::always_inline]] inline bool is_called() { return stack_height() > 1; }

}  // namespace grapnel
