// chain_rpc_test_node --data DIR [--rpc-port N] [--slot-ms N]: a chain with JSON-RPC and PubSub and nothing else, for tests with
// real clients. Says "ready PORT" on standard output; SIGINT or SIGTERM ends it.
#include "chain/chain.hpp"
#include "chain_rpc/server.hpp"
#include "infra/net/server.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace zestron;

struct Arguments {
  std::string data_dir;
  std::uint16_t port = 0;
  int slot_ms = 400;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--data") arguments.data_dir = argv[i + 1];
    if (name == "--rpc-port") arguments.port = static_cast<std::uint16_t>(std::atoi(argv[i + 1]));
    if (name == "--slot-ms") arguments.slot_ms = std::atoi(argv[i + 1]);
  }
  return arguments;
}

int run(const Arguments& arguments, const sigset_t& ends) {
  auto chain = chain::Chain::open({.data_dir = arguments.data_dir});
  if (!chain) {
    fmt::print(stderr, "{}\n", chain.error().message);
    return 1;
  }
  net::Loop loop(1);
  auto server = chain_rpc::Server::open(loop, **chain, {.port = arguments.port});
  if (!server) {
    fmt::print(stderr, "{}\n", server.error().message);
    return 1;
  }
  (*chain)->start(std::make_shared<chain::WallClockSlots>(std::chrono::milliseconds(arguments.slot_ms)));
  fmt::print("ready {}\n", (*server)->port());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&ends, &signal);
  (*server)->stop();
  (*chain)->stop();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // before any thread, so that only sigwait sees them
  std::signal(SIGPIPE, SIG_IGN);
  return run(parse(argc, argv), ends);
}
