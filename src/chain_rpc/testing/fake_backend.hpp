// A Backend whose every answer a test sets: no bank, no threads.
#pragma once

#include "chain_rpc/backend.hpp"

#include <deque>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace zestron::chain_rpc::testing {

inline chain::LandedTransaction landed(const Signature& signature, std::string error_json = {},
                                       std::vector<Pubkey> keys = {}) {
  chain::LandedTransaction transaction;
  transaction.signature = signature;
  transaction.error_json = std::move(error_json);
  transaction.keys = std::move(keys);
  return transaction;
}

class FakeHistory final : public chain::History {
 public:
  std::shared_ptr<const chain::SlotRecord> slot(Slot slot) const override {
    const auto found = slots.find(slot);
    return found == slots.end() ? nullptr : found->second;
  }
  std::optional<chain::TransactionLocation> transaction(const Signature& signature) const override {
    for (const auto& [at, record] : slots) {
      for (std::size_t i = 0; i < record->transactions.size(); ++i) {
        if (record->transactions[i].signature == signature)
          return chain::TransactionLocation{.record = record, .index = i};
      }
    }
    return std::nullopt;
  }
  std::optional<chain::SignatureInfo> status(const Signature& signature) const override {
    const auto found = transaction(signature);
    if (!found) return std::nullopt;
    return chain::SignatureInfo{.signature = signature,
                                .slot = found->record->slot,
                                .error_json = found->record->transactions[found->index].error_json};
  }
  std::vector<chain::SignatureInfo> signatures_for(const Pubkey&, Slot, std::size_t, const std::optional<Signature>&,
                                                   const std::optional<Signature>&) const override {
    return {};
  }
  Slot oldest() const override { return Slot{0}; }

  std::map<Slot, std::shared_ptr<chain::SlotRecord>> slots;
};

class FakeTransaction final : public ParsedTransaction {
 public:
  Signature signature() const override { return Signature{}; }
  Hash blockhash() const override { return Hash{}; }
};

class FakeBackend final : public Backend {
 public:
  Version version_value{.agave = "4.2.2", .feature_set = 7};
  Hash genesis{};
  std::array<std::uint8_t, 64> faucet_key{};
  Bounds bounds_value{.processed = Slot{100}, .confirmed = Slot{99}, .finalized = Slot{68}};
  FakeHistory history_value;
  std::string trouble_text;
  std::uint64_t slots_in_epoch = 1'000;
  std::map<Slot, std::vector<Change>> changes_of;
  std::map<Pubkey, std::string> accounts;  ///< JSON
  std::map<Pubkey, ports::AccountState> states;
  std::vector<chain::HostWrite> written;
  UnixSeconds clock{1'000};
  bool paused = false;
  std::string simulation = R"({"err":null,"logs":[]})";
  mutable std::deque<std::string> simulations{};  ///< answered first, in order
  std::string query_answer = "7";
  bool scan_aborts = false;  ///< program accounts are too many
  std::string query_error;   ///< answered instead when not empty
  bool signatures_good = true;
  int submitted = 0;

  const Version& version() const override { return version_value; }
  const Hash& genesis_hash() const override { return genesis; }
  Pubkey identity() const override { return {}; }
  const std::array<std::uint8_t, 64>& faucet() const override { return faucet_key; }
  Bounds bounds() const override { return bounds_value; }
  const chain::History& history() const override { return history_value; }
  std::string trouble() const override { return trouble_text; }
  BackendResult<BankInfo> bank(Slot slot) const override {
    BankInfo info;
    info.slot = slot;
    info.block_height = slot.value();
    info.epoch = slot.value() / slots_in_epoch;
    info.slot_index = slot.value() % slots_in_epoch;
    info.slots_in_epoch = slots_in_epoch;
    info.last_valid_block_height = slot.value() + 150;
    info.clock = clock;
    return info;
  }
  BackendResult<std::optional<std::uint64_t>> blockhash(Slot, const Hash&) const override { return std::nullopt; }
  BackendResult<std::optional<ports::AccountState>> account(Slot, const Pubkey& key) const override {
    const auto found = states.find(key);
    return found == states.end() ? std::nullopt : std::optional(found->second);
  }
  BackendResult<std::string> account_json(Slot, const Pubkey& key, std::string_view options) const override {
    last_options = options;
    const auto found = accounts.find(key);
    return found == accounts.end() ? "null" : found->second;
  }
  BackendResult<std::string> program_accounts_json(Slot, const Pubkey&, std::string_view options) const override {
    last_options = options;
    if (scan_aborts) return fail(BackendCode::kScanAborted, "scan aborted: too many");
    return "[]";
  }
  BackendResult<std::string> token_accounts_json(Slot, const Pubkey&, std::string_view, std::string_view,
                                                 std::string_view) const override {
    return "[]";
  }
  BackendResult<std::string> query(Slot slot, std::string_view query_json) const override {
    last_query = std::to_string(slot.value()) + " " + std::string(query_json);
    if (!query_error.empty()) return fail(BackendCode::kInvalid, query_error);
    return query_answer;
  }
  BackendResult<std::uint64_t> reward_partition(const Hash&, std::uint64_t, const Pubkey& key) const override {
    return key.value()[31];
  }
  BackendResult<std::vector<Change>> changes(Slot slot) const override {
    const auto found = changes_of.find(slot);
    return found == changes_of.end() ? std::vector<Change>{} : found->second;
  }
  std::uint64_t rent_exempt_minimum(std::size_t size) const override { return (size + 128) * 6960; }
  BackendResult<std::optional<std::uint64_t>> message_fee(Slot, ByteView) const override { return std::nullopt; }
  BackendResult<ParsedTransactionPtr> parse(ByteView, bool verify) const override {
    if (verify && !signatures_good)
      return fail(BackendCode::kSignature, "Transaction did not pass signature verification");
    return std::make_unique<FakeTransaction>();
  }
  BackendResult<std::string> simulate(Slot, const ParsedTransaction&, std::string_view) const override {
    if (simulations.empty()) return simulation;
    const std::string answer = std::move(simulations.front());
    simulations.pop_front();
    return answer;
  }
  BackendResult<void> submit(ParsedTransactionPtr) override {
    ++submitted;
    return {};
  }
  BackendResult<Slot> write_account(chain::HostWrite write) override {
    written.push_back(std::move(write));
    return Slot{101};
  }
  BackendResult<Slot> travel(UnixSeconds target) override {
    if (target <= clock) return fail(BackendCode::kInvalid, "the clock goes ahead only");
    clock = target;
    return Slot{101};
  }
  void pause_clock(bool now) override { paused = now; }
  BackendResult<std::string> transaction_json(const chain::LandedTransaction&, Slot, std::string_view) const override {
    return "{}";
  }
  BackendResult<std::string> memo_json(const chain::LandedTransaction&) const override { return "null"; }
  BackendResult<std::string> logs_json(const chain::LandedTransaction&) const override {
    return R"(["Program log: x"])";
  }

  mutable std::string last_options;
  mutable std::string last_query;  ///< slot and query
};

}  // namespace zestron::chain_rpc::testing
