// A whole node over a world's accounts, in a folder of its own: the fixture of tests that look at what an agent does on chain.
#pragma once

#include "agent/config.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/demo_keys.hpp"
#include "app/node/node.hpp"
#include "app/node/testing/listener.hpp"
#include "chain/testing/folder.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace zestron::node::testing {

/// World: AgentWorld, or one built on it.
template <class World>
class WorldNodeTest : public ::testing::Test {
 protected:
  /// The world's agent runs `config`, with the world's executor; `accounts` is the world's JSON.
  void adopt(const agent::Config& config, std::string accounts) {
    world_ = std::move(accounts);
    const auto folder = DataFolder::open(data());
    ASSERT_TRUE(folder);
    ASSERT_TRUE(World::executor().write_new_file(folder->keys() / file_name(DemoRole::kExecutor)));
    ASSERT_TRUE(adopt_agent(data(), World::agent(), config));
  }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "node"; }
  [[nodiscard]] DataFolder opened() const { return *DataFolder::open(data()); }

  /// Until the market has had so many ticks.
  void run(Listener& listener, std::uint64_t ticks) {
    NodeOptions options;
    options.data = data();
    options.rpc_port = options.api_port = 0;
    options.market = "sim:1";
    options.offline = options.exit_at_end = true;
    options.speed = 0;
    options.ticks_max = ticks;
    options.accounts_json = world_;
    auto node = Node::start(options, listener);
    ASSERT_TRUE(node) << node.error();
    rpc_url_ = (*node)->facts().rpc_url;
    const auto outcome = (*node)->run();
    EXPECT_TRUE(outcome) << outcome.error();
    (*node)->close();
  }

  chain::testing::Folder folder_;
  std::string world_, rpc_url_;
};

}  // namespace zestron::node::testing
