// A post with a title, tags, a signature and a pinned number of variable length: what the tests of tails share.
#pragma once

#include <grapnel/grapnel.hpp>

namespace post {
using namespace grapnel;

inline constexpr Pubkey kProgramId = "3zd9HrwxYjUBzLXTzPvTPyJRWwHBYcEZhYAvSNp6EsTP"_pubkey;

struct Mark {
  u16 where;
  u8 kind;
  Array<u8, 1> reserved;
};

struct Post {
  Pubkey author;
  u64 likes;
  Tail<String<32>> title;
  Tail<Vec<Pubkey, 4>> tags;
  Tail<Option<u64>> pinned;
  Tail<Vec<Mark, 6>> marks;
  Tail<ByteView<16>> signature;
};

}  // namespace post
