// grapnel_differential: native and sBPF execution of the examples, held to be the same.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <vector>

#include "programs.hpp"

namespace grapnel::differential {
namespace {

std::vector<Entry>& list() {
  static std::vector<Entry> entries;
  return entries;
}

}  // namespace

bool add(const Entry& entry) {
  list().push_back(entry);
  return true;
}
std::span<const Entry> programs() { return list(); }

}  // namespace grapnel::differential

namespace {

using namespace grapnel;
using namespace grapnel::differential;

void print(std::string_view name, const Options& options, const Report& report, bool errors) {
  fmt::print("{}, seed {}{}: {} inputs, {:.1f} % succeeded, {:.0f} inputs/s ({:.0f} µs in the bank)\n", name,
             options.seed, options.features == testing::Features::Pending ? ", pending features" : "", report.all.tried,
             100.0 * static_cast<double>(report.all.succeeded) / static_cast<double>(report.all.tried),
             static_cast<double>(report.all.tried) / report.seconds,
             1e6 * report.real_seconds / static_cast<double>(report.all.tried));
  for (const auto& [instruction, count] : report.instructions) {
    fmt::print("  {:<24} {:>9} tried {:>9} succeeded\n", instruction, count.tried, count.succeeded);
    if (!errors) continue;
    for (const auto& [error, times] : count.errors) fmt::print("    {:>9} {}\n", times, error);
  }
  const std::string shortfall = report.shortfall();
  if (!shortfall.empty()) fmt::print("FAILED {}: {}\n", name, shortfall);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Holds native and sBPF execution of programs to the same results, logs and bytes");
  Options options;
  std::string only;
  bool pending = false;
  bool errors = false;
  app.add_option("--inputs", options.inputs, "generated instructions for each program")->check(CLI::PositiveNumber);
  app.add_option("--seed", options.seed, "equal seeds give equal inputs");
  app.add_option("--program", only, "only this one");
  app.add_flag("--pending-features", pending, "with features that mainnet has not activated");
  app.add_flag("--errors", errors, "also how often each instruction failed with which error");
  CLI11_PARSE(app, argc, argv);
  if (pending) options.features = testing::Features::Pending;

  int failed = 0;
  bool any = false;
  for (const Entry& entry : programs()) {
    if (!only.empty() && only != entry.name) continue;
    any = true;
    const Report report = entry.run(options);
    print(entry.name, options, report, errors);
    failed += report.shortfall().empty() ? 0 : 1;
  }
  if (!any) fmt::print(stderr, "no program is named {}\n", only);
  return failed == 0 && any ? 0 : 1;
}
