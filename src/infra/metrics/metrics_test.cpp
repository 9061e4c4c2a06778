#include "infra/metrics/metrics.hpp"

#include <gtest/gtest.h>

namespace zestron::metrics {
namespace {

TEST(Metrics, shows_families_with_labels_escaped) {
  Page page;
  page.counter("calls_total", "Calls.");
  page.sample({{"method", "get\"x\"\n"}}, std::uint64_t{7});
  page.gauge("waiting", "Now.");
  page.sample({}, 0.5);
  EXPECT_EQ(page.text(),
            "# HELP calls_total Calls.\n# TYPE calls_total counter\ncalls_total{method=\"get\\\"x\\\"\\n\"} 7\n"
            "# HELP waiting Now.\n# TYPE waiting gauge\nwaiting 0.5\n");
}

TEST(Metrics, a_histogram_counts_up_to_each_bound) {
  Histogram times;
  times.observe(std::chrono::microseconds(100));  // the bound itself belongs to its bucket
  times.observe(std::chrono::milliseconds(2));
  times.observe(std::chrono::seconds(60));
  const auto counts = times.cumulative();
  EXPECT_EQ(counts.front(), 1u);
  EXPECT_EQ(counts[3], 2u);
  EXPECT_EQ(counts[counts.size() - 2], 2u);
  EXPECT_EQ(counts.back(), 3u);
  EXPECT_DOUBLE_EQ(times.sum_seconds(), 60.0021);
  Page page;
  page.histogram("t_seconds", "Time.", times);
  EXPECT_NE(page.text().find("t_seconds_bucket{le=\"0.0001\"} 1\n"), std::string::npos) << page.text();
  EXPECT_NE(page.text().find("t_seconds_bucket{le=\"+Inf\"} 3\n"), std::string::npos);
  EXPECT_NE(page.text().find("t_seconds_count 3\n"), std::string::npos);
}

}  // namespace
}  // namespace zestron::metrics
