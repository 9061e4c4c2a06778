#include "app/node/run_bundle.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace zestron::node {
namespace fs = std::filesystem;
namespace {

// Rising; what is not one of ours is passed over.
std::vector<std::uint64_t> numbers(const fs::path& runs) {
  std::vector<std::uint64_t> out;
  std::error_code ec;
  for (const auto& entry : fs::directory_iterator(runs, ec)) {
    const auto name = entry.path().filename().string();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && end == name.data() + name.size()) out.push_back(number);
  }
  std::ranges::sort(out);
  return out;
}

fs::path path_of(const fs::path& runs, std::uint64_t number) { return runs / fmt::format("{:08}", number); }

}  // namespace

std::vector<RunFolder> runs_of(const DataFolder& folder) {
  std::vector<RunFolder> out;
  for (const auto number : numbers(folder.runs())) {
    RunFolder run{fmt::format("{:08}", number), path_of(folder.runs(), number), 0};
    std::error_code ec;
    for (const auto& file : fs::directory_iterator(run.path, ec)) {
      const auto bytes = file.file_size(ec);
      if (!ec) run.bytes += bytes;
    }
    out.push_back(std::move(run));
  }
  return out;
}

bundle::BundleOutcome<bundle::Recorder> open_bundle(const DataFolder& folder, std::uint64_t bytes_max,
                                                    const MarketRecord& market, const Hash& genesis) {
  const auto known = numbers(folder.runs());
  std::error_code ec;
  for (std::size_t i = 0; known.size() - i >= kRunsKept && i < known.size(); ++i)
    fs::remove_all(path_of(folder.runs(), known[i]), ec);
  const nlohmann::json about{{"market", market.identity}, {"genesis", codec::to_base58(genesis)}};
  return bundle::Recorder::open({.folder = path_of(folder.runs(), known.empty() ? 1 : known.back() + 1),
                                 .about = about.dump(),
                                 .bytes_max = bytes_max});
}

}  // namespace zestron::node
