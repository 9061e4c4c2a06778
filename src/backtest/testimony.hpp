// The answers that models gave in a backtest, as a file: whoever has it runs the same backtest to the same hash, without the models and
// on another processor. Exact: what is read back equals what was written, and nothing else parses.
//
//   magic "ZANSWER1" │ count u32 │ count × (slot u64 │ question 32 │ size u32 │ the answer's bytes)
#pragma once

#include "backtest/answers.hpp"

#include <expected>
#include <string>
#include <vector>

namespace zestron::backtest {

Bytes testimony_bytes(const std::vector<GivenAnswer>& answers);
/// The error is one line.
std::expected<std::vector<GivenAnswer>, std::string> parse_testimony(ByteView bytes);

}  // namespace zestron::backtest
