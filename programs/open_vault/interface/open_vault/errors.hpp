// The program's errors. Numbers are stable: a new error is appended, none is renumbered.
#pragma once

#include <open_vault/program.hpp>

namespace open_vault {

enum class VaultError : u32 {
  LayoutUnknown = 6000,
  // settings and roots
  NotDeployer,
  LifetimeInvalid,
  RootMissing,
  RootEmpty,
  SnapshotAhead,
  SnapshotOutdated,
  ExpiryInvalid,
  RootNotExpired,
  // templates
  HashMissing,
  UriInvalid,
  TierInvalid,
  TemplateNotOpen,
  TemplateStillOpen,
  TemplateInUse,
  CreatedInThisSlot,
  // accesses
  StakeTooSmall,
  LockTooShort,
  StakeOfAnotherPool,
  RootOfAnotherPool,
  RootExpired,
  ProofInvalid,
  AccessRevoked,
  AccessEnded,
  StakeStillThere,
  StakeOfAnother,
  AccessStillValid,
  CounterOverflow,
};

constexpr Text message(VaultError error) {
  switch (error) {
    case VaultError::LayoutUnknown: return "The account has a layout that this program does not know";
    case VaultError::NotDeployer: return "Only whoever may upgrade the program can set it up";
    case VaultError::LifetimeInvalid: return "The lifetime of roots must be above zero";
    case VaultError::RootMissing: return "The root must not be zero";
    case VaultError::RootEmpty: return "A root has one leaf at least";
    case VaultError::SnapshotAhead: return "The snapshot is of a slot that has not been";
    case VaultError::SnapshotOutdated: return "A root of this slot or a later one has been posted";
    case VaultError::ExpiryInvalid: return "The root must expire later than now, and within the lifetime of roots";
    case VaultError::RootNotExpired: return "The root has not expired";
    case VaultError::HashMissing: return "The hash of the document must not be zero";
    case VaultError::UriInvalid: return "The URI must have 1 to 196 ASCII characters";
    case VaultError::TierInvalid: return "A tier asks for a stake above zero and no negative lock";
    case VaultError::TemplateNotOpen: return "The template is superseded or retired";
    case VaultError::TemplateStillOpen: return "Only a superseded or retired template can be closed";
    case VaultError::TemplateInUse: return "Accesses to the template are still there";
    case VaultError::CreatedInThisSlot: return "A template can't be closed in the slot of its creation";
    case VaultError::StakeTooSmall: return "The stake is below the template's tier";
    case VaultError::LockTooShort: return "The stake is not locked for as long as the template's tier asks";
    case VaultError::StakeOfAnotherPool: return "The stake is not of the vault's pool";
    case VaultError::RootOfAnotherPool: return "The root is not over the vault's pool";
    case VaultError::RootExpired: return "The root has expired";
    case VaultError::ProofInvalid: return "The proof does not lead from this leaf to the root";
    case VaultError::AccessRevoked: return "The access is revoked already";
    case VaultError::AccessEnded: return "The access has ended by itself";
    case VaultError::StakeStillThere: return "The stake still is of the template's tier";
    case VaultError::StakeOfAnother: return "The stake is not the holder's in the vault's pool";
    case VaultError::AccessStillValid:
      return "Until it ends only its holder may close an access, and a revoked one nobody";
    case VaultError::CounterOverflow: return "A counter would overflow";
  }
  return {};
}

}  // namespace open_vault
