// What the bench programs cost on Agave's own bank, now: compute units of each instruction and bytes of each program.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bench {

enum class Unit : std::uint8_t { kComputeUnits, kBytes };

struct Measure {
  std::string name;  // "counter/increment", "vault/bytes"
  std::uint64_t value = 0;
  Unit unit = Unit::kComputeUnits;
};

// In the order of the table. All bumps are 255. Throws std::runtime_error if an instruction fails that must not.
std::vector<Measure> measure_programs();

}  // namespace bench
