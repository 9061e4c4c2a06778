// World: the few keys among which generated instructions choose, so that they meet each other's accounts, and the native
// runtime on which they live. Host only.
#pragma once

#include <grapnel/native/runtime.hpp>
#include <grapnel/testing/source.hpp>
#include <grapnel/testing/testing.hpp>
#include <grapnel/testing/token_program.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace grapnel::testing {

class World {
 public:
  static constexpr usize kPeople = 4;
  static constexpr usize kBlank = 8;
  static constexpr Lamports kWealth{100'000'000'000};

  World() {
    add_token_programs(runtime);
    for (u64 i = 0; i < kPeople; ++i) {
      people.push_back(key(1'000 + i));
      runtime.fund(people.back(), kWealth);
    }
    for (u64 i = 0; i < kBlank; ++i) blank.push_back(key(2'000 + i));
  }

  native::Runtime runtime;
  std::vector<Pubkey> people;  // have lamports, may sign
  std::vector<Pubkey> blank;   // for accounts that an instruction creates at a key of its own
  std::vector<Pubkey> known;   // further keys that instructions may name: programs, derived addresses, what a test adds

  // Any key, mostly a person's.
  Pubkey any(Source& source) const {
    switch (source.below(8)) {
      case 0: return blank[source.below(blank.size())];
      case 1:
      case 2:
        if (!known.empty()) return known[source.below(known.size())];
        [[fallthrough]];
      default: return people[source.below(people.size())];
    }
  }
  void learn(const Pubkey& key) {
    if (known.size() < kKnownMax && std::ranges::find(known, key) == known.end()) known.push_back(key);
  }

  // The canonical address of seeds given as bytes. Kept: finding one costs some 50 µs.
  Pubkey derive(const Pubkey& program, const std::vector<std::vector<u8>>& seeds) {
    const auto [found, added] = derived_.try_emplace({program, seeds});
    if (added) {
      found->second = find(program, seeds);
      learn(found->second);
    }
    return found->second;
  }

 private:
  static constexpr usize kKnownMax = 64;

  static Pubkey find(const Pubkey& program, const std::vector<std::vector<u8>>& seeds) {
    for (u32 bump = 255; bump > 0; --bump) {
      Sha256 hash;
      for (const auto& seed : seeds) hash.add(seed.data(), seed.size());
      hash.add(static_cast<u8>(bump));
      grapnel::detail::add_seed(hash, program);
      hash.add(grapnel::detail::kPdaMarker);
      const Digest digest = hash.finish();
      if (!grapnel::detail::is_on_curve(digest.bytes)) return Pubkey::from_bytes(digest.bytes);
    }
    return {};
  }

  std::map<std::pair<Pubkey, std::vector<std::vector<u8>>>, Pubkey> derived_;
};

}  // namespace grapnel::testing
