// The marketplace's own signature, by which it pays from the vault and pledges stakes.
#pragma once

#include <marketplace/instructions.hpp>

namespace marketplace {

class Authority {
 public:
  const SignerSeeds* signer() const { return signer_; }

 private:
  static constexpr u8 kBump = find_program_address(kProgramId, kAuthoritySeed).bump;
  PdaSigner<2> signer_{"authority", kBump};
};

}  // namespace marketplace
