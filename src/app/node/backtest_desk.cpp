#include "app/node/backtest_desk.hpp"

#include "adapters/onnx/onnx_models.hpp"
#include "adapters/onnx/onnx_provider.hpp"
#include "agent/config.hpp"
#include "backtest/answers.hpp"
#include "backtest/report.hpp"
#include "events/simulated/simulated_market.hpp"
#include "infra/file/file.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace zestron::node {
namespace {

using api::JobState;
using api::ProblemKind;

constexpr std::string_view kSimulated = "sim:";

bool has_ended(JobState state) { return state != JobState::kWaiting && state != JobState::kRunning; }

std::optional<std::uint64_t> number_of(std::string_view market) {
  if (!market.starts_with(kSimulated)) return std::nullopt;
  market.remove_prefix(kSimulated.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(market.data(), market.data() + market.size(), number);
  return error == std::errc() && end == market.data() + market.size() ? std::optional(number) : std::nullopt;
}

backtest::Costs costs_of(const api::BacktestRequest& request) {
  if (!request.fee_bps && !request.slippage_bps) return backtest::OwnCosts{};
  return backtest::ProportionalCosts{{request.fee_bps.value_or(0), request.slippage_bps.value_or(0)}};
}

void add_models(onnx::OnnxProvider& provider, const DataFolder& folder) {
  std::error_code ec;
  for (const auto& entry : std::filesystem::directory_iterator(folder.models(), ec)) {
    if (entry.path().extension() != ".onnx") continue;
    if (auto bytes = infra::read_file(entry.path())) provider.add(*std::move(bytes));
  }
}

}  // namespace

BacktestDesk::BacktestDesk(const DataFolder& folder, Changed changed)
    : folder_(folder), changed_(std::move(changed)), thread_([this] { work(); }) {}

BacktestDesk::~BacktestDesk() { stop(); }

void BacktestDesk::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& job : jobs_) job->progress.stop = true;
  }
  news_.notify_all();
  if (thread_.joinable()) thread_.join();
}

api::BacktestView BacktestDesk::view_of(const Job& job) {
  auto view = job.view;
  if (!has_ended(view.state)) view.ticks_done = job.progress.ticks.load(std::memory_order_relaxed);
  return view;
}

api::Maybe<api::BacktestView> BacktestDesk::start(api::BacktestRequest request) {
  const auto config = agent::Config::parse(request.config);
  if (!config) return api::problem(ProblemKind::kInvalid, "config: " + config.error().message);
  if (!number_of(request.market)) return api::problem(ProblemKind::kInvalid, "market: sim: and a number of 64 bits");
  auto job = std::make_shared<Job>();
  job->view = {.id = {}, .request = std::move(request), .agent = config->name(), .config = config->hash()};
  {
    const std::lock_guard lock(mutex_);
    const auto waiting =
        std::ranges::count(jobs_, JobState::kWaiting, [](const auto& other) { return other->view.state; });
    if (static_cast<std::size_t>(waiting) >= kWaitingMax || stopped_)
      return api::problem(ProblemKind::kBusy, "too many backtests wait; cancel one, or try again later");
    job->view.id = std::to_string(next_++);
    jobs_.push_back(job);
    forget_old();
  }
  auto view = view_of(*job);
  changed_(view);
  news_.notify_one();
  return view;
}

void BacktestDesk::forget_old() {
  while (jobs_.size() > kKept) {
    const auto oldest = std::ranges::find_if(jobs_, [](const auto& job) { return has_ended(job->view.state); });
    if (oldest == jobs_.end()) return;
    jobs_.erase(oldest);
  }
}

std::vector<api::BacktestView> BacktestDesk::list() const {
  std::vector<api::BacktestView> out;
  const std::lock_guard lock(mutex_);
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) out.push_back(view_of(**job));
  return out;
}

std::shared_ptr<BacktestDesk::Job> BacktestDesk::find(std::string_view id) const {
  const auto found = std::ranges::find(jobs_, id, [](const auto& job) -> std::string_view { return job->view.id; });
  return found == jobs_.end() ? nullptr : *found;
}

api::Maybe<api::BacktestView> BacktestDesk::cancel(std::string_view id) {
  api::BacktestView view;
  {
    const std::lock_guard lock(mutex_);
    const auto job = find(id);
    if (!job) return api::problem(ProblemKind::kNotFound, "no such backtest is kept");
    if (has_ended(job->view.state)) return api::problem(ProblemKind::kConflict, "it has ended already");
    job->progress.stop = true;
    if (job->view.state == JobState::kWaiting) job->view.state = JobState::kCancelled;
    view = view_of(*job);
  }
  if (view.state == JobState::kCancelled) changed_(view);
  return view;
}

api::Maybe<std::string> BacktestDesk::page(std::string_view id) const {
  std::shared_ptr<Job> job;
  {
    const std::lock_guard lock(mutex_);
    job = find(id);
    if (!job) return api::problem(ProblemKind::kNotFound, "no such backtest is kept");
    if (job->view.state != JobState::kDone) return api::problem(ProblemKind::kConflict, "it has no report (yet)");
  }
  return backtest::page(*job->report);  // does not change any more
}

void BacktestDesk::work() {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      const auto waits = [](const auto& other) { return other->view.state == JobState::kWaiting; };
      news_.wait(lock, [&] { return stopped_ || std::ranges::any_of(jobs_, waits); });
      if (stopped_) return;
      job = *std::ranges::find_if(jobs_, waits);
      job->view.state = JobState::kRunning;
    }
    carry_out(*job);
  }
}

void BacktestDesk::carry_out(Job& job) {
  changed_(view_of(job));
  auto report = run(job);
  api::BacktestView view;
  {
    const std::lock_guard lock(mutex_);
    job.view.ticks_done = report ? job.view.ticks : job.progress.ticks.load();
    // Even if it came to an end of its own: of fewer ticks than were asked for, or after the last look.
    if (job.progress.stop) {
      job.view.state = JobState::kCancelled;
    } else if (report) {
      job.view.hash = backtest::report_hash(*report);
      job.view.report = backtest::document(*report);
      job.report = *std::move(report);
      job.view.state = JobState::kDone;
    } else {
      job.view.error = report.error();
      job.view.state = JobState::kFailed;
    }
    view = job.view;
  }
  changed_(view);
}

std::expected<backtest::Report, std::string> BacktestDesk::run(Job& job) {
  const auto& request = job.view.request;
  const auto config = agent::Config::parse(request.config);
  if (!config) return std::unexpected(config.error().message);
  const auto source = events::make_simulated_market(*number_of(request.market), config->market().feed);
  std::vector<domain::Tick> ticks;
  ticks.reserve(request.ticks);
  while (ticks.size() < request.ticks && !job.progress.stop) {
    const auto tick = source->next();
    if (!tick) return std::unexpected(tick.error().message);
    if (!*tick) break;
    ticks.push_back(**tick);
  }
  {
    const std::lock_guard lock(mutex_);
    job.view.ticks = ticks.size();
  }
  onnx::OnnxModels models;
  onnx::OnnxProvider provider(models);
  add_models(provider, folder_);
  backtest::ProviderAnswers answers({&provider});
  auto report = backtest::run(
      {.config = *config,
       .ticks = ticks,
       .market = source->info(),
       .settings = {.costs = costs_of(request), .latency_ms = request.latency_ms, .period_ms = request.period_ms},
       .agent = {},
       .answers = &answers,
       .progress = &job.progress});
  if (!report) return std::unexpected(report.error().message);
  return *std::move(report);
}

}  // namespace zestron::node
