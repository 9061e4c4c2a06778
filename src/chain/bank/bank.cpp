#include "chain/bank/bank.hpp"

#include "chain/bank/detail/call.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace zestron::chain::bank {
namespace {

using detail::slice;
using detail::view;

SlotInfo from_raw(const zb_bank_info& raw) {
  return {.slot = Slot(raw.slot),
          .parent = Slot(raw.parent_slot),
          .block_height = raw.block_height,
          .epoch = raw.epoch,
          .slot_index = raw.slot_index,
          .slots_in_epoch = raw.slots_in_epoch,
          .transaction_count = raw.transaction_count,
          .signature_count = raw.signature_count,
          .capitalization = Lamports(raw.capitalization),
          .clock = UnixSeconds(raw.unix_timestamp),
          .bank_hash = detail::fixed<Hash>(raw.bank_hash),
          .blockhash = detail::fixed<Hash>(raw.blockhash),
          .last_valid_block_height = raw.last_valid_block_height,
          .lamports_per_signature = Lamports(raw.lamports_per_signature),
          .frozen = raw.frozen};
}

std::string open_options(const BankOptions& options) {
  nlohmann::json json{{"accountsDir", options.accounts_dir.string()},
                      {"indexes", options.indexes},
                      {"scanBytesMax", options.scan_bytes_max}};
  if (!options.snapshot_dir.empty()) json["snapshotDir"] = options.snapshot_dir.string();
  return json.dump();
}

}  // namespace

void Bank::Close::operator()(zb_chain* handle) const { zb_chain_close(handle); }

Result<Bank> Bank::open(ByteView genesis, const BankOptions& options) {
  if (auto known = version(); !known) return std::unexpected(std::move(known.error()));
  zb_chain* handle = nullptr;
  const std::string json = open_options(options);
  auto done = detail::call([&](zb_buf* err) { return zb_chain_open(slice(genesis), slice(json), &handle, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return Bank(handle);
}

Result<void> Bank::open_slot(Slot slot, UnixSeconds clock) {
  return detail::call([&](zb_buf* err) { return zb_slot_open(handle_.get(), slot.value(), clock.value(), err); });
}

Result<SlotInfo> Bank::seal(const Hash& blockhash) {
  zb_bank_info raw{};
  auto done = detail::call([&](zb_buf* err) { return zb_slot_seal(handle_.get(), blockhash.data(), &raw, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return from_raw(raw);
}

Result<void> Bank::set_root(Slot slot) {
  return detail::call([&](zb_buf* err) { return zb_root(handle_.get(), slot.value(), err); });
}

Result<Results> Bank::execute(std::span<const Transaction> transactions, CostLimits limits) {
  std::vector<const zb_tx*> raw;
  raw.reserve(transactions.size());
  for (const Transaction& transaction : transactions) raw.push_back(transaction.raw());
  zb_results* results = nullptr;
  const auto run = limits == CostLimits::kMainnet ? zb_execute_within_limits : zb_execute;
  auto done = detail::call([&](zb_buf* err) { return run(handle_.get(), raw.data(), raw.size(), &results, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return Results(results);
}

Result<void> Bank::set_account(const AccountWrite& write) {
  return detail::call([&](zb_buf* err) {
    return zb_account_set(handle_.get(), write.key.data(), write.lamports.value(), write.owner.data(),
                          slice(write.data), write.executable, err);
  });
}

Result<bool> Bank::vote(std::string_view label) {
  bool voted = false;
  auto done = detail::call([&](zb_buf* err) { return zb_vote(handle_.get(), slice(label), &voted, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return voted;
}

Result<CollectedSnapshot> Bank::collect_snapshot() {
  zb_snapshot* snapshot = nullptr;
  auto done = detail::call([&](zb_buf* err) { return zb_snapshot_collect(handle_.get(), &snapshot, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return CollectedSnapshot(snapshot);
}

void CollectedSnapshot::Free::operator()(zb_snapshot* handle) const { zb_snapshot_free(handle); }

Result<SnapshotInfo> CollectedSnapshot::write(const std::filesystem::path& dir, std::uint32_t keep) && {
  const std::string name = dir.string();
  auto text = detail::text_of(
      [&](zb_buf* out, zb_buf* err) { return zb_snapshot_write(handle_.release(), slice(name), keep, out, err); });
  if (!text) return std::unexpected(std::move(text.error()));
  const auto json = nlohmann::json::parse(*text);
  return SnapshotInfo{.slot = Slot(json["slot"].get<std::uint64_t>()),
                      .path = json["path"].get<std::string>(),
                      .bytes = json["bytes"].get<std::uint64_t>()};
}

Bounds Bank::bounds() const {
  std::uint64_t newest = 0;
  std::uint64_t root = 0;
  zb_bounds(handle_.get(), &newest, &root);
  return {.newest = Slot(newest), .root = Slot(root)};
}

Result<SlotInfo> Bank::info(Slot slot) const {
  zb_bank_info raw{};
  auto done = detail::call([&](zb_buf* err) { return zb_bank(handle_.get(), slot.value(), &raw, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return from_raw(raw);
}

Result<std::uint64_t> Bank::last_valid_block_height(Slot slot, const Hash& blockhash) const {
  std::uint64_t height = 0;
  auto done = detail::call(
      [&](zb_buf* err) { return zb_blockhash(handle_.get(), slot.value(), blockhash.data(), &height, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return height;
}

Lamports Bank::rent_exempt_minimum(std::size_t data_size) const {
  return Lamports(zb_rent_exempt(handle_.get(), data_size));
}

Result<Lamports> Bank::message_fee(Slot slot, ByteView message) const {
  std::uint64_t fee = 0;
  auto done =
      detail::call([&](zb_buf* err) { return zb_message_fee(handle_.get(), slot.value(), slice(message), &fee, err); });
  if (!done) return std::unexpected(std::move(done.error()));
  return Lamports(fee);
}

Result<std::optional<Account>> Bank::account(Slot slot, const Pubkey& key) const {
  zb_account raw{};
  auto done =
      detail::call([&](zb_buf* err) { return zb_account_get(handle_.get(), slot.value(), key.data(), &raw, err); });
  if (!done && done.error().code == BankError::kNotFound) return std::nullopt;
  if (!done) return std::unexpected(std::move(done.error()));
  const detail::Buffer data(raw.data);
  return Account{.lamports = Lamports(raw.lamports),
                 .owner = detail::fixed<Pubkey>(raw.owner),
                 .data = Bytes(data.bytes().begin(), data.bytes().end()),
                 .executable = raw.executable,
                 .rent_epoch = raw.rent_epoch};
}

Result<void> Bank::for_each_change(Slot slot, const std::function<bool(const ChangedAccount&)>& visit) const {
  using Visitor = std::function<bool(const ChangedAccount&)>;
  // noexcept: nothing may unwind into Rust.
  const zb_account_visitor forward = [](void* context, const std::uint8_t* key, std::uint64_t lamports,
                                        const std::uint8_t* owner, zb_slice data) noexcept {
    return (*static_cast<const Visitor*>(context))({.key = detail::fixed<Pubkey>(key),
                                                    .lamports = Lamports(lamports),
                                                    .owner = detail::fixed<Pubkey>(owner),
                                                    .data = view(data)});
  };
  void* context = const_cast<Visitor*>(&visit);  // forward() makes it const again
  return detail::call(
      [&](zb_buf* err) { return zb_changed_accounts(handle_.get(), slot.value(), forward, context, err); });
}

Result<std::string> Bank::simulate(Slot slot, const Transaction& transaction, std::string_view options_json) const {
  return detail::text_of([&](zb_buf* out, zb_buf* err) {
    return zb_simulate(handle_.get(), slot.value(), transaction.raw(), slice(options_json), out, err);
  });
}

Result<std::string> Bank::trace(Slot slot, const Transaction& transaction) const {
  return detail::text_of(
      [&](zb_buf* out, zb_buf* err) { return zb_trace(handle_.get(), slot.value(), transaction.raw(), out, err); });
}

Result<std::string> Bank::account_json(Slot slot, const Pubkey& key, std::string_view options_json) const {
  return detail::text_of([&](zb_buf* out, zb_buf* err) {
    return zb_account_json(handle_.get(), slot.value(), key.data(), slice(options_json), out, err);
  });
}

Result<std::string> Bank::program_accounts_json(Slot slot, const Pubkey& program, std::string_view options_json) const {
  return detail::text_of([&](zb_buf* out, zb_buf* err) {
    return zb_program_accounts_json(handle_.get(), slot.value(), program.data(), slice(options_json), out, err);
  });
}

Result<std::string> Bank::token_accounts_json(Slot slot, const Pubkey& key, TokenHolder kind,
                                              std::string_view filter_json, std::string_view options_json) const {
  const std::string_view name = kind == TokenHolder::kOwner ? "owner" : "delegate";
  return detail::text_of([&](zb_buf* out, zb_buf* err) {
    return zb_token_accounts_json(handle_.get(), slot.value(), key.data(), slice(name), slice(filter_json),
                                  slice(options_json), out, err);
  });
}

Result<std::string> Bank::query(Slot slot, std::string_view query_json) const {
  return detail::text_of(
      [&](zb_buf* out, zb_buf* err) { return zb_query(handle_.get(), slot.value(), slice(query_json), out, err); });
}

Result<std::string> Bank::rewards(Slot slot) const {
  return detail::text_of([&](zb_buf* out, zb_buf* err) { return zb_rewards(handle_.get(), slot.value(), out, err); });
}

Result<std::uint64_t> reward_partition(const Hash& parent_blockhash, std::uint64_t partitions, const Pubkey& address) {
  std::uint64_t partition = 0;
  auto done = detail::call([&](zb_buf* err) {
    return zb_reward_partition(parent_blockhash.data(), partitions, address.data(), &partition, err);
  });
  if (!done) return std::unexpected(std::move(done.error()));
  return partition;
}

}  // namespace zestron::chain::bank
