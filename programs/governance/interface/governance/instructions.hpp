// The instructions: accounts, arguments and handlers, and the module they make up. The host builds instructions from the
// same declarations; a handler is defined in the source file of its name.
#pragma once

#include <governance/arguments.hpp>
#include <governance/errors.hpp>
#include <governance/events.hpp>
#include <governance/vote_record.hpp>
#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/token.hpp>
#include <zest_staking/stake_pool.hpp>
#include <zest_staking/stake_record.hpp>
#include <zestron/deployer.hpp>

namespace governance {

using zest_staking::StakePool;
using zest_staking::StakeRecord;

// Addresses of these need no proof: only this program makes accounts of their types, each at its derived address.
using GovernanceAccount = Account<Governance, Constraint<is_readable_governance, GovernanceError::LayoutUnknown>>;
using ProposalAccount = Account<Proposal, Constraint<is_readable_proposal, GovernanceError::LayoutUnknown>>;
using StakeAccount = Account<StakeRecord, Constraint<zest_staking::is_readable_stake, GovernanceError::LayoutUnknown>>;
using PoolAccount = Account<StakePool, Constraint<zest_staking::is_readable_pool, GovernanceError::LayoutUnknown>>;
using AuthorityAccount = With<Unchecked, Address<kGovernanceAuthority>>;

inline constexpr Pubkey kProgramData = zestron::program_data_of(kProgramId);

// Once, and only by whoever could upgrade this program at that moment: nobody else can come first.
struct Initialize {
  using Args = InitializeArgs;
  Mut<Signer> deployer;
  Account<loader::ProgramData, Address<kProgramData>,
          Constraint<zestron::kIsDeployer, GovernanceError::NotUpgradeAuthority>>
      program_data;
  PoolAccount stake_pool;
  Account<token_interface::Mint> zest_mint;
  Init<Governance, Payer<&Initialize::deployer>, Seeds<"governance">> governance;
  Program<System> system_program;
};
Result<> initialize(Context<Initialize>& ctx, const InitializeArgs& args);

struct Propose {
  using Args = ProposeArgs;
  Mut<Signer> staker;
  Mut<With<GovernanceAccount, HasOne<&Governance::zest_mint>>> governance;
  Account<token_interface::Mint> zest_mint;
  With<StakeAccount, HasOne<&StakeRecord::staker>> stake;
  Init<Proposal, Payer<&Propose::staker>, Seeds<"proposal", &Governance::proposal_count>> proposal;
  Program<System> system_program;
};
Result<> propose(Context<Propose>& ctx, const ProposeArgs& args);

struct Vote {
  using Args = VoteArgs;
  Mut<Signer> staker;
  Mut<ProposalAccount> proposal;
  With<StakeAccount, HasOne<&StakeRecord::staker>> stake;
  Init<VoteRecord, Payer<&Vote::staker>, Seeds<"vote", &Vote::proposal, &Vote::stake>> vote;
  Program<System> system_program;
};
Result<> vote(Context<Vote>& ctx, const VoteArgs& args);

// The proposer, as the buffer's authority, gives it to governance for the upgrade that is proposed, so that nobody writes to
// it any more. Who gives it otherwise never has it back.
struct GiveBuffer {
  Mut<With<ProposalAccount, HasOne<&Proposal::proposer>>> proposal;
  Mut<Account<loader::Buffer>> buffer;
  Signer proposer;
  AuthorityAccount authority;
  Program<UpgradeableLoader> loader;
};
Result<> give_buffer(Context<GiveBuffer>& ctx);

// By anyone, once nothing can come of the proposal: its proposer is the buffer's authority again, and closes it for its rent.
// grapnel-lint: allow(missing-signer) anyone: it can only go to who gave it
struct ReturnBuffer {
  Mut<With<ProposalAccount, HasOne<&Proposal::proposer>>> proposal;
  Mut<Account<loader::Buffer>> buffer;
  Unchecked proposer;
  AuthorityAccount authority;
  Program<UpgradeableLoader> loader;
};
Result<> return_buffer(Context<ReturnBuffer>& ctx);

// By anyone. The buffer is named for an upgrade.
// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct Queue {
  Mut<ProposalAccount> proposal;
  Optional<Account<loader::Buffer>> buffer;
};
Result<> queue(Context<Queue>& ctx);

// What passed is executed by anyone, each kind of action by an instruction with its accounts.
// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct ExecuteUpgrade {
  Mut<With<ProposalAccount, HasOne<&Proposal::rent_payer>>> proposal;
  // grapnel-lint: allow(unchecked-account) require_account() asks for the one that was voted on
  Mut<Unchecked> program;
  // grapnel-lint: allow(unchecked-account) the loader asks for the program's
  Mut<Unchecked> program_data;
  Mut<Account<loader::Buffer>> buffer;
  Mut<Unchecked> rent_payer;  // gets the buffer's lamports
  // grapnel-lint: allow(unchecked-account) the loader asks for the sysvar
  Unchecked rent;
  // grapnel-lint: allow(unchecked-account) the loader asks for the sysvar
  Unchecked clock;
  AuthorityAccount authority;
  Program<UpgradeableLoader> loader;
};
Result<> execute_upgrade(Context<ExecuteUpgrade>& ctx);

// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct ExecuteSetUpgradeAuthority {
  Mut<ProposalAccount> proposal;
  Account<loader::ProgramAccount> program;
  // grapnel-lint: allow(unchecked-account) the handler asks for the program's
  Mut<Unchecked> program_data;
  // grapnel-lint: allow(unchecked-account) require_account() asks for the one that was voted on
  Unchecked new_authority;
  AuthorityAccount authority;
  Program<UpgradeableLoader> loader;
};
Result<> execute_set_upgrade_authority(Context<ExecuteSetUpgradeAuthority>& ctx);

struct ExecuteSetMint {
  Mut<ProposalAccount> proposal;
  Mut<Signer> payer;
  Account<token_interface::Mint> mint;
  // grapnel-lint: allow(init-if-needed-state) begin_entry() looks
  InitIfNeeded<MintEntry, Payer<&ExecuteSetMint::payer>, Seeds<"mint", &ExecuteSetMint::mint>> entry;
  Program<System> system_program;
};
Result<> execute_set_mint(Context<ExecuteSetMint>& ctx);

// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct ExecuteRemoveMint {
  Mut<ProposalAccount> proposal;
  Mut<Account<MintEntry, HasOne<&MintEntry::rent_payer>, Close<"rent_payer">>> entry;
  Mut<Unchecked> rent_payer;
};
Result<> execute_remove_mint(Context<ExecuteRemoveMint>& ctx);

struct ExecuteSetPool {
  Mut<ProposalAccount> proposal;
  Mut<Signer> payer;
  // grapnel-lint: allow(unchecked-account) require_account() asks for the one that was voted on, the handler for its owner
  Unchecked pool;
  // grapnel-lint: allow(init-if-needed-state) begin_entry() looks
  InitIfNeeded<PoolEntry, Payer<&ExecuteSetPool::payer>, Seeds<"pool", &ExecuteSetPool::pool>> entry;
  Program<System> system_program;
};
Result<> execute_set_pool(Context<ExecuteSetPool>& ctx);

// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct ExecuteRemovePool {
  Mut<ProposalAccount> proposal;
  Mut<Account<PoolEntry, HasOne<&PoolEntry::rent_payer>, Close<"rent_payer">>> entry;
  Mut<Unchecked> rent_payer;
};
Result<> execute_remove_pool(Context<ExecuteRemovePool>& ctx);

// SetGuardian and SetParameters.
// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct ExecuteSettings {
  Mut<ProposalAccount> proposal;
  Mut<GovernanceAccount> governance;
};
Result<> execute_settings(Context<ExecuteSettings>& ctx);

// grapnel-lint: allow(missing-signer) anyone: the votes decide
// grapnel-lint: allow(any-mint) the mint is the one that was voted on
struct ExecuteTransfer {
  Mut<ProposalAccount> proposal;
  // grapnel-lint: allow(unchecked-account) the one that was voted on; that it is ours, the token program proves
  Mut<Unchecked> from;
  Account<token_interface::Mint> mint;
  Mut<Account<token_interface::Account>> to;
  AuthorityAccount authority;
  TokenInterface token_program;
};
Result<> execute_transfer(Context<ExecuteTransfer>& ctx);

// Behind these stand the call's accounts.
// grapnel-lint: allow(missing-signer) anyone: the votes decide
struct ExecuteCall {
  using Args = ExecuteCallArgs;
  Mut<ProposalAccount> proposal;
  // grapnel-lint: allow(unchecked-account) the one that was voted on, and may_be_called()
  Unchecked program;
};
Result<> execute_call(Context<ExecuteCall>& ctx, const ExecuteCallArgs& args);

struct Cancel {
  Mut<ProposalAccount> proposal;
  With<GovernanceAccount, HasOne<&Governance::guardian>> governance;
  Signer guardian;
};
Result<> cancel(Context<Cancel>& ctx);

struct Withdraw {
  Mut<With<ProposalAccount, HasOne<&Proposal::proposer>>> proposal;
  Signer proposer;
};
Result<> withdraw(Context<Withdraw>& ctx);

// grapnel-lint: allow(missing-signer) anyone: the rent goes to who paid it
struct CloseProposal {
  Mut<With<ProposalAccount, HasOne<&Proposal::rent_payer>, Close<"rent_payer">>> proposal;
  Mut<Unchecked> rent_payer;
};
Result<> close_proposal(Context<CloseProposal>& ctx);

// grapnel-lint: allow(missing-signer) anyone: the rent goes to who paid it
struct CloseVote {
  Mut<Account<VoteRecord, Constraint<is_readable_vote, GovernanceError::LayoutUnknown>, HasOne<&VoteRecord::rent_payer>,
              Close<"rent_payer">>>
      vote;
  Mut<Unchecked> rent_payer;
};
Result<> close_vote(Context<CloseVote>& ctx);

struct GovernanceProgram : Module<"governance", kProgramId, initialize, propose, Hot<vote>, give_buffer, return_buffer,
                                  queue, execute_upgrade, execute_set_upgrade_authority, execute_set_mint,
                                  execute_remove_mint, execute_set_pool, execute_remove_pool, execute_settings,
                                  execute_transfer, execute_call, cancel, withdraw, close_proposal, close_vote> {
  using Errors = GovernanceError;
  using Events = List<GovernanceInitialized, ProposalCreated, Voted, BufferMoved, ProposalQueued, ProposalExecuted,
                      ProposalCancelled, ProposalWithdrawn, ProposalClosed, VoteClosed>;
  using Types = List<UpgradeProgram, SetUpgradeAuthority, SetMint, RemoveMint, SetPool, RemovePool, SetGuardian,
                     TransferTokens, CallProgram, PriceKind>;
};

}  // namespace governance
