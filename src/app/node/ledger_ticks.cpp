#include "app/node/ledger_ticks.hpp"

#include "chain/ledger/ledger.hpp"
#include "chain/recovery/recovery.hpp"
#include "protocols/pyth/price_update_v2.hpp"

namespace zestron::node {

std::expected<void, std::string> ledger_ticks(const std::filesystem::path& chain_dir, const Hash& genesis_hash,
                                              const Pubkey& price_account, Slot first, Slot last,
                                              const std::function<void(Slot, const domain::Tick&)>& show) {
  namespace ledger = chain::ledger;
  const auto feature_set = chain::runtime_feature_set();
  if (!feature_set) return std::unexpected(feature_set.error().message);
  auto reader = ledger::Reader::open(ledger::ledger_directory(chain_dir), {genesis_hash, *feature_set}, first);
  if (!reader) return std::unexpected(reader.error().message);
  while (true) {
    const auto entry = reader->next();
    if (!entry) return std::unexpected(entry.error().message);
    if (!*entry || (*entry)->record.slot > last) return {};
    const auto* write = std::get_if<chain::HostWrite>(&(*entry)->record.body);
    if (write == nullptr || write->key != price_account || (*entry)->record.slot < first) continue;
    const auto update = pyth::decode(write->data);
    if (!update) continue;
    show((*entry)->record.slot, {update->feed, update->price, update->confidence, update->exponent,
                                 UnixMillis(update->publish_time.value() * 1000), domain::TickOrigin::kLive});
  }
}

}  // namespace zestron::node
