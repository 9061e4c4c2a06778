#include "transact/journal/read_whole.hpp"

#include "infra/crc32c/crc32c.hpp"
#include "infra/file/file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>

namespace zestron::transact {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSecondsMax = 3'600;
constexpr const char* kBoot = "/proc/sys/kernel/random/boot_id";

fs::path mark_path(const fs::path& path) { return path.native() + ".read-whole"; }

std::string text_of(const ReadWhole& mark) {
  return fmt::format("{} {} {} {}", mark.at, mark.machine, mark.file, mark.steps);
}

}  // namespace

std::optional<ReadWhole> read_whole_now(const fs::path& path, std::uint64_t steps) {
  struct ::stat file{};
  // Of no size, as all such files, so that it is read as a stream.
  std::string boot;
  std::ifstream(kBoot) >> boot;
  if (boot.empty() || ::stat(path.c_str(), &file) != 0) return std::nullopt;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return ReadWhole{.at = std::chrono::duration_cast<std::chrono::seconds>(now).count(),
                   .machine = std::hash<std::string>{}(boot),
                   .file = file.st_ino,
                   .steps = steps};
}

bool still_holds(const ReadWhole& then, const ReadWhole& now) {
  return then.machine == now.machine && then.file == now.file && then.steps <= now.steps && then.at <= now.at &&
         now.at - then.at < kSecondsMax;
}

std::optional<ReadWhole> load_read_whole(const fs::path& path) {
  const auto bytes = infra::read_file(mark_path(path));
  if (!bytes) return std::nullopt;
  ReadWhole mark;
  std::uint32_t crc = 0;
  std::istringstream in{std::string(as_text(*bytes))};
  if (!(in >> mark.at >> mark.machine >> mark.file >> mark.steps >> crc)) return std::nullopt;
  return crc == infra::crc32c(as_bytes(text_of(mark))) ? std::optional(mark) : std::nullopt;
}

void keep_read_whole(const fs::path& path, const ReadWhole& mark) {
  const auto text = text_of(mark);
  const auto line = fmt::format("{} {}\n", text, infra::crc32c(as_bytes(text)));
  static_cast<void>(infra::write_file_atomically(mark_path(path), as_bytes(line), 0600));
}

void forget_read_whole(const fs::path& path) {
  std::error_code ignored;
  fs::remove(mark_path(path), ignored);
}

}  // namespace zestron::transact
