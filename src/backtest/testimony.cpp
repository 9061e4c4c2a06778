#include "backtest/testimony.hpp"

#include "bundle/event_bytes.hpp"
#include "codec/fields.hpp"

#include <algorithm>
#include <string_view>

namespace zestron::backtest {
namespace {

constexpr std::string_view kMagic = "ZANSWER1";
constexpr std::size_t kLeastBytes = 8 + Hash::kSize + 4;  // of one

}  // namespace

Bytes testimony_bytes(const std::vector<GivenAnswer>& answers) {
  Bytes out(kMagic.begin(), kMagic.end());
  codec::Put put(out);
  put(static_cast<std::uint32_t>(answers.size()));
  for (const auto& given : answers) put(given.slot)(given.question)(ByteView(bundle::answer_bytes(given.answer)));
  return out;
}

std::expected<std::vector<GivenAnswer>, std::string> parse_testimony(ByteView bytes) {
  if (!as_text(bytes).starts_with(kMagic))
    return std::unexpected("it is no file of answers (zestron backtest --record)");
  codec::Take take(bytes.subspan(kMagic.size()));
  std::vector<GivenAnswer> out(take.size_of_list(kLeastBytes));
  for (auto& given : out) {
    const auto answer = bundle::parse_answer(take(given.slot)(given.question).counted());
    if (!answer) return std::unexpected("it is cut short or damaged");
    given.answer = *answer;
  }
  if (!take.ended()) return std::unexpected("it is cut short or damaged");
  return out;
}

}  // namespace zestron::backtest
