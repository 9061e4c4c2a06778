// Shared by the sources of the segment log only.
#pragma once

#include "infra/file/file.hpp"
#include "infra/segment_log/log.hpp"

namespace zestron::infra::segment_log::detail {

inline std::unexpected<Failure<LogCode>> from_file(const Failure<FileCode>& failure) {
  return fail(failure.code == FileCode::kNoSpace ? LogCode::kNoSpace : LogCode::kIo, failure.message);
}

}  // namespace zestron::infra::segment_log::detail
