#include "infra/otlp/exporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>

namespace zestron::otlp {
namespace {

using Steady = std::chrono::steady_clock;

Instant now() { return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now()); }

bool taken(const Posted& posted) { return posted.status >= 200 && posted.status < 300; }
// The protocol's list of what may be sent again; no answer at all counts among them.
bool passing(const Posted& posted) {
  constexpr unsigned kTooMany = 429, kBadGateway = 502, kUnavailable = 503, kGatewayTimeout = 504;
  return posted.status == 0 || posted.status == kTooMany || posted.status == kBadGateway ||
         posted.status == kUnavailable || posted.status == kGatewayTimeout;
}

}  // namespace

struct Exporter::Impl {
  ExporterOptions options;
  Post post;
  Families families;
  std::vector<const Distribution*> distributions;
  Notice notice;
  const Instant started = now();

  mutable std::mutex mutex{};
  std::condition_variable wake{};
  std::deque<Span> waiting{};
  ExporterTally tally{};
  bool stopping = false;
  std::array<bool, 2> told{};  // by signal: that the collector does not take
  bool no_metrics = false;     // it has no path for them
  std::thread thread{};

  // Waits unless it is to stop. The lock is held.
  void pause(std::unique_lock<std::mutex>& lock, Steady::time_point until) {
    wake.wait_until(lock, until, [this] { return stopping; });
  }

  void tell(Signal signal, const Posted& posted) {
    const bool bad = !taken(posted);
    const std::string_view what = signal == Signal::kTraces ? "traces" : "metrics";
    if (bad == std::exchange(told.at(static_cast<std::size_t>(signal)), bad) || !notice) return;
    if (!bad) return notice(fmt::format("the OTLP collector takes {} again", what));
    notice(posted.status == 0
               ? fmt::format("the OTLP collector does not answer ({}); the node goes on without it", posted.body)
               : fmt::format("the OTLP collector answers {} to {}; the node goes on without it", posted.status, what));
  }

  /// One body, as often as it takes. False when it was given up.
  Posted deliver(Signal signal, const std::string& body) {
    auto wait = options.backoff;
    for (unsigned attempt = 1;; ++attempt) {
      auto posted = post(signal, body);
      tell(signal, posted);
      if (taken(posted)) return posted;
      std::unique_lock lock(mutex);
      tally.failures += 1;
      if (!passing(posted) || attempt == options.attempts_max || stopping) return posted;
      const auto asked = posted.retry_after ? std::chrono::milliseconds(*posted.retry_after) : wait;
      pause(lock, Steady::now() + std::clamp(asked, wait, options.backoff_max));
      if (stopping) return posted;
      wait = std::min(wait * 2, options.backoff_max);
    }
  }

  std::vector<Span> take_batch() {
    const std::lock_guard lock(mutex);
    const auto count = std::min(waiting.size(), options.batch_max);
    const auto end = waiting.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Span> batch(std::make_move_iterator(waiting.begin()), std::make_move_iterator(end));
    waiting.erase(waiting.begin(), end);
    return batch;
  }

  bool send_spans(const std::vector<Span>& batch) {
    const auto posted = deliver(Signal::kTraces, encode_spans(options.source, batch));
    const std::lock_guard lock(mutex);
    if (!taken(posted)) {
      tally.dropped += batch.size();
      return false;
    }
    const auto rejected = std::min<std::uint64_t>(rejected_in(posted.body), batch.size());
    tally.rejected += rejected;
    tally.exported += batch.size() - rejected;
    return true;
  }

  bool send_metrics() {
    if (no_metrics || (!families && distributions.empty())) return true;
    const auto read = families ? families() : std::vector<metrics::Family>();
    const auto posted = deliver(Signal::kMetrics, encode_metrics(options.source, read, distributions, started, now()));
    constexpr unsigned kNotFound = 404;
    no_metrics = posted.status == kNotFound;  // a back end for traces alone, as Jaeger
    const std::lock_guard lock(mutex);
    tally.metric_exports += taken(posted);
    return taken(posted);
  }

  void run() {
    auto metrics_due = Steady::now() + options.metrics_every;
    for (;;) {
      {
        std::unique_lock lock(mutex);
        const auto until = std::min(metrics_due, Steady::now() + options.delay);
        wake.wait_until(lock, until, [this] { return stopping || waiting.size() >= options.batch_max; });
        if (stopping) break;
      }
      while (!stops()) {
        const auto batch = take_batch();
        if (batch.empty()) break;
        send_spans(batch);
      }
      if (!stops() && Steady::now() >= metrics_due) {
        send_metrics();
        metrics_due = Steady::now() + options.metrics_every;
      }
    }
    flush();
  }

  bool stops() {
    const std::lock_guard lock(mutex);
    return stopping;
  }

  // The last words: each batch once, and no more when the collector does not take one, or did not take the one before.
  void flush() {
    const auto until = Steady::now() + options.flush_max;
    bool goes = std::ranges::none_of(told, std::identity());
    while (goes && Steady::now() < until) {
      const auto batch = take_batch();
      if (batch.empty()) break;
      goes = send_spans(batch);
    }
    if (goes && Steady::now() < until) send_metrics();
    const std::lock_guard lock(mutex);
    tally.dropped += waiting.size();
    waiting.clear();
  }
};

Exporter::Exporter(ExporterOptions options, Post post, Families families,
                   std::vector<const Distribution*> distributions, Notice notice)
    : impl_(new Impl{.options = std::move(options),
                     .post = std::move(post),
                     .families = std::move(families),
                     .distributions = std::move(distributions),
                     .notice = std::move(notice)}) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

Exporter::~Exporter() { stop(); }

void Exporter::add(Span span) {
  bool full_batch = false;
  {
    const std::lock_guard lock(impl_->mutex);
    if (impl_->stopping || impl_->waiting.size() >= impl_->options.spans_max) {
      impl_->tally.dropped += 1;
      return;
    }
    impl_->waiting.push_back(std::move(span));
    full_batch = impl_->waiting.size() == impl_->options.batch_max;
  }
  if (full_batch) impl_->wake.notify_one();
}

void Exporter::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->wake.notify_one();
  if (impl_->thread.joinable()) impl_->thread.join();
}

ExporterTally Exporter::tally() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->tally;
}

}  // namespace zestron::otlp
