// A program that only takes deposits: what a token transfer by CPI costs, and whom another program calls. Its handlers
// are declared here for callers.
#pragma once

#include <grapnel/grapnel.hpp>
#include <grapnel/programs/token.hpp>

namespace till {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "3tzXUGDNaJz1yVXeABxeK2ofi9tCdPh4uJ7a7F95xD5x"_pubkey;

struct Deposit {
  struct Args {
    u64 amount;
    String<16> note;
  };
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account>> vault;
  Program<Token> token_program;
};
Result<u64> deposit(Context<Deposit>& ctx, const Deposit::Args& args);

struct Take {
  struct Args {
    u64 amount;
  };
  Signer owner;
  Mut<Account<token::Account>> from;
  Mut<Account<token::Account>> vault;
  Program<Token> token_program;
};
Result<> take(Context<Take>& ctx, const Take::Args& args);

}  // namespace till
