// Passes over assembly: what they make of a function, and what they must leave alone.
#include "pipeline/machine.hpp"

#include <gtest/gtest.h>

#include "pipeline/merge.hpp"
#include "pipeline/share.hpp"

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

std::string shared(const std::string& bodies, int frame) {
  Assembly assembly = read_assembly(bodies);
  share_sequences(assembly, {"f", "g"}, frame);
  return text_of(assembly);
}

const std::string kCopy = "\tr3 = *(u64 *)(r1 + 8)\n\tr3 += 1\n\tr3 *= 5\n\t*(u64 *)(r2 + 8) = r3\n";

TEST(ShareSequences, what_stands_twice_becomes_a_function) {
  const std::string text =
      shared(function("f", kCopy + "\texit\n") + function("g", "\tr1 = 0\n" + kCopy + "\texit\n"), 0);
  EXPECT_NE(text.find("g:\n\tr1 = 0\n\tcall grapnel_shared_0\n\n\n\n\texit\n"), std::string::npos) << text;
  EXPECT_NE(text.find("grapnel_shared_0:\n" + kCopy + "\texit\n.Lgrapnel_shared_0_end:\n"), std::string::npos) << text;
}

TEST(ShareSequences, only_in_functions_that_are_named) {
  const std::string hot = function("f", kCopy + "\texit\n") + function("hot", kCopy + "\texit\n");
  EXPECT_EQ(shared(hot, 0), text_of(read_assembly(hot)));
}

TEST(ShareSequences, what_the_vm_restores_is_not_written) {
  const std::string kept = "\tr6 = *(u64 *)(r1 + 8)\n\tr6 += 1\n\tr6 *= 5\n\tr6 |= r2\n";
  const std::string read = function("f", kept + "\tr0 = r6\n\texit\n") + function("g", kept + "\tr0 = r6\n\texit\n");
  EXPECT_EQ(shared(read, 0).find("r6 = *(u64 *)(r1 + 8)\n\tr6 += 1\n\tr6 *= 5\n\tr6 |= r2\n\texit"), std::string::npos);
  const std::string unread = function("f", kept + "\texit\n") + function("g", kept + "\texit\n");
  EXPECT_NE(shared(unread, 0).find("call grapnel_shared_0"), std::string::npos);
}

TEST(ShareSequences, a_caller_s_frame_is_reached_where_its_distance_is_known) {
  const std::string spills =
      "\tr3 = *(u64 *)(r10 - 8)\n\tr3 += 1\n\t*(u64 *)(r10 - 16) = r3\n\tr4 = r10\n\tr4 += -32\n\tr5 = 7\n";
  const std::string twice = function("f", spills + "\texit\n") + function("g", spills + "\texit\n");
  const std::string text = shared(twice, 4096);
  EXPECT_NE(text.find("\tr3 = *(u64 *)(r10 - 4104)\n\tr3 += 1\n\t*(u64 *)(r10 - 4112) = r3\n\tr4 = r10\n\tr4 += -4096\n"
                      "\tr4 += -32\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(shared(twice, 0), text_of(read_assembly(twice)));
  const std::string stored = "\t*(u64 *)(r1 + 0) = r10\n\tr3 += 1\n\tr3 *= 5\n\tr3 *= 7\n\tr3 *= 9\n";
  EXPECT_EQ(shared(function("f", stored + "\texit\n") + function("g", stored + "\texit\n"), 4096)
                .find("= r10\n\tr3 += 1\n\tr3 *= 5\n\tr3 *= 7\n\tr3 *= 9\n\texit\n.Lgrapnel"),
            std::string::npos);
}

// Where f and g are laid out for bytes.
std::string merged(const std::string& bodies) {
  Assembly assembly = read_assembly(bodies);
  merge_tails(assembly, {"f", "g"});
  std::string out;
  for (const Line& line : assembly.lines) {
    if (!line.text.empty()) out += (line.is_instruction() ? "\t" : "") + line.text + "\n";
  }
  return out;
}
// The same with all functions in one section, as they leave the pass.
std::string joined(std::string text) {
  for (std::size_t at = 0; (at = text.find(".text.", at)) != std::string::npos;) {
    at += 6;
    text.replace(at, text.find(',', at) - at, "grapnel");
  }
  return text;
}

TEST(MergeTails, what_ends_alike_ends_in_the_same_lines) {
  EXPECT_EQ(merged(function("f", "\tr1 = 1\n\tr2 = 0\n\tcall log\n\texit\n") +
                   function("g", "\tr1 = 2\n\tr2 = 0\n\tcall log\n\texit\n")),
            joined(function("f", "\tr1 = 1\nLBB_merged_0:\n\tr2 = 0\n\tcall log\n\texit\n") +
                   function("g", "\tr1 = 2\n\tgoto LBB_merged_0\n")));
}

TEST(MergeTails, what_is_only_branched_to_goes_without_a_jump) {
  EXPECT_EQ(merged(function("f", "\tif r1 == 0 goto LBB0_1\n\tr0 = 1\n\texit\nLBB0_1:\n\tr0 = 9\n\texit\n") +
                   function("g", "\tif r2 == 0 goto LBB1_1\n\tr0 = 2\n\texit\nLBB1_1:\n\tr0 = 9\n\texit\n")),
            joined(function("f", "\tif r1 == 0 goto LBB0_1\n\tr0 = 1\n\texit\nLBB0_1:\n\tr0 = 9\n\texit\n") +
                   function("g", "\tif r2 == 0 goto LBB0_1\n\tr0 = 2\n\texit\n")));
}

// Alike are two loops too, if all that they lead to is.
TEST(MergeTails, loops_and_branches_lead_to_the_same_or_differ) {
  const auto loop = [](const std::string& label, const std::string& last) {
    return "\tr3 = 0\n" + label + "_1:\n\tr3 += 1\n\tif r3 != 5 goto " + label + "_1\n\tr0 = " + last + "\n\texit\n";
  };
  const std::string same = merged(function("f", "\tr4 = 1\n" + loop("LBB0", "0")) + function("g", loop("LBB1", "0")));
  EXPECT_NE(same.find("g:\n\tgoto LBB_merged_0\n"), std::string::npos) << same;
  const std::string other = function("f", loop("LBB0", "0")) + function("g", loop("LBB1", "1"));
  EXPECT_EQ(merged(other), joined(text_of(read_assembly(other))));
}

TEST(MergeTails, a_jump_is_what_it_leads_to) {
  EXPECT_EQ(merged(function("f", "\tr1 = 1\n\tr2 = 5\n\tgoto LBB0_2\nLBB0_2:\n\tcall log\n\texit\n") +
                   function("g", "\tr1 = 2\n\tr2 = 5\n\tcall log\n\texit\n")),
            joined(function("f", "\tr1 = 1\nLBB_merged_0:\n\tr2 = 5\n\tgoto LBB0_2\nLBB0_2:\n\tcall log\n\texit\n") +
                   function("g", "\tr1 = 2\n\tgoto LBB_merged_0\n")));
}

TEST(MergeTails, a_loop_of_nothing_is_left) {
  const std::string idle =
      function("f", "\tr1 = 1\nLBB0_1:\n\tgoto LBB0_1\n") + function("g", "LBB1_1:\n\tgoto LBB1_1\n");
  EXPECT_EQ(merged(idle), joined(text_of(read_assembly(idle))));
}

// Code for units gains no jump: it loses what it branches to, if that is found with no more jumps than here.
TEST(MergeTails, hot_code_is_not_dearer) {
  const std::string cold = "\tif r1 == 0 goto LBB0_1\n\tr0 = 1\n\texit\nLBB0_1:\n\tr1 = 7\n\tcall log\n\texit\n";
  const std::string falls = "\tr4 = 1\n\tr1 = 7\n\tcall log\n\texit\n";
  const std::string text = merged(function("h", cold) + function("hot", falls));
  EXPECT_EQ(text, joined(function("h", cold) + function("hot", falls)));
  const std::string branches = "\tif r2 == 0 goto LBB1_1\n\tr0 = 2\n\texit\nLBB1_1:\n\tr1 = 7\n\tcall log\n\texit\n";
  EXPECT_EQ(merged(function("h", cold) + function("hot", branches)),
            joined(function("h", cold) + function("hot", "\tif r2 == 0 goto LBB0_1\n\tr0 = 2\n\texit\n")));
}

}  // namespace
}  // namespace grapnel::tool
