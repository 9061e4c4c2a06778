#include "app/node/inputs_first.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace zestron::node {
namespace {

using ports::JournalError;

// Fails as it is told to.
class FailingJournal final : public ports::Journal {
 public:
  std::optional<JournalError> failure;
  std::size_t written = 0;

  ports::JournalOutcome<void> record(std::span<const domain::Effect> steps, const ports::Consents*) override {
    if (failure) return fail(*failure, "the disk is gone");
    written += steps.size();
    return {};
  }
  ports::JournalOutcome<std::optional<domain::Effect>> find(const Pubkey&, std::uint64_t) override {
    return std::optional<domain::Effect>();
  }
  ports::JournalOutcome<std::vector<domain::Effect>> in_flight() override { return std::vector<domain::Effect>(); }
  ports::JournalOutcome<std::vector<ports::Approval>> approvals(UnixMillis) override {
    return std::vector<ports::Approval>();
  }
  ports::JournalOutcome<std::optional<UnixMillis>> last_approval() override { return std::optional<UnixMillis>(); }
  ports::JournalOutcome<ports::Consents> consents() override { return ports::Consents(); }
  ports::JournalOutcome<std::uint64_t> last_sequence(const Pubkey&) override { return 0; }
  ports::JournalOutcome<std::vector<ports::Step>> history(const Pubkey&, std::uint64_t) override {
    return std::vector<ports::Step>();
  }
};

struct InputsFirstTest : ::testing::Test {
  FailingJournal inner;
  std::expected<void, std::string> synced;
  InputsFirst journal{inner, [this] { return synced; }};

  bool records() { return static_cast<ports::Journal&>(journal).record(domain::Effect{}).has_value(); }
};

TEST_F(InputsFirstTest, nothing_is_written_before_the_inputs_are) {
  synced = std::unexpected("no room");
  EXPECT_FALSE(records());
  EXPECT_EQ(inner.written, 0U);
  synced = {};
  EXPECT_TRUE(records());
  EXPECT_EQ(inner.written, 1U);
}

TEST_F(InputsFirstTest, tells_when_the_journal_takes_nothing_more) {
  inner.failure = JournalError::kDamaged;
  EXPECT_FALSE(records());
  EXPECT_EQ(journal.trouble(), "the disk is gone");
}

TEST_F(InputsFirstTest, a_forbidden_step_is_no_trouble) {
  inner.failure = JournalError::kForbidden;
  EXPECT_FALSE(records());
  EXPECT_EQ(journal.trouble(), "");
}

}  // namespace
}  // namespace zestron::node
