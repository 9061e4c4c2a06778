#include "app/node/controls.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>
#include <vector>

namespace zestron::node {
namespace {

Pubkey agent(unsigned number) {
  Pubkey key;
  key.value()[0] = static_cast<std::uint8_t>(number);
  key.value()[1] = static_cast<std::uint8_t>(number >> 8U);
  return key;
}

// The node and the command line turn the same file.
TEST(Controls, no_change_is_lost_between_writers) {
  const auto root = std::filesystem::temp_directory_path() / ("zestron-controls-" + std::to_string(::getpid()));
  const auto folder = *DataFolder::open(root);
  constexpr unsigned kWriters = 4, kEach = 25;
  std::vector<std::thread> writers;
  for (unsigned writer = 0; writer < kWriters; ++writer)
    writers.emplace_back([&folder, writer] {
      for (unsigned change = 0; change < kEach; ++change)
        EXPECT_TRUE(change_controls(
            folder, [&](Controls& controls) { controls.killed.insert(agent(writer * kEach + change)); }));
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(load_controls(folder)->killed.size(), kWriters * kEach);
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace zestron::node
