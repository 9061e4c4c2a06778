#include "app/bench/programs.hpp"

#include <fmt/format.h>
#include <measure/measure.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>

namespace zestron::bench {
namespace {

// Of the file bench/results.json in github.com/otter-sec/anchor, commit 189ab03c4beea4b43db5c87df31ab576edc7fc81, "current":
// programs hello_world*, nested_*, prop_amm_* (rotate_authority), vault_*; measured there at bump 255. 0: not published.
struct Published {
  std::string_view name;
  double anchor_v1 = 0, anchor_v2 = 0, quasar = 0, pinocchio = 0;
  double limit = 0;              // what we set ourselves
  bool pinocchio_checks = true;  // false: it leaves signer and address checks out, so it is shown and not compared with
};

constexpr std::array kPublished{
    Published{
        .name = "hello/init", .anchor_v1 = 5855, .anchor_v2 = 1438, .quasar = 1412, .pinocchio = 1733, .limit = 1375},
    Published{.name = "hello/bytes",
              .anchor_v1 = 124800,
              .anchor_v2 = 9760,
              .quasar = 6960,
              .pinocchio = 12072,
              .limit = 4500},
    Published{.name = "nested/increment", .anchor_v1 = 4751, .anchor_v2 = 860, .limit = 115},
    Published{.name = "nested/reset", .anchor_v1 = 4752, .anchor_v2 = 858, .limit = 115},
    Published{.name = "nested/initialize", .anchor_v1 = 19842, .anchor_v2 = 2846, .limit = 2846},
    Published{.name = "nested/bytes", .anchor_v1 = 157336, .anchor_v2 = 16096, .limit = 16096},
    Published{.name = "counter/initialize", .limit = 1375},
    Published{.name = "counter/increment", .limit = 85},
    Published{.name = "counter/set_authority", .anchor_v1 = 1340, .anchor_v2 = 95, .limit = 70},
    Published{.name = "counter/bytes", .limit = 7000},
    Published{.name = "position/open", .limit = 1760},
    Published{.name = "vault/deposit",
              .anchor_v1 = 5707,
              .anchor_v2 = 1916,
              .quasar = 1889,
              .pinocchio = 1229,
              .limit = 1555,
              .pinocchio_checks = false},
    Published{.name = "vault/withdraw",
              .anchor_v1 = 2478,
              .anchor_v2 = 406,
              .quasar = 396,
              .pinocchio = 57,
              .limit = 385,
              .pinocchio_checks = false},
    Published{.name = "vault/bytes",
              .anchor_v1 = 107544,
              .anchor_v2 = 6168,
              .quasar = 6080,
              .pinocchio = 5072,
              .limit = 5450,
              .pinocchio_checks = false},
    Published{.name = "entry/ping", .limit = 10},
    Published{.name = "entry/log", .limit = 118},
    Published{.name = "entry/ten_accounts", .limit = 82},
    Published{.name = "entry/event", .limit = 291},
};

// The best figure to hold ours against, and what the table says of all of them.
struct Peer {
  double figure = 0;
  std::string note;
};

Peer peer_of(const Published& row) {
  Peer peer;
  std::string best;
  const auto add = [&](std::string_view who, double figure, bool compares) {
    if (figure == 0) return;
    peer.note += fmt::format("{}{} {:.0f}{}", peer.note.empty() ? "" : ", ", who, figure, compares ? "" : " unchecked");
    if (!compares || (peer.figure != 0 && peer.figure <= figure)) return;
    peer.figure = figure;
    best = who;
  };
  add("Anchor v1", row.anchor_v1, true);
  add("Anchor v2 rc", row.anchor_v2, true);
  add("Quasar", row.quasar, true);
  add("Pinocchio", row.pinocchio, row.pinocchio_checks);
  if (peer.figure == 0) return {row.limit, "our limit, nothing published"};
  peer.note = fmt::format("{}; published: {}", best, peer.note);
  return peer;
}

}  // namespace

std::expected<std::vector<Result>, std::string> programs() {
  std::vector<::bench::Measure> measures;
  try {
    measures = ::bench::measure_programs();
  } catch (const std::exception& error) {
    return std::unexpected(error.what());
  }
  std::vector<Result> results;
  for (const Published& row : kPublished) {
    const auto found = std::ranges::find(measures, row.name, &::bench::Measure::name);
    if (found == measures.end()) return std::unexpected(fmt::format("{} was not measured", row.name));
    const auto ours = static_cast<double>(found->value);
    const Peer peer = peer_of(row);
    results.push_back({std::string(row.name), ours, peer.figure, peer.figure / ours,
                       found->unit == ::bench::Unit::kBytes ? "bytes" : "CU", peer.note});
  }
  return results;
}

}  // namespace zestron::bench
