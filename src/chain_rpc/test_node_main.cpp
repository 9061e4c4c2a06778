// chain_rpc_test_node --data DIR [--rpc-port N] [--slot-ms N] [--program ADDRESS=FILE] [--snapshot-slots N] [--history N]: a chain
// with JSON-RPC and PubSub and nothing else, for tests with real clients; a program is put into genesis. Says "ready PORT" on standard
// output; SIGINT or SIGTERM ends it.
#include "chain/chain.hpp"
#include "chain_rpc/server.hpp"
#include "codec/base64.hpp"
#include "infra/net/server.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace zestron;

struct Arguments {
  std::string data_dir;
  std::string program;  ///< ADDRESS=FILE
  std::uint16_t port = 0;
  int slot_ms = 400;
  std::uint32_t snapshot_slots = 5'000;
  std::size_t history_slots = 432'000;
};

Arguments parse(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--data") arguments.data_dir = argv[i + 1];
    if (name == "--program") arguments.program = argv[i + 1];
    if (name == "--rpc-port") arguments.port = static_cast<std::uint16_t>(std::atoi(argv[i + 1]));
    if (name == "--slot-ms") arguments.slot_ms = std::atoi(argv[i + 1]);
    if (name == "--history") arguments.history_slots = static_cast<std::size_t>(std::atoi(argv[i + 1]));
    if (name == "--snapshot-slots") arguments.snapshot_slots = static_cast<std::uint32_t>(std::atoi(argv[i + 1]));
  }
  return arguments;
}

/// Genesis parameters with the program as an account of the loader that needs no second account for the code.
std::string genesis_json(const std::string& program) {
  const auto equals = program.find('=');
  if (equals == std::string::npos) return {};
  std::ifstream file(program.substr(equals + 1), std::ios::binary);
  const std::string elf{std::istreambuf_iterator<char>(file), {}};
  constexpr std::uint64_t kLamports = 10'000'000'000;  // rent for more than a megabyte
  return fmt::format(
      R"({{"accounts":[{{"pubkey":"{}","lamports":{},"owner":"BPFLoader2111111111111111111111111111111111","data":"{}","executable":true}}]}})",
      program.substr(0, equals), kLamports, codec::base64_encode(as_bytes(elf)));
}

int run(const Arguments& arguments, const sigset_t& ends) {
  auto chain = chain::Chain::open({.data_dir = arguments.data_dir,
                                   .genesis_json = genesis_json(arguments.program),
                                   .snapshot_interval_slots = arguments.snapshot_slots,
                                   .history_slots_max = arguments.history_slots});
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
