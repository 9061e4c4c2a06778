// SIGKILL at moments nobody chose: whatever a client was told is confirmed is there after the restart, and verify agrees.
#include "chain/chain.hpp"
#include "chain/recovery/verify.hpp"
#include "chain/testing/folder.hpp"
#include "chain/testing/slots.hpp"
#include "chain/testing/transfer.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>

namespace zestron::chain {
namespace {

using testing::Folder;

/// Writes the first signature of every confirmed transaction to a pipe: the list of a client outside the process.
class Teller final : public Observer {
 public:
  explicit Teller(int pipe) : pipe_(pipe) {}
  void opened(Slot, Slot, Slot) override {}
  void reached(Commitment level, const std::shared_ptr<const SlotRecord>& record) override {
    if (level != Commitment::kConfirmed) return;
    for (const LandedTransaction& transaction : record->transactions) {
      if (::write(pipe_, transaction.signature.data(), Signature::kSize) < 0) ::_exit(3);
    }
  }

 private:
  int pipe_;
};

/// The process to be killed: slots of 2 ms and transfers as fast as they are taken. Returns never.
void run_child(const std::filesystem::path& folder, int pipe, std::uint64_t run) {
  Options options{.snapshot_interval_slots = 50};
  options.data_dir = folder;
  auto chain = Chain::open(std::move(options));
  if (!chain) ::_exit(2);
  (*chain)->observe(std::make_shared<Teller>(pipe));
  (*chain)->start(std::make_shared<WallClockSlots>(std::chrono::milliseconds(2)));
  const codec::Keypair payer = testing::faucet();
  for (std::uint64_t at = 0;; ++at) {
    const auto blockhash = (*chain)->latest_blockhash(Commitment::kConfirmed);
    if (!blockhash) ::_exit(4);
    // Busy is an answer too; anything else is not expected.
    const std::uint64_t lamports = 1'000'000 + run * 1'000'000 + at;
    const auto sent = (*chain)->send(testing::transfer(payer, testing::key(at % 50), lamports, blockhash->blockhash));
    if (!sent && sent.error().code != ports::ChainError::kBusy) ::_exit(5);
  }
}

/// Runs in a process of its own: a fork of this one would lack the threads that the runtime keeps for ever.
TEST(ChainCrash, DISABLED_child) {
  const char* folder = std::getenv("ZESTRON_CRASH_FOLDER");
  ASSERT_NE(folder, nullptr) << "started by nothing_confirmed_is_lost_by_sigkill only";
  run_child(folder, std::atoi(std::getenv("ZESTRON_CRASH_PIPE")),
            std::strtoull(std::getenv("ZESTRON_CRASH_RUN"), nullptr, 10));
}

::pid_t start_child(const std::filesystem::path& folder, int pipe, std::uint64_t run) {
  ::setenv("ZESTRON_CRASH_FOLDER", folder.c_str(), 1);
  ::setenv("ZESTRON_CRASH_PIPE", std::to_string(pipe).c_str(), 1);
  ::setenv("ZESTRON_CRASH_RUN", std::to_string(run).c_str(), 1);
  const ::pid_t child = ::fork();
  if (child == 0) {
    ::execl("/proc/self/exe", "crash-child", "--gtest_filter=ChainCrash.DISABLED_child",
            "--gtest_also_run_disabled_tests", "--gtest_brief=1", nullptr);
    ::_exit(9);
  }
  return child;
}

TEST(ChainCrash, nothing_confirmed_is_lost_by_sigkill) {
  constexpr std::uint64_t kKills = 3;
  constexpr std::size_t kConfirmedBeforeKill = 400;
  const Folder folder;
  std::set<Signature> told;
  for (std::uint64_t run = 0; run < kKills; ++run) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    const ::pid_t child = start_child(folder.path(), ends[1], run);
    ASSERT_GE(child, 0);
    ::close(ends[1]);
    const std::size_t enough = told.size() + kConfirmedBeforeKill + run * 37;
    bool killed = false;
    Signature signature;
    std::size_t filled = 0;
    // Reads to the end of the pipe also after the kill: that much the client had been told.
    while (true) {
      const ::ssize_t got = ::read(ends[0], signature.data() + filled, Signature::kSize - filled);
      if (got <= 0) break;
      filled += static_cast<std::size_t>(got);
      if (filled < Signature::kSize) continue;
      filled = 0;
      told.insert(signature);
      if (!killed && told.size() >= enough) {
        ::kill(child, SIGKILL);
        killed = true;
      }
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);

    Options options;
    options.data_dir = folder.path();
    const auto chain = Chain::open(std::move(options));
    ASSERT_TRUE(chain.has_value()) << chain.error().message;
    for (const Signature& kept : told) {
      const auto found = (*chain)->status(kept);
      ASSERT_TRUE(found && *found) << "lost in run " << run << " of " << told.size();
      ASSERT_NE((*found)->commitment, Commitment::kProcessed);
    }
  }
  const auto verified = ledger::verify(folder.path());
  ASSERT_TRUE(verified.has_value()) << verified.error().message;
  EXPECT_GE(verified->transactions, told.size());
}

}  // namespace
}  // namespace zestron::chain
