// The Associated Token Account program 1.1.1. Source: solana-program/associated-token-account, tag program@v1.1.2.
#include <grapnel/programs/token.hpp>
#include <grapnel/testing/token_program.hpp>

#include <map>
#include <tuple>

#include "call.hpp"

namespace grapnel::testing {
namespace token_program_detail {
namespace {

enum class Number : u8 { Create, CreateIdempotent, RecoverNested };

constexpr std::string_view kNames[] = {"Create", "CreateIdempotent", "RecoverNested"};
constexpr u64 kInvalidOwner = u64{1} << 32;  // the program's only error of its own

// A refusal of which nothing is logged, or what the program itself has logged before.
[[noreturn]] void refuse_quietly(ProgramError error) { throw Refusal{refusal(error).code, {}}; }
[[noreturn]] void refuse_with(std::string_view line, ProgramError error) { throw Refusal{refusal(error).code, line}; }
[[noreturn]] void refuse_owner(std::string_view line) { throw Refusal{kInvalidOwner, line}; }

void log(std::string_view line) { sol_log_(line.data(), line.size()); }

// Kept: finding one costs some 50 µs, and a test has few wallets.
const Pda& address_of(const Pubkey& wallet, const Pubkey& mint, const Pubkey& token_program) {
  thread_local std::map<std::tuple<Pubkey, Pubkey, Pubkey>, Pda> known;
  const auto [found, added] = known.try_emplace({wallet, mint, token_program});
  if (added) found->second = associated_token::find_address(wallet, mint, token_program);
  return found->second;
}

// An option as Pack reads it, all four bytes of its tag.
bool is_option(const u8* at) { return load<u32>(at) <= 1; }

// Whether Token-2022's StateWithExtensions::unpack takes it, of either token program.
const TokenAccount* token_account_in(const RawAccount& account) {
  constexpr u8 kAccountKind = 2;
  const u8* data = account.data();
  if (account.size < TokenAccount::kSize || account.size == Multisig::kSize) return nullptr;
  if (account.size > TokenAccount::kSize && data[TokenAccount::kSize] != kAccountKind) return nullptr;
  const auto* value = reinterpret_cast<const TokenAccount*>(data);
  const bool is_sound =
      value->state == static_cast<u8>(State::Initialized) || value->state == static_cast<u8>(State::Frozen);
  return is_sound && is_option(data + 72) && is_option(data + 109) && is_option(data + 129) ? value : nullptr;
}
const TokenAccount& must_hold_tokens(const RawAccount& account) {
  const TokenAccount* value = token_account_in(account);
  if (value != nullptr) return *value;
  const bool is_empty = account.size >= TokenAccount::kSize && account.data()[108] == 0;
  refuse_quietly(is_empty ? ProgramError::UninitializedAccount : ProgramError::InvalidAccountData);
}

const Mint& must_be_mint(const RawAccount& account) {
  constexpr u8 kMintKind = 1;
  const u8* data = account.data();
  const bool has_size =
      account.size == Mint::kSize ||
      (account.size > TokenAccount::kSize && account.size != Multisig::kSize && data[TokenAccount::kSize] == kMintKind);
  if (!has_size || data[45] > 1 || !is_option(data) || !is_option(data + 46))
    refuse_quietly(ProgramError::InvalidAccountData);
  if (data[45] == 0) refuse_quietly(ProgramError::UninitializedAccount);
  return *reinterpret_cast<const Mint*>(data);
}

AccountView view(RawAccount& account) { return AccountView{&account}; }

template <usize N>
void invoke_token(const Pubkey& program, const CpiAccount (&accounts)[N], CpiData data) {
  static_cast<void>(grapnel::detail::send(program, accounts, data, nullptr));
}

// The size that the token program wants for an account of the mint that has an immutable owner.
u64 size_of_account(const Pubkey& program, RawAccount& mint) {
  if (!(program == Token::kId) && !(program == Token2022::kId)) refuse_quietly(ProgramError::IncorrectProgramId);
  constexpr u8 kQuestion[] = {static_cast<u8>(token::detail::Call::GetAccountDataSize), 7, 0};
  invoke_token(program, {CpiAccount::readonly(view(mint))}, {kQuestion, sizeof kQuestion});
  u64 size = 0;
  Pubkey answered;
  if (sol_get_return_data(&size, sizeof size, &answered) != sizeof size)
    refuse_quietly(ProgramError::InvalidInstructionData);
  if (!(answered == program)) refuse_quietly(ProgramError::IncorrectProgramId);
  return size;
}

// payer, account, wallet, mint, System, token program
void create(const Call& call, Number number) {
  if (call.accounts().size() < 6) refuse_quietly(ProgramError::NotEnoughAccountKeys);
  RawAccount& account = call.account(1);
  const RawAccount& wallet = call.account(2);
  RawAccount& mint = call.account(3);
  const Pubkey& program = call.account(5).key;
  const Pda& pda = address_of(wallet.key, mint.key, program);
  if (!(pda.address == account.key))
    refuse_with("Error: Associated address does not match seed derivation", ProgramError::InvalidSeeds);
  if (number == Number::CreateIdempotent && account.owner == program) {
    if (const TokenAccount* there = token_account_in(account)) {
      if (!there->owner.is(wallet.key))
        refuse_owner("Associated token account owner does not match address derivation");
      if (!there->mint.is(mint.key)) refuse_quietly(ProgramError::InvalidAccountData);
      return;
    }
  }
  if (!(account.owner == System::kId)) refuse_quietly(ProgramError::IllegalOwner);

  const u64 size = size_of_account(program, mint);
  const PdaSigner signer{wallet.key, program, mint.key, pda.bump};
  static_cast<void>(system::create_account(view(call.account(0)), view(account), size, program, signer));
  log("Initialize the associated token account");
  const token::Via via{.program = program};
  static_cast<void>(token::initialize_immutable_owner(view(account), via));
  static_cast<void>(token::initialize_account3(view(account), view(mint), wallet.key, via));
}

// nested account, its mint, where its tokens go, the associated account that owns it, that one's mint, wallet, token program
void recover_nested(const Call& call) {
  if (call.accounts().size() < 7) refuse_quietly(ProgramError::NotEnoughAccountKeys);
  RawAccount& nested = call.account(0);
  RawAccount& nested_mint = call.account(1);
  RawAccount& destination = call.account(2);
  RawAccount& owner = call.account(3);
  const RawAccount& owner_mint = call.account(4);
  RawAccount& wallet = call.account(5);
  const Pubkey& program = call.account(6).key;
  const Pda& pda = address_of(wallet.key, owner_mint.key, program);
  if (!(pda.address == owner.key))
    refuse_with("Error: Owner associated address does not match seed derivation", ProgramError::InvalidSeeds);
  if (!(address_of(owner.key, nested_mint.key, program).address == nested.key))
    refuse_with("Error: Nested associated address does not match seed derivation", ProgramError::InvalidSeeds);
  if (!(address_of(wallet.key, nested_mint.key, program).address == destination.key))
    refuse_with("Error: Destination associated address does not match seed derivation", ProgramError::InvalidSeeds);
  if (wallet.is_signer == 0)
    refuse_with("Wallet of the owner associated token account must sign", ProgramError::MissingRequiredSignature);
  if (!(owner_mint.owner == program))
    refuse_with("Owner mint not owned by provided token program", ProgramError::IllegalOwner);
  if (!(owner.owner == program)) {
    refuse_with(
        "Owner associated token account not owned by provided token program, recreate the owner associated token "
        "account first",
        ProgramError::IllegalOwner);
  }
  if (!must_hold_tokens(owner).owner.is(wallet.key))
    refuse_owner("Owner associated token account not owned by provided wallet");
  if (!(nested.owner == program))
    refuse_with("Nested associated token account not owned by provided token program", ProgramError::IllegalOwner);
  const TokenAccount& tokens = must_hold_tokens(nested);
  if (!tokens.owner.is(owner.key))
    refuse_owner("Nested associated token account not owned by provided associated token account");
  if (!(nested_mint.owner == program))
    refuse_with("Nested mint account not owned by provided token program", ProgramError::IllegalOwner);
  const Mint& mint = must_be_mint(nested_mint);

  const PdaSigner signer{wallet.key, program, owner_mint.key, pda.bump};
  const token::Via via{.program = program, .signer = signer};
  static_cast<void>(token::transfer_checked(view(nested), view(nested_mint), view(destination), view(owner),
                                            tokens.amount, mint.decimals, via));
  static_cast<void>(token::close_account(view(nested), view(wallet), view(owner), via));
}

void run(const Call& call) {
  const std::span data = call.data();
  if (data.size() > 1 || (!data.empty() && data[0] > static_cast<u8>(Number::RecoverNested)))
    refuse_quietly(ProgramError::InvalidInstructionData);
  const auto number = data.empty() ? Number::Create : static_cast<Number>(data[0]);
  log(kNames[static_cast<u8>(number)]);
  if (number == Number::RecoverNested) return recover_nested(call);
  create(call, number);
}

}  // namespace
}  // namespace token_program_detail

u64 associated_token_program(u8* input, const u8* data) {
  using namespace token_program_detail;
  try {
    const std::vector<RawAccount*> accounts = accounts_of(input);
    run({accounts, {data, load<u64>(data - sizeof(u64))}});
    return 0;
  } catch (const Refusal& refused) {
    if (!refused.line.empty()) log(refused.line);
    return refused.code;
  }
}

void add_token_programs(native::Runtime& runtime) {
  constexpr Pubkey kWrappedSol = "So11111111111111111111111111111111111111112"_pubkey;
  runtime.add(Token::kId, token_program);
  runtime.add(AssociatedTokenProgram::kId, associated_token_program);
  std::vector<u8> mint(token_program_detail::Mint::kSize);
  mint[44] = 9;  // decimals
  mint[45] = 1;  // initialized
  runtime.set_account(kWrappedSol, {Lamports{1'461'600}, std::move(mint), Token::kId, false});
}

}  // namespace grapnel::testing
