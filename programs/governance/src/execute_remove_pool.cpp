#include "registry.hpp"

namespace governance {

Result<> execute_remove_pool(Context<ExecuteRemovePool>& ctx) {
  return remove_entry<RemovePool>(ctx, &PoolEntry::pool, &RemovePool::pool);
}

}  // namespace governance
