#include "chain/replay/replayer.hpp"

#include "codec/base58.hpp"

#include <fmt/format.h>

namespace zestron::chain {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace

Result<void> Replayer::apply(const ledger::Record& record) {
  const bool opens = std::holds_alternative<ledger::SlotOpened>(record.body);
  if (opens == open_.has_value() || (open_ && open_->slot() != record.slot)) {
    return fail(ChainCode::kDamagedLedger, fmt::format("a record of slot {} stands where slot {} goes on", record.slot.value(),
                                                       open_ ? open_->slot().value() : tip_.slot.value() + 1));
  }
  return std::visit(Overloaded{
                        [&](const ledger::SlotOpened& opened) { return open(record, opened); },
                        [&](const HostWrite& write) { return open_->write(write); },
                        [&](const ledger::Transactions& transactions) { return execute(transactions); },
                        [&](const ledger::Sealed& sealed) { return seal(sealed); },
                    },
                    record.body);
}

Result<void> Replayer::open(const ledger::Record& record, const ledger::SlotOpened& opened) {
  if (opened.parent != tip_.slot || record.slot.value() != tip_.slot.value() + 1) {
    return fail(ChainCode::kDamagedLedger, fmt::format("slot {} on {} follows slot {}", record.slot.value(),
                                                       opened.parent.value(), tip_.slot.value()));
  }
  auto open = OpenSlot::open(bank_, tip_, opened.clock);
  if (!open) return std::unexpected(open.error());
  open_.emplace(std::move(*open));
  return {};
}

Result<void> Replayer::execute(const ledger::Transactions& transactions) {
  const bank::Signatures signatures = options_.verify_signatures ? bank::Signatures::kVerify : bank::Signatures::kSkip;
  std::vector<bank::Transaction> batch;
  batch.reserve(transactions.wires.size());
  for (const Bytes& wire : transactions.wires) {
    auto transaction = bank::Transaction::parse(wire, signatures);
    if (!transaction) {
      return fail(ChainCode::kDiverged, fmt::format("a transaction of slot {} is refused: {}", open_->slot().value(),
                                                    transaction.error().message));
    }
    batch.push_back(std::move(*transaction));
  }
  const auto executed = open_->execute(batch);
  if (!executed) return std::unexpected(executed.error());
  if (executed->landed != batch.size()) {
    return fail(ChainCode::kDiverged, fmt::format("of {} transactions in slot {} only {} landed again", batch.size(),
                                                  open_->slot().value(), executed->landed));
  }
  return {};
}

Result<void> Replayer::seal(const ledger::Sealed& sealed) {
  const std::uint64_t host_writes = open_->host_writes();
  auto record = open_->seal();
  open_.reset();
  if (!record) return std::unexpected(record.error());
  const SlotRecord& slot = **record;
  if (slot.bank_hash != sealed.bank_hash || slot.blockhash != sealed.blockhash ||
      slot.transactions.size() != sealed.transactions || host_writes != sealed.host_writes) {
    return fail(ChainCode::kDiverged,
                fmt::format("slot {} re-executes to bank hash {}, the ledger says {}", slot.slot.value(),
                            codec::to_base58(slot.bank_hash), codec::to_base58(sealed.bank_hash)));
  }
  tip_ = {.slot = slot.slot, .blockhash = slot.blockhash, .clock = slot.clock};
  if (slot.slot.value() > options_.root_distance_slots) {
    const Slot root(slot.slot.value() - options_.root_distance_slots);
    if (root > bank_.bounds().root) {
      if (auto rooted = bank_.set_root(root); !rooted) return from_bank(rooted.error());
    }
  }
  if (options_.sealed) options_.sealed(*record);
  return {};
}

}  // namespace zestron::chain
