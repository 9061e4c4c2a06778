// `grapnel cu` on arbitrary traces: either one line that says what is wrong, or a profile that holds every unit of the trace
// exactly once, in each of its forms.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cu/profile.hpp"
#include "cu/report.hpp"
#include "cu/trace.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto trace = grapnel::tool::read_trace({reinterpret_cast<const char*>(data), size});
  if (!trace) {
    require(!trace.error().empty());
    return 0;
  }
  const grapnel::tool::Profile profile = grapnel::tool::make_profile(*trace, {});
  require(profile.units == trace->units);
  std::uint64_t sum = 0;
  for (const auto& [stack, units] : profile.stacks) {
    require(units <= profile.units - sum);
    sum += units;
  }
  require(sum == profile.units);
  grapnel::tool::make_folded(profile);
  require(grapnel::tool::make_flame_graph(profile, "fuzzed").starts_with("<"));
  return 0;
}
