#include <grapnel/testing/token_program.hpp>

#include <grapnel/programs/token/calls.hpp>
#include <grapnel/syscalls.hpp>

#include "instructions.hpp"

namespace grapnel::testing {
namespace token_program_detail {
namespace {

using Number = token::detail::Call;
constexpr u8 kUnwrapLamports = 45;
constexpr u8 kBatch = 255;

}  // namespace

void run_one(Accounts accounts, std::span<const u8> data) {
  const Call call(accounts, data.subspan(1));
  switch (static_cast<Number>(data[0])) {
    case Number::InitializeMint: return initialize_mint(call, RentFrom::Account);
    case Number::InitializeAccount: return initialize_account(call);
    case Number::InitializeMultisig: return initialize_multisig(call, RentFrom::Account);
    case Number::Transfer: return transfer(call, Decimals::Unasked);
    case Number::Approve: return approve(call, Decimals::Unasked);
    case Number::Revoke: return revoke(call);
    case Number::SetAuthority: return set_authority(call);
    case Number::MintTo: return mint_to(call, Decimals::Unasked);
    case Number::Burn: return burn(call, Decimals::Unasked);
    case Number::CloseAccount: return close_account(call);
    case Number::FreezeAccount: return set_frozen(call, true);
    case Number::ThawAccount: return set_frozen(call, false);
    case Number::TransferChecked: return transfer(call, Decimals::Compared);
    case Number::ApproveChecked: return approve(call, Decimals::Compared);
    case Number::MintToChecked: return mint_to(call, Decimals::Compared);
    case Number::BurnChecked: return burn(call, Decimals::Compared);
    case Number::InitializeAccount2: return initialize_account_for(call, RentFrom::Account);
    case Number::SyncNative: return sync_native(call);
    case Number::InitializeAccount3: return initialize_account_for(call, RentFrom::Runtime);
    case Number::InitializeMultisig2: return initialize_multisig(call, RentFrom::Runtime);
    case Number::InitializeMint2: return initialize_mint(call, RentFrom::Runtime);
    case Number::GetAccountDataSize: return get_account_data_size(call);
    case Number::InitializeImmutableOwner: return initialize_immutable_owner(call);
    case Number::AmountToUiAmount: return amount_to_ui_amount(call);
    case Number::UiAmountToAmount: return ui_amount_to_amount(call);
    case Number::WithdrawExcessLamports: return withdraw_excess_lamports(call);
    default: break;
  }
  if (data[0] == kUnwrapLamports) return unwrap_lamports(call);
  refuse(TokenError::InvalidInstruction);
}

}  // namespace token_program_detail

u64 token_program(u8* input, const u8* data) {
  using namespace token_program_detail;
  const std::span bytes(data, load<u64>(data - sizeof(u64)));
  if (bytes.empty()) return refusal(TokenError::InvalidInstruction).code;  // the one refusal without a line
  try {
    const std::vector<RawAccount*> accounts = accounts_of(input);
    if (bytes[0] == kBatch) {
      run_batch(accounts, bytes.subspan(1));
    } else {
      run_one(accounts, bytes);
    }
    return 0;
  } catch (const Refusal& refused) {
    sol_log_(refused.line.data(), refused.line.size());
    return refused.code;
  }
}

}  // namespace grapnel::testing
