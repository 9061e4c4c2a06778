// Combinations of rules and intents from bytes: whatever the rules are, no window holds more than they let pass, no consent is used
// twice, a killed or quarantined agent gets nothing, and a refusal says why.
#include "base/assert.hpp"
#include "policy/testing/spenders.hpp"

namespace {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  [[nodiscard]] bool ended() const { return at_ >= size_; }
  std::uint32_t next() { return ended() ? 0 : data_[at_++]; }

 private:
  const std::uint8_t* data_;
  std::size_t size_, at_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zestron;
  using namespace zestron::policy;
  Input in(data, size);
  auto policy = testing::spending_policy({in.next(), in.next() * 2U, in.next() * 3U, in.next() % 16, in.next()});
  policy.refusals_max = in.next() % 8;
  policy.approval_valid_ms = in.next() * 600'000;
  if (in.next() % 8 == 0) policy.counterparties.clear();
  if (in.next() % 8 == 0) policy.node_spending.clear();
  Usage usage;
  std::vector<testing::Approved> approved;
  std::int64_t now = 1'754'662'080'000;
  while (!in.ended() && approved.size() < 200) {
    const auto what = in.next();
    now += static_cast<std::int64_t>(in.next()) * 600'000 - 3'000'000;
    const auto who = what % testing::kAgents;
    if (what >= 250) usage.switches().kill(testing::agent(who));
    if (what >= 245 && what < 250) usage.switches().revive(testing::agent(who));
    if (what >= 240 && what < 245) usage.switches().lift_quarantine(testing::agent(who));
    testing::decide_one(usage, in.next(), UnixMillis(now));
    const std::size_t of = what / 4 % testing::kMints;
    const auto amount = in.next(), more = in.next();
    const auto intent = more % 2 == 0 ? testing::spend(who, of, amount)
                                      : testing::spend_two(who, of, amount, more / 2 % testing::kMints, in.next());
    const bool stopped = usage.switches().killed(intent.agent) || usage.switches().quarantined(intent.agent);
    const auto waiting = usage.approvals().entries(UnixMillis(now)).size();
    const auto answer = testing::approve_and_book(intent, testing::view_at(UnixMillis(now)), policy, usage);
    if (!answer) {
      ZESTRON_ASSERT(!answer.error().message.empty());
      continue;
    }
    ZESTRON_ASSERT(!stopped && !policy.counterparties.empty());
    const auto spends = domain::spends_of(intent.action);
    ZESTRON_ASSERT(answer->bounds().spend_max == spends);
    if (spends.of(testing::mint(1)) > *policy.spending[1].approval_above)
      ZESTRON_ASSERT(usage.approvals().entries(UnixMillis(now)).size() == waiting - 1);
    approved.push_back({intent.agent, spends, UnixMillis(now)});
  }
  ZESTRON_ASSERT(testing::over_a_cap(approved, policy) == std::nullopt);
  return 0;
}
