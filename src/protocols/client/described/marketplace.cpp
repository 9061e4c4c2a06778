#include "protocols/client/describe.hpp"
#include "protocols/client/programs.hpp"

#include <marketplace/marketplace.hpp>

namespace zestron::protocols::client::described {

ProgramSpec marketplace() { return describe<::marketplace::Marketplace>(); }

}  // namespace zestron::protocols::client::described
