// The instructions: accounts, arguments and handlers, and the module they make up. A handler is defined in the source file
// of its name.
#pragma once

#include <open_vault/access.hpp>
#include <open_vault/arguments.hpp>
#include <open_vault/errors.hpp>
#include <open_vault/events.hpp>
#include <open_vault/vault.hpp>
#include <zest_staking/stake_pool.hpp>
#include <zest_staking/stake_record.hpp>
#include <zestron/deployer.hpp>

namespace open_vault {

inline constexpr Pubkey kProgramData = zestron::program_data_of(kProgramId);
inline constexpr Pubkey kVaultAddress = find_program_address(kProgramId, kVaultSeed).address;

// None of these needs a proof of its address after creation: only this program makes them, at the derived ones.
template <class... C>
using VaultAccount = Account<Vault, Constraint<is_readable_vault, VaultError::LayoutUnknown>, C...>;
template <class... C>
using TemplateAccount = Mut<Account<Template, Constraint<is_readable_template, VaultError::LayoutUnknown>, C...>>;
template <class... C>
using RootAccount = Account<StakeRoot, Constraint<is_readable_root, VaultError::LayoutUnknown>, C...>;
template <class... C>
using AccessAccount = Mut<Account<Access, Constraint<is_readable_access, VaultError::LayoutUnknown>, C...>>;
template <class... C>
using StakeAccount =
    Account<zest_staking::StakeRecord, Constraint<zest_staking::is_readable_stake, VaultError::LayoutUnknown>, C...>;

// By whoever may upgrade the program; the vault's authority is governance's from the start.
struct Initialize {
  using Args = InitializeArgs;
  Mut<Signer> deployer;
  Account<loader::ProgramData, Address<kProgramData>, Constraint<zestron::kIsDeployer, VaultError::NotDeployer>>
      program_data;
  Account<zest_staking::StakePool> stake_pool;
  Init<Vault, Payer<&Initialize::deployer>, Seeds<"vault">> vault;
  Program<System> system_program;
};
Result<> initialize(Context<Initialize>& ctx, const InitializeArgs& args);

struct SetPoster {
  using Args = SetPosterArgs;
  Mut<VaultAccount<HasOne<&Vault::authority>>> vault;
  Signer authority;
};
Result<> set_poster(Context<SetPoster>& ctx, const SetPosterArgs& args);

struct PublishTemplate {
  using Args = TemplateArgs;
  Mut<Signer> publisher;
  Init<Template, Payer<&PublishTemplate::publisher>, Seeds<"template", &PublishTemplate::publisher, &Args::number>>
      of_template;
  Program<System> system_program;
};
Result<> publish_template(Context<PublishTemplate>& ctx, const TemplateArgs& args);

// A new version: a template of its own, by the same publisher.
struct UpdateTemplate {
  using Args = TemplateArgs;
  Mut<Signer> publisher;
  TemplateAccount<HasOne<&Template::publisher>> previous;
  Init<Template, Payer<&UpdateTemplate::publisher>, Seeds<"template", &UpdateTemplate::publisher, &Args::number>>
      of_template;
  Program<System> system_program;
};
Result<> update_template(Context<UpdateTemplate>& ctx, const TemplateArgs& args);

struct RetireTemplate {
  TemplateAccount<HasOne<&Template::publisher>> of_template;
  Signer publisher;
};
Result<> retire_template(Context<RetireTemplate>& ctx);

struct CloseTemplate {
  TemplateAccount<HasOne<&Template::publisher>, HasOne<&Template::rent_payer>, Close<"rent_payer">> of_template;
  Signer publisher;
  Mut<Unchecked> rent_payer;
};
Result<> close_template(Context<CloseTemplate>& ctx);

struct PostStakeRoot {
  using Args = PostStakeRootArgs;
  Mut<Signer> poster;
  Mut<VaultAccount<HasOne<&Vault::poster>>> vault;
  Init<StakeRoot, Payer<&PostStakeRoot::poster>, Seeds<"root", &Args::root>> stake_root;
  Program<System> system_program;
};
Result<> post_stake_root(Context<PostStakeRoot>& ctx, const PostStakeRootArgs& args);

// By anyone, once it has expired.
// grapnel-lint: allow(missing-signer) a crank: the rent goes where the root says
struct CloseStakeRoot {
  Mut<RootAccount<HasOne<&StakeRoot::rent_payer>, Close<"rent_payer">>> stake_root;
  Mut<Unchecked> rent_payer;
};
Result<> close_stake_root(Context<CloseStakeRoot>& ctx);

// By a stake that lies in the pool now.
struct ClaimAccess {
  Mut<Signer> holder;
  VaultAccount<> vault;
  TemplateAccount<> of_template;
  StakeAccount<> stake;
  Init<Access, Payer<&ClaimAccess::holder>, Seeds<"access", &ClaimAccess::of_template, &ClaimAccess::holder>> access;
  Program<System> system_program;
};
Result<> claim_access(Context<ClaimAccess>& ctx);

// By a leaf of a posted root.
struct ClaimAccessByProof {
  using Args = ClaimByProofArgs;
  Mut<Signer> holder;
  VaultAccount<> vault;
  TemplateAccount<> of_template;
  RootAccount<> stake_root;
  Init<Access, Payer<&ClaimAccessByProof::holder>,
       Seeds<"access", &ClaimAccessByProof::of_template, &ClaimAccessByProof::holder>>
      access;
  Program<System> system_program;
};
Result<> claim_access_by_proof(Context<ClaimAccessByProof>& ctx, const ClaimByProofArgs& args);

// By anyone, once the holder's stake is below the tier. `stake` is that stake's record, or what was it.
struct RevokeAccess {
  VaultAccount<> vault;
  AccessAccount<> access;
  // grapnel-lint: allow(unchecked-account) it may be gone; the handler looks at what it is
  Unchecked stake;
};
Result<> revoke_access(Context<RevokeAccess>& ctx);

// By the holder; by anyone once it would have ended by itself.
struct CloseAccess {
  AccessAccount<HasOne<&Access::of_template>, HasOne<&Access::rent_payer>, Close<"rent_payer">> access;
  TemplateAccount<> of_template;
  Signer caller;
  Mut<Unchecked> rent_payer;
};
Result<> close_access(Context<CloseAccess>& ctx);

struct OpenVault : Module<"open_vault", kProgramId, initialize, set_poster, publish_template, update_template,
                          retire_template, close_template, post_stake_root, close_stake_root, Hot<claim_access>,
                          claim_access_by_proof, revoke_access, close_access> {
  using Errors = VaultError;
  using Events = List<VaultInitialized, PosterChanged, TemplatePublished, TemplateRetired, TemplateClosed,
                      StakeRootPosted, StakeRootClosed, AccessGranted, AccessRevoked, AccessClosed>;
};

}  // namespace open_vault
