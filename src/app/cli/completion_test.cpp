#include "app/cli/completion.hpp"

#include <gtest/gtest.h>

namespace zestron::cli {
namespace {

TEST(Completion, offers_every_command_and_option) {
  CLI::App root("test", "zestron");
  auto* agent = root.add_subcommand("agent");
  agent->add_subcommand("show")->add_option("--limit");
  const auto bash = completion_script(root, "bash");
  EXPECT_NE(bash.find("[\"/\"]=\"agent --help \""), std::string::npos) << bash;
  EXPECT_NE(bash.find("[\"agent\"]=\"show --help \""), std::string::npos) << bash;
  EXPECT_NE(bash.find("[\"agent show\"]=\"--help --limit \""), std::string::npos) << bash;
  EXPECT_NE(completion_script(root, "fish").find("-a show"), std::string::npos);
  EXPECT_TRUE(completion_script(root, "tcsh").empty());
}

}  // namespace
}  // namespace zestron::cli
