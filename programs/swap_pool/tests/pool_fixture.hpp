// A pool, two people with tokens of both sides, and every instruction in one line: what the tests of the program share.
#pragma once

#include <grapnel/testing/gtest.hpp>
#include <grapnel/testing/instruction.hpp>
#include <grapnel/testing/token.hpp>
#include <swap_pool/swap_pool.hpp>

#include <string>

namespace swap_pool::test {

using grapnel::testing::fails;
using grapnel::testing::key;
using grapnel::testing::Outcome;
using grapnel::testing::succeeds;
using grapnel::testing::with;
using namespace grapnel::testing::token_accounts;

inline constexpr Pubkey kPool = key(1);
inline constexpr Pda kAuthority = find_authority(kPool);
inline constexpr Pubkey kMaker = key(2);  // made the pool and holds its first shares
inline constexpr Pubkey kAlice = key(3);
inline constexpr Pubkey kOwner = key(4);  // of the fee account
inline constexpr Pubkey kIssuer = key(5);
inline constexpr Pubkey kMintA = key(10);
inline constexpr Pubkey kMintB = key(11);
inline constexpr Pubkey kShareMint = key(12);
inline constexpr Pubkey kVaultA = key(13);
inline constexpr Pubkey kVaultB = key(14);
inline constexpr Pubkey kFeeAccount = key(15);
inline constexpr Pubkey kHostAccount = key(16);
inline constexpr u64 kRich = 1'000'000'000'000;

// The account of a person for a mint.
constexpr Pubkey account_of(const Pubkey& person, const Pubkey& mint) {
  return key(1'000 + 100 * (person.words[0] & 0xff) + (mint.words[0] & 0xff));
}

inline Fees fees(u64 trade, u64 trade_of, u64 owner = 0, u64 owner_of = 0, u64 withdraw = 0, u64 withdraw_of = 0,
                 u64 host = 0, u64 host_of = 0) {
  return {trade, trade_of, owner, owner_of, withdraw, withdraw_of, host, host_of};
}
inline const Fees kFees = fees(25, 10'000, 5, 10'000, 1, 100, 20, 100);

struct MintKind {
  Pubkey program = Token::kId;
  bool fee = false;
};

class PoolWorld {
 public:
  explicit PoolWorld(grapnel::testing::Setting setting = {}) : chain(setting) {
    chain.add<SwapPool>();
    for (const Pubkey& person : {kMaker, kAlice, kOwner}) chain.fund(person, Lamports{10'000'000'000});
    use_mints({}, {});
  }

  Outcome run(const client::Instruction& instruction) { return chain.run(instruction); }

  void put(const Pubkey& address, const std::vector<u8>& data, const Pubkey& owner) {
    chain.set_account(address, {chain.rent(data.size()), data, owner, false});
  }
  void put_mint(const Pubkey& mint, const MintKind& kind) {
    const std::vector<u8> data = mint_data({.authority = kIssuer, .supply = ~u64{0} >> 1, .decimals = 6});
    put(mint, kind.fee ? with_extensions(data, 1, grapnel::testing::transfer_fee(100)) : data, kind.program);
  }
  void put_tokens(const Pubkey& address, const AccountFields& fields) {
    const MintKind& kind = fields.mint == kMintA ? a_ : fields.mint == kMintB ? b_ : shares_;
    std::vector<u8> data = account_data(fields);
    put(address, kind.fee ? with_extensions(data, 2, {{2, std::vector<u8>(8)}}) : data, kind.program);
  }

  // Everything up to where the pool can be made: mints of these kinds, full vaults, people with tokens.
  void use_mints(const MintKind& a, const MintKind& b, const MintKind& shares = {}) {
    a_ = a;
    b_ = b;
    shares_ = shares;
    put_mint(kMintA, a);
    put_mint(kMintB, b);
    put(kShareMint, mint_data({.authority = kAuthority.address, .decimals = 9}), shares.program);
    put_tokens(kFeeAccount, {.mint = kShareMint, .owner = kOwner});
    put_tokens(kHostAccount, {.mint = kShareMint, .owner = kOwner});
    for (const Pubkey& person : {kMaker, kAlice}) {
      put_tokens(account_of(person, kMintA), {.mint = kMintA, .owner = person, .amount = kRich});
      put_tokens(account_of(person, kMintB), {.mint = kMintB, .owner = person, .amount = kRich});
      put_tokens(account_of(person, kShareMint), {.mint = kShareMint, .owner = person});
    }
    fill_vaults(1'000'000, 50'000'000);
  }
  void fill_vaults(u64 a, u64 b) {
    put_tokens(kVaultA, {.mint = kMintA, .owner = kAuthority.address, .amount = a});
    put_tokens(kVaultB, {.mint = kMintB, .owner = kAuthority.address, .amount = b});
    chain.set_account(kPool, {chain.rent(kSwapV1Space), std::vector<u8>(kSwapV1Space), kProgramId, false});
  }

  u64 amount(const Pubkey& account) const {
    const auto data = chain.account(account).data;
    return data.size() >= 72 ? load<u64>(data.data() + 64) : 0;
  }
  u64 amount(const Pubkey& person, const Pubkey& mint) const { return amount(account_of(person, mint)); }
  u64 supply() const { return load<u64>(chain.account(kShareMint).data.data() + 36); }
  SwapV1 state() const { return chain.state<SwapV1>(kPool).value(); }

  client::Instruction initializing(const Fees& fees = kFees, u8 curve = kConstantProduct) {
    auto out = call<initialize>({kPool, kAuthority.address, kVaultA, kVaultB, kShareMint, kFeeAccount,
                                 account_of(kMaker, kShareMint), shares_.program},
                                {.fees = fees, .curve_type = curve, .curve_parameters = {}});
    for (const Pubkey& mint : {kMintA, kMintB}) out.accounts.push_back({mint, false, false});
    return out;
  }
  client::Instruction swapping(const Pubkey& from, u64 in, u64 minimum = 0, const Pubkey& person = kAlice) {
    const bool is_a = from == kMintA;
    const Pubkey& to = is_a ? kMintB : kMintA;
    return call<swap>({kPool, kAuthority.address, person, account_of(person, from), is_a ? kVaultA : kVaultB,
                       is_a ? kVaultB : kVaultA, account_of(person, to), kShareMint, kFeeAccount, from, to,
                       program_of(from), program_of(to), shares_.program},
                      {.amount_in = in, .minimum_amount_out = minimum});
  }
  client::Instruction depositing(u64 shares, u64 most_a = kRich, u64 most_b = kRich, const Pubkey& person = kAlice) {
    return call<deposit_all_token_types>(
        {kPool, kAuthority.address, person, account_of(person, kMintA), account_of(person, kMintB), kVaultA, kVaultB,
         kShareMint, account_of(person, kShareMint), kMintA, kMintB, a_.program, b_.program, shares_.program},
        {.pool_token_amount = shares, .maximum_token_a_amount = most_a, .maximum_token_b_amount = most_b});
  }
  client::Instruction withdrawing(u64 shares, u64 least_a = 0, u64 least_b = 0, const Pubkey& person = kMaker) {
    return call<withdraw_all_token_types>(
        {kPool, kAuthority.address, person, kShareMint, account_of(person, kShareMint), kVaultA, kVaultB,
         account_of(person, kMintA), account_of(person, kMintB), kFeeAccount, kMintA, kMintB, shares_.program,
         a_.program, b_.program},
        {.pool_token_amount = shares, .minimum_token_a_amount = least_a, .minimum_token_b_amount = least_b});
  }
  client::Instruction depositing_one(const Pubkey& mint, u64 in, u64 least = 0, const Pubkey& person = kAlice) {
    return call<deposit_single_token_type_exact_amount_in>(
        {kPool, kAuthority.address, person, account_of(person, mint), kVaultA, kVaultB, kShareMint,
         account_of(person, kShareMint), mint, program_of(mint), shares_.program},
        {.source_token_amount = in, .minimum_pool_token_amount = least});
  }
  client::Instruction withdrawing_one(const Pubkey& mint, u64 out, u64 most = kRich, const Pubkey& person = kMaker) {
    return call<withdraw_single_token_type_exact_amount_out>(
        {kPool, kAuthority.address, person, kShareMint, account_of(person, kShareMint), kVaultA, kVaultB,
         account_of(person, mint), kFeeAccount, mint, shares_.program, program_of(mint)},
        {.destination_token_amount = out, .maximum_pool_token_amount = most});
  }

  const Pubkey& program_of(const Pubkey& mint) const { return mint == kMintA ? a_.program : b_.program; }

  grapnel::testing::Chain chain;
  MintKind a_, b_, shares_;

 private:
  template <auto Handler, usize N>
  static client::Instruction call(const Pubkey (&keys)[N], const client::ArgsOf<Handler>& args) {
    return client::instruction<SwapPool, Handler>(keys, args);
  }
};

class PoolTest : public ::testing::TestWithParam<grapnel::testing::Setting>, public PoolWorld {
 protected:
  PoolTest() : PoolWorld(GetParam()) {}

  void make_pool(const Fees& fees = kFees) { ASSERT_TRUE(succeeds(run(initializing(fees)))); }
};

inline const auto kTokenMismatch = "custom program error: 0x3";
inline const auto kTokenOwnerMismatch = "custom program error: 0x4";
inline const auto kTokenInsufficient = "custom program error: 0x1";

}  // namespace swap_pool::test
