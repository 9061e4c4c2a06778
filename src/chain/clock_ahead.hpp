// By how much the chain's clock runs ahead of its slot source's, because a developer sent it ahead. Kept in the data folder so
// that a restart goes on from there; each slot's own clock is in the ledger, so a replay needs nothing of this.
#pragma once

#include "base/types.hpp"
#include "chain/error.hpp"

#include <cstdint>
#include <filesystem>

namespace zestron::chain {

class ClockAhead {
 public:
  /// 9999-12-31T23:59:59Z: no later clock is accepted, so that sums of seconds stay far from their limits.
  static constexpr UnixSeconds kLatest{253'402'300'799};

  /// No file: not ahead. kIo: the file is there and holds anything but a number of seconds.
  static Result<ClockAhead> load(std::filesystem::path file);

  [[nodiscard]] UnixSeconds of_chain(UnixSeconds source) const { return UnixSeconds(source.value() + seconds_); }
  [[nodiscard]] UnixSeconds of_source(UnixSeconds chain) const { return UnixSeconds(chain.value() - seconds_); }
  [[nodiscard]] std::int64_t seconds() const { return seconds_; }
  /// From now on `source` is `target` on the chain; on disk when it returns. After an error all is as before.
  Result<void> align(UnixSeconds source, UnixSeconds target);

 private:
  ClockAhead(std::filesystem::path file, std::int64_t seconds) : file_(std::move(file)), seconds_(seconds) {}

  std::filesystem::path file_;
  std::int64_t seconds_ = 0;
};

}  // namespace zestron::chain
