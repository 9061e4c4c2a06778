// Told of each step from intent to send, for traces. Nobody decides by it: a pipeline without an observer does the same.
#pragma once

#include "codec/transaction/transaction.hpp"
#include "domain/intent.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace zestron::transact {

/// Why an effect was not signed: the policy's rule, or 0 where something else stood in the way, and a line for people.
struct Obstacle {
  std::uint16_t rule = 0;
  std::string message;
};

/// In this order; an obstacle ends them early.
enum class Stage : std::uint8_t {
  kApprove = 0,   ///< policy's first gate
  kBuild = 1,     ///< nonce, blockhash, instructions, message
  kSimulate = 2,  ///< on the chain, before anything is signed
  kRelease = 3,   ///< policy's second gate, over what was simulated
  kSign = 4,
  kJournal = 5,  ///< signed bytes to disk
  kSend = 6,
};

constexpr std::string_view to_string(Stage stage) {
  switch (stage) {
    case Stage::kApprove: return "approve";
    case Stage::kBuild: return "build";
    case Stage::kSimulate: return "simulate";
    case Stage::kRelease: return "release";
    case Stage::kSign: return "sign";
    case Stage::kJournal: return "journal";
    case Stage::kSend: return "send";
  }
  return "send";
}

/// Called within Pipeline::propose, on its thread; must not block.
class Observer {
 public:
  virtual ~Observer() = default;
  /// The stage before it, if there was one, is over.
  virtual void reaches(const domain::Intent& intent, Stage stage) = 0;
  virtual void composed(const domain::Intent& intent, const codec::Message& message) = 0;
  virtual void simulated(const domain::Intent& intent, std::uint64_t compute_units) = 0;
  /// Last of an intent that is not sent.
  virtual void refused(const domain::Intent& intent, const Obstacle& why) = 0;
};

}  // namespace zestron::transact
