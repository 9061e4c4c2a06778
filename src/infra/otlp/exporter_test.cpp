#include "infra/otlp/exporter.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <condition_variable>
#include <future>
#include <limits>
#include <mutex>
#include <thread>

namespace zestron::otlp {
namespace {

using namespace std::chrono_literals;

// Answers as the test says, and keeps what it was sent.
class Collector {
 public:
  std::function<Posted(unsigned number)> answer = [](unsigned) { return Posted{200, "{}", {}}; };

  Post post() {
    return [this](Signal signal, std::string_view body) {
      unsigned number = 0;
      {
        const std::lock_guard lock(mutex_);
        number = ++posts_;
        changed_.notify_all();
      }
      auto out = answer(number);
      const std::lock_guard lock(mutex_);
      if (out.status == 200) taken_.emplace_back(signal, body);
      changed_.notify_all();
      return out;
    };
  }
  std::size_t spans_taken() {
    const std::lock_guard lock(mutex_);
    std::size_t out = 0;
    for (const auto& [signal, body] : taken_) {
      if (signal == Signal::kTraces)
        out += nlohmann::json::parse(body).at("resourceSpans").at(0).at("scopeSpans").at(0).at("spans").size();
    }
    return out;
  }
  unsigned posts() {
    const std::lock_guard lock(mutex_);
    return posts_;
  }
  bool wait_for_posts(unsigned count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 20s, [&] { return posts_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  unsigned posts_ = 0;
  std::vector<std::pair<Signal, std::string>> taken_;
};

ExporterOptions quick() {
  return {.batch_max = 4, .delay = 5ms, .metrics_every = 1h, .backoff = 1ms, .backoff_max = 4ms, .attempts_max = 5};
}

TEST(OtlpExporter, what_waits_is_sent_before_it_stops) {
  Collector collector;
  auto options = quick();
  options.delay = 1h;
  Exporter exporter(options, collector.post(), {}, {}, {});
  for (int i = 0; i < 11; ++i) exporter.add({});
  exporter.stop();
  EXPECT_EQ(collector.spans_taken(), 11u);
  EXPECT_EQ(exporter.tally().exported, 11u);
  exporter.add({});
  EXPECT_EQ(exporter.tally().dropped, 1u);
}

TEST(OtlpExporter, an_overloaded_collector_is_asked_again_and_gets_all) {
  Collector collector;
  collector.answer = [](unsigned number) { return Posted{number < 4 ? 503u : 200u, "", {}}; };
  Exporter exporter(quick(), collector.post(), {}, {}, {});
  exporter.add({});
  ASSERT_TRUE(collector.wait_for_posts(4));
  exporter.stop();
  EXPECT_EQ(collector.spans_taken(), 1u);
  EXPECT_EQ(exporter.tally().failures, 3u);
  EXPECT_EQ(exporter.tally().dropped, 0u);
}

TEST(OtlpExporter, waits_as_long_as_the_collector_asks_within_its_own_bound) {
  Collector collector;
  collector.answer = [](unsigned number) { return number == 1 ? Posted{429, "", 3600s} : Posted{200, "", {}}; };
  auto options = quick();
  options.backoff_max = 50ms;
  Exporter exporter(options, collector.post(), {}, {}, {});
  const auto begun = std::chrono::steady_clock::now();
  exporter.add({});
  ASSERT_TRUE(collector.wait_for_posts(2));
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 50ms);
}

TEST(OtlpExporter, a_batch_that_the_collector_refuses_for_good_is_dropped_and_counted) {
  Collector collector;
  collector.answer = [](unsigned number) { return number == 1 ? Posted{400, "no", {}} : Posted{200, "garbage", {}}; };
  Exporter exporter(quick(), collector.post(), {}, {}, {});
  exporter.add({});
  ASSERT_TRUE(collector.wait_for_posts(1));
  exporter.add({});
  ASSERT_TRUE(collector.wait_for_posts(2));
  exporter.stop();
  EXPECT_EQ(exporter.tally().dropped, 1u);
  EXPECT_EQ(exporter.tally().exported, 1u);
}

TEST(OtlpExporter, counts_what_a_collector_took_only_in_part) {
  Collector collector;
  collector.answer = [](unsigned) { return Posted{200, R"({"partialSuccess":{"rejectedSpans":"1"}})", {}}; };
  Exporter exporter(quick(), collector.post(), {}, {}, {});
  for (int i = 0; i < 3; ++i) exporter.add({});
  exporter.stop();
  EXPECT_EQ(exporter.tally().exported + exporter.tally().rejected, 3u);
  EXPECT_GE(exporter.tally().rejected, 1u);
}

TEST(OtlpExporter, a_collector_that_hangs_costs_spans_and_not_the_callers_time) {
  Collector collector;
  std::promise<void> release;
  auto released = release.get_future().share();
  collector.answer = [released](unsigned) {
    released.wait();
    return Posted{0, "timed out", {}};
  };
  auto options = quick();
  options.spans_max = 16;
  std::vector<std::string> notices;
  Exporter exporter(options, collector.post(), {}, {}, [&](const std::string& line) { notices.push_back(line); });
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 10'000; ++i) exporter.add({});
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
  EXPECT_GE(exporter.tally().dropped, 10'000u - 16 - 4);
  release.set_value();
  exporter.stop();
  EXPECT_EQ(exporter.tally().dropped, 10'000u);
  ASSERT_EQ(notices.size(), 1u);
  EXPECT_NE(notices[0].find("does not answer"), std::string::npos);
}

TEST(OtlpExporter, a_stop_waits_for_one_request_to_a_dead_collector_and_begins_no_other) {
  Collector collector;
  std::promise<void> ends;
  collector.answer = [&, end = ends.get_future().share()](unsigned) {
    end.wait();
    return Posted{0, "timed out", {}};
  };
  auto options = quick();
  options.batch_max = 1;
  options.spans_max = std::numeric_limits<std::size_t>::max();  // nothing is dropped for want of room
  Exporter exporter(options, collector.post(), {}, {}, {});
  for (int i = 0; i < 8; ++i) exporter.add({});
  ASSERT_TRUE(collector.wait_for_posts(1));
  auto stopped = std::async(std::launch::async, [&] { exporter.stop(); });
  while (exporter.tally().dropped == 0) exporter.add({});  // it refuses spans once it is to stop
  ends.set_value();
  stopped.get();
  EXPECT_EQ(collector.posts(), 1u);
}

TEST(OtlpExporter, sends_metrics_by_themselves_and_once_more_at_the_end) {
  Collector collector;
  auto options = quick();
  options.metrics_every = 5ms;
  const Distribution tokens("t", "", "1", {1});
  Exporter exporter(options, collector.post(), [] { return std::vector<metrics::Family>{{.name = "f"}}; }, {&tokens},
                    {});
  ASSERT_TRUE(collector.wait_for_posts(2));
  exporter.stop();
  EXPECT_GE(exporter.tally().metric_exports, 3u);
  EXPECT_EQ(exporter.tally().exported, 0u);
}

}  // namespace
}  // namespace zestron::otlp
