// A program that asks another and reads what it returned.
#pragma once

#include "post_client.hpp"
#include "post_program.hpp"

namespace reader {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "B7ihZyoXZ1fwAY3TugkiFJ6SXkzJwMuQrxrekBaSmn32"_pubkey;

struct Ask {
  Unchecked post;
  Program<post::PostProgram> program;
};
// The number of tags, as `describe` tells it; the title is logged.
Result<u64> ask_tags(Context<Ask>& ctx);
// As ask_tags, but believes only what this program said itself.
Result<u64> ask_somebody_else(Context<Ask>& ctx);
// `touch` returns nothing.
Result<u64> ask_silence(Context<Ask>& ctx);
// Expects a number where `describe` returns more.
Result<u64> ask_another_type(Context<Ask>& ctx);
Result<Option<Pubkey>> ask_first_tag(Context<Ask>& ctx);

// The other program's account, read in place through the header that `grapnel client` wrote from its IDL.
struct Look {
  Account<post_client::PostInPlace> post;
};
struct Seen {
  Pubkey author;
  u64 likes;
  String<32> title;
  Option<u64> pinned;
  u64 signature_bytes;
};
Result<Seen> look(Context<Look>& ctx);

// How many tags there are before a call that adds one, and after it.
struct AddAndLook {
  struct Args {
    Pubkey tag;
  };
  Signer author;
  Mut<Account<post_client::PostInPlace>> post;
  Program<post_client::PostProgram> program;
};
Result<Array<u64, 2>> add_and_look(Context<AddAndLook>& ctx, const AddAndLook::Args& args);

struct ReaderProgram : Module<"reader", kProgramId, ask_tags, ask_somebody_else, ask_silence, ask_another_type,
                              ask_first_tag, look, add_and_look> {};

}  // namespace reader
