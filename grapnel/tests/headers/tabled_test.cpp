// Where the rows of a table look: at the places that the compiler gives the fields.
#include <gtest/gtest.h>

#include <grapnel/detail/tabled.hpp>

#include <cstddef>

namespace grapnel::detail {
namespace {

struct Ledger {
  u8 version;
  u8 bump;
  u32 entries;
  Pubkey owner;
  u16 flags;
  Array<u8, 6> reserved;
  Pubkey payee;
  u64 total;
};

TEST(Tabled, a_place_is_the_compilers_offset) {
  EXPECT_EQ((place_of_member<Ledger, &Ledger::version>()), offsetof(Ledger, version));
  EXPECT_EQ((place_of_member<Ledger, &Ledger::entries>()), offsetof(Ledger, entries));
  EXPECT_EQ((place_of_member<Ledger, &Ledger::owner>()), offsetof(Ledger, owner));
  EXPECT_EQ((place_of_member<Ledger, &Ledger::payee>()), offsetof(Ledger, payee));
  EXPECT_EQ((place_of_member<Ledger, &Ledger::total>()), offsetof(Ledger, total));
}

}  // namespace
}  // namespace grapnel::detail
