#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <open_vault/open_vault.hpp>

namespace zestron::protocols::client::described {

ProgramSpec open_vault() { return describe<::open_vault::OpenVault>(); }

}  // namespace zestron::protocols::client::described
