// `grapnel size`: every byte is accounted for, and what does not belong together is refused.
#include "size/size.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace grapnel::tool {
namespace {

Program linked() {
  std::ifstream in(GRAPNEL_TEST_OBJECTS "/good.o", std::ios::binary);
  std::vector<Object> objects;
  objects.push_back(*read_object("good.o", Bytes(std::istreambuf_iterator<char>(in), {})));
  return *link(objects, Arch::V3);
}

TEST(Size, every_byte_is_accounted_for) {
  const Program program = linked();
  const auto size = measure(program.elf, make_map(program));
  ASSERT_TRUE(size) << size.error();
  // Of symbols that share bytes all have them.
  std::uint64_t sum = size->other;
  for (const SymbolSize& symbol : size->symbols) {
    if (!symbol.name.contains("kAgain") && !symbol.name.contains("kInside")) sum += symbol.bytes;
  }
  EXPECT_EQ(sum, program.elf.size());
  EXPECT_GT(size->symbols.size(), 1u);
  EXPECT_GE(size->symbols[0].bytes, size->symbols[1].bytes);
  EXPECT_EQ(size->version, 3u);
}

TEST(Size, rent_is_that_of_both_accounts) {
  const Program program = linked();
  EXPECT_EQ(measure(program.elf, "")->rent_lamports, (128 + 36 + 128 + 45 + program.elf.size()) * 6'960);
}

TEST(Size, json_says_what_the_table_says) {
  const Program program = linked();
  const auto size = *measure(program.elf, make_map(program));
  const auto json = nlohmann::json::parse(size_as_json(size));
  EXPECT_EQ(json["bytes"], program.elf.size());
  EXPECT_EQ(json["symbols"].size(), size.symbols.size());
  EXPECT_NE(size_as_text(size).find("% text entrypoint"), std::string::npos) << size_as_text(size);
}

TEST(Size, names_are_demangled_by_llvm_and_otherwise_by_the_library) {
  ProgramSize size;
  size.symbols = {{"_ZN1a3runITnDaXadL_ZNS_1bEiEEEEmv", true, 8}, {"_ZN1a1cEv", true, 8}, {"entrypoint", true, 8}};
  ProgramSize without = size;
  name_for_people(size, "-19");
  EXPECT_EQ(size.symbols[0].name, "unsigned long a::run<&a::b(int)>()");
  EXPECT_EQ(size.symbols[2].name, "entrypoint");
  name_for_people(without, "-of-no-version");
  EXPECT_EQ(without.symbols[1].name, "a::c()");
  EXPECT_EQ(without.symbols[2].name, "entrypoint");
}

TEST(Size, long_template_arguments_are_left_out) {
  EXPECT_EQ(short_name("void f<Module<Literal<8ul>{char [8]{(char)99}}>>(RawAccount*, unsigned int)"),
            "void f<…>(RawAccount*, unsigned int)");
  EXPECT_EQ(short_name("long Module<Literal<8ul>{char [8]{(char)99}}>::run<&a::(anonymous "
                       "namespace)::b(c::Context<a::D>&), int>(char*)"),
            "long Module<…>::run<&a::(anonymous namespace)::b>(char*)");
  EXPECT_EQ(short_name("Result<void> invoke<1ul>(int)"), "Result<void> invoke<1ul>(int)");
  EXPECT_EQ(short_name("a::operator<(b)"), "a::operator<(b)");
}

TEST(Size, refuses_other_files_and_other_maps) {
  const Program program = linked();
  EXPECT_FALSE(measure(Bytes(100, 'x'), ""));
  EXPECT_FALSE(measure(program.elf, "no json"));
  EXPECT_FALSE(measure(program.elf, "[]"));
  EXPECT_FALSE(measure(program.elf, R"({"size": 1, "symbols": []})"));
}

}  // namespace
}  // namespace grapnel::tool
