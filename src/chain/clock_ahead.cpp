#include "chain/clock_ahead.hpp"

#include "chain/recovery/data_folder.hpp"
#include "infra/file/file.hpp"

#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace zestron::chain {

Result<ClockAhead> ClockAhead::load(std::filesystem::path file) {
  const auto bytes = infra::read_file(file);
  if (!bytes && bytes.error().code == infra::FileCode::kNotFound) return ClockAhead(std::move(file), 0);
  if (!bytes) return from_file(bytes.error());
  const std::string text(bytes->begin(), bytes->end());
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || std::string_view(end, text.data() + text.size()) != "\n" || seconds < 0 ||
      seconds > kLatest.value()) {
    return fail(ChainCode::kIo, fmt::format("{} does not say by how many seconds the clock is ahead: delete it to have "
                                            "the clock stand still until the real one has caught up",
                                            file.native()));
  }
  return ClockAhead(std::move(file), seconds);
}

Result<void> ClockAhead::align(UnixSeconds source, UnixSeconds target) {
  const std::int64_t seconds = target.value() - source.value();
  const std::string text = fmt::format("{}\n", seconds);
  if (auto written = infra::write_file_atomically(file_, as_bytes(text)); !written) return from_file(written.error());
  seconds_ = seconds;
  return {};
}

}  // namespace zestron::chain
