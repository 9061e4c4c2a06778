#include "app/node/past/checkpoint.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zestron::node::past {
namespace {

domain::Tick any_tick() {
  return {domain::FeedId({static_cast<std::uint8_t>(*rc::gen::inRange(0, 256))}),
          *rc::gen::arbitrary<std::int64_t>(),
          *rc::gen::arbitrary<std::uint64_t>(),
          -8,
          UnixMillis(*rc::gen::arbitrary<std::int64_t>()),
          domain::TickOrigin::kSimulated};
}

AgentStanding any_agent(std::uint8_t place) {
  const auto number = [] { return *rc::gen::arbitrary<std::uint64_t>(); };
  AgentStanding out{.agent = Pubkey({place}),
                    .config = Hash({static_cast<std::uint8_t>(number())}),
                    .active = *rc::gen::arbitrary<bool>(),
                    .trades_before = number(),
                    .letters = number(),
                    .ticks = number(),
                    .intents = number(),
                    .trades = number(),
                    .asked = {},
                    .seen = {},
                    .block = *rc::gen::arbitrary<Bytes>()};
  if (*rc::gen::arbitrary<bool>()) out.asked.push_back({"a", number(), domain::Consent{"to sell", UnixMillis(5)}});
  if (*rc::gen::arbitrary<bool>()) out.asked.push_back({"b", number(), domain::Inference{{}, {0.5, -1}, {2}, 1}});
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    out.seen.emplace_back();
    if (*rc::gen::arbitrary<bool>()) out.seen.back() = domain::Holding{Pubkey({7}), number()};
  }
  return out;
}

Checkpoint any_checkpoint() {
  Checkpoint out{
      .code = Hash({3}), .slot = Slot(*rc::gen::arbitrary<std::uint64_t>()), .tick = {}, .trades = {}, .agents = {}};
  if (*rc::gen::arbitrary<bool>()) out.tick = any_tick();
  out.trades = {*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint32_t>()};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) out.agents.push_back(any_agent(static_cast<std::uint8_t>(9 - i)));
  return out;
}

RC_GTEST_PROP(Checkpoint, is_read_back_as_it_was_written, ()) {
  const auto bytes = checkpoint_bytes(any_checkpoint());
  const auto read = parse_checkpoint(bytes);
  RC_ASSERT(read.has_value());
  RC_ASSERT(checkpoint_bytes(*read) == bytes);
}

RC_GTEST_PROP(Checkpoint, is_refused_when_a_bit_is_another_or_a_byte_is_missing, ()) {
  auto bytes = checkpoint_bytes(any_checkpoint());
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  RC_ASSERT(!parse_checkpoint(ByteView(bytes).first(at)));
  bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ (1U << *rc::gen::inRange(0U, 8U)));
  RC_ASSERT(!parse_checkpoint(bytes));
}

RC_GTEST_PROP(Checkpoint, has_its_agents_in_order_and_each_once, ()) {
  auto checkpoint = any_checkpoint();
  checkpoint.agents = {any_agent(2), any_agent(static_cast<std::uint8_t>(*rc::gen::inRange(0, 3)))};
  RC_ASSERT(!parse_checkpoint(checkpoint_bytes(checkpoint)));
}

TEST(CheckpointForm, of_a_later_version_is_told_from_a_damaged_one) {
  auto bytes = checkpoint_bytes({});
  ASSERT_TRUE(parse_checkpoint(bytes));
  bytes[7] = '2';
  EXPECT_EQ(parse_checkpoint(bytes).error().code, CheckpointError::kOtherVersion);
  EXPECT_EQ(parse_checkpoint({}).error().code, CheckpointError::kDamaged);
}

}  // namespace
}  // namespace zestron::node::past
