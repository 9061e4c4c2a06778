#include "app/cli/doctor.hpp"

#include "chain/bank/bank.hpp"
#include "infra/net/port_holder.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>

namespace zestron::cli {
namespace fs = std::filesystem;
namespace {

using Level = Finding::Level;

constexpr std::uint64_t kFreeDiskWanted = 2ULL << 30U;  // a day of idle slots and a few snapshots
constexpr rlim_t kOpenFilesWanted = 1'024;              // 40–120 by accounts-db, the rest for clients
constexpr std::uint64_t kMemoryWanted = 1ULL << 30U;

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
  if (ec) return {Level::kWarning, "disk", ec.message(), {}};
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

}  // namespace

std::vector<Finding> examine(const std::vector<fs::path>& folders) {
  std::vector<Finding> findings{runtime(), memory(), open_files(), clock()};
  for (const auto& path : folders) findings.push_back(folder(path));
  if (!folders.empty()) findings.push_back(disk(folders.front()));
  findings.push_back(port(8899, "--rpc-port"));
  findings.push_back(port(8900, "--rpc-port"));
  findings.push_back(port(8787, "--api-port"));
  findings.push_back(solana_cli());
  return findings;
}

}  // namespace zestron::cli
