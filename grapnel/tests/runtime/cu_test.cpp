// Traces of the real runtime: they hold every unit the bank counted, and the costs that are known are in them.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cu/profile.hpp"
#include "cu/program.hpp"
#include "cu/trace.hpp"
#include "instructions.hpp"
#include "real_runtime.hpp"

namespace counter {
namespace {

namespace fs = std::filesystem;
using grapnel::testing::key;
using grapnel::testing::RealRuntime;
using grapnel::tool::Profile;
using grapnel::tool::TracedProgram;

constexpr Pubkey kCounter = find_program_address(kProgramId, "counter").address;
constexpr Pubkey kAuthority = key(1);

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
std::vector<u8> read_binary(const fs::path& path) {
  const std::string text = read_text(path);
  return {text.begin(), text.end()};
}

class Cu : public ::testing::TestWithParam<const char*> {
 protected:
  Cu() {
    std::string pattern = (fs::temp_directory_path() / "grapnel-cu-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    ::setenv("GRAPNEL_TRACE", folder_.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
    runtime_.deploy(kProgramId, read_binary(GetParam()));
    runtime_.set_account(kAuthority, {Lamports{1'000'000'000}, {}, {}, false});
  }
  ~Cu() override {
    ::unsetenv("GRAPNEL_TRACE");  // NOLINT(concurrency-mt-unsafe): one thread
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  // Runs it, and gives where its units went. They are all there.
  Profile trace(const client::Instruction& instruction) {
    const auto outcome = runtime_.run(instruction);
    last_ok_ = outcome.ok();
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(folder_)) newest = std::max(newest, entry.path());
    const auto read = tool::read_trace(read_text(newest));
    if (!read) throw std::runtime_error(read.error());
    auto program = TracedProgram::open("counter", read_binary(GetParam()), read_text(std::string(GetParam()) + ".map"));
    if (!program) throw std::runtime_error(program.error());
    EXPECT_FALSE(tool::positions_of(*read, *program).empty()) << "the trace is of another program";
    if (lines_) {
      const auto bytes = read_binary(GetParam() == std::string(GRAPNEL_COUNTER_V3) ? GRAPNEL_COUNTER_V3_OBJECT
                                                                                   : GRAPNEL_COUNTER_V0_OBJECT);
      const auto object = tool::read_object("counter.o", {bytes.begin(), bytes.end()});
      if (!object) throw std::runtime_error(object.error());
      const auto added = program->add_lines(*object, tool::positions_of(*read, *program), folder_.string(), "-19");
      if (!added) throw std::runtime_error(added.error());
      fs::remove(folder_ / "placed.o");
    }
    Profile profile = tool::make_profile(*read, {&*program, 1});
    EXPECT_EQ(profile.units, outcome.compute_units);
    return profile;
  }

  static u64 units(const Profile& profile, const std::string& innermost) {
    u64 sum = 0;
    for (const auto& [stack, spent] : profile.stacks) sum += stack.back() == innermost ? spent : 0;
    return sum;
  }

  fs::path folder_;
  RealRuntime runtime_;
  bool last_ok_ = false;
  bool lines_ = false;
};

TEST_P(Cu, known_costs_are_where_they_belong) {
  const Profile init = trace(client::instruction<initialize>(kProgramId, {kAuthority, kCounter, System::kId}));
  EXPECT_TRUE(last_ok_);
  EXPECT_EQ(units(init, "sol_invoke_signed_c"), 946u);
  EXPECT_EQ(units(init, "System program"), 150u);
  EXPECT_GT(units(init, "entrypoint"), 0u);
  const std::vector<std::string> callee = {"counter", "entrypoint", "sol_invoke_signed_c", "System program"};
  EXPECT_EQ(init.stacks.count(callee), 1u);

  const Profile incremented = trace(client::instruction<increment>(kProgramId, {kCounter, kAuthority}, {.step = 5}));
  EXPECT_TRUE(last_ok_);
  EXPECT_EQ(units(incremented, "entrypoint"), incremented.units) << "no syscall, nothing out of line";

  const Profile destroyed = trace(client::instruction<destroy>(kProgramId, {kCounter, kAuthority}));
  EXPECT_EQ(units(destroyed, "sol_log_data"), 100u + 100u + 48u);
}

TEST_P(Cu, a_failing_transaction_has_a_trace_too) {
  const Profile failed = trace(client::instruction<increment>(kProgramId, {kCounter, kAuthority}, {.step = 5}));
  EXPECT_FALSE(last_ok_);
  EXPECT_GE(units(failed, "sol_log_"), 100u);
}

TEST_P(Cu, functions_call_and_return) {
  // The address holds lamports: the way that is out of line, with two calls of its own.
  runtime_.set_account(kCounter, {Lamports{900'000}, {}, {}, false});
  const Profile profile = trace(client::instruction<initialize>(kProgramId, {kAuthority, kCounter, System::kId}));
  EXPECT_TRUE(last_ok_);
  EXPECT_EQ(units(profile, "System program"), 3 * 150u);
  std::size_t through = 0;
  for (const auto& [stack, spent] : profile.stacks) {
    const auto at = std::ranges::find(stack, "grapnel::system::detail::create_prefunded");
    if (at == stack.end()) continue;
    through += 1;
    EXPECT_EQ(*std::prev(at), "entrypoint");
    EXPECT_EQ(std::ranges::count(stack, *at), 1) << "a return was not noticed";
    EXPECT_EQ(std::ranges::count(stack, "entrypoint"), 1);
  }
  EXPECT_GT(through, 1u);
}

TEST_P(Cu, inlined_functions_and_lines_come_from_the_object) {
  lines_ = true;
  const Profile profile = trace(client::instruction<initialize>(kProgramId, {kAuthority, kCounter, System::kId}));
  EXPECT_GT(units(profile, "counter::initialize"), 0u);
  EXPECT_GT(units(profile, "grapnel::detail::account_after"), 0u);
  EXPECT_EQ(units(profile, "sol_invoke_signed_c"), 946u);
  EXPECT_GT(profile.lines.count("initialize.cpp:6"), 0u);
}

INSTANTIATE_TEST_SUITE_P(BothForms, Cu, ::testing::Values(GRAPNEL_COUNTER_V3, GRAPNEL_COUNTER_V0),
                         [](const auto& info) { return info.index == 0 ? "v3" : "v0"; });

}  // namespace
}  // namespace counter
