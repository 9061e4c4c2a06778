// Who holds a key. Signs only what policy released, so no code path can sign anything else.
#pragma once

#include "base/result.hpp"
#include "base/types.hpp"
#include "domain/approved_intent.hpp"

#include <cstdint>

namespace zestron::ports {

enum class SignerError : std::uint16_t {
  kUnavailable = 1,
  kRefused = 2,  ///< a remote signer's own policy said no
};

class Signer {
 public:
  virtual ~Signer() = default;
  [[nodiscard]] virtual const Pubkey& pubkey() const = 0;
  /// The signature of pubkey() over the message.
  virtual Outcome<Signature, SignerError> sign(const domain::SignableTransaction& transaction) = 0;
};

}  // namespace zestron::ports
