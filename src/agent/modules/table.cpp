// The table of kinds: the one place, besides its files here and the schema, that a new kind is added to.
#include "agent/kind.hpp"
#include "agent/modules/claim.hpp"
#include "agent/modules/cross.hpp"
#include "agent/modules/ema.hpp"
#include "agent/modules/paper_position.hpp"
#include "agent/modules/price.hpp"
#include "agent/modules/volatility.hpp"

#include <algorithm>
#include <array>

namespace zestron::agent {
namespace {

constexpr std::array<const Kind*, 6> kKinds{&kPrice, &kEma, &kVolatility, &kCross, &kPaperPosition, &kClaim};

}  // namespace

std::span<const Kind* const> kinds() { return kKinds; }

const Kind* find_kind(std::string_view name) {
  const auto found = std::ranges::find_if(kKinds, [&](const Kind* kind) { return kind->name == name; });
  return found == kKinds.end() ? nullptr : *found;
}

}  // namespace zestron::agent
