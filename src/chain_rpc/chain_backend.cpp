#include "chain_rpc/chain_backend.hpp"

#include "chain_rpc/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <future>
#include <utility>

namespace zestron::chain_rpc {
namespace {

namespace bank = chain::bank;

BackendCode to_code(bank::BankError error) {
  switch (error) {
    case bank::BankError::kInvalid: return BackendCode::kInvalid;
    case bank::BankError::kNoSuchSlot: return BackendCode::kNoSuchSlot;
    case bank::BankError::kNotFound: return BackendCode::kNotFound;
    case bank::BankError::kScanAborted: return BackendCode::kScanAborted;
    case bank::BankError::kSignature: return BackendCode::kSignature;
    default: return BackendCode::kInternal;
  }
}

std::unexpected<Failure<BackendCode>> failed(Failure<bank::BankError> failure) {
  return fail(to_code(failure.code), std::move(failure.message));
}

template <class T>
BackendResult<T> convert(bank::Result<T> result) {
  if (!result) return failed(std::move(result.error()));
  return std::move(*result);
}

/// A market may hold its slot open; then the caller's thread must not wait with it for ever.
constexpr std::chrono::seconds kSlotPatience{10};

BackendResult<Slot> slot_of(std::future<ports::ChainOutcome<Slot>> pending) {
  if (pending.wait_for(kSlotPatience) != std::future_status::ready)
    return fail(BackendCode::kBusy, "the open slot did not end in time; the change is made as soon as it does");
  auto slot = pending.get();
  if (slot) return *slot;
  const auto code = slot.error().code == ports::ChainError::kRejected ? BackendCode::kInvalid
                    : slot.error().code == ports::ChainError::kBusy   ? BackendCode::kBusy
                                                                      : BackendCode::kInternal;
  return fail(code, std::move(slot.error().message));
}

class Parsed final : public ParsedTransaction {
 public:
  explicit Parsed(bank::Transaction transaction) : inner(std::move(transaction)) {}
  Signature signature() const override { return inner.signature(); }
  Hash blockhash() const override { return inner.blockhash(); }
  bank::Transaction inner;
};

struct Keys {
  std::array<std::uint8_t, 64> faucet{};
  Pubkey identity;
};

bank::Result<Keys> genesis_keys(std::string_view label) {
  Keys keys;
  auto faucet = bank::genesis_key(label, "faucet");
  if (!faucet) return std::unexpected(std::move(faucet.error()));
  keys.faucet = *faucet;
  auto identity = bank::genesis_key(label, "identity");
  if (!identity) return std::unexpected(std::move(identity.error()));
  keys.identity = *Pubkey::from(ByteView(*identity).subspan(32));
  return keys;
}

class ChainBackend final : public Backend {
 public:
  ChainBackend(chain::Chain& chain, Version version, Keys keys)
      : chain_(chain), version_(std::move(version)), keys_(std::move(keys)) {}

  const Version& version() const override { return version_; }
  const Hash& genesis_hash() const override { return chain_.genesis_hash(); }
  Pubkey identity() const override { return keys_.identity; }
  const std::array<std::uint8_t, 64>& faucet() const override { return keys_.faucet; }
  const chain::History& history() const override { return chain_.history(); }
  std::string trouble() const override { return chain_.trouble(); }
  Bounds bounds() const override {
    const auto bounds = chain_.bounds();
    return {.processed = bounds.processed, .confirmed = bounds.confirmed, .finalized = bounds.finalized};
  }

  BackendResult<BankInfo> bank(Slot slot) const override {
    auto info = chain_.bank().info(slot);
    if (!info) return failed(std::move(info.error()));
    return BankInfo{.slot = info->slot,
                    .block_height = info->block_height,
                    .epoch = info->epoch,
                    .slot_index = info->slot_index,
                    .slots_in_epoch = info->slots_in_epoch,
                    .transaction_count = info->transaction_count,
                    .capitalization = info->capitalization,
                    .clock = info->clock,
                    .blockhash = info->blockhash,
                    .last_valid_block_height = info->last_valid_block_height};
  }

  BackendResult<std::optional<std::uint64_t>> blockhash(Slot slot, const Hash& hash) const override {
    auto height = chain_.bank().last_valid_block_height(slot, hash);
    if (height) return *height;
    if (height.error().code == bank::BankError::kNotFound) return std::nullopt;
    return failed(std::move(height.error()));
  }

  BackendResult<void> bring(std::span<const Pubkey> keys) const override {
    auto slot = brought(Slot(0), keys);
    if (!slot) return std::unexpected(std::move(slot.error()));
    return {};
  }

  BackendResult<std::optional<ports::AccountState>> account(Slot slot, const Pubkey& key) const override {
    const auto at = brought(slot, {&key, 1});
    if (!at) return std::unexpected(at.error());
    auto account = chain_.bank().account(*at, key);
    if (!account) return failed(std::move(account.error()));
    if (!*account) return std::nullopt;
    bank::Account& found = **account;
    return ports::AccountState{.lamports = found.lamports,
                               .owner = found.owner,
                               .executable = found.executable,
                               .data = std::move(found.data)};
  }

  BackendResult<std::string> account_json(Slot slot, const Pubkey& key, std::string_view options) const override {
    const auto at = brought(slot, {&key, 1});
    if (!at) return std::unexpected(at.error());
    return convert(chain_.bank().account_json(*at, key, options));
  }
  BackendResult<std::string> program_accounts_json(Slot slot, const Pubkey& program,
                                                   std::string_view options) const override {
    return convert(chain_.bank().program_accounts_json(slot, program, options));
  }
  BackendResult<std::string> token_accounts_json(Slot slot, const Pubkey& key, std::string_view kind,
                                                 std::string_view filter, std::string_view options) const override {
    const auto holder = kind == "owner" ? bank::TokenHolder::kOwner : bank::TokenHolder::kDelegate;
    return convert(chain_.bank().token_accounts_json(slot, key, holder, filter, options));
  }

  BackendResult<std::string> query(Slot slot, std::string_view query_json) const override {
    return convert(chain_.bank().query(slot, query_json));
  }
  BackendResult<std::uint64_t> reward_partition(const Hash& parent_blockhash, std::uint64_t partitions,
                                                const Pubkey& key) const override {
    return convert(bank::reward_partition(parent_blockhash, partitions, key));
  }

  BackendResult<std::vector<Change>> changes(Slot slot) const override {
    std::vector<Change> list;
    const auto done = chain_.bank().for_each_change(slot, [&list](const bank::ChangedAccount& account) {
      list.push_back({.key = account.key, .owner = account.owner, .deleted = account.lamports.value() == 0});
      return true;
    });
    if (!done) return failed(done.error());
    return list;
  }

  std::uint64_t rent_exempt_minimum(std::size_t data_size) const override {
    return chain_.bank().rent_exempt_minimum(data_size).value();
  }

  BackendResult<std::optional<std::uint64_t>> message_fee(Slot slot, ByteView message) const override {
    auto fee = chain_.bank().message_fee(slot, message);
    if (fee) return fee->value();
    if (fee.error().code == bank::BankError::kNotFound) return std::nullopt;
    return failed(std::move(fee.error()));
  }

  BackendResult<ParsedTransactionPtr> parse(ByteView wire, bool verify_signatures) const override {
    auto parsed =
        bank::Transaction::parse(wire, verify_signatures ? bank::Signatures::kVerify : bank::Signatures::kSkip);
    if (!parsed) return failed(std::move(parsed.error()));
    return std::make_unique<Parsed>(std::move(*parsed));
  }

  BackendResult<std::string> simulate(Slot slot, const ParsedTransaction& transaction,
                                      std::string_view options) const override {
    const bank::Transaction& parsed = static_cast<const Parsed&>(transaction).inner;
    const auto at = brought_for(slot, parsed);
    if (!at) return std::unexpected(at.error());
    return convert(chain_.bank().simulate(*at, parsed, options));
  }

  BackendResult<void> submit(ParsedTransactionPtr transaction) override {
    bank::Transaction& parsed = static_cast<Parsed&>(*transaction).inner;
    if (const auto at = brought_for(Slot(0), parsed); !at) return std::unexpected(at.error());
    const auto queued = chain_.submit(std::move(parsed));
    if (!queued) return fail(BackendCode::kBusy, queued.error().message);
    return {};
  }

  BackendResult<Slot> write_account(chain::HostWrite write) override {
    if (chain_.fork() != nullptr) {
      if (auto claimed = chain_.fork()->claim(write.key); !claimed)
        return fail(BackendCode::kInternal, claimed.error());
    }
    return slot_of(chain_.write_account(std::move(write)));
  }
  BackendResult<Slot> travel(UnixSeconds target) override { return slot_of(chain_.travel(target)); }
  void pause_clock(bool paused) override { chain_.pause_clock(paused); }

  BackendResult<std::string> transaction_json(const chain::LandedTransaction& transaction, Slot slot,
                                              std::string_view options) const override {
    return convert(bank::transaction_json(transaction.wire, transaction.meta, slot, options));
  }
  BackendResult<std::string> memo_json(const chain::LandedTransaction& transaction) const override {
    return convert(bank::memo_json(transaction.wire, transaction.meta));
  }
  BackendResult<std::string> logs_json(const chain::LandedTransaction& transaction) const override {
    return convert(bank::logs(transaction.meta));
  }

 private:
  static BackendResult<Slot> since(Slot slot, std::expected<Slot, std::string> newest) {
    if (!newest) return fail(BackendCode::kUpstream, std::move(newest.error()));
    return std::max(slot, *newest);
  }
  /// The slot to read `keys` at: where a fork took one of them over after `slot`, that one, for it was there all the time.
  BackendResult<Slot> brought(Slot slot, std::span<const Pubkey> keys) const {
    if (chain_.fork() == nullptr) return slot;
    return since(slot, chain_.fork()->bring(keys));
  }
  BackendResult<Slot> brought_for(Slot slot, const bank::Transaction& transaction) const {
    if (chain_.fork() == nullptr) return slot;
    return since(slot, chain_.fork()->bring_for(transaction.wire()));
  }

  chain::Chain& chain_;
  const Version version_;
  const Keys keys_;
};

}  // namespace

BackendResult<std::unique_ptr<Backend>> make_chain_backend(chain::Chain& chain, std::string_view label) {
  auto text = bank::version();
  if (!text) return failed(std::move(text.error()));
  auto keys = genesis_keys(label);
  if (!keys) return failed(std::move(keys.error()));
  Version version;
  const std::string name = json_member(*text, "agave");
  const std::string features = json_member(*text, "featureSet");
  version.agave = name.size() > 2 ? name.substr(1, name.size() - 2) : name;
  std::from_chars(features.data(), features.data() + features.size(), version.feature_set);
  return std::make_unique<ChainBackend>(chain, std::move(version), std::move(*keys));
}

}  // namespace zestron::chain_rpc
