#include "chain/ledger/writer_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <semaphore>

namespace zestron::chain::ledger {
namespace {

/// A disk that syncs when told to.
class GatedSink final : public Sink {
 public:
  std::string append(ByteView) override {
    ++appended;
    return append_error;
  }
  std::string flush() override { return {}; }
  std::string sync() override {
    ++syncs;
    syncing.release();
    gate.acquire();
    return sync_error;
  }

  std::atomic<int> appended = 0, syncs = 0;
  std::counting_semaphore<> gate{0}, syncing{0};
  std::string append_error, sync_error;
};

std::shared_ptr<const SlotRecord> slot(std::uint64_t number) {
  auto record = std::make_shared<SlotRecord>();
  record->slot = Slot(number);
  return record;
}

struct Fixture {
  explicit Fixture(std::size_t queue_bytes_max = 1 << 20) {
    auto owned = std::make_unique<GatedSink>();
    sink = owned.get();
    thread = std::make_unique<WriterThread>(
        std::move(owned),
        WriterThread::Options{.queue_bytes_max = queue_bytes_max,
                              .confirmed = [this](const auto& record) { confirmed.push_back(record->slot.value()); },
                              .failed = [this](const std::string& why) { trouble.set_value(why); }});
  }
  GatedSink* sink = nullptr;
  std::vector<std::uint64_t> confirmed;
  std::promise<std::string> trouble;
  std::unique_ptr<WriterThread> thread;
};

TEST(LedgerWriterThread, slots_that_wait_share_one_sync_and_are_confirmed_in_order) {
  Fixture fixture;
  fixture.thread->seal(Bytes(10), slot(1));
  fixture.sink->syncing.acquire();  // slot 1 is at the disk; the others queue up behind it
  fixture.thread->seal(Bytes(10), slot(2));
  fixture.thread->seal(Bytes(10), slot(3));
  fixture.thread->seal(Bytes(10), slot(4));
  fixture.sink->gate.release(2);
  fixture.thread->stop();
  EXPECT_EQ(fixture.sink->syncs, 2);
  EXPECT_EQ(fixture.confirmed, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST(LedgerWriterThread, full_queue_makes_the_bank_thread_wait) {
  Fixture fixture(100);
  fixture.thread->seal(Bytes(10), slot(1));
  fixture.sink->syncing.acquire();
  ASSERT_TRUE(fixture.thread->append(Bytes(90)));
  auto blocked = std::async(std::launch::async, [&] { return fixture.thread->append(Bytes(50)); });
  EXPECT_EQ(blocked.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  fixture.sink->gate.release(1);
  EXPECT_TRUE(blocked.get());
  fixture.thread->stop();
  EXPECT_EQ(fixture.sink->appended, 3);
}

TEST(LedgerWriterThread, failed_sync_confirms_nothing_and_refuses_what_follows) {
  Fixture fixture;
  fixture.sink->sync_error = "disk full";
  fixture.sink->gate.release(1);
  ASSERT_TRUE(fixture.thread->seal(Bytes(10), slot(1)));
  EXPECT_EQ(fixture.trouble.get_future().get(), "disk full");
  // The cause is told first; what is appended in between is never written.
  while (fixture.thread->append(Bytes(1))) std::this_thread::yield();
  fixture.thread->stop();
  EXPECT_TRUE(fixture.confirmed.empty());
}

TEST(LedgerWriterThread, failure_releases_a_waiting_bank_thread) {
  Fixture fixture(100);
  fixture.sink->sync_error = "disk full";
  fixture.thread->seal(Bytes(10), slot(1));
  fixture.sink->syncing.acquire();
  ASSERT_TRUE(fixture.thread->append(Bytes(100)));
  auto blocked = std::async(std::launch::async, [&] { return fixture.thread->append(Bytes(50)); });
  fixture.sink->gate.release(1);
  EXPECT_FALSE(blocked.get());
}

}  // namespace
}  // namespace zestron::chain::ledger
