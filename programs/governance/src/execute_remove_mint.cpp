#include "registry.hpp"

namespace governance {

Result<> execute_remove_mint(Context<ExecuteRemoveMint>& ctx) {
  return remove_entry<RemoveMint>(ctx, &MintEntry::mint, &RemoveMint::mint);
}

}  // namespace governance
