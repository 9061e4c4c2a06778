#include "app/bench/rpc/payments.hpp"

#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"
#include "protocols/system/system.hpp"
#include "protocols/token/token.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace zestron::bench {
namespace {

namespace token = protocols::token;

constexpr std::uint64_t kLamports = 1'000'000'000'000;
constexpr std::uint64_t kTokens = 1'000'000'000'000;
constexpr std::uint8_t kDecimals = 6;

void put_u64(Bytes& data, std::size_t at, std::uint64_t value) {
  for (std::size_t i = 0; i < 8; ++i) data[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// state.rs of spl-token-interface: authority (4 + 32) │ supply 8 │ decimals 1 │ initialized 1 │ freeze authority (4 + 32)
Bytes mint_data(std::uint64_t supply) {
  Bytes data(token::kMintSize, 0);
  put_u64(data, 36, supply);
  data[44] = kDecimals;
  data[45] = 1;
  return data;
}

// mint 32 │ owner 32 │ amount 8 │ delegate (4 + 32) │ state 1 │ native (4 + 8) │ delegated 8 │ close authority (4 + 32)
Bytes account_data(const Pubkey& mint, const Pubkey& owner) {
  Bytes data(token::kAccountSize, 0);
  std::ranges::copy(mint.view(), data.begin());
  std::ranges::copy(owner.view(), data.begin() + 32);
  put_u64(data, 64, kTokens);
  data[108] = 1;
  return data;
}

nlohmann::json genesis_account(const Pubkey& key, const Pubkey& owner, const Bytes& data) {
  return {{"pubkey", codec::to_base58(key)},
          {"lamports", kLamports},
          {"owner", codec::to_base58(owner)},
          {"data", codec::base64_encode(data)},
          {"executable", false}};
}

}  // namespace

Payments::Payments(Of of, std::size_t count)
    : of_(of), count_(count), mint_(codec::sha256(as_bytes("bench/mint")).value()) {
  for (std::size_t i = 0; i < kPayers; ++i) {
    payers_.push_back(codec::Keypair::from_secret(codec::sha256(as_bytes(fmt::format("bench/payer/{}", i))).value()));
    token_accounts_.push_back(token::associated_address(payers_.back().pubkey(), mint_, token::kToken));
  }
}

std::string Payments::genesis_json() const {
  nlohmann::json params;
  for (const auto& payer : payers_) params["accounts"].push_back(genesis_account(payer.pubkey(), Pubkey{}, {}));
  if (of_ == Of::kTokens) {
    params["accounts"].push_back(genesis_account(mint_, token::kToken, mint_data(kTokens * kPayers)));
    for (std::size_t i = 0; i < kPayers; ++i) {
      params["accounts"].push_back(
          genesis_account(token_accounts_[i], token::kToken, account_data(mint_, payers_[i].pubkey())));
    }
  }
  return params.dump();
}

std::vector<Pubkey> Payments::payers() const {
  std::vector<Pubkey> keys;
  for (const auto& payer : payers_) keys.push_back(payer.pubkey());
  return keys;
}

codec::Instruction Payments::payment(std::size_t number) const {
  const std::size_t from = number % kPayers, to = (number + 1) % kPayers;
  const std::uint64_t amount = number + 1;
  if (of_ == Of::kLamports)
    return protocols::system::transfer(payers_[from].pubkey(), payers_[to].pubkey(), Lamports(amount));
  return token::transfer(token_accounts_[from], mint_, token_accounts_[to], payers_[from].pubkey(), amount, kDecimals,
                         token::kToken);
}

std::vector<Bytes> Payments::sign(const Hash& blockhash) const {
  std::vector<Bytes> wires;
  wires.reserve(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    const auto& payer = payers_[i % kPayers];
    const auto message = codec::compile_message(payer.pubkey(), std::array{payment(i)}, blockhash);
    wires.push_back(codec::sign_transaction(*message, std::array{&payer})->serialize());
  }
  return wires;
}

}  // namespace zestron::bench
