#include "app/cli/doctor.hpp"

#include "adapters/cluster/rpc_client.hpp"
#include "chain/bank/bank.hpp"
#include "chain/bank/genesis.hpp"
#include "chain/ledger/ledger.hpp"
#include "chain/recovery/data_folder.hpp"
#include "chain/recovery/recovery.hpp"
#include "codec/base58.hpp"
#include "infra/net/port_holder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <utility>

namespace zestron::cli {
namespace fs = std::filesystem;
namespace {

using Level = Finding::Level;

constexpr std::uint64_t kFreeDiskWanted = 2ULL << 30U;  // a day of idle slots and a few snapshots
constexpr rlim_t kOpenFilesWanted = 1'024;              // 40–120 by accounts-db, the rest for clients
constexpr std::uint64_t kMemoryWanted = 1ULL << 30U;
constexpr double kSyncWantedMs = 50;  // an eighth of a slot

Finding runtime() {
  const auto version = chain::bank::version();
  if (!version) return {Level::kProblem, "Solana runtime", version.error().message, "rebuild with `make build`"};
  return {Level::kOk, "Solana runtime", *version, {}};
}

Finding folder(const fs::path& path) {
  const auto what = "folder " + path.string();
  std::error_code ec;
  if (!fs::exists(path, ec)) return {Level::kOk, what, "not there yet; made by the first start", {}};
  struct ::stat info{};
  if (::stat(path.c_str(), &info) != 0 || ::access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return {Level::kProblem, what, "cannot be written", "give it to your user, or name another with --data DIR"};
  }
  if ((info.st_mode & 0077U) != 0) {
    return {Level::kWarning, what, "readable by other users, and keys are in it", "chmod 700 " + path.string()};
  }
  std::uint64_t bytes = 0;
  for (auto it = fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, ec);
       it != fs::recursive_directory_iterator(); it.increment(ec)) {
    if (it->is_regular_file(ec)) bytes += it->file_size(ec);
  }
  return {Level::kOk, what, fmt::format("{} MiB", bytes >> 20U), {}};
}

Finding disk(const fs::path& path) {
  auto existing = path;
  std::error_code ec;
  while (!fs::exists(existing, ec) && existing.has_relative_path()) existing = existing.parent_path();
  const auto space = fs::space(existing, ec);
  if (ec) return {Level::kWarning, "disk", ec.message(), "name another folder with --data DIR"};
  const auto detail =
      fmt::format("{:.1f} GiB free at {}", static_cast<double>(space.available) / (1U << 30U), existing.string());
  if (space.available < kFreeDiskWanted)
    return {Level::kWarning, "disk", detail, "free at least 2 GiB, or name another folder with --data DIR"};
  return {Level::kOk, "disk", detail, {}};
}

Finding memory() {
  const auto bytes =
      static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  const auto detail =
      fmt::format("{:.1f} GiB, {} cores", static_cast<double>(bytes) / (1U << 30U), ::sysconf(_SC_NPROCESSORS_ONLN));
  return {bytes < kMemoryWanted ? Level::kWarning : Level::kOk, "machine", detail,
          bytes < kMemoryWanted ? "a node wants 1 GiB" : ""};
}

Finding open_files() {
  struct ::rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const auto detail = fmt::format("{}", limit.rlim_cur);
  if (limit.rlim_cur < kOpenFilesWanted) return {Level::kWarning, "open files", detail, "ulimit -n 4096"};
  return {Level::kOk, "open files", detail, {}};
}

Finding port(std::uint16_t number, std::string_view flag) {
  const auto what = fmt::format("port {}", number);
  const auto holder = net::find_port_holder(number);
  if (!holder) return {Level::kOk, what, "free, or held by another user", {}};
  const auto detail = fmt::format("held by process {} ({})", holder->pid, holder->name);
  if (holder->name == "zestron") return {Level::kOk, what, detail, {}};
  return {Level::kWarning, what, detail, fmt::format("stop it, or start with {} N", flag)};
}

Finding clock() {
  using namespace std::chrono;
  const auto now = time_point_cast<seconds>(system_clock::now());
  // Before this program's own year no clock is right; everything live would be judged stale or from the future.
  constexpr auto kEarliest = sys_days{year{2025} / 1 / 1};
  const auto detail = fmt::format("{} s since 1970", now.time_since_epoch().count());
  if (now < kEarliest)
    return {Level::kProblem, "clock", detail, "set the clock; live prices are refused as stale otherwise"};
  return {Level::kOk, "clock", detail, {}};
}

Finding solana_cli() {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    const auto candidate = fs::path(rest.substr(0, colon)) / "solana";
    if (::access(candidate.c_str(), X_OK) == 0) return {Level::kOk, "Solana CLI", candidate.string(), {}};
    rest = colon == std::string_view::npos ? "" : rest.substr(colon + 1);
  }
  return {Level::kOk, "Solana CLI", "not installed; nothing here needs it", {}};
}

/// What each of some 4 KiB writes takes until it is on disk; none when the folder can't be written.
std::vector<double> sync_times(const fs::path& folder) {
  using Clock = std::chrono::steady_clock;
  constexpr int kWrites = 16;
  const auto file = (folder / ".doctor").string();
  const int descriptor = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  std::vector<double> times;
  const std::string block(4'096, 'z');
  for (int i = 0; descriptor >= 0 && i < kWrites; ++i) {
    const auto began = Clock::now();
    if (::write(descriptor, block.data(), block.size()) < 0 || ::fdatasync(descriptor) != 0) break;
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
  }
  if (descriptor >= 0) {
    ::close(descriptor);
    ::unlink(file.c_str());
  }
  return times;
}

chain::Result<Hash> genesis_of_this_build(const chain::DataFolder& folder) {
  const auto genesis = chain::load_genesis(folder);
  if (!genesis) return std::unexpected(genesis.error());
  const auto hash = chain::bank::genesis_hash(*genesis);
  if (!hash) return fail(chain::ChainCode::kBank, hash.error().message);
  const auto features = chain::runtime_feature_set();
  if (!features) return std::unexpected(features.error());
  const chain::ledger::Provenance ours{.genesis_hash = *hash, .feature_set = *features};
  const auto reader = chain::ledger::Reader::open(folder.ledger(), ours, Slot(0));
  if (!reader) return std::unexpected(reader.error());
  return *hash;
}

/// Whether this build can go on with the chain in the folder. nullopt where there is none.
std::optional<Finding> ledger_version(const fs::path& path) {
  const chain::DataFolder folder{path / "chain"};
  std::error_code ec;
  if (!fs::exists(folder.genesis(), ec)) return std::nullopt;
  const auto what = "chain in " + path.string();
  const auto hash = genesis_of_this_build(folder);
  if (hash) return Finding{Level::kOk, what, "of this build, genesis " + codec::to_base58(*hash), {}};
  return Finding{Level::kProblem, what, hash.error().message,
                 "go on with the build that made it, or start anew with --reset"};
}

Finding endpoint(const std::string& url) {
  const auto what = "endpoint " + url;
  constexpr std::chrono::milliseconds kPatience{3'000};
  auto client = cluster::RpcClient::connect(cluster::expand_url(url), kPatience);
  if (!client) return {Level::kProblem, what, client.error().message, "correct the URL"};
  const auto began = std::chrono::steady_clock::now();
  const auto health = client->call("getHealth", nlohmann::json::array());
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  if (health) return {Level::kOk, what, fmt::format("healthy, answers in {} ms", took.count()), {}};
  if (health.error().code != 0)
    return {Level::kWarning, what, "answers, but is not well: " + health.error().message,
            "wait, or name another with --url"};
  return {Level::kProblem, what, health.error().message,
          "check network, name and firewall, or name another with --url"};
}

}  // namespace

Finding disk_speed(std::vector<double> milliseconds) {
  if (milliseconds.empty())
    return {Level::kProblem, "disk speed", "nothing can be written", "name another folder with --data DIR"};
  std::ranges::sort(milliseconds);
  const double median = milliseconds[milliseconds.size() / 2];
  const auto detail = fmt::format("a write is on disk after {:.2f} ms (median of {})", median, milliseconds.size());
  if (median > kSyncWantedMs)
    return {
        Level::kWarning, "disk speed", detail,
        fmt::format("slots are confirmed late beyond {:.0f} ms; put the data folder on a local disk with --data DIR",
                    kSyncWantedMs)};
  return {Level::kOk, "disk speed", detail, {}};
}

std::vector<Finding> examine(const Examination& examination) {
  std::vector<Finding> findings{runtime(), memory(), open_files(), clock()};
  bool written = false;
  for (const auto& path : examination.folders) {
    findings.push_back(folder(path));
    std::error_code ec;
    if (findings.back().level == Level::kProblem || !fs::exists(path, ec)) continue;
    if (auto version = ledger_version(path)) findings.push_back(*std::move(version));
    if (!std::exchange(written, true)) findings.push_back(disk_speed(sync_times(path)));
  }
  if (!written) findings.push_back(disk_speed(sync_times(fs::temp_directory_path())));
  if (!examination.folders.empty()) findings.push_back(disk(examination.folders.front()));
  findings.push_back(port(8899, "--rpc-port"));
  findings.push_back(port(8900, "--rpc-port"));
  findings.push_back(port(8787, "--api-port"));
  if (!examination.offline) {
    for (const auto& url : examination.endpoints) findings.push_back(endpoint(url));
  }
  findings.push_back(solana_cli());
  return findings;
}

}  // namespace zestron::cli
