#include "app/bench/lanes/world.hpp"

#include "app/embedded/embedded.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/sha256.hpp"
#include "protocols/agent_factory/types.hpp"
#include "protocols/pyth/price_update_v2.hpp"

#include <fmt/format.h>
#include <governance/registry.hpp>
#include <grapnel/client/client.hpp>
#include <grapnel/testing/token_accounts.hpp>
#include <nlohmann/json.hpp>
#include <swap_pool/record.hpp>
#include <swap_pool/swap_pool.hpp>

#include <algorithm>
#include <map>

namespace zestron::bench::lane_world {
namespace {

namespace factory = ::agent_factory;
namespace token = grapnel::testing::token_accounts;
using protocols::agent_factory::to_host;
using protocols::agent_factory::to_program;

constexpr std::uint64_t kAgentId = 1, kCreatedSlot = 1;
constexpr std::uint64_t kFirstNonce = kCreatedSlot << 20U;
constexpr std::uint64_t kDay = 86'400;
constexpr std::uint64_t kTrade = 1'000'000;         // of dollars, six decimals
constexpr std::uint64_t kHeld = 1'000'000'000'000;  // of each mint, by each wallet
constexpr std::uint64_t kDollarsInPool = 1ULL
                                         << 60U;  // deep, so that no number of trades moves the price out of bounds
constexpr std::int64_t kGoldPrice = 200'000'000;  // two dollars, with eight decimals

Pubkey address(std::string_view name) {
  return Pubkey(codec::sha256({as_bytes("bench/lanes/"), as_bytes(name)}).value());
}

const Pubkey kOwner = address("owner"), kDollar = address("dollar"), kGold = address("gold"), kPool = address("pool"),
             kShares = address("shares"), kFees = address("fees"), kDollarVault = address("dollar vault"),
             kGoldVault = address("gold vault"), kDollarEntry = address("dollar entry"),
             kGoldEntry = address("gold entry"), kPoolEntry = address("pool entry"), kFeed = address("feed"),
             kPrice = address("price");

const factory::Hash256 kTerms = to_program(Hash(codec::sha256(as_bytes("bench/lanes/terms")).value()));

grapnel::Pda agent() {
  return grapnel::find_program_address(factory::kProgramId, factory::kAgentSeed, to_program(kOwner), kAgentId);
}
grapnel::Pda pool_authority() { return swap_pool::find_authority(to_program(kPool)); }

std::array<codec::Keypair, kLanes> executors() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array{
        codec::Keypair::from_secret(codec::sha256(as_bytes(fmt::format("bench/lanes/executor/{}", I))).value())...};
  }(std::make_index_sequence<kLanes>());
}

factory::Allowance up_to(std::uint64_t cap) {
  return {.cap = cap, .window_s = 7 * kDay, .newest_bucket = 0, .spent = {}};
}

}  // namespace

World::World(std::size_t wallet_count, UnixSeconds now) : executors_(executors()) {
  put_programs();
  put_market();
  put_prices(now);
  put_agent();
  for (std::size_t index = 0; index < wallet_count; ++index) put_wallet(index);
}

void World::put(const Pubkey& key, const Pubkey& owner, Bytes data, bool executable) {
  const Lamports rent((128 + data.size()) * 6'960);
  accounts_.push_back({key, rent, owner, std::move(data), executable});
}

void World::put_programs() {
  const auto loader = *codec::from_base58<Pubkey>("BPFLoader2111111111111111111111111111111111");
  const auto put_elf = [&](const grapnel::Pubkey& id, ByteView elf) {
    put(to_host(id), loader, Bytes(elf.begin(), elf.end()), true);
  };
  put_elf(factory::kProgramId, embedded::program("agent_factory"));
  put_elf(swap_pool::kProgramId, embedded::program("swap_pool"));
}

// A gold is two dollars, in the pool as by the oracle.
void World::put_market() {
  const auto owner = pool_authority();
  const auto token_program = to_host(grapnel::Token::kId);
  const auto mint = [&](const Pubkey& key, const grapnel::Pubkey& authority, std::uint64_t supply,
                        std::uint8_t decimals) {
    put(key, token_program, token::mint_data({.authority = authority, .supply = supply, .decimals = decimals}));
  };
  const auto hold = [&](const Pubkey& key, const Pubkey& of, const grapnel::Pubkey& by, std::uint64_t amount) {
    put(key, token_program, token::account_data({.mint = to_program(of), .owner = by, .amount = amount}));
  };
  mint(kDollar, to_program(kOwner), ~0ULL, 6);
  mint(kGold, to_program(kOwner), ~0ULL, 6);
  mint(kShares, owner.address, swap_pool::kInitialSupply, 9);
  hold(kDollarVault, kDollar, owner.address, kDollarsInPool);
  hold(kGoldVault, kGold, owner.address, kDollarsInPool / 2);
  hold(kFees, kShares, to_program(kOwner), 0);

  const auto pool = swap_pool::record_of({.pool = to_program(kPool),
                                          .mint_a = to_program(kDollar),
                                          .mint_b = to_program(kGold),
                                          .vault_a = to_program(kDollarVault),
                                          .vault_b = to_program(kGoldVault),
                                          .shares = to_program(kShares),
                                          .fees = to_program(kFees)},
                                         {25, 10'000, 0, 0, 0, 0, 0, 0}, grapnel::Token::kId);
  put(kPool, to_host(swap_pool::kProgramId), grapnel::client::account_data(pool));
  market_ = {kPool, kDollarVault, kGoldVault, kShares, kFees};
}

void World::put_prices(UnixSeconds now) {
  const auto governance = to_host(::governance::kProgramId);
  const auto entry = [&](const Pubkey& at, const Pubkey& mint, ::governance::PriceKind kind) {
    ::governance::MintEntry listed{};
    listed.version = ::governance::kLayoutVersion;
    listed.is_quote = kind == ::governance::PriceKind::Quote ? 1 : 0;
    listed.price_kind = kind;
    listed.decimals = 6;
    listed.mint = to_program(mint);
    listed.price_owner = to_program(pyth::receiver_program());
    listed.price_feed = to_program(kFeed);
    listed.age_max_s = kDay;
    listed.confidence_max_bps = 100;
    put(at, governance, grapnel::client::account_data(listed));
  };
  entry(kDollarEntry, kDollar, ::governance::PriceKind::Quote);
  entry(kGoldEntry, kGold, ::governance::PriceKind::Pyth);
  ::governance::PoolEntry pool{};
  pool.version = ::governance::kLayoutVersion;
  pool.program = swap_pool::kProgramId;
  pool.pool = to_program(kPool);
  put(kPoolEntry, governance, grapnel::client::account_data(pool));

  pyth::PriceUpdateV2 update;
  update.feed = *domain::FeedId::from(kFeed.view());
  update.price = update.ema_price = kGoldPrice;
  update.confidence = update.ema_confidence = 1;
  update.exponent = -8;
  update.publish_time = update.previous_publish_time = now;
  const auto bytes = pyth::encode(update);
  put(kPrice, pyth::receiver_program(), Bytes(bytes.begin(), bytes.end()));
}

void World::put_agent() {
  factory::AgentState state{};
  state.version = factory::kLayoutVersion;
  state.bump = agent().bump;
  state.lifecycle = factory::Lifecycle::Active;
  state.owner = to_program(kOwner);
  state.agent_id = kAgentId;
  state.created_slot = kCreatedSlot;
  state.terms = kTerms;
  for (const auto& executor : executors_) state.executors[state.executor_count++] = to_program(executor.pubkey());
  state.quote_mint = to_program(kDollar);
  // The pool at position 0, the wallet's own token account where the swap pays out.
  auto& swap = state.allow_list[state.allow_count++];
  swap.program = swap_pool::kProgramId;
  swap.instruction_prefix[0] = 1;
  swap.prefix_size = 1;
  swap.fixed_keys[0] = to_program(kPool);
  swap.rules[swap.rule_count++] = {0, factory::AccountRole::FixedKey0};
  swap.rules[swap.rule_count++] = {6, factory::AccountRole::WalletToken};
  put(to_host(agent().address), to_host(factory::kProgramId), grapnel::client::account_data(state));
}

void World::put_wallet(std::size_t index) {
  const auto name = [&](std::string_view what) { return address(fmt::format("{} {}", what, index)); };
  const Pubkey holder = name("holder"), license_key = name("license");
  const auto wallet =
      grapnel::find_program_address(factory::kProgramId, factory::kWalletSeed, agent().address, to_program(holder));
  const auto purse = grapnel::find_program_address(factory::kProgramId, factory::kPurseSeed, wallet.address);
  const Holder account{to_host(wallet.address), to_host(purse.address), name("dollars"), name("gold"), kFirstNonce};

  factory::Wallet state{};
  state.version = factory::kLayoutVersion;
  state.bump = wallet.bump;
  state.purse_bump = purse.bump;
  state.max_loss_bps = factory::kMaxLossBpsDefault;
  state.agent = agent().address;
  state.beneficiary = state.rent_payer = to_program(holder);
  state.purse = purse.address;
  state.license = to_program(license_key);
  state.agent_created_slot = kCreatedSlot;
  state.agreed_terms = kTerms;
  state.nonce = state.uses = state.uses_at_license = kFirstNonce;
  state.use_allowance = up_to(1'000'000);
  for (const Pubkey& mint : {kDollar, kGold}) {
    auto& line = state.mints[state.mint_count++];
    line.mint = to_program(mint);
    line.allowance = up_to(kHeld);
  }
  state.lamports.mint = factory::kNativeMint;
  put(account.wallet, to_host(factory::kProgramId), grapnel::client::account_data(state));
  put(account.purse, Pubkey{}, {});

  factory::License license{};
  license.version = factory::kLayoutVersion;
  license.kind = factory::LicenseKind::Perpetual;
  license.agent = agent().address;
  license.licensee = to_program(holder);
  license.agent_created_slot = kCreatedSlot;
  put(license_key, to_host(factory::License::kProgram), grapnel::client::account_data(license));

  for (const auto& [key, mint] : {std::pair(account.dollars, kDollar), std::pair(account.gold, kGold)}) {
    put(key, to_host(grapnel::Token::kId),
        token::account_data({.mint = to_program(mint), .owner = wallet.address, .amount = kHeld}));
  }
  holders_.push_back(account);
}

std::string World::genesis_json() const {
  nlohmann::json params;
  const auto add = [&](const chain::HostWrite& account) {
    params["accounts"].push_back({{"pubkey", codec::to_base58(account.key)},
                                  {"lamports", account.lamports.value()},
                                  {"owner", codec::to_base58(account.owner)},
                                  {"data", codec::base64_encode(account.data)},
                                  {"executable", account.executable}});
  };
  for (const auto& account : accounts_) add(account);
  for (const auto& payer : executors_) add({payer.pubkey(), Lamports(1'000'000'000'000), Pubkey{}, {}});
  return params.dump();
}

std::vector<codec::Transaction> World::sign(std::size_t count, const Hash& blockhash) {
  std::vector<codec::Transaction> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto wallet = i % holders_.size();
    const auto& payer = executors_[wallet % kLanes];
    out.push_back(*codec::sign_transaction(
        *codec::compile_message(payer.pubkey(), std::array{execute(wallet)}, blockhash), std::array{&payer}));
  }
  return out;
}

std::size_t World::accounts_shared(const std::vector<codec::Transaction>& transactions) const {
  std::map<Pubkey, std::set<Pubkey>> payers_of;
  for (const auto& [signatures, message] : transactions) {
    for (std::size_t i = 0; i < message.keys.size(); ++i) {
      if (message.is_writable(i) && !market_.contains(message.keys[i]))
        payers_of[message.keys[i]].insert(message.keys[0]);
    }
  }
  return static_cast<std::size_t>(
      std::ranges::count_if(payers_of, [](const auto& entry) { return entry.second.size() > 1; }));
}

codec::Instruction World::execute(std::size_t wallet) {
  Holder& holder = holders_[wallet];
  const bool is_buy = holder.nonce % 2 == 0;
  const Pubkey& from = is_buy ? holder.dollars : holder.gold;
  const Pubkey& to = is_buy ? holder.gold : holder.dollars;
  const auto inner = grapnel::client::instruction<swap_pool::SwapPool, swap_pool::swap>(
      {to_program(kPool), pool_authority().address, to_program(holder.wallet), to_program(from),
       to_program(is_buy ? kDollarVault : kGoldVault), to_program(is_buy ? kGoldVault : kDollarVault), to_program(to),
       to_program(kShares), to_program(kFees), to_program(is_buy ? kDollar : kGold),
       to_program(is_buy ? kGold : kDollar), grapnel::Token::kId, grapnel::Token::kId, grapnel::Token::kId},
      {.amount_in = is_buy ? kTrade : kTrade / 2, .minimum_amount_out = 1});

  std::vector<std::uint8_t> flags;
  for (const auto& meta : inner.accounts) {
    flags.push_back(static_cast<std::uint8_t>((meta.is_signer ? factory::kInnerSigner : 0) |
                                              (meta.is_writable ? factory::kInnerWritable : 0)));
  }
  factory::ExecuteArgs args{
      .nonce = holder.nonce++, .context_root = kTerms, .entry = 0, .account_flags = {}, .data = {}};
  args.account_flags.data = flags.data();
  args.account_flags.size = static_cast<std::uint32_t>(flags.size());
  args.data.data = inner.data.data();
  args.data.size = static_cast<std::uint32_t>(inner.data.size());
  auto outer = grapnel::client::instruction<factory::execute>(
      factory::kProgramId,
      {agent().address, to_program(holder.wallet), to_program(holder.purse),
       to_program(executors_[wallet % kLanes].pubkey()), to_program(address(fmt::format("license {}", wallet))),
       swap_pool::kProgramId, grapnel::System::kId},
      args);

  codec::Instruction out{to_host(outer.program_id), {}, std::move(outer.data)};
  const auto add = [&](const grapnel::client::Meta& meta, bool signs) {
    out.accounts.push_back({to_host(meta.key), signs, meta.is_writable});
  };
  for (const auto& meta : outer.accounts) add(meta, meta.is_signer);
  for (const auto& meta : inner.accounts) add(meta, false);  // the wallet's signature is the program's to give
  for (const auto& key : {kDollarEntry, kGoldEntry, kPrice, kPoolEntry}) out.accounts.push_back({key, false, false});
  return out;
}

}  // namespace zestron::bench::lane_world
