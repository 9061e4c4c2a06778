#include "instructions.hpp"

namespace errands {

Result<> extend(Context<Extend>& ctx) {
  const Pubkey& me = ctx.payer.key();
  // Entries: fee 108, close authority 32, permanent delegate 32, hook 64, pointer 64, state 1, interest 52, pause 33,
  // group pointer 64, member pointer 64; 4 bytes before each.
  constexpr u64 kSize = 166 + 108 + 32 + 32 + 64 + 64 + 1 + 52 + 33 + 64 + 64 + 10 * 4;
  GRAPNEL_TRY(system::create_account(ctx.payer, ctx.mint, kSize, Token2022::kId));
  GRAPNEL_TRY(token_2022::initialize_transfer_fee_config(
      ctx.mint, {.config_authority = &me, .withdraw_withheld_authority = &me, .basis_points = 100, .maximum = 1'000}));
  GRAPNEL_TRY(token_2022::initialize_mint_close_authority(ctx.mint, &me));
  GRAPNEL_TRY(token_2022::initialize_permanent_delegate(ctx.mint, me));
  GRAPNEL_TRY(token_2022::initialize_transfer_hook(ctx.mint, &me, nullptr));
  GRAPNEL_TRY(token_2022::initialize_metadata_pointer(ctx.mint, &me, &ctx.mint.key()));
  GRAPNEL_TRY(token_2022::initialize_default_account_state(ctx.mint, token_2022::State::Initialized));
  GRAPNEL_TRY(token_2022::initialize_interest_bearing_mint(ctx.mint, &me, 250));
  GRAPNEL_TRY(token_2022::initialize_pausable_config(ctx.mint, me));
  GRAPNEL_TRY(token_2022::initialize_group_pointer(ctx.mint, &me, nullptr));
  GRAPNEL_TRY(token_2022::initialize_group_member_pointer(ctx.mint, &me, nullptr));
  return token::initialize_mint2(ctx.mint, 2, me, &me, {.program = Token2022::kId});
}

Result<> change(Context<Change>& ctx, const Step& args) {
  switch (args.number) {
    case 0: return token::mint_to(ctx.mint, ctx.account, ctx.payer, 10'000, {.program = Token2022::kId});
    case 1: {
      const auto* config = token_2022::extension<token_2022::TransferFeeConfig>(ctx.mint);
      if (config == nullptr) return Failure{1};
      const u64 fee = config->at(Clock::get().epoch).of(5'000);
      return token_2022::transfer_checked_with_fee(ctx.account, ctx.mint, ctx.to, ctx.payer, 5'000, 2, fee);
    }
    case 2: return token_2022::harvest_withheld_tokens_to_mint(ctx.mint, {ctx.to});
    case 3: return token_2022::withdraw_withheld_tokens_from_mint(ctx.mint, ctx.account, ctx.payer);
    case 4: return token_2022::withdraw_withheld_tokens_from_accounts(ctx.mint, ctx.account, ctx.payer, {ctx.to});
    case 5: return token_2022::set_transfer_fee(ctx.mint, ctx.payer, 50, 10);
    case 6: return token_2022::update_default_account_state(ctx.mint, ctx.payer, token_2022::State::Frozen);
    case 7: return token_2022::update_interest_rate(ctx.mint, ctx.payer, -30);
    case 8: return token_2022::update_transfer_hook(ctx.mint, ctx.payer, &Token::kId);
    case 9: return token_2022::update_metadata_pointer(ctx.mint, ctx.payer, nullptr);
    case 10: return token_2022::pause(ctx.mint, ctx.payer);
    case 11: return token_2022::resume(ctx.mint, ctx.payer);
    case 12:
      return token_2022::reallocate(ctx.account, ctx.payer, ctx.system_program, ctx.payer,
                                    {token_2022::ExtensionType::MemoTransfer});
    case 13: return token_2022::enable_required_memos(ctx.account, ctx.payer);
    case 14: return token_2022::disable_required_memos(ctx.account, ctx.payer);
    default: return Failure{1};
  }
}

Result<> note(Context<Note>& ctx) {
  GRAPNEL_TRY(memo::write("from nobody"));
  return memo::write("from the author", {ctx.author});
}

Result<> seeded(Context<Seeded>& ctx, const Step& args) {
  switch (args.number) {
    case 0:
      return system::create_account_with_seed(ctx.payer, ctx.account, ctx.payer, "errand", Lamports{5'000'000}, 3,
                                              kProgramId);
    case 1: return system::allocate_with_seed(ctx.account, ctx.payer, "errand", 7, kProgramId);
    case 2: return system::assign_with_seed(ctx.account, ctx.payer, "errand", kProgramId);
    case 3:
      return system::transfer_with_seed(ctx.account, ctx.payer, ctx.to, Lamports{1'000'000}, "purse", System::kId);
    case 4:
      return system::create_account_with_seed(ctx.payer, ctx.account, ctx.payer, "a text of more than 32 characters",
                                              Lamports{1}, 0, kProgramId);
    default: return Failure{1};
  }
}

Result<> nonce(Context<Nonce>& ctx, const Step& args) {
  switch (args.number) {
    case 0:
      GRAPNEL_TRY(system::allocate(ctx.nonce, system::kNonceSize));
      return system::initialize_nonce_account(ctx.nonce, ctx.blockhashes, ctx.rent, ctx.payer.key());
    case 1: return system::advance_nonce_account(ctx.nonce, ctx.blockhashes, ctx.payer);
    case 2: return system::authorize_nonce_account(ctx.nonce, ctx.payer, ctx.payer.key());
    case 3:
      return system::withdraw_nonce_account({.nonce = ctx.nonce,
                                             .to = ctx.payer,
                                             .recent_blockhashes = ctx.blockhashes,
                                             .rent = ctx.rent,
                                             .authority = ctx.payer},
                                            Lamports{1'000});
    case 4: return system::assign(ctx.nonce, kProgramId);
    case 5: return system::upgrade_nonce_account(ctx.nonce);
    default: return Failure{1};
  }
}

Result<> staking(Context<Staking>& ctx, const Step& args) {
  switch (args.number) {
    case 0: return stake::initialize(ctx.account, ctx.rent, ctx.owner.key(), ctx.owner.key());
    case 1: return stake::authorize(ctx.account, ctx.clock, ctx.owner, ctx.owner.key(), stake::Authority::Staker);
    case 2: return stake::split(ctx.account, ctx.other, ctx.owner, Lamports{2'000'000'000});
    case 3:
      return stake::merge(
          {.into = ctx.account, .from = ctx.other, .clock = ctx.clock, .history = ctx.history, .staker = ctx.owner});
    case 4:
      return stake::delegate({.account = ctx.account,
                              .vote = ctx.vote,
                              .clock = ctx.clock,
                              .history = ctx.history,
                              .config = ctx.config,
                              .staker = ctx.owner});
    case 5: return stake::deactivate(ctx.account, ctx.clock, ctx.owner);
    case 6:
      return stake::withdraw({.account = ctx.account,
                              .to = ctx.owner,
                              .clock = ctx.clock,
                              .history = ctx.history,
                              .withdrawer = ctx.owner},
                             Lamports{1'000'000});
    default: return Failure{1};
  }
}

Result<u64> stake_view(Context<StakeView>& ctx) { return ctx.account->delegated.get(); }

Result<> governing(Context<Governing>& ctx, const Step& args) {
  if (!ctx.program_data->is_authority(ctx.authority.key())) return Failure{77};
  switch (args.number) {
    case 0:
      return loader::upgrade({.program_data = ctx.program_data,
                              .program = ctx.program,
                              .buffer = ctx.buffer,
                              .spill = ctx.authority,
                              .rent = ctx.rent,
                              .clock = ctx.clock,
                              .authority = ctx.authority});
    case 1: return loader::close_buffer(ctx.buffer, ctx.authority, ctx.authority);
    case 2: return loader::set_authority(ctx.program_data, ctx.authority, ctx.next);
    case 3: return loader::remove_authority(ctx.program_data, ctx.authority);
    case 4: return loader::close_program(ctx.program_data, ctx.authority, ctx.authority, ctx.program);
    default: return Failure{1};
  }
}

}  // namespace errands

GRAPNEL_ENTRYPOINT(errands::ErrandsProgram)
