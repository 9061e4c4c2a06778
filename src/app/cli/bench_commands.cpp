#include "app/cli/bench_commands.hpp"

#include "app/bench/benchmark.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace zestron::cli {
namespace {

int run_benchmarks(const Options& options, const std::string& name) {
  const Console console(options.output == "json");
  nlohmann::ordered_json results = nlohmann::ordered_json::array();
  bool any = false;
  console.line(bench::machine());
  for (const auto& benchmark : bench::benchmarks()) {
    if (!name.empty() && benchmark.name != name) continue;
    any = true;
    const auto measured = benchmark.run();
    if (!measured) return console.failed(fmt::format("{}: {}", benchmark.name, measured.error()));
    for (const auto& result : *measured) {
      console.line(fmt::format("{:<22} ours {:>12.1f} {}   peer {:>12.1f} {}   ratio {:.2f}   ({})", result.name,
                               result.ours, result.unit, result.peer, result.unit, result.ratio, result.note));
      results.push_back({{"name", result.name},
                         {"ours", result.ours},
                         {"peer", result.peer},
                         {"ratio", result.ratio},
                         {"unit", result.unit}});
    }
  }
  if (!any) {
    std::string names;
    for (const auto& benchmark : bench::benchmarks()) names += fmt::format(" {}", benchmark.name);
    return console.usage(fmt::format("no benchmark '{}'; there are:{}", name, names));
  }
  if (console.json()) console.document(nlohmann::ordered_json{{"machine", bench::machine()}, {"results", results}});
  return kExitOk;
}

}  // namespace

void add_bench_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  const auto name = std::make_shared<std::string>();
  std::string help = "measure us beside a peer or a limit:";
  for (const auto& benchmark : bench::benchmarks()) help += fmt::format(" {} ({});", benchmark.name, benchmark.what);
  help.pop_back();
  auto* verb = root.add_subcommand("bench", help);
  verb->add_option("NAME", *name, "one of them; all when left out");
  add_output_option(*verb, options);
  verb->callback([&options, &run, name] { run = [&options, name] { return run_benchmarks(options, *name); }; });
}

}  // namespace zestron::cli
