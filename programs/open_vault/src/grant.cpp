#include "grant.hpp"

namespace open_vault {

Result<> give(const Grant& grant, const Evidence& evidence, i64 now) {
  Template& of = grant.of;
  if (of.status != TemplateStatus::Open) return fail(VaultError::TemplateNotOpen);
  if (evidence.amount < of.staked) return fail(VaultError::StakeTooSmall);
  const Checked<i64> left = Checked{evidence.lock_until} - now;
  if (!left || left.value() <= 0 || left.value() < of.lock_left_s) return fail(VaultError::LockTooShort);
  of.access_count = GRAPNEL_TRY((Checked{of.access_count} + 1).or_fail(VaultError::CounterOverflow));

  Access& access = grant.access;
  access.version = kLayoutVersion;
  access.bump = grant.bump;
  access.kind = evidence.kind;
  access.of_template = grant.template_key;
  access.holder = grant.holder;
  access.rent_payer = grant.holder;
  access.evidence = evidence.key;
  access.template_created_slot = of.created_slot;
  access.granted_at = now;
  access.valid_until = evidence.lock_until < evidence.expires_at ? evidence.lock_until : evidence.expires_at;
  access.staked = of.staked;
  emit(AccessGranted{access.of_template, access.holder, access.evidence, access.valid_until});
  return ok;
}

}  // namespace open_vault
