#include "chain/slot/open_slot.hpp"

#include "chain/slot/blockhash.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace zestron::chain {
namespace {

LandedTransaction to_landed(const bank::Transaction& transaction, const bank::TransactionResult& result) {
  LandedTransaction landed;
  landed.signature = transaction.signature();
  const ByteView wire = transaction.wire();
  landed.wire.assign(wire.begin(), wire.end());
  landed.error_json = std::string(result.error_json);
  landed.compute_units = result.compute_units;
  landed.fee = result.fee.value();
  landed.keys.reserve(result.key_count());
  for (std::size_t key = 0; key < result.key_count(); ++key) landed.keys.push_back(result.key(key));
  landed.meta.assign(result.meta.begin(), result.meta.end());
  return landed;
}

}  // namespace

std::unexpected<Failure<ChainCode>> from_bank(const Failure<bank::BankError>& failure) {
  return fail(ChainCode::kBank, fmt::format("the Solana runtime says: {}", failure.message));
}

Result<OpenSlot> OpenSlot::open(bank::Bank& bank, const Tip& parent, UnixSeconds clock) {
  OpenSlot slot(bank);
  slot.record_.slot = Slot(parent.slot.value() + 1);
  slot.record_.parent = parent.slot;
  slot.record_.parent_blockhash = parent.blockhash;
  slot.record_.clock = std::max(clock, parent.clock);
  if (auto opened = bank.open_slot(slot.slot(), slot.clock()); !opened) return from_bank(opened.error());
  return slot;
}

Result<OpenSlot> OpenSlot::genesis(bank::Bank& bank, const Hash& genesis_hash) {
  const auto info = bank.info(Slot(0));
  if (!info) return from_bank(info.error());
  OpenSlot slot(bank);
  slot.record_.parent_blockhash = genesis_hash;
  slot.record_.clock = info->clock;
  return slot;
}

Result<void> OpenSlot::write(const HostWrite& write) {
  auto written = bank_->set_account({.key = write.key,
                                     .lamports = write.lamports,
                                     .owner = write.owner,
                                     .data = write.data,
                                     .executable = write.executable});
  if (!written) return from_bank(written.error());
  ++host_writes_;
  return {};
}

Result<void> OpenSlot::vote(std::string_view label) {
  if (auto voted = bank_->vote(label); !voted) return from_bank(voted.error());
  return {};
}

Result<OpenSlot::Executed> OpenSlot::execute(std::span<const bank::Transaction> transactions, bank::CostLimits limits) {
  const auto results = bank_->execute(transactions, limits);
  if (!results) return from_bank(results.error());
  Executed executed;
  for (std::size_t at = 0; at < results->size(); ++at) {
    const bank::TransactionResult result = (*results)[at];
    if (result.verdict == bank::Verdict::kDeferred) executed.deferred.push_back(at);
    if (result.verdict == bank::Verdict::kRejected || result.verdict == bank::Verdict::kDeferred) continue;
    record_.transactions.push_back(to_landed(transactions[at], result));
    executed.compute_units += result.compute_units;
    ++executed.landed;
  }
  return executed;
}

Result<std::shared_ptr<const SlotRecord>> OpenSlot::seal() {
  record_.blockhash = derive_blockhash(record_.parent_blockhash, record_.slot, record_.clock, record_.transactions);
  const auto info = bank_->seal(record_.blockhash);
  if (!info) return from_bank(info.error());
  record_.block_height = info->block_height;
  record_.bank_hash = info->bank_hash;
  auto paid = bank_->rewards(record_.slot);
  if (!paid) return from_bank(paid.error());
  record_.paid_json = std::move(*paid);
  return std::make_shared<const SlotRecord>(std::move(record_));
}

}  // namespace zestron::chain
