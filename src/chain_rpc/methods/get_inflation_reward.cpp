#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/json_text.hpp"
#include "chain_rpc/methods/block_lookup.hpp"
#include "chain_rpc/methods/block_range.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <vector>

namespace zestron::chain_rpc::methods {

namespace {

using Block = std::shared_ptr<const chain::SlotRecord>;

struct Wanted {
  Config config;
  std::uint64_t epoch = 0, first_slot = 0;  ///< of the epoch that follows, where the rewards are paid
  BankInfo bank;                            ///< as of the config's commitment
};

std::string reward_json(const std::string& reward, std::uint64_t epoch, Slot paid_in) {
  std::string lamports = json_member(reward, "lamports");
  if (lamports.starts_with('-')) lamports.erase(0, 1);
  return fmt::format(R"({{"amount":{},"commission":{},"effectiveSlot":{},"epoch":{},"postBalance":{}}})", lamports,
                     json_member(reward, "commission"), paid_in.value(), epoch, json_member(reward, "postBalance"));
}

/// What `block` paid to `key` as one of `types`; nullopt if nothing.
std::optional<std::string> paid_to(const chain::SlotRecord& block, const Pubkey& key,
                                   const std::vector<std::string_view>& types, std::uint64_t epoch) {
  const std::string name = quote(key);
  for (const std::string& reward : json_elements(json_member(block.paid_json, "rewards"))) {
    const std::string type = json_member(reward, "rewardType");
    const bool fits = std::ranges::any_of(types, [&](std::string_view wanted) { return type == wanted; });
    if (fits && json_member(reward, "pubkey") == name) return reward_json(reward, epoch, block.slot);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> partitions_of(const chain::SlotRecord& block) {
  const std::string text = json_member(block.paid_json, "numRewardPartitions");
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(count) : std::nullopt;
}

Checked<std::vector<Pubkey>> addresses(const Value& list) {
  ZESTRON_RPC_TRY(texts, list.strings());
  std::vector<Pubkey> keys;
  for (const auto& text : texts) {
    ZESTRON_RPC_TRY(key, parse_pubkey(text));
    keys.push_back(key);
  }
  return std::move(keys);
}

Checked<Wanted> wanted(const Call& call) {
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcEpochConfig"));
  ZESTRON_RPC_TRY(epoch, config["epoch"].optional_u64());
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  const std::uint64_t of = epoch.value_or(bank.epoch > 0 ? bank.epoch - 1 : 0);
  // An epoch that no slot number reaches begins beyond every block, like any other that has not come.
  const std::uint64_t next = of == UINT64_MAX ? of : of + 1;
  const bool reachable = next <= UINT64_MAX / bank.slots_in_epoch;
  return Wanted{
      .config = config, .epoch = of, .first_slot = reachable ? next * bank.slots_in_epoch : UINT64_MAX, .bank = bank};
}

/// The block that begins the epoch after the one asked for.
Checked<Block> boundary(const Call& call, const Wanted& wanted) {
  const Slot first(wanted.first_slot), oldest = call.backend.history().oldest();
  if (first < oldest) {
    return refuse(code::kBlockCleanedUp,
                  fmt::format("Block {} cleaned up, does not exist on node. First available block: {}", first.value(),
                              oldest.value()));
  }
  ZESTRON_RPC_TRY(tip, confirmed_tip(call, wanted.config));
  auto block = first <= tip ? call.backend.history().slot(first) : nullptr;
  if (!block) return refuse(code::kBlockNotAvailable, fmt::format("Block not available for slot {}", first.value()));
  return block;
}

/// What the epoch paid to a stake, in one of the `partitions` slots after `first`.
Checked<std::optional<std::string>> paid_in_partition(const Call& call, const Wanted& wanted,
                                                      const chain::SlotRecord& first, std::uint64_t partitions,
                                                      const Pubkey& key) {
  const auto index = call.backend.reward_partition(first.parent_blockhash, partitions, key);
  if (!index) return std::unexpected(to_rpc_error(index.error()));
  const Slot slot(first.slot.value() + 1 + *index);
  ZESTRON_RPC_TRY(tip, confirmed_tip(call, wanted.config));
  const auto block = slot <= tip ? call.backend.history().slot(slot) : nullptr;
  if (!block) {
    return refuse(code::kRewardsPeriodActive,
                  fmt::format("Epoch rewards period still active at slot {}", wanted.bank.slot.value()),
                  fmt::format(R"({{"currentBlockHeight":{},"rewardsCompleteBlockHeight":{},"slot":{}}})",
                              wanted.bank.block_height, first.block_height + partitions + 1, wanted.bank.slot.value()));
  }
  return paid_to(*block, key, {R"("Staking")", R"("DeactivatedStake")"}, wanted.epoch);
}

}  // namespace

// Votes are paid in the first slot of the next epoch, stakes in partitions after it, by a hash of their address.
Reply get_inflation_reward(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(keys, addresses(call.params[0]));
  ZESTRON_RPC_TRY(asked, wanted(call));
  ZESTRON_RPC_TRY(first, boundary(call, asked));
  const auto partitions = partitions_of(*first);
  std::string list;
  for (const Pubkey& key : keys) {
    auto reward = paid_to(*first, key, {R"("Voting")"}, asked.epoch);
    if (!reward && partitions) {
      ZESTRON_RPC_TRY(staked, paid_in_partition(call, asked, *first, *partitions, key));
      reward = std::move(staked);
    }
    list += (list.empty() ? "" : ",") + reward.value_or("null");
  }
  return '[' + list + ']';
}

}  // namespace zestron::chain_rpc::methods
