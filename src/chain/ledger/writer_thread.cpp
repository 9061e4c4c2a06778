#include "chain/ledger/writer_thread.hpp"

#include "base/assert.hpp"

namespace zestron::chain::ledger {
namespace {

class SegmentSink final : public Sink {
 public:
  explicit SegmentSink(infra::segment_log::Writer writer) : writer_(std::move(writer)) {}
  std::string append(ByteView record) override {
    const auto done = writer_.append(record);
    return done ? std::string() : done.error().message;
  }
  std::string flush() override {
    const auto done = writer_.flush();
    return done ? std::string() : done.error().message;
  }
  std::string sync() override {
    const auto done = writer_.sync();
    return done ? std::string() : done.error().message;
  }

 private:
  infra::segment_log::Writer writer_;
};

}  // namespace

std::unique_ptr<Sink> to_sink(infra::segment_log::Writer writer) {
  return std::make_unique<SegmentSink>(std::move(writer));
}

WriterThread::WriterThread(std::unique_ptr<Sink> sink, Options options)
    : sink_(std::move(sink)), options_(std::move(options)), thread_([this] { run(); }) {}

WriterThread::~WriterThread() { stop(); }

bool WriterThread::append(Bytes record) { return push({.record = std::move(record), .sealed = nullptr}); }

bool WriterThread::seal(Bytes record, std::shared_ptr<const SlotRecord> slot) {
  return push({.record = std::move(record), .sealed = std::move(slot)});
}

std::size_t WriterThread::bytes_waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_bytes_;
}

bool WriterThread::push(Item item) {
  std::unique_lock lock(mutex_);
  ZESTRON_ASSERT(!stopping_);
  // One record may be larger than the whole bound: it goes in when the queue is empty.
  changed_.wait(
      lock, [&] { return failed_ || queue_.empty() || queue_bytes_ + item.record.size() <= options_.queue_bytes_max; });
  if (failed_) return false;
  queue_bytes_ += item.record.size();
  queue_.push_back(std::move(item));
  changed_.notify_all();
  return true;
}

void WriterThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

std::string WriterThread::write_group(const std::deque<Item>& group) {
  bool ends_slot = false;
  for (const Item& item : group) {
    if (std::string why = sink_->append(item.record); !why.empty()) return why;
    ends_slot = ends_slot || item.sealed != nullptr;
  }
  // Without a slot's end nobody waits for the disk; handing the bytes over early makes the later sync shorter.
  return ends_slot ? sink_->sync() : sink_->flush();
}

void WriterThread::run() {
  while (true) {
    std::deque<Item> group;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      group.swap(queue_);
      queue_bytes_ = 0;
      changed_.notify_all();
    }
    if (const std::string why = write_group(group); !why.empty()) {
      options_.failed(why);  // the cause is known before anybody meets the consequence
      const std::lock_guard lock(mutex_);
      failed_ = true;
      queue_.clear();
      changed_.notify_all();
      return;
    }
    for (const Item& item : group) {
      if (item.sealed) options_.confirmed(item.sealed);
    }
  }
}

}  // namespace zestron::chain::ledger
