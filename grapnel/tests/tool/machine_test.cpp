// Passes over assembly: what they make of a function, and what they must leave alone.
#include "pipeline/machine.hpp"

#include <gtest/gtest.h>

namespace grapnel::tool {
namespace {

std::string function(const std::string& name, const std::string& body) {
  return "\t.section\t.text." + name + ",\"ax\",@progbits\n\t.type\t" + name + ",@function\n" + name + ":\n" + body +
         ".Lfunc_end_" + name + ":\n";
}

Assembly read_function(const std::string& body) { return read_assembly(function("f", body)); }

std::string stored(const std::string& body) {
  Assembly assembly = read_function(body);
  store_constants(assembly);
  return text_of(assembly);
}

std::string body(const std::string& body) { return text_of(read_function(body)); }

// Lines that go leave an empty one.
TEST(StoreConstants, a_constant_needs_no_register) {
  EXPECT_EQ(stored("\tr1 = 5\n\t*(u64 *)(r2 + 8) = r1\n\texit\n"), body("\n\t*(u64 *)(r2 + 8) = 5\n\texit\n"));
  EXPECT_EQ(stored("\tr1 = -1\n\t*(u8 *)(r10 - 8) = r1\n\texit\n"), body("\n\t*(u8 *)(r10 - 8) = -1\n\texit\n"));
}

TEST(StoreConstants, the_register_stays_while_it_is_read) {
  EXPECT_EQ(stored("\tr1 = 5\n\t*(u64 *)(r2 + 8) = r1\n\tr0 = r1\n\texit\n"),
            body("\tr1 = 5\n\t*(u64 *)(r2 + 8) = 5\n\tr0 = r1\n\texit\n"));
  EXPECT_EQ(stored("\tr1 = 5\n\t*(u64 *)(r2 + 8) = r1\n\tcall g\n\texit\n"),
            body("\tr1 = 5\n\t*(u64 *)(r2 + 8) = 5\n\tcall g\n\texit\n"));
  EXPECT_EQ(stored("LBB0_1:\n\tr0 = r1\n\tr1 = 5\n\t*(u64 *)(r2 + 8) = r1\n\tif r3 != 0 goto LBB0_1\n\texit\n"),
            body("LBB0_1:\n\tr0 = r1\n\tr1 = 5\n\t*(u64 *)(r2 + 8) = 5\n\tif r3 != 0 goto LBB0_1\n\texit\n"));
}

TEST(StoreConstants, only_what_is_known_there) {
  for (const std::string unknown :
       {"\tr1 = 5\nLBB0_1:\n\t*(u64 *)(r2 + 8) = r1\n\tgoto LBB0_1\n",
        "\tr1 = 5\n\tr1 += r3\n\t*(u64 *)(r2 + 8) = r1\n\texit\n",
        "\tr1 = 5\n\tcall g\n\t*(u64 *)(r6 + 8) = r1\n\texit\n", "\tr1 = 5 ll\n\t*(u64 *)(r2 + 8) = r1\n\texit\n"})
    EXPECT_EQ(stored(unknown), body(unknown));
}

std::string shortened(const std::string& section, const std::string& body) {
  Assembly assembly =
      read_assembly(function("f", body) + "\t.section\t" + section + "\n\t.type\tnames,@object\nnames:\n");
  shorten_addresses(assembly);
  return text_of(assembly);
}

TEST(ShortenAddresses, an_address_of_a_datum_is_a_constant) {
  const std::string text = shortened(".rodata.names,\"a\",@progbits", "\tr3 = names ll\n\tr3 += 91\n\texit\n");
  EXPECT_NE(text.find("\t.byte 183, 3, 0, 0\n\t.long names+91\n\n\texit\n"), std::string::npos) << text;
}

// Of equal pieces one is kept: behind its end lies another.
TEST(ShortenAddresses, nothing_is_added_to_what_is_merged) {
  const std::string text = shortened(".rodata.str1.1,\"aMS\",@progbits,1", "\tr3 = names ll\n\tr3 += 91\n\texit\n");
  EXPECT_NE(text.find("\t.long names\n\tr3 += 91\n"), std::string::npos) << text;
}

TEST(ShortenAddresses, functions_and_numbers_stay_wide) {
  const std::string text = shortened(".rodata", "\tr3 = f ll\n\tr4 = 5000000000 ll\n\texit\n");
  EXPECT_NE(text.find("\tr3 = f ll\n\tr4 = 5000000000 ll\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace grapnel::tool
