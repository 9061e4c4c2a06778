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

Result<void> Replayer::apply(ledger::Record record) {
  if (auto checked = check_order(record); !checked) return checked;
  records_.push_back(std::move(record));
  if (!std::holds_alternative<ledger::Sealed>(records_.back().body)) return {};
  auto done = run_slot();
  records_.clear();
  return done;
}

Result<void> Replayer::check_order(const ledger::Record& record) const {
  const std::uint64_t expected = tip_.slot.value() + 1;
  const auto* opened = std::get_if<ledger::SlotOpened>(&record.body);
  const bool follows = record.slot.value() == expected && (opened != nullptr) == records_.empty();
  if (follows && (opened == nullptr || opened->parent == tip_.slot)) return {};
  return fail(ChainCode::kDamagedLedger, fmt::format("a record of slot {} stands where slot {} {}", record.slot.value(),
                                                     expected, records_.empty() ? "begins" : "goes on"));
}

Result<void> Replayer::run_slot() {
  auto slot = OpenSlot::open(bank_, tip_, std::get<ledger::SlotOpened>(records_.front().body).clock);
  if (!slot) return std::unexpected(slot.error());
  for (std::size_t at = 1; at < records_.size(); ++at) {
    if (auto done = run(*slot, records_[at]); !done) return done;
  }
  return {};
}

Result<void> Replayer::run(OpenSlot& slot, const ledger::Record& record) {
  return std::visit(Overloaded{
                        [&](const ledger::SlotOpened&) -> Result<void> { return {}; },
                        [&](const HostWrite& write) { return slot.write(write); },
                        [&](const ledger::Vote& vote) { return slot.vote(vote.label); },
                        [&](const ledger::Transactions& transactions) { return execute(slot, transactions); },
                        [&](const ledger::Sealed& sealed) { return seal(slot, sealed); },
                    },
                    record.body);
}

Result<void> Replayer::execute(OpenSlot& slot, const ledger::Transactions& transactions) {
  const bank::Signatures signatures = options_.verify_signatures ? bank::Signatures::kVerify : bank::Signatures::kSkip;
  std::vector<bank::Transaction> batch;
  batch.reserve(transactions.wires.size());
  for (const Bytes& wire : transactions.wires) {
    auto transaction = bank::Transaction::parse(wire, signatures);
    if (!transaction) {
      return fail(ChainCode::kDiverged, fmt::format("a transaction of slot {} is refused: {}", slot.slot().value(),
                                                    transaction.error().message));
    }
    batch.push_back(std::move(*transaction));
  }
  const auto executed = slot.execute(batch);
  if (!executed) return std::unexpected(executed.error());
  if (executed->landed != batch.size()) {
    return fail(ChainCode::kDiverged, fmt::format("of {} transactions in slot {} only {} landed again", batch.size(),
                                                  slot.slot().value(), executed->landed));
  }
  return {};
}

Result<void> Replayer::seal(OpenSlot& slot, const ledger::Sealed& sealed) {
  const std::uint64_t host_writes = slot.host_writes();
  auto record = slot.seal();
  if (!record) return std::unexpected(record.error());
  const SlotRecord& done = **record;
  if (done.bank_hash != sealed.bank_hash || done.blockhash != sealed.blockhash ||
      done.transactions.size() != sealed.transactions || host_writes != sealed.host_writes) {
    return fail(ChainCode::kDiverged,
                fmt::format("slot {} re-executes to bank hash {}, the ledger says {}", done.slot.value(),
                            codec::to_base58(done.bank_hash), codec::to_base58(sealed.bank_hash)));
  }
  tip_ = {.slot = done.slot, .blockhash = done.blockhash, .clock = done.clock};
  if (done.slot.value() > options_.root_distance_slots) {
    const Slot root(done.slot.value() - options_.root_distance_slots);
    if (root > bank_.bounds().root) {
      if (auto rooted = bank_.set_root(root); !rooted) return from_bank(rooted.error());
    }
  }
  if (options_.sealed) options_.sealed(*record);
  return {};
}

}  // namespace zestron::chain
