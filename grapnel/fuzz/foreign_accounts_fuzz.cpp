// Readers of other programs' accounts on any bytes: extensions of Token-2022, embedded metadata, Metaplex details, Pyth
// prices. Asserts that all that is handed out lies inside the data and that each reader is a function of its bytes.
#include <grapnel/programs/metadata.hpp>
#include <grapnel/programs/pyth.hpp>
#include <grapnel/programs/token.hpp>

#include <cstdlib>
#include <cstring>
#include <vector>

using namespace grapnel;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

struct Range {
  const u8* begin;
  const u8* end;

  void holds(const void* at, u64 size) const {
    if (at == nullptr) return;
    const auto* first = static_cast<const u8*>(at);
    check(first >= begin && first <= end && size <= static_cast<u64>(end - first));
  }
  void holds(Text text) const { holds(text.data, text.size); }
};

void read_extensions(const Range& range) {
  const u64 size = static_cast<u64>(range.end - range.begin);
  token_2022::Extensions walk(range.begin, size);
  token_2022::Entry entry{};
  u64 used = token::detail::kAccountSize + 1;
  while (walk.next(entry)) {
    range.holds(entry.value, entry.size);
    used += 4 + entry.size;
    check(used <= size);
  }
  const token_2022::Extensions extensions(range.begin, size);
  if (const auto* fee = token_2022::extension<token_2022::TransferFeeConfig>(extensions)) {
    range.holds(fee, sizeof *fee);
    if (fee->newer.basis_points.get() <= 10'000) check(fee->newer.of(size) <= size);
  }
  check(token_2022::account_size(extensions) >= 165 && token_2022::account_size(extensions) != 355);
  token_2022::TokenMetadata metadata;
  if (metadata.read(extensions)) {
    for (const Text text : {metadata.name, metadata.symbol, metadata.uri, metadata.field("x")}) range.holds(text);
    range.holds(metadata.update_authority, 32);
    range.holds(metadata.mint, 32);
  }
}

void read_metaplex(const Range& range) {
  metadata::Details details;
  if (!metadata::read_details(range.begin, static_cast<u64>(range.end - range.begin), details)) return;
  for (const Text text : {details.name, details.symbol, details.uri}) range.holds(text);
  range.holds(details.creators, details.creator_count * sizeof(metadata::Creator));
  range.holds(details.collection, 32);
}

void read_pyth(const Range& range) {
  if (!pyth::PriceUpdate::valid(range.begin, static_cast<u64>(range.end - range.begin))) return;
  const auto& update = *reinterpret_cast<const pyth::PriceUpdate*>(range.begin);
  if (!update.is_fully_verified()) return;
  Unaligned<Pubkey> feed;
  const pyth::Price price = pyth::read_unchecked(update, feed);
  pyth::Price out;
  const pyth::Demand demand{.feed_id = feed.get(), .age_max_s = ~u64{0}};
  const auto verdict = pyth::read(update, demand, price.publish_time, out);
  if (verdict == pyth::Verdict::Ok) {
    check(out.price > 0 && out.confidence <= static_cast<u64>(out.price));
  } else {
    check(verdict == pyth::Verdict::NotPositive || verdict == pyth::Verdict::TooUncertain);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const u8* data, size_t size) {
  // An allocation of exactly this size, so that the sanitizer sees a byte read behind it.
  std::vector<u8> bytes(data, data + size);
  const Range range{bytes.data(), bytes.data() + bytes.size()};
  read_extensions(range);
  read_metaplex(range);
  read_pyth(range);
  return 0;
}
