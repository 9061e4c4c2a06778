#include "chain/ledger/ledger.hpp"

#include "codec/base58.hpp"

#include <cstring>

#include <fmt/format.h>

namespace zestron::chain::ledger {
namespace {

/// In the identity's bytes, so that a change of the record format makes old ledgers foreign instead of damaged.
constexpr std::uint32_t kFormat = 1;

std::string difference(const Provenance& ours, const Provenance& found) {
  if (ours.genesis_hash != found.genesis_hash) {
    return fmt::format(
        "was written for genesis {}, the folder's genesis.bin is {}: restore the genesis.bin that belongs to it",
        codec::to_base58(found.genesis_hash), codec::to_base58(ours.genesis_hash));
  }
  if (ours.feature_set != found.feature_set) {
    return fmt::format("was executed under feature set {}, this program has {}: use the program version that wrote it",
                       found.feature_set, ours.feature_set);
  }
  return "has another record format: use the program version that wrote it";
}

}  // namespace

segment_log::Identity to_identity(const Provenance& provenance) {
  segment_log::Identity identity;
  std::memcpy(identity.data(), provenance.genesis_hash.data(), Hash::kSize);
  std::memcpy(identity.data() + 32, &provenance.feature_set, sizeof provenance.feature_set);
  std::memcpy(identity.data() + 36, &kFormat, sizeof kFormat);
  return identity;
}

Provenance from_identity(const segment_log::Identity& identity) {
  Provenance provenance{.genesis_hash = *Hash::from(identity.view().first(32))};
  std::memcpy(&provenance.feature_set, identity.data() + 32, sizeof provenance.feature_set);
  return provenance;
}

std::filesystem::path ledger_directory(const std::filesystem::path& data_dir) { return data_dir / "ledger"; }

std::unexpected<Failure<ChainCode>> from_log(const Failure<segment_log::LogCode>& failure) {
  using segment_log::LogCode;
  const ChainCode code = failure.code == LogCode::kForeign   ? ChainCode::kForeignLedger
                         : failure.code == LogCode::kDamaged ? ChainCode::kDamagedLedger
                                                             : ChainCode::kIo;
  return fail(code, failure.message);
}

Result<std::optional<Slot>> first_slot(const std::filesystem::path& directory) {
  const auto segments = segment_log::list_segments(directory);
  if (!segments) return from_log(segments.error());
  if (segments->empty()) return std::optional<Slot>();
  const auto payload = segment_log::read_payload(directory, {.segment = segments->front()});
  return payload ? decode_slot(*payload) : std::nullopt;
}

Result<std::uint64_t> segment_with(const std::filesystem::path& directory, Slot slot) {
  if (slot == Slot(0)) return std::uint64_t{0};
  const auto segments = segment_log::list_segments(directory);
  if (!segments) return from_log(segments.error());
  for (auto segment = segments->rbegin(); segment != segments->rend(); ++segment) {
    // A segment that has no readable first record is left to the reader, which says what is wrong with it.
    const auto payload = segment_log::read_payload(directory, {.segment = *segment});
    if (!payload) continue;
    const auto first = decode_slot(*payload);
    if (first && *first < slot) return *segment;
  }
  return std::uint64_t{0};
}

Result<Reader> Reader::open(const std::filesystem::path& directory, const Provenance& provenance, Slot from) {
  const auto segment = segment_with(directory, from);
  if (!segment) return std::unexpected(segment.error());
  segment_log::Identity found;
  auto log = segment_log::Reader::open(directory, to_identity(provenance), *segment, &found);
  if (!log && log.error().code == segment_log::LogCode::kForeign) {
    return fail(ChainCode::kForeignLedger,
                fmt::format("the ledger in {} {}", directory.native(), difference(provenance, from_identity(found))));
  }
  if (!log) return from_log(log.error());
  return Reader(directory, std::move(*log));
}

Result<std::optional<Reader::Entry>> Reader::next() {
  auto framed = log_.next();
  if (!framed) return from_log(framed.error());
  if (!*framed) return std::optional<Entry>{};
  auto record = decode((*framed)->payload);
  if (!record) {
    return fail(ChainCode::kDamagedLedger,
                fmt::format("{} holds no ledger record at byte {}",
                            segment_log::segment_path(directory_, (*framed)->at.segment).native(), (*framed)->at.byte));
  }
  return Entry{
      .record = std::move(*record), .sequence = (*framed)->sequence, .at = (*framed)->at, .after = (*framed)->after};
}

}  // namespace zestron::chain::ledger
