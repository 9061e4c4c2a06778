#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/message_view.hpp"
#include "chain_rpc/priority_price.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::size_t kKeysMax = 128;
constexpr std::uint64_t kSlotsMax = 150;

bool locks_all(const chain::LandedTransaction& transaction, const MessageView& message,
               const std::vector<Pubkey>& keys) {
  return std::ranges::all_of(keys, [&](const Pubkey& key) {
    const auto at = std::ranges::find(transaction.keys, key);
    return at != transaction.keys.end() && message.writable(static_cast<std::size_t>(at - transaction.keys.begin()));
  });
}

/// The lowest price that was enough in this block, 0 if nobody wanted these accounts.
std::uint64_t lowest_price(const chain::SlotRecord& block, const std::vector<Pubkey>& keys) {
  std::optional<std::uint64_t> lowest;
  for (const auto& transaction : block.transactions) {
    const auto message = view_message(transaction.wire);
    if (!message || !locks_all(transaction, *message, keys)) continue;
    const std::uint64_t price = priority_price(*message, transaction.fee);
    lowest = std::min(lowest.value_or(price), price);
  }
  return lowest.value_or(0);
}

}  // namespace

Reply get_recent_prioritization_fees(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  std::vector<Pubkey> keys;
  if (call.params[0].present()) {
    ZESTRON_RPC_TRY(texts, call.params[0].strings());
    if (texts.size() > kKeysMax) return invalid_params(fmt::format("Too many inputs provided; max {}", kKeysMax));
    for (const auto& text : texts) {
      ZESTRON_RPC_TRY(key, parse_pubkey(text));
      keys.push_back(key);
    }
  }
  const std::uint64_t newest = call.backend.bounds().processed.value();
  std::string list;
  for (std::uint64_t slot = newest < kSlotsMax ? 0 : newest - kSlotsMax + 1; slot <= newest; ++slot) {
    const auto block = call.backend.history().slot(Slot{slot});
    if (!block || block->transactions.empty()) continue;
    list += fmt::format(R"({}{{"prioritizationFee":{},"slot":{}}})", list.empty() ? "" : ",",
                        lowest_price(*block, keys), slot);
  }
  return '[' + list + ']';
}

}  // namespace zestron::chain_rpc::methods
