// Sends spans and metrics to an OTLP/HTTP collector from a thread of its own: bounded, in batches, again after a while when the
// collector is away or overloaded. Whoever traces never waits for it; what does not fit is dropped and counted.
#pragma once

#include "infra/metrics/metrics.hpp"
#include "infra/otlp/encode.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zestron::otlp {

enum class Signal : std::uint8_t { kTraces, kMetrics };

/// What came of one POST.
struct Posted {
  unsigned status = 0;  ///< of HTTP; 0: there was no answer, and `body` says why
  std::string body{};
  std::optional<std::chrono::seconds> retry_after{};
};
/// Carries a body to the collector's path of a signal. Called on the exporter's thread; must return in bounded time.
using Post = std::function<Posted(Signal signal, std::string_view body)>;

struct ExporterOptions {
  Source source{};
  std::size_t spans_max = 8'192;  ///< waiting; further ones are dropped
  std::size_t batch_max = 512;
  std::chrono::milliseconds delay{1'000};  ///< how long a span waits for others at most
  std::chrono::milliseconds metrics_every{10'000};
  std::chrono::milliseconds backoff{1'000};  ///< after the first failure; doubles up to backoff_max
  std::chrono::milliseconds backoff_max{30'000};
  unsigned attempts_max = 8;                   ///< of one batch, then it is dropped
  std::chrono::milliseconds flush_max{3'000};  ///< what stop() gives to what still waits
};

/// Counts since the start; of spans, but where it says otherwise.
struct ExporterTally {
  std::uint64_t exported = 0;
  std::uint64_t dropped = 0;   ///< the queue was full, or the collector did not take them in time
  std::uint64_t rejected = 0;  ///< the collector took the batch and refused these
  std::uint64_t failures = 0;  ///< requests that were not taken, of both signals
  std::uint64_t metric_exports = 0;
};

class Exporter {
 public:
  /// Called on the exporter's thread before each export of metrics.
  using Families = std::function<std::vector<metrics::Family>()>;
  /// One line when the collector stops taking, and when it takes again. On the exporter's thread.
  using Notice = std::function<void(const std::string&)>;

  /// `distributions` outlive it. Without `families` only they are sent; without both no metrics at all.
  Exporter(ExporterOptions options, Post post, Families families, std::vector<const Distribution*> distributions,
           Notice notice);
  ~Exporter();  ///< stop()
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  /// Any thread; never waits for the collector.
  void add(Span span);
  /// Sends what waits, once, for flush_max at most, and ends the thread. Idempotent.
  void stop();
  [[nodiscard]] ExporterTally tally() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zestron::otlp
