#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <swap_pool/swap_pool.hpp>

namespace zestron::protocols::client::described {

ProgramSpec swap_pool() { return describe<::swap_pool::SwapPool>(); }

}  // namespace zestron::protocols::client::described
