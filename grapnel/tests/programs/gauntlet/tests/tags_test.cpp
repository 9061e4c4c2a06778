#include <grapnel/idl/print.hpp>

#include "both_runtimes.hpp"

namespace gauntlet {
namespace {

constexpr Pubkey kAuthority = find_program_address(kProgramId, "__event_authority").address;
constexpr Array<u8, 8> kSeat{{'r', 'o', 'w', ' ', '1', '2', ' ', ' '}};
constexpr Pubkey kTicket = find_program_address(kProgramId, "ticket", kSeat).address;

class EventByCall : public BothRuntimes {
 protected:
  client::Instruction make() {
    return client::instruction<announce>(kProgramId, {kAlice, kAuthority, kProgramId}, {.amount = 77});
  }
};

TEST_F(EventByCall, is_an_inner_instruction_of_anchors_bytes) {
  const RealOutcome outcome = run(make());
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  ASSERT_EQ(outcome.calls.size(), 1u);
  EXPECT_EQ(outcome.calls[0].program, kProgramId);
  const std::vector<u8>& data = outcome.calls[0].data;
  ASSERT_EQ(data.size(), 16 + sizeof(Counted));
  EXPECT_EQ(std::vector<u8>(data.begin(), data.begin() + 8),
            (std::vector<u8>{0xe4, 0x45, 0xa5, 0x2e, 0x51, 0xcb, 0x9a, 0x1d}));
  const auto event = client::event_of_call<Counted>(data);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->who, kAlice);
  EXPECT_EQ(event->amount, 77u);
  EXPECT_FALSE(client::event_of_call<Torn>(data));
}

TEST_F(EventByCall, needs_the_true_accounts) {
  auto instruction = make();
  instruction.accounts[1].key = kBob;
  expect_refused(instruction, ErrorCode::ConstraintSeeds, "event_authority");
  instruction = make();
  instruction.accounts[2].key = kBob;
  expect_refused(instruction, ErrorCode::InvalidProgramId, "program");
}

TEST_F(EventByCall, nobody_else_can_make_that_call) {
  std::vector<u8> data;
  client::detail::append_raw(data, grapnel::detail::kEventCall);
  data.resize(16 + sizeof(Counted));
  expect_refused({kProgramId, {{kAuthority, false, false}}, data}, ErrorCode::ConstraintSigner, "event_authority");
  expect_refused({kProgramId, {{kAlice, true, false}}, data}, ErrorCode::ConstraintSeeds, "event_authority");
  EXPECT_EQ(run({kProgramId, {}, data}).code, code(ErrorCode::AccountNotEnoughKeys));
}

class Tags : public BothRuntimes {
 protected:
  client::Instruction make_sell() {
    return client::instruction<GauntletProgram, sell_ticket>({kAlice, kTicket, System::kId}, {.seat = kSeat});
  }
  client::Instruction make_tear() {
    return client::instruction<Tagged<tear_ticket, 1, 5>>(kProgramId, {kTicket, kAuthority, kProgramId});
  }
};

TEST_F(Tags, instructions_accounts_and_events_begin_with_their_own_bytes) {
  EXPECT_EQ(make_sell().data, (std::vector<u8>{0, 'r', 'o', 'w', ' ', '1', '2', ' ', ' '}));
  ASSERT_TRUE(run(make_sell()).ok());
  EXPECT_EQ(account(kTicket).data, (std::vector<u8>{7, 0, 9, 'r', 'o', 'w', ' ', '1', '2', ' ', ' ', 0}));
  EXPECT_EQ(make_tear().data, (std::vector<u8>{1, 5}));
  const RealOutcome outcome = run(make_tear());
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_EQ(state<Ticket>(kTicket).used, 1);
  ASSERT_EQ(outcome.events.size(), 1u);
  EXPECT_EQ(outcome.events[0], (std::vector<u8>{200, 'r', 'o', 'w', ' ', '1', '2', ' ', ' ', 1}));
  EXPECT_EQ(client::event<Torn>(outcome.events[0])->used, 1);
  ASSERT_EQ(outcome.calls.size(), 1u);
  EXPECT_EQ(client::event_of_call<Torn>(outcome.calls[0].data)->used, 1);
}

TEST_F(Tags, every_byte_of_them_counts) {
  ASSERT_TRUE(run(make_sell()).ok());
  for (const std::vector<u8>& data : {std::vector<u8>{}, {1}, {1, 4}, {2}, {1, 7, 0, 0}}) {
    auto instruction = make_tear();
    instruction.data = data;
    EXPECT_EQ(run(instruction).code, code(ErrorCode::InstructionFallbackNotFound));
  }
  const native::Account good = account(kTicket);
  for (usize i = 0; i < 3; ++i) {
    native::Account bad = good;
    bad.data[i] ^= 1;
    set_account(kTicket, bad);
    expect_refused(make_tear(), ErrorCode::AccountDiscriminatorMismatch, "ticket");
  }
  native::Account bad = good;
  bad.data.resize(2);
  set_account(kTicket, bad);
  expect_refused(make_tear(), ErrorCode::AccountDiscriminatorNotFound, "ticket");
  bad.data = {7, 0, 9};
  set_account(kTicket, bad);
  expect_refused(make_tear(), ErrorCode::AccountDidNotDeserialize, "ticket");
}

TEST_F(Tags, one_can_be_closed) {
  ASSERT_TRUE(run(make_sell()).ok());
  ASSERT_TRUE(run(client::instruction<GauntletProgram, burn_ticket>({kTicket, kAlice})).ok());
  EXPECT_EQ(account(kTicket), native::Account{});
  EXPECT_EQ(account(kAlice).lamports, kFunds);
}

TEST(TagsInTheIdl, are_those_bytes) {
  const grapnel::idl::Json idl = grapnel::idl::make<GauntletProgram>();
  const auto find = [](const grapnel::idl::Json& list, const char* name) {
    for (const auto& item : list) {
      if (item["name"] == name) return item;
    }
    return grapnel::idl::Json{};
  };
  using grapnel::idl::Json;
  EXPECT_EQ(find(idl["instructions"], "sell_ticket")["discriminator"], Json::parse("[0]"));
  EXPECT_EQ(find(idl["instructions"], "burn_ticket")["discriminator"], Json::parse("[1,6]"));
  EXPECT_EQ(find(idl["instructions"], "announce")["discriminator"].size(), 8u);
  EXPECT_EQ(find(idl["accounts"], "Ticket")["discriminator"], Json::parse("[7,0,9]"));
  EXPECT_EQ(find(idl["events"], "Torn")["discriminator"], Json::parse("[200]"));
  const Json accounts = find(idl["instructions"], "announce")["accounts"];
  EXPECT_EQ(accounts[1], Json::parse(R"({"name":"event_authority","pda":{"seeds":[{"kind":"const","value":
        [95,95,101,118,101,110,116,95,97,117,116,104,111,114,105,116,121]}]}})"));
  EXPECT_EQ(accounts[2], Json::parse(R"({"name":"program"})"));
}

}  // namespace
}  // namespace gauntlet
