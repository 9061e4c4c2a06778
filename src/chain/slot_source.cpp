#include "chain/slot_source.hpp"

namespace zestron::chain {

SlotPlan WallClockSlots::plan(Slot, UnixSeconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {.clock = UnixSeconds(std::chrono::duration_cast<std::chrono::seconds>(now).count()),
          .writes = {},
          .length = slot_length_};
}

}  // namespace zestron::chain
