// The two proofs that policy gives: an intent it approved, and a transaction whose simulation it saw. Only policy's gates can
// construct them; transact takes nothing else, and the signer signs nothing else. Final.
#pragma once

#include "base/types.hpp"
#include "codec/transaction/transaction.hpp"
#include "domain/intent.hpp"

#include <utility>

namespace zestron::policy {
struct ApproveGate;  // policy/approve.cpp
struct ReleaseGate;  // policy/release.cpp
}  // namespace zestron::policy

namespace zestron::domain {

/// What the transaction may do at most, fixed when the intent was approved.
struct Bounds {
  Lamports fee_max;         ///< what the fee payer may lose, everything included
  Spends spend_max = {};    ///< what may leave our token accounts in all, mint by mint; of others nothing
  Spends receive_min = {};  ///< what must come into them, mint by mint
  bool operator==(const Bounds&) const = default;
};

class ApprovedIntent {
 public:
  [[nodiscard]] const Intent& intent() const { return intent_; }
  [[nodiscard]] const Bounds& bounds() const { return bounds_; }

 private:
  friend struct policy::ApproveGate;
  ApprovedIntent(Intent intent, Bounds bounds) : intent_(intent), bounds_(bounds) {}
  Intent intent_;
  Bounds bounds_;
};

class SignableTransaction {
 public:
  [[nodiscard]] const ApprovedIntent& approved() const { return approved_; }
  [[nodiscard]] const codec::Message& message() const { return message_; }

 private:
  friend struct policy::ReleaseGate;
  SignableTransaction(ApprovedIntent approved, codec::Message message)
      : approved_(approved), message_(std::move(message)) {}
  ApprovedIntent approved_;
  codec::Message message_;
};

}  // namespace zestron::domain
