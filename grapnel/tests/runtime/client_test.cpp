// A program that calls the counter through a generated header, on Agave's bank: it reads the foreign account in place,
// with owner and discriminator checked, and its call does what the counter's own client does.
#include <gtest/gtest.h>

#include <grapnel/testing/testing.hpp>

#include <fstream>
#include <iterator>

#include "caller.hpp"
#include "real_runtime.hpp"

namespace caller {
namespace {

using grapnel::testing::key;
using grapnel::testing::RealRuntime;
namespace cc = counter_client;

constexpr Pubkey kAuthority = key(1);
constexpr Pubkey kCounter = find_program_address(cc::kProgramId, "counter").address;

std::vector<u8> read_binary(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class GeneratedClient : public ::testing::Test {
 protected:
  GeneratedClient() {
    runtime.deploy(cc::kProgramId, read_binary(GRAPNEL_COUNTER_V3));
    runtime.deploy(kProgramId, read_binary(GRAPNEL_CALLER));
    runtime.set_account(kAuthority, {Lamports{1'000'000'000}, {}, {}, false});
    EXPECT_TRUE(runtime.run(cc::initialize::instruction({.authority = kAuthority})).ok());
    EXPECT_TRUE(runtime.run(cc::increment::instruction({.authority = kAuthority}, {.step = 3})).ok());
  }

  u64 count() const { return client::decode_account<cc::Counter>(runtime.account(kCounter).data)->count; }

  auto multiply_by(u64 times, const Pubkey& counter = kCounter) {
    return runtime.run(
        client::instruction<multiply>(kProgramId, {counter, kAuthority, cc::kProgramId}, {.times = times}));
  }

  RealRuntime runtime;
};

TEST_F(GeneratedClient, calls_the_other_program) {
  const auto outcome = multiply_by(4);
  EXPECT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(count(), 15u);
  RecordProperty("compute_units", std::to_string(outcome.compute_units));
}

TEST_F(GeneratedClient, passes_on_what_the_other_program_says) {
  EXPECT_EQ(multiply_by(0).code, static_cast<u64>(cc::CounterError::StepIsZero));
  EXPECT_EQ(count(), 3u);
}

TEST_F(GeneratedClient, refuses_an_account_of_another_owner) {
  auto forged = runtime.account(kCounter);
  forged.owner = kProgramId;
  runtime.set_account(key(9), forged);
  const auto outcome = multiply_by(1, key(9));
  EXPECT_EQ(outcome.code, static_cast<u64>(ErrorCode::AccountOwnedByWrongProgram));
  // The counter would refuse it with the same number: the caller must not get that far.
  for (const std::string& line : outcome.logs) EXPECT_EQ(line.find("invoke [2]"), std::string::npos) << line;
}

TEST_F(GeneratedClient, refuses_an_account_with_another_discriminator) {
  auto forged = runtime.account(kCounter);
  forged.data[0] ^= 1;
  runtime.set_account(key(9), forged);
  EXPECT_EQ(multiply_by(1, key(9)).code, static_cast<u64>(ErrorCode::AccountDiscriminatorMismatch));
  forged.data.resize(20);
  runtime.set_account(key(9), forged);
  EXPECT_EQ(multiply_by(1, key(9)).code, static_cast<u64>(ErrorCode::AccountDidNotDeserialize));
  forged.data.resize(4);
  runtime.set_account(key(9), forged);
  EXPECT_EQ(multiply_by(1, key(9)).code, static_cast<u64>(ErrorCode::AccountDiscriminatorNotFound));
}

}  // namespace
}  // namespace caller
