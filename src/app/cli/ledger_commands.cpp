#include "app/cli/ledger_commands.hpp"

#include "app/node/data_folder.hpp"
#include "chain/recovery/verify.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>

namespace zestron::cli {
namespace {

constexpr std::chrono::milliseconds kRedrawEvery{100};

int verify(const Options& options) {
  const Console console(options.output == "json");
  std::filesystem::path folder = options.data;
  if (folder.empty()) {
    folder = node::DataFolder::default_path("demo");
    if (!std::filesystem::exists(folder / "chain")) folder = node::DataFolder::default_path("node");
  }
  console.line(fmt::format("re-executing {}, every signature checked", (folder / "chain").string()));
  auto drawn = std::chrono::steady_clock::now();
  const auto report = chain::ledger::verify(folder / "chain", [&](const chain::ledger::VerifyReport& so_far) {
    const auto now = std::chrono::steady_clock::now();
    if (now - drawn < kRedrawEvery) return;
    drawn = now;
    console.rewrite(fmt::format("slot {}  {} transactions", so_far.last.value(), so_far.transactions));
  });
  if (!report) return console.failed(report.error().message);
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(report->took).count();
  if (console.json()) {
    console.document(nlohmann::ordered_json{{"genesisHash", codec::to_base58(report->genesis_hash)},
                                            {"startSlot", report->start.value()},
                                            {"lastSlot", report->last.value()},
                                            {"bankHash", codec::to_base58(report->bank_hash)},
                                            {"slots", report->slots},
                                            {"transactions", report->transactions},
                                            {"unconfirmedBytes", report->unconfirmed_bytes},
                                            {"tookMs", took}});
  } else {
    const std::string start =
        report->start == Slot(0) ? "genesis" : fmt::format("the snapshot of slot {}", report->start.value());
    console.line(
        fmt::format("from {}, {} slots and {} transactions lead to the recorded bank hash at every slot ({} ms)", start,
                    report->slots, report->transactions, took));
    console.line(fmt::format("slot {}  bank hash {}", report->last.value(), codec::to_base58(report->bank_hash)));
    if (report->unconfirmed_bytes > 0)
      console.line(fmt::format("{} bytes behind it belong to a slot that is not confirmed", report->unconfirmed_bytes));
  }
  return kExitOk;
}

}  // namespace

void add_ledger_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* ledger = root.add_subcommand("ledger", "the record of everything that changed state");
  ledger->require_subcommand(1);
  auto* verb = ledger->add_subcommand(
      "verify", "re-execute it and compare every bank hash; reads only, also beside a running node");
  verb->add_option("--data", options.data, "the node's data folder");
  add_output_option(*verb, options);
  verb->callback([&] { run = [&options] { return verify(options); }; });
}

}  // namespace zestron::cli
