// A journal before whose steps all that agents were fed is on disk: nothing is done because of an input that a crash could lose. Until
// something is written, inputs may wait, so that a slot in which nobody acts syncs once and the one that acts is signed meanwhile.
#pragma once

#include "ports/journal.hpp"

#include <expected>
#include <functional>
#include <string>
#include <utility>

namespace zestron::node {

class InputsFirst final : public ports::Journal {
 public:
  /// `journal` outlives it. `sync` returns when the inputs are on disk.
  InputsFirst(ports::Journal& journal, std::function<std::expected<void, std::string>()> sync)
      : journal_(journal), sync_(std::move(sync)) {}

  ports::JournalOutcome<void> record(std::span<const domain::Effect> steps, const ports::Consents* consents) override {
    if (auto synced = sync_(); !synced) return fail(ports::JournalError::kUnavailable, std::move(synced.error()));
    auto written = journal_.record(steps, consents);
    if (!written && written.error().code != ports::JournalError::kForbidden) trouble_ = written.error().message;
    return written;
  }
  /// Why the journal takes nothing more; empty while it does. What has ended on chain would stay in flight for good, and in silence.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

  ports::JournalOutcome<std::optional<domain::Effect>> find(const Pubkey& agent, std::uint64_t sequence) override {
    return journal_.find(agent, sequence);
  }
  ports::JournalOutcome<std::vector<domain::Effect>> in_flight() override { return journal_.in_flight(); }
  ports::JournalOutcome<std::vector<ports::Approval>> approvals(UnixMillis since) override {
    return journal_.approvals(since);
  }
  ports::JournalOutcome<std::optional<UnixMillis>> last_approval() override { return journal_.last_approval(); }
  ports::JournalOutcome<ports::Consents> consents() override { return journal_.consents(); }
  ports::JournalOutcome<std::uint64_t> last_sequence(const Pubkey& agent) override {
    return journal_.last_sequence(agent);
  }
  ports::JournalOutcome<std::vector<ports::Step>> history(const Pubkey& agent, std::uint64_t sequence) override {
    return journal_.history(agent, sequence);
  }

 private:
  ports::Journal& journal_;
  std::function<std::expected<void, std::string>()> sync_;
  std::string trouble_;
};

}  // namespace zestron::node
