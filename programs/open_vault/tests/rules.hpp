// What the fuzzer and the differential campaign must know: a vault that is set up, stakes, and roots of one leaf, since no
// generated instruction makes these; and what holds after each instruction.
#pragma once

#include <grapnel/testing/life.hpp>
#include <open_vault/open_vault.hpp>

#include <string>

namespace open_vault::test {

inline void put(grapnel::testing::World& world, const Pubkey& key, const std::vector<u8>& data, const Pubkey& owner) {
  world.runtime.set_account(key, {Lamports{100'000'000}, data, owner, false});
  world.learn(key);
}

inline void prepare(grapnel::testing::World& world) {
  const Pubkey pool = grapnel::testing::key(3'000);
  Vault vault{};
  vault.version = kLayoutVersion;
  vault.authority = world.people[0];
  vault.poster = world.people[1];
  vault.stake_pool = pool;
  vault.root_lifetime_max_s = ~u64{0} >> 1;
  put(world, kVaultAddress, client::account_data(vault), kProgramId);
  for (u64 i = 0; i < world.people.size(); ++i) {
    zest_staking::StakeRecord record{};
    record.version = zest_staking::kLayoutVersion;
    record.pool = pool;
    record.staker = world.people[i];
    record.amount = i == 3 ? 0 : 1'000'000'000'000;
    record.lock_until = ~u64{0} >> 1;
    put(world, grapnel::testing::key(3'100 + i), client::account_data(record), zest_staking::kProgramId);
  }
}

// A template's content is fixed, an access never becomes longer, and only revoking or closing ends it early.
inline std::string check(const grapnel::testing::Step& step) {
  for (const auto& [key, account] : step.after) {
    if (!(account.owner == kProgramId)) continue;
    const auto template_before = step.state_before<Template>(key);
    const auto template_after = step.state_after<Template>(key);
    if (template_before && template_after) {
      const bool same = equal(template_before->hash, template_after->hash) &&
                        template_before->staked == template_after->staked &&
                        template_before->lock_left_s == template_after->lock_left_s;
      if (!same) return "a template has changed";
      if (template_before->status != TemplateStatus::Open && template_after->status == TemplateStatus::Open)
        return "a template is open again";
      if (template_before->status != template_after->status && !step.has_signed(template_before->publisher))
        return "somebody else changed a template";
    }
    const auto access_before = step.state_before<Access>(key);
    const auto access_after = step.state_after<Access>(key);
    if (access_before && access_after) {
      if (access_before->valid_until != access_after->valid_until) return "an access ends at another time";
      if (access_before->revoked_at != 0 && access_after->revoked_at == 0) return "a revoked access is back";
    }
    if (!access_before && access_after && !step.has_signed(access_after->holder))
      return "an access for who has not asked";
  }
  return {};
}

// A generated life has a program of no deployer, no proof, and hits hardly any expiry.
inline grapnel::testing::Rules rules() {
  return {.prepare = prepare,
          .check = check,
          .out_of_reach = {"initialize", "post_stake_root", "close_stake_root", "claim_access_by_proof",
                           "revoke_access", "close_template"}};
}

}  // namespace open_vault::test
