// The accounts structs and handlers of the program that runs errands.
#pragma once

#include <errands.hpp>
#include <grapnel/programs/loader.hpp>
#include <grapnel/programs/memo.hpp>
#include <grapnel/programs/stake.hpp>
#include <grapnel/programs/system.hpp>
#include <grapnel/programs/token_2022.hpp>

namespace errands {

struct Step {
  u64 number;
};

// A Token-2022 mint with every extension that can stand beside the others.
struct Extend {
  Mut<Signer> payer;
  Mut<Signer> mint;
  Program<Token2022> token_program;
  Program<System> system_program;
};
Result<> extend(Context<Extend>& ctx);

// What changes such a mint afterwards; `account` is the payer's.
struct Change {
  using Args = Step;
  Mut<Signer> payer;
  Mut<Account<token_2022::Mint>> mint;
  Mut<Account<token_2022::Account>> account;
  Mut<Account<token_2022::Account>, Duplicate> to;
  Program<Token2022> token_program;
  Program<System> system_program;
};
Result<> change(Context<Change>& ctx, const Step& args);

struct Note {
  Signer author;
  Program<Memo> memo;
};
Result<> note(Context<Note>& ctx);

struct Seeded {
  using Args = Step;
  Mut<Signer> payer;
  Mut<Unchecked> account;
  Mut<Unchecked> to;
  Program<System> system_program;
};
Result<> seeded(Context<Seeded>& ctx, const Step& args);

struct Nonce {
  using Args = Step;
  Mut<Signer> payer;
  Mut<Signer> nonce;
  Unchecked blockhashes;
  Unchecked rent;
  Program<System> system_program;
};
Result<> nonce(Context<Nonce>& ctx, const Step& args);

struct Staking {
  using Args = Step;
  Mut<Signer> owner;
  Mut<Unchecked> account;
  Mut<Unchecked> other;
  Unchecked vote;
  Unchecked clock;
  Unchecked history;
  Unchecked config;
  Unchecked rent;
  Program<StakeProgram> stake_program;
  Program<System> system_program;
};
Result<> staking(Context<Staking>& ctx, const Step& args);

struct StakeView {
  Account<stake::Account> account;
};
Result<u64> stake_view(Context<StakeView>& ctx);

struct Governing {
  using Args = Step;
  Mut<Signer> authority;
  Mut<Account<loader::ProgramData>> program_data;
  Mut<Unchecked> program;
  Mut<Unchecked> buffer;
  Unchecked next;
  Unchecked rent;
  Unchecked clock;
  Program<UpgradeableLoader> loader;
  Program<System> system_program;
};
Result<> governing(Context<Governing>& ctx, const Step& args);

struct ErrandsProgram
    : Module<"errands", kProgramId, extend, change, note, seeded, nonce, staking, stake_view, governing> {};

}  // namespace errands
