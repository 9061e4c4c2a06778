#include "instructions.hpp"

namespace grapnel::testing::token_program_detail {
namespace {

// The runtime asks only at the end whose accounts were changed, when a later step may have undone it.
void must_be_ours_in_batch(u8 number, Accounts accounts) {
  const auto check = [&](std::initializer_list<usize> places, usize count) {
    if (accounts.size() < count) refuse(ProgramError::NotEnoughAccountKeys);
    for (const usize place : places) must_be_ours(*accounts[place]);
  };
  switch (number) {
    case 3:  // Transfer
    case 7:  // MintTo
    case 8:  // Burn
    case 14:
    case 15: return check({0, 1}, 2);
    case 12: return check({0, 2}, 3);  // TransferChecked
    case 4:
    case 5:
    case 6:
    case 9:
    case 10:
    case 11:
    case 13:
    case 22:
    case 38:
    case 45: return check({0}, 1);
    default: return;
  }
}

}  // namespace

// Per step: u8 number of accounts; u8 size of its data; the data. Accounts stand one step's behind another's.
void run_batch(Accounts accounts, std::span<const u8> data) {
  constexpr usize kHeader = 2;
  do {
    if (data.size() < kHeader) refuse(TokenError::InvalidInstruction);
    const usize count = data[0];
    const usize end = kHeader + data[1];
    if (data.size() < end || end == kHeader) refuse(TokenError::InvalidInstruction);
    if (accounts.size() < count) refuse(ProgramError::NotEnoughAccountKeys);
    must_be_ours_in_batch(data[kHeader], accounts.first(count));
    run_one(accounts.first(count), data.subspan(kHeader, end - kHeader));
    accounts = accounts.subspan(count);
    data = data.subspan(end);
  } while (!data.empty());
}

}  // namespace grapnel::testing::token_program_detail
