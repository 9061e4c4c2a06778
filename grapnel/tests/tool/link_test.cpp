// The linker on objects that clang made: the ELF it writes, and what it refuses with which words.
#include "link/link.hpp"
#include "elf/names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "elf/format.hpp"
#include "link/syscalls.hpp"
#include "pipeline/optimise.hpp"
#include "pipeline/small.hpp"

namespace grapnel::tool {
namespace {

Bytes read_test_file(const std::string& name) {
  std::ifstream in(GRAPNEL_TEST_OBJECTS "/" + name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

Outcome<Program> link_test_object(const std::string& name, Arch arch = Arch::V3) {
  auto object = read_object(name + ".o", read_test_file(name + ".o"));
  if (!object) return std::unexpected(object.error());
  std::vector<Object> objects;
  objects.push_back(std::move(*object));
  return link(objects, arch);
}

std::string error_of(const std::string& name) {
  const auto program = link_test_object(name);
  return program ? "" : program.error();
}

bool contains(const Bytes& bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

TEST(Link, v3_has_two_segments_and_nothing_to_relocate) {
  const auto program = link_test_object("good");
  ASSERT_TRUE(program) << program.error();
  const auto header = *read_at<elf::Header>(program->elf, 0);
  EXPECT_EQ(header.machine, 247);
  EXPECT_EQ(header.flags, 3u);
  EXPECT_EQ(header.section_count, 0);
  ASSERT_EQ(header.segment_count, 2);
  const auto data = *read_at<elf::Segment>(program->elf, 64);
  const auto text = *read_at<elf::Segment>(program->elf, 64 + 56);
  EXPECT_EQ(data.flags, elf::kReadable);
  EXPECT_EQ(data.address, 0u);
  EXPECT_EQ(data.offset, 64u + 2 * 56);
  EXPECT_EQ(data.file_size, data.memory_size);
  EXPECT_EQ(data.file_size % 8, 0u);
  EXPECT_EQ(text.flags, elf::kExecutable);
  EXPECT_EQ(text.address, std::uint64_t{1} << 32);
  EXPECT_EQ(text.offset, data.offset + data.file_size);
  EXPECT_EQ(text.offset + text.file_size, program->elf.size());
  EXPECT_GE(header.entry, text.address);
  EXPECT_LT(header.entry, text.address + text.file_size);
  EXPECT_EQ(*read_at<std::uint64_t>(program->elf, data.offset), 0u) << "nothing stands at address 0";
}

TEST(Link, v0_has_what_its_loader_looks_for) {
  const auto program = link_test_object("good", Arch::V0);
  ASSERT_TRUE(program) << program.error();
  const auto header = *read_at<elf::Header>(program->elf, 0);
  EXPECT_EQ(header.type, elf::kTypeShared);
  EXPECT_EQ(header.flags, 0u);
  ASSERT_EQ(header.section_count, 8);
  std::uint64_t end = 0;
  std::vector<std::uint64_t> addresses;
  for (std::uint64_t i = 1; i < header.section_count; ++i) {
    const auto section =
        *read_at<elf::SectionHeader>(program->elf, header.section_offset + i * sizeof(elf::SectionHeader));
    EXPECT_GE(section.offset, end) << "sections don't overlap";
    end = section.offset + section.size;
    EXPECT_LE(end, header.section_offset);
    EXPECT_EQ(section.flags & 1, 0u) << "nothing is writable";
    if ((section.flags & 2) != 0) {
      EXPECT_EQ(section.address, section.offset);
    }
    addresses.push_back(section.address);
  }
  std::map<std::uint64_t, std::uint64_t> dynamic;
  const auto segment = *read_at<elf::Segment>(program->elf, 64 + 2 * 56);
  ASSERT_EQ(segment.type, elf::kSegmentDynamic);
  for (std::uint64_t at = segment.offset; at < segment.offset + segment.file_size; at += 16) {
    const auto entry = *read_at<elf::Dynamic>(program->elf, at);
    dynamic[entry.tag] = entry.value;
  }
  EXPECT_EQ(dynamic[19], 16u);
  EXPECT_NE(std::ranges::find(addresses, dynamic[6]), addresses.end()) << "DT_SYMTAB is a section's address";
  EXPECT_EQ(dynamic[18] % 16, 0u);
  EXPECT_GT(dynamic[18], 0u);
}

TEST(Link, keeps_only_what_the_entrypoint_reaches) {
  const auto program = link_test_object("good");
  ASSERT_TRUE(program) << program.error();
  EXPECT_TRUE(contains(program->elf, "two"));
  EXPECT_TRUE(contains(program->elf, "literal"));
  EXPECT_FALSE(contains(program->elf, "nobody refers"));
  EXPECT_EQ(program->syscalls, std::vector<std::string>{"sol_log_"});
  EXPECT_TRUE(
      std::ranges::any_of(program->symbols, [](const PlacedSymbol& s) { return s.name == "entrypoint" && s.is_code; }));
}

TEST(Link, constants_that_are_equal_or_in_another_lie_there_once) {
  const auto program = link_test_object("good");
  ASSERT_TRUE(program) << program.error();
  std::map<std::string, std::uint64_t> at;
  for (const PlacedSymbol& symbol : program->symbols)
    at[demangle(symbol.name).substr(demangle(symbol.name).rfind(':') + 1)] = symbol.address;
  ASSERT_TRUE(at.contains("kPrimes") && at.contains("kAgain") && at.contains("kInside"));
  EXPECT_EQ(at["kAgain"], at["kPrimes"]);
  EXPECT_EQ(at["kInside"], at["kPrimes"] + 8);
  EXPECT_NE(at["kWords"], 0u) << "nothing stands at address 0";
}

TEST(Link, the_same_input_gives_the_same_bytes) {
  EXPECT_EQ(link_test_object("good")->elf, link_test_object("good")->elf);
}

TEST(Link, refuses_an_unknown_syscall_with_caller_line_and_a_hint) {
  const std::string error = error_of("unknown_syscall");
  EXPECT_NE(error.find("sol_lag_, called in entrypoint (unknown_syscall.cpp:5); did you mean sol_log_?"),
            std::string::npos)
      << error;
}

TEST(Link, refuses_writable_globals_by_name) {
  EXPECT_NE(error_of("writable_global").find("writable global: bank::total"), std::string::npos)
      << error_of("writable_global");
  EXPECT_NE(error_of("zeroed_global").find("writable global: bank::calls"), std::string::npos)
      << error_of("zeroed_global");
}

TEST(Link, reports_all_that_is_wrong_at_once) {
  const std::string error = error_of("several_errors");
  EXPECT_NE(error.find("sol_lag_, called in entrypoint (several_errors.cpp:7)"), std::string::npos) << error;
  EXPECT_NE(error.find("sol_nothing_like_it, called in entrypoint (several_errors.cpp:8)"), std::string::npos) << error;
  EXPECT_NE(error.find("writable global: calls"), std::string::npos) << error;
}

TEST(Link, refuses_a_program_without_entrypoint) {
  EXPECT_NE(error_of("no_entrypoint").find("GRAPNEL_ENTRYPOINT"), std::string::npos);
}

TEST(Link, refuses_two_definitions) {
  std::vector<Object> objects;
  for (int i = 0; i < 2; ++i) objects.push_back(*read_object("good.o", read_test_file("good.o")));
  const auto program = link(objects, Arch::V3);
  ASSERT_FALSE(program);
  EXPECT_NE(program.error().find("entrypoint is defined twice"), std::string::npos) << program.error();
}

TEST(ReadObject, refuses_other_files) {
  EXPECT_FALSE(read_object("empty", {}));
  EXPECT_FALSE(read_object("text", Bytes(100, 'x')));
  const auto program = link_test_object("good");
  const auto again = read_object("good.so", program->elf);
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().find("linked already"), std::string::npos) << again.error();
}

TEST(Syscalls, hash_is_murmur3) {
  EXPECT_EQ(syscall_hash("sol_log_"), 0x207559bdu);
  EXPECT_EQ(syscall_hash("abort"), 0xb6fc1a11u);
}

TEST(Optimise, takes_sret_out_of_ir) {
  EXPECT_EQ(without_sret("call void @f(ptr sret(%\"struct.A<(lambda)>\") align 8 %0, i64 1)"),
            "call void @f(ptr align 8 %0, i64 1)");
  EXPECT_EQ(without_sret("define void @g(ptr noalias sret({ i64, i64 }) %0) {"), "define void @g(ptr noalias %0) {");
  EXPECT_EQ(without_sret("@x = \"a_sret(b)\""), "@x = \"a_sret(b)\"");
}

TEST(Optimise, takes_values_of_template_parameters_out_of_debug_information) {
  EXPECT_EQ(without_template_values(
                "!1 = !{!2}\n!2 = !DITemplateValueParameter(name: \"Tag\", type: !3, value: %A { i8 1 })\n"
                "!3 = !DIFile(filename: \"a\", directory: \"b\")"),
            "!1 = !{!2}\n!2 = !DITemplateTypeParameter(type: null)\n!3 = !DIFile(filename: \"a\", directory: \"b\")");
  EXPECT_EQ(without_template_values("@x = \"! = !DITemplateValueParameter(\"\n"),
            "@x = \"! = !DITemplateValueParameter(\"\n");
  EXPECT_EQ(without_template_values(""), "");
}

TEST(Optimise, code_for_bytes_is_what_no_hot_instruction_reaches) {
  const std::string graph =
      "Call graph node <<null function>><<0x1>>  #uses=0\n"
      "  CS<None> calls function 'entrypoint'\n\n"
      "Call graph node for function: 'entrypoint'<<0x2>>  #uses=1\n"
      "  CS<0x3> calls function 'hot'\n"
      "  CS<0x4> calls function '_ZN1M9run_smallEv'\n\n"
      "Call graph node for function: 'hot'<<0x5>>  #uses=1\n"
      "  CS<0x6> calls function 'both'\n\n"
      "Call graph node for function: '_ZN1M9run_smallEv'<<0x7>>  #uses=1\n"
      "  CS<0x8> calls function 'both'\n"
      "  CS<0x9> calls function 'small'\n\n"
      "Call graph node for function: 'small'<<0xa>>  #uses=1\n"
      "  CS<0xb> calls function 'llvm.assume'\n"
      "  CS<0xc> calls function '_ZN7grapnel6detail6shared9are_equalEv'\n"
      "  CS<0xd> calls external node\n\n";
  const SmallCode code = small_code(graph);
  EXPECT_EQ(code.functions,
            (std::vector<std::string>{"_ZN1M9run_smallEv", "_ZN7grapnel6detail6shared9are_equalEv", "small"}));
  EXPECT_EQ(code.shared, std::vector<std::string>{"_ZN7grapnel6detail6shared9are_equalEv"});
  EXPECT_TRUE(small_code("").functions.empty());
}

TEST(Optimise, minsize_becomes_optsize_where_attributes_are_named) {
  EXPECT_EQ(without_minsize(
                "; Function Attrs: minsize \n\nattributes #0 = { cold minsize nounwind }\nattributes #1 = { cold }"),
            "; Function Attrs: minsize \n\nattributes #0 = { cold optsize nounwind }\nattributes #1 = { cold }");
}

TEST(Optimise, an_exact_division_is_a_product) {
  EXPECT_EQ(without_exact_division("  %53 = sdiv exact i64 %52, 152, !dbg !1\n  %2 = sdiv i64 %1, 3"),
            "  %shifted.53 = ashr exact i64 %52, 3, !dbg !1\n"
            "  %53 = mul i64 %shifted.53, -8737931403336103397, !dbg !1\n"
            "  %2 = sdiv i64 %1, 3");
  EXPECT_EQ(std::uint64_t{19} * static_cast<std::uint64_t>(-8737931403336103397), 1u);
}

TEST(Optimise, every_access_is_aligned) {
  EXPECT_EQ(with_any_alignment("  %2 = load i64, ptr %1, align 1, !dbg !3\n  store i32 %4, ptr %5, align 1\n"),
            "  %2 = load i64, ptr %1, align 8, !dbg !3\n  store i32 %4, ptr %5, align 8\n");
  EXPECT_EQ(with_any_alignment("  %6 = load i8, ptr %1, align 1\n  %7 = alloca [4 x i8], align 1\n"),
            "  %6 = load i8, ptr %1, align 1\n  %7 = alloca [4 x i8], align 1\n");
  EXPECT_EQ(
      with_any_alignment(
          "  call void @llvm.memcpy.p0.p0.i64(ptr noundef nonnull align 1 dereferenceable(32) %1, ptr getelementptr "
          "inbounds (i8, ptr @x, i64 8), i64 32, i1 false) #4"),
      "  call void @llvm.memcpy.p0.p0.i64(ptr align 8 noundef nonnull dereferenceable(32) %1, ptr align 8 "
      "getelementptr inbounds (i8, ptr @x, i64 8), i64 32, i1 false) #4");
}

TEST(Optimise, short_words_are_extended_by_who_gives_them) {
  EXPECT_EQ(with_extended_words(
                "define internal fastcc noundef i1 @f(i32 noundef %0, ptr %1, i8 noundef zeroext %2) {\n"
                "  %3 = call fastcc noundef i1 @f(i32 noundef 7, ptr getelementptr (i8, ptr @x, i64 1), i8 %2)"),
            "define internal fastcc noundef zeroext i1 @f(i32 zeroext noundef %0, ptr %1, i8 noundef zeroext %2) {\n"
            "  %3 = call fastcc noundef zeroext i1 @f(i32 zeroext noundef 7, ptr getelementptr (i8, ptr @x, i64 1), i8 "
            "zeroext %2)");
  EXPECT_EQ(with_extended_words("define internal fastcc noundef range(i32 0, 9) i32 @f(i32 range(i32 0, 5) %0) {"),
            "define internal fastcc noundef range(i32 0, 9) zeroext i32 @f(i32 zeroext range(i32 0, 5) %0) {");
  const std::string entry = "define i64 @entrypoint(i32 %0) {";
  EXPECT_EQ(with_extended_words(entry), entry);
}

TEST(Optimise, code_for_bytes_calls_to_copy_a_key) {
  const std::string copy =
      "  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %1, ptr align 8 %0, i64 32, i1 false) #9, !dbg !5\n";
  const std::string attributes = "}\n\nattributes #1 = { optsize nounwind }\nattributes #2 = { nounwind }\n";
  const std::string small = with_called_copies("define void @f(ptr %0) #1 {\n" + copy + attributes);
  EXPECT_NE(small.find("  call void @grapnel_copy_key(ptr align 8 %1, ptr align 8 %0), !dbg !5\n"), std::string::npos)
      << small;
  EXPECT_NE(small.find("define internal void @grapnel_copy_key"), std::string::npos) << small;
  const std::string hot = "define void @f(ptr %0) #2 {\n" + copy + attributes;
  EXPECT_EQ(with_called_copies(hot), hot);
}

TEST(Optimise, code_for_bytes_copies_more_by_the_runtime) {
  const auto of = [](int bytes) {
    return "define void @f(ptr %0) #1 {\n  call void @llvm.memcpy.p0.p0.i64(ptr align 8 %1, ptr align 8 %0, i64 " +
           std::to_string(bytes) + ", i1 false), !dbg !5\n}\n\nattributes #1 = { optsize nounwind }\n";
  };
  EXPECT_EQ(with_called_copies(of(56)), of(56));
  const std::string moved = with_called_copies(of(64));
  EXPECT_NE(moved.find("  call void @sol_memmove_(ptr align 8 %1, ptr align 8 %0, i64 64), !dbg !5\n"),
            std::string::npos)
      << moved;
  EXPECT_NE(moved.find("\ndeclare void @sol_memmove_(ptr, ptr, i64)\n"), std::string::npos) << moved;
  const std::string known = "declare !dbg !7 dso_local void @sol_memmove_(ptr noundef, ptr noundef, i64 noundef) #4\n";
  EXPECT_EQ(with_called_copies(known + of(64)).find("declare void"), std::string::npos);
}

// LLVM's own text of this program is one that it can't read.
TEST(Optimise, template_values_of_types_with_one_name) {
  const auto done = optimise({GRAPNEL_TEST_OBJECTS "/template_values.bc"},
                             GRAPNEL_TEST_OBJECTS "/template_values_whole.o", "-19", Arch::V3);
  EXPECT_TRUE(done) << done.error();
}

std::string backend_error(const std::string& name) {
  const auto done =
      optimise({GRAPNEL_TEST_OBJECTS "/" + name + ".bc"}, GRAPNEL_TEST_OBJECTS "/" + name + ".o", "-19", Arch::V3);
  return done ? "" : done.error();
}

TEST(Optimise, names_the_function_with_too_many_arguments) {
  const std::string error = backend_error("backend_six_arguments");
  EXPECT_NE(error.find("in entrypoint (backend_six_arguments.cpp:9): a call with more than five register arguments"),
            std::string::npos)
      << error;
}

TEST(Optimise, names_128_bit_arithmetic) {
  const std::string error = backend_error("backend_wide_multiply");
  EXPECT_NE(error.find("in entrypoint (backend_wide_multiply.cpp:5): 128-bit arithmetic"), std::string::npos) << error;
}

TEST(Optimise, names_signed_division) {
  const std::string error = backend_error("backend_signed_division");
  EXPECT_NE(error.find("signed division"), std::string::npos) << error;
  EXPECT_NE(error.find("backend_signed_division.cpp:3"), std::string::npos) << error;
}

TEST(Optimise, names_floating_point) {
  const std::string error = backend_error("backend_double");
  EXPECT_NE(error.find("in entrypoint (backend_double.cpp:1): floating point"), std::string::npos) << error;
}

TEST(Optimise, names_an_array_of_dynamic_size) {
  const std::string error = backend_error("backend_dynamic_array");
  EXPECT_NE(error.find("in entrypoint (backend_dynamic_array.cpp:"), std::string::npos) << error;
  EXPECT_NE(error.find("a local array whose size isn't constant"), std::string::npos) << error;
}

TEST(Optimise, names_library_functions) {
  const std::string error = backend_error("backend_memcpy");
  EXPECT_NE(error.find("a library function that sBPF doesn't have"), std::string::npos) << error;
}

TEST(Optimise, says_which_tool_is_missing) {
  const auto done = optimise({GRAPNEL_TEST_OBJECTS "/good.bc"}, GRAPNEL_TEST_OBJECTS "/unused.o", "-none", Arch::V3);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().find("llvm-link-none"), std::string::npos) << done.error();
  EXPECT_NE(done.error().find("--llvm-suffix"), std::string::npos) << done.error();
}

TEST(Optimise, names_a_large_frame) {
  const std::string error = backend_error("backend_large_frame");
  EXPECT_NE(error.find("stack frame above 4 KiB"), std::string::npos) << error;
}

}  // namespace
}  // namespace grapnel::tool
