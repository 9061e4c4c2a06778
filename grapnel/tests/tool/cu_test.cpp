// Reading traces, naming functions, and the forms that a profile is written in.
#include <gtest/gtest.h>

#include <string>

#include "cu/profile.hpp"
#include "cu/program.hpp"
#include "cu/report.hpp"
#include "cu/trace.hpp"
#include "pipeline/process.hpp"

namespace grapnel::tool {
namespace {

constexpr std::string_view kGood = R"({"format":"grapnel-trace-1","computeUnits":1113,"instructions":[
  {"program":"Caller","elf":"00","units":1113,"steps":[[0,10],
    {"syscall":"sol_invoke_signed_c","units":1096,"instructions":[{"program":"11111111111111111111111111111111","units":150}]},
    [12,7]]}]})";

std::string with(std::string_view from, std::string_view to) {
  std::string text(kGood);
  return text.replace(text.find(from), from.size(), to);
}

TEST(CuTrace, every_unit_of_a_trace_is_in_its_profile) {
  const auto trace = read_trace(kGood);
  ASSERT_TRUE(trace) << trace.error();
  const Profile profile = make_profile(*trace, {});
  EXPECT_EQ(profile.units, 1113u);
  EXPECT_EQ(make_folded(profile),
            "Caller 17\n"
            "Caller;sol_invoke_signed_c 946\n"
            "Caller;sol_invoke_signed_c;System program 150\n");
}

TEST(CuTrace, what_does_not_add_up_is_refused) {
  EXPECT_FALSE(read_trace(with("[12,7]", "[12,8]")));
  EXPECT_FALSE(read_trace(with("1113", "1114")));
  EXPECT_FALSE(read_trace(with("\"units\":150", "\"units\":1500")));
  EXPECT_FALSE(read_trace(with("grapnel-trace-1", "grapnel-trace-9")));
  EXPECT_FALSE(read_trace(with("[0,10]", "[0,-1]")));
  EXPECT_FALSE(read_trace(with("[0,10]", "[0,10.5]")));
  EXPECT_FALSE(read_trace(with("1113", "11134444444444444444444"))) << "more than 64 bits";
  EXPECT_FALSE(read_trace(with("[0,10]", "[\"a\"]")));
  EXPECT_FALSE(read_trace(R"({"format":"grapnel-trace-1","computeUnits":1,"instructions":[
    {"program":"x","units":1,"steps":[[0,2],{"syscall":"s","units":18446744073709551615}]}]})"))
      << "a sum that wraps";
  EXPECT_FALSE(read_trace(kGood.substr(0, kGood.size() / 2)));
  EXPECT_FALSE(read_trace(""));
}

TEST(CuTrace, programs_nested_without_end_are_refused) {
  std::string text = R"({"program":"x","units":0})";
  for (int i = 0; i < 40; ++i)
    text.insert(0, R"({"program":"x","units":0,"steps":[{"syscall":"s","units":0,"instructions":[)").append("]}]}");
  EXPECT_FALSE(read_trace(R"({"format":"grapnel-trace-1","computeUnits":0,"instructions":[)" + text + "]}"));
}

TEST(CuNames, are_short) {
  EXPECT_EQ(function_name("entrypoint"), "entrypoint");
  EXPECT_EQ(
      function_name("unsigned long a::Module<a::Literal<8ul>{char [8]{(char)99}}, &b::f(int)>::run(unsigned char*)"),
      "a::Module::run");
  EXPECT_EQ(function_name("a::Array<a::T, 2ul>::operator[](unsigned long) const"), "a::Array::operator");
  EXPECT_EQ(function_name("(anonymous namespace)::help(int)"), "anonymous::help");
  EXPECT_EQ(function_name(""), "");
}

TEST(CuFlameGraph, is_well_formed_whatever_functions_are_called) {
  Profile profile;
  profile.stacks[{"<&\"';", "b\x01"}] = 3;
  profile.stacks[{"<&\"';"}] = 1;
  profile.units = 4;
  const std::string svg = make_flame_graph(profile, "a < b & \"c\"");
  const auto parsed =
      run_process({"python3", "-c", "import sys,xml.dom.minidom as m; m.parseString(sys.argv[1])", svg});
  ASSERT_TRUE(parsed) << parsed.error();
  EXPECT_EQ(parsed->exit_code, 0) << parsed->output;
  EXPECT_NE(svg.find(": 3 units, 75.0 %"), std::string::npos);
}

TEST(CuTables, list_functions_by_their_own_units) {
  Profile profile;
  profile.stacks[{"main", "hot"}] = 3;
  profile.stacks[{"main"}] = 1;
  profile.lines["a.cpp:7"] = 3;
  profile.units = 4;
  EXPECT_EQ(make_tables(profile),
            "4 compute units\n\n"
            "     own        with all  function\n"
            "       3  75.0%        3  hot\n"
            "       1  25.0%        4  main\n\n"
            "     own         source line (instructions; syscalls stand above)\n"
            "       3  75.0%  a.cpp:7\n");
}

}  // namespace
}  // namespace grapnel::tool
