#include "app/cli/protocol/transaction.hpp"

#include <gtest/gtest.h>

#include <array>

namespace zestron::cli {
namespace {

constexpr const char* kStaking = "ECdwRJ3cmSpihV6wpH3S8yj7TkcgDrbip9BADLihQPhG";
constexpr const char* kToken = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

std::string failed(const std::string& program) { return "Program " + program + " failed: custom program error"; }

TEST(ExplainFailure, names_the_programs_own_error) {
  const std::array logs{failed(kStaking)};
  const auto text = explain_failure(R"({"InstructionError":[0,{"Custom":6017}]})", logs);
  EXPECT_NE(text.find("zest_staking refuses: StakeLocked (6017): "), std::string::npos) << text;
}

TEST(ExplainFailure, the_innermost_program_is_meant) {
  const std::array logs{failed(kToken), failed(kStaking)};
  EXPECT_NE(explain_failure(R"({"InstructionError":[0,{"Custom":1}]})", logs).find("not enough tokens"),
            std::string::npos);
}

TEST(ExplainFailure, a_refused_account_is_named) {
  const std::array logs{std::string("Program log: AnchorError caused by account: stake. Error Code: ConstraintHasOne."),
                        failed(kStaking)};
  const auto text = explain_failure(R"({"InstructionError":[0,{"Custom":2001}]})", logs);
  EXPECT_NE(text.find("refuses the account stake: ConstraintHasOne (2001)"), std::string::npos) << text;
}

TEST(ExplainFailure, what_is_no_programs_error_is_said_as_it_is) {
  EXPECT_NE(explain_failure(R"("AccountNotFound")", {}).find("fund it"), std::string::npos);
  EXPECT_NE(
      explain_failure(R"({"InstructionError":[0,"MissingRequiredSignature"]})", {}).find("MissingRequiredSignature"),
      std::string::npos);
  EXPECT_FALSE(explain_failure("not JSON", {}).empty());
}

}  // namespace
}  // namespace zestron::cli
