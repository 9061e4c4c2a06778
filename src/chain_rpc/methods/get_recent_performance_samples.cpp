#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::uint64_t kSamplesMax = 720;
constexpr std::int64_t kSampleSeconds = 60;
constexpr std::uint64_t kSlotsReadMax = 20'000;  // bounds the work of one call; short slots give fewer samples

struct Sample {
  Slot newest;
  std::int64_t from = 0;
  std::uint64_t slots = 0, transactions = 0;
};

std::string sample_json(const Sample& sample) {
  return fmt::format(
      R"({{"numNonVoteTransactions":{},"numSlots":{},"numTransactions":{},"samplePeriodSecs":{},"slot":{}}})",
      sample.transactions, sample.slots, sample.transactions, kSampleSeconds, sample.newest.value());
}

}  // namespace

// Minutes of block time, newest first; the minute that is still running is left out.
Reply get_recent_performance_samples(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(limit, call.params[0].optional_u64("usize"));
  if (limit > kSamplesMax) return invalid_params(fmt::format("Invalid limit; max {}", kSamplesMax));
  const chain::History& history = call.backend.history();
  std::vector<Sample> samples;
  std::uint64_t slot = call.backend.bounds().finalized.value();
  const std::uint64_t oldest = history.oldest().value();
  for (std::uint64_t read = 0;
       read < kSlotsReadMax && slot >= oldest && samples.size() <= limit.value_or(kSamplesMax) + 1; ++read) {
    if (const auto block = history.slot(Slot{slot})) {
      const std::int64_t minute = block->clock.value() / kSampleSeconds;
      if (samples.empty() || samples.back().from != minute) samples.push_back({.newest = Slot{slot}, .from = minute});
      ++samples.back().slots;
      samples.back().transactions += block->transactions.size();
    }
    if (slot-- == 0) break;
  }
  std::string list;
  for (std::size_t i = 1; i < samples.size() && i <= limit.value_or(kSamplesMax); ++i)
    list += (i > 1 ? "," : "") + sample_json(samples[i]);
  return '[' + list + ']';
}

}  // namespace zestron::chain_rpc::methods
