// Runs simulations by number and says what each of them would have cost: `make simulate SEEDS=N`.
//
//   zestron_simulate --seeds N [--first N] [--bug NAME]     N runs; the first that fails is shown with its last events
#include "world.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace zestron::simulation {
namespace {

int usage() {
  fmt::print(stderr, "usage: zestron_simulate [--seeds N] [--first N] [--bug NAME]\n  bugs:");
  for (const auto bug : kBugNames) fmt::print(stderr, " {}", bug);
  fmt::print(stderr, "\n");
  return 2;
}

// Once a second and at the end: rewritten on a terminal, else lines as ninja's (scripts/stages.py reads them).
class Progress {
 public:
  explicit Progress(std::uint64_t seeds) : seeds_(seeds) {}

  void done(std::uint64_t count) {
    const auto now = std::chrono::steady_clock::now();
    if (count < seeds_ && now - last_ < std::chrono::seconds(1)) return;
    last_ = now;
    fmt::print("{}[{}/{}]{}", terminal_ ? "\r" : "", count, seeds_, terminal_ ? "" : "\n");
    std::fflush(stdout);
    drawn_ = terminal_;
  }
  void clear() {
    if (drawn_) fmt::print("\r\033[K");
    drawn_ = false;
  }

 private:
  std::uint64_t seeds_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  bool terminal_ = ::isatty(STDOUT_FILENO) == 1, drawn_ = false;
};

int show(std::uint64_t seed, std::string_view violation, Bug bug) {
  fmt::print("seed {}: {}\n", seed, violation);
  std::fflush(stdout);
  const auto again = simulate(seed, bug, true);
  for (const auto& line : again.trace) fmt::print("  {}\n", line);
  fmt::print("again: zestron_simulate --first {} --seeds 1{}{}\n", seed, bug == Bug::kNone ? "" : " --bug ",
             bug == Bug::kNone ? "" : name(bug));
  return 1;
}

int run(std::uint64_t first, std::uint64_t seeds, Bug bug) {
  Report sum;
  std::uint64_t on_banks = 0;
  Progress progress(seeds);
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto one = simulate(seed, bug);
    if (!one.violation.empty()) {
      progress.clear();
      return show(seed, one.violation, bug);
    }
    progress.done(seed - first + 1);
    on_banks += on_bank(seed) ? 1 : 0;
    sum.slots += one.slots;
    sum.kills += one.kills;
    sum.forks += one.forks;
    sum.landed += one.landed;
    sum.expired += one.expired;
    sum.failed += one.failed;
    sum.rolled_back += one.rolled_back;
    sum.damaged += one.damaged;
  }
  progress.clear();
  fmt::print(
      "{} seeds, {} of them on the real bank, {} slots: {} effects landed, {} expired, {} failed; {} kills, {} forks, "
      "{} seen to disappear, "
      "{} damaged journals told; all held\n",
      seeds, on_banks, sum.slots, sum.landed, sum.expired, sum.failed, sum.kills, sum.forks, sum.rolled_back,
      sum.damaged);
  return 0;
}

int main_of(int count, char** arguments) {
  std::uint64_t first = 1, seeds = 2'000;
  auto bug = Bug::kNone;
  for (int i = 1; i < count; i += 2) {
    if (i + 1 == count) return usage();
    const std::string_view option = arguments[i], value = arguments[i + 1];
    if (option == "--bug") {
      std::size_t at = 0;
      while (at < kBugNames.size() && kBugNames[at] != value) ++at;
      if (at == kBugNames.size()) return usage();
      bug = static_cast<Bug>(at);
      continue;
    }
    auto* const number = option == "--seeds" ? &seeds : option == "--first" ? &first : nullptr;
    if (number == nullptr) return usage();
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), *number);
    if (parsed.ec != std::errc() || parsed.ptr != value.data() + value.size()) return usage();
  }
  return run(first, seeds, bug);
}

}  // namespace
}  // namespace zestron::simulation

int main(int count, char** arguments) { return zestron::simulation::main_of(count, arguments); }
