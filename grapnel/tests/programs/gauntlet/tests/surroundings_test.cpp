#include "both_runtimes.hpp"

namespace gauntlet {
namespace {

template <class T>
T returned_as(const RealOutcome& outcome) {
  EXPECT_TRUE(outcome.ok()) << outcome.error;
  T value{};
  if (outcome.return_data.size() == sizeof value) std::memcpy(&value, outcome.return_data.data(), sizeof value);
  return value;
}

class Introspecting : public BothRuntimes {
 protected:
  client::Instruction make(i64 offset) {
    return client::instruction<introspect>(kProgramId, {kAlice, Instructions::kFixedAddress}, {.offset = offset});
  }
  client::Instruction other() { return {kProgramId, {{kAlice, true, true}, {kBob, false, false}}, {0xff}}; }
};

TEST_F(Introspecting, knows_where_it_stands) {
  const auto alone = returned_as<Introspection>(run(make(0)));
  EXPECT_EQ(alone.program, kProgramId);
  EXPECT_EQ(alone.index, 0u);
  EXPECT_EQ(alone.count, 1u);
  EXPECT_EQ(alone.accounts, 2u);
  EXPECT_EQ(alone.data_size, 16u);
  EXPECT_EQ(alone.rights, 0u);
  EXPECT_EQ(alone.height, 1u);
}

TEST_F(Introspecting, sees_its_neighbours_with_the_rights_of_the_transaction) {
  std::vector<u8> data(12);
  data[0] = 2;  // a transfer of nothing
  const client::Instruction transfer{System::kId, {{kAlice, true, true}, {kBob, false, true}}, data};
  const client::Instruction story[] = {transfer, make(-1)};
  const auto before = returned_as<Introspection>(run(story));
  EXPECT_EQ(before.program, System::kId);
  EXPECT_EQ(before.index, 1u);
  EXPECT_EQ(before.count, 2u);
  EXPECT_EQ(before.data_size, 12u);
  EXPECT_EQ(before.rights, 3u);
  const client::Instruction self[] = {transfer, make(0)};
  EXPECT_EQ(returned_as<Introspection>(run(self)).rights, 3u) << "Alice signs and is writable in the whole of it";
}

TEST_F(Introspecting, nothing_is_found_outside_of_the_list) {
  for (const i64 offset :
       {i64{1}, i64{-1}, i64{65'535}, i64{-65'536}, std::numeric_limits<i64>::max(), std::numeric_limits<i64>::min()}) {
    const auto found = returned_as<Introspection>(run(make(offset)));
    EXPECT_EQ(found.program, Pubkey{}) << offset;
    EXPECT_EQ(found.accounts, 0u) << offset;
  }
}

TEST_F(Introspecting, another_account_is_refused) {
  auto instruction = make(0);
  instruction.accounts[1].key = kBob;
  expect_refused(instruction, ErrorCode::AccountSysvarMismatch, "instructions");
}

TEST_F(Introspecting, rights_are_passed_on_as_given) {
  for (const bool signer : {false, true}) {
    for (const bool writable : {false, true}) {
      auto instruction = client::instruction<pass_on>(kProgramId, {kAlice, Instructions::kFixedAddress, kProgramId});
      instruction.accounts[0].is_signer = signer;
      instruction.accounts[0].is_writable = writable;
      const auto inner = returned_as<Introspection>(run(instruction));
      EXPECT_EQ(inner.rights, (signer ? 1u : 0u) | (writable ? 2u : 0u));
      EXPECT_EQ(inner.height, 2u);
      EXPECT_EQ(inner.index, 0u) << "the instruction at top level";
    }
  }
}

class ReadingSysvars : public BothRuntimes {
 protected:
  static client::Instruction make(u64 index) {
    return client::instruction<read_sysvars>(kProgramId, {kWitness}, {.slot_hash = index});
  }
};

TEST_F(ReadingSysvars, on_the_real_runtime) {
  real_.run(make(0));
  const auto newest = returned_as<Sysvars>(real_.run(make(0)));
  const auto older = returned_as<Sysvars>(real_.run(make(2)));
  EXPECT_GE(newest.slots_per_epoch, 32u);
  EXPECT_EQ(newest.last_restart_slot, 0u);
  EXPECT_EQ(newest.rewards_active, 0u);
  EXPECT_GT(newest.slot, 0u);
  EXPECT_EQ(older.slot, newest.slot - 1) << "a slot later, two hashes further back";
  EXPECT_EQ(returned_as<Sysvars>(real_.run(make(511))).slot, 0u) << "the chain is young";
  EXPECT_EQ(returned_as<Sysvars>(real_.run(make(~u64{0} / 20))).slot, 0u);
}

TEST_F(ReadingSysvars, natively_they_are_the_tests_own) {
  native_.epoch_schedule.slots_per_epoch = 64;
  native_.last_restart_slot.slot = 9;
  native_.epoch_rewards.active = true;
  native_.slot_hashes = {{41, key(1)}, {40, key(2)}};
  const auto read = [&](u64 index) {
    Sysvars value{};
    const native::Outcome outcome = native_.run(make(index));
    EXPECT_EQ(outcome.return_data.size(), sizeof value);
    std::memcpy(&value, outcome.return_data.data(), sizeof value);
    return value;
  };
  EXPECT_EQ(read(0).slots_per_epoch, 64u);
  EXPECT_EQ(read(0).last_restart_slot, 9u);
  EXPECT_EQ(read(0).rewards_active, 1u);
  EXPECT_EQ(read(1).slot, 40u);
  EXPECT_EQ(read(2).slot, 0u);
}

class LookingBack : public BothRuntimes {
 protected:
  static client::Instruction make(u64 index) {
    return client::instruction<look_back>(kProgramId, {kWitness}, {.index = index});
  }
  // A transfer of nothing from Alice to Bob: 12 bytes, two accounts.
  static client::Instruction transfer() {
    std::vector<u8> data(12);
    data[0] = 2;
    return {System::kId, {{kAlice, true, true}, {kBob, false, true}}, data};
  }
};

TEST_F(LookingBack, sees_what_ran_before_it_and_nothing_else) {
  const client::Instruction story[] = {transfer(), make(7), make(0), transfer()};
  const auto nearest = returned_as<Sibling>(run({story, 3}));
  EXPECT_EQ(nearest.found, static_cast<u64>(SiblingFound::Whole));
  EXPECT_EQ(nearest.program, kProgramId);
  EXPECT_EQ(nearest.account, kWitness);
  EXPECT_EQ(nearest.accounts, 1u);
  EXPECT_EQ(nearest.data_size, 16u);
  EXPECT_EQ(nearest.rights, 0u);
  EXPECT_EQ(nearest.argument, 107u);

  const client::Instruction further[] = {transfer(), make(7), make(1), transfer()};
  const auto first = returned_as<Sibling>(run({further, 3}));
  EXPECT_EQ(first.program, System::kId);
  EXPECT_EQ(first.account, kAlice);
  EXPECT_EQ(first.accounts, 2u);
  EXPECT_EQ(first.data_size, 12u);
  EXPECT_EQ(first.rights, 3u);
  EXPECT_EQ(first.argument, 0u) << "no instruction of ours";
  EXPECT_TRUE(run(further).ok());

  for (const u64 index : {u64{0}, u64{1}, ~u64{0}}) {
    EXPECT_EQ(returned_as<Sibling>(run(make(index))).found, static_cast<u64>(SiblingFound::Nothing)) << index;
  }
}

TEST_F(LookingBack, what_has_no_room_is_said_to_be_there) {
  auto large = transfer();
  large.data.resize(17);
  const client::Instruction story[] = {large, make(0)};
  EXPECT_EQ(returned_as<Sibling>(run(story)).found, static_cast<u64>(SiblingFound::TooLarge));
  auto wide = transfer();
  wide.accounts.push_back({kWitness, false, false});
  const client::Instruction other[] = {wide, make(0)};
  EXPECT_EQ(returned_as<Sibling>(run(other)).found, static_cast<u64>(SiblingFound::TooLarge));
}

TEST_F(LookingBack, programs_of_the_runtime_are_seen) {
  const Pubkey budget = "ComputeBudget111111111111111111111111111111"_pubkey;
  const client::Instruction story[] = {{budget, {}, {3, 0, 0, 0, 0, 0, 0, 0, 0}}, make(0)};
  const auto found = returned_as<Sibling>(real_.run(story));
  EXPECT_EQ(found.found, static_cast<u64>(SiblingFound::Whole));
  EXPECT_EQ(found.program, budget);
  EXPECT_EQ(found.accounts, 0u);
  EXPECT_EQ(found.data_size, 9u);
}

TEST_F(LookingBack, an_instruction_of_nothing_is_whole) {
  const Pubkey memo = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"_pubkey;
  const client::Instruction story[] = {{memo, {}, {}}, make(0)};
  const auto found = returned_as<Sibling>(real_.run(story));
  EXPECT_EQ(found.found, static_cast<u64>(SiblingFound::Whole));
  EXPECT_EQ(found.program, memo);
  EXPECT_EQ(found.data_size, 0u);
}

TEST_F(LookingBack, in_a_call_it_sees_the_callers_other_calls) {
  const client::Instruction story[] = {transfer(), client::instruction<call_twice>(kProgramId, {kWitness, kProgramId})};
  const auto found = returned_as<Sibling>(run(story));
  EXPECT_EQ(found.found, static_cast<u64>(SiblingFound::Whole));
  EXPECT_EQ(found.program, kProgramId);
  EXPECT_EQ(found.argument, 105u) << "the call before, not the transfer before the caller";
}

class FailingWith : public BothRuntimes {};

TEST_F(FailingWith, every_number_is_said_in_the_same_words) {
  std::vector<u64> codes = {1, 6000, 0xffff'ffff, (u64{1} << 32) + 1, (u64{3} << 32) + 6000, ~u64{0}};
  for (u64 n = 1; n <= 28; ++n) codes.push_back(n << 32);
  for (const u64 number : codes) {
    const auto instruction = client::instruction<fail_with>(kProgramId, {kWitness}, {.code = number});
    const RealOutcome real = real_.run(instruction);
    const native::Outcome native = native_.run(instruction);
    EXPECT_FALSE(real.ok()) << number;
    EXPECT_EQ(native.code, number);
    EXPECT_EQ(real.logs, native.logs) << std::hex << number;
  }
}

}  // namespace
}  // namespace gauntlet
