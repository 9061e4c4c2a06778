#include "app/node/demo_samples.hpp"

#include "app/embedded/embedded.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/demo_economy.hpp"
#include "codec/base58.hpp"
#include "codec/cid.hpp"
#include "codec/hex.hpp"
#include "codec/sha256.hpp"
#include "infra/file/file.hpp"
#include "protocols/agent_factory/client.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/resolve.hpp"
#include "protocols/governance/governance.hpp"
#include "protocols/swap_pool/new_pool.hpp"
#include "protocols/system/system.hpp"
#include "protocols/token/token.hpp"
#include "protocols/zest_staking/zest_staking.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace zestron::node {
namespace {

namespace client = protocols::client;
namespace factory = protocols::agent_factory;
namespace governance = protocols::governance;
namespace staking = protocols::zest_staking;
namespace swaps = protocols::swap_pool;
namespace system = protocols::system;
namespace token = protocols::token;
using nlohmann::json;
using Instructions = std::vector<codec::Instruction>;

constexpr std::array kSamples{DemoSample{"ema_cross", 1},    DemoSample{"mean_reversion", 2},
                              DemoSample{"market_maker", 3}, DemoSample{"reward_compounder", 4},
                              DemoSample{"dao_voter", 5},    DemoSample{"pool_arbitrage", 6}};

// As examples/dao_voter/observations.jsonl has it.
constexpr std::string_view kProposalText =
    "Give the guardian's key, which may cancel proposals, to three people of whom two must sign. The guardian is one "
    "key today. "
    "Nothing else changes, and no tokens move.";

constexpr std::uint64_t kSol = 1'000'000'000, kWeekSeconds = 7ULL * 24 * 60 * 60, kUsesMax = 1'000'000;
constexpr std::uint64_t kPoolSol = 200 * kSol;
// Without a market's first price: a live market's is not known before it begins.
constexpr domain::Tick kUnknownPrice{.feed = {}, .price = 150, .confidence = 0, .exponent = 0, .published = {}};

// The second pool of ZEST: half as deep, and 2 % dearer.
constexpr std::uint64_t kDearZest = kPoolZest / 2, kDearUsdc = kPoolUsdc / 2 + kPoolUsdc / 100;

// Of the owner: unlocks more agents than are free, and may propose. Of a wallet: earns, or votes.
constexpr std::uint64_t kOwnersStake = 200'000 * kZest, kWalletsStake = 100'000 * kZest;
constexpr std::int64_t kLockSeconds = 30 * kDay;
// In a day.
constexpr std::uint64_t kStreamZest = 50'000 * kZest;

std::string text(std::uint64_t number) { return std::to_string(number); }
std::string text(const Pubkey& key) { return codec::to_base58(key); }
Pubkey key(DemoRole role) { return demo_keypair(role).pubkey(); }
Pubkey owner() { return key(DemoRole::kOwner); }
Pubkey zest() { return key(DemoRole::kZestMint); }
Pubkey held(const Pubkey& by, const Pubkey& mint) { return token::associated_address(by, mint, token::kToken); }

Pubkey stake_pool() { return derived("zest_staking", "StakePool", {{"mint", zest()}}); }

// The first one: numbers count from 0.
Pubkey proposal() {
  const auto number = std::array<char, 8>{};
  return protocols::to_host(grapnel::find_program_address(protocols::to_program(client::find("governance")->id),
                                                          grapnel::Text{"proposal", 8},
                                                          grapnel::Text{number.data(), number.size()})
                                .address);
}

Hash document() { return Hash(codec::sha256(as_bytes(kProposalText)).value()); }

// What a wallet holds at first of a mint, and may spend in a week.
struct Share {
  Pubkey mint;
  std::uint64_t amount = 0, cap = 0;
  bool unpriced = false, unreturned = false;
};

struct Equipment {
  std::vector<Share> shares;
  std::vector<json> calls;  // the agent's allow list
  std::uint64_t stake = 0;
};

json rule(std::uint64_t position, std::uint64_t role) { return {{"position", position}, {"role", role}}; }
enum Role : std::uint8_t { kWalletToken = 0, kWallet = 2, kFixedKey0 = 4 };

// An instruction of a program by its tag, with these accounts where it hands something out.
json call(const std::string& program, const std::string& instruction, const Pubkey& fixed, std::vector<json> rules) {
  constexpr std::size_t kPrefix = 16, kRules = 8;
  const auto* spec = client::find(program);
  auto tag = spec->instruction(instruction)->tag;
  const auto size = tag.size();
  tag.resize(kPrefix);
  const auto count = rules.size();
  rules.resize(kRules, rule(0, 0));
  return {{"program", text(spec->id)},
          {"instruction_prefix", codec::hex_encode(tag)},
          {"fixed_keys", {text(fixed), text(Pubkey{})}},
          {"rules", rules},
          {"prefix_size", size},
          {"rule_count", count},
          {"position_owner_offset", 0}};
}

Equipment equipment_of(const DemoSample& sample) {
  Equipment out;
  const auto swap_at = [](const Pubkey& pool) {
    return call("swap_pool", "swap", pool, {rule(0, kFixedKey0), rule(6, kWalletToken)});
  };
  if (sample.name == "pool_arbitrage") {
    out.shares = {{demo_usdc(), 20'000 * kUsdc, 10'000'000 * kUsdc}, {zest(), 0, 100'000'000 * kZest, true}};
    out.calls = {swap_at(key(DemoRole::kPool)), swap_at(key(DemoRole::kDearPool))};
  } else if (sample.name == "market_maker") {
    const auto pool = key(DemoRole::kSolPool);
    out.shares = {{token::kNativeMint, 20 * kSol, 10'000 * kSol},
                  {demo_usdc(), 5'000 * kUsdc, 10'000'000 * kUsdc},
                  {key(DemoRole::kSolPoolShares), 0, 100 * swaps::first_shares()}};
    out.calls = {call("swap_pool", "deposit_all_token_types", pool, {rule(0, kFixedKey0), rule(8, kWalletToken)}),
                 call("swap_pool", "withdraw_all_token_types", pool,
                      {rule(0, kFixedKey0), rule(7, kWalletToken), rule(8, kWalletToken)})};
  } else if (sample.name == "reward_compounder") {
    // A stake is not a trade: what goes into it has no price and does not come back.
    out.shares = {{zest(), kWalletsStake, 1'000'000 * kZest, true, true}};
    out.calls = {call("zest_staking", "stake_zest", stake_pool(), {rule(1, kFixedKey0), rule(4, kWalletToken)}),
                 call("zest_staking", "claim_rewards", stake_pool(), {rule(0, kFixedKey0), rule(5, kWalletToken)})};
    out.stake = kWalletsStake;
  } else if (sample.name == "dao_voter") {
    out.shares = {{zest(), kWalletsStake, 0}};
    out.calls = {call("governance", "vote", proposal(), {rule(0, kWallet), rule(1, kFixedKey0)})};
    out.stake = kWalletsStake;
  }
  return out;
}

bool has_wallet(const DemoSample& sample) { return !equipment_of(sample).calls.empty(); }

Pubkey wallet(const DemoSample& sample) { return factory::wallet_address(sample.agent(), owner()).address; }

// So many base units of dollars are `amount` of SOL worth at the tick; dollars have six decimals, SOL nine.
std::uint64_t dollars_for(std::uint64_t lamports, const domain::Tick& tick) {
  __extension__ using Wide = unsigned __int128;
  auto value = static_cast<Wide>(lamports) * static_cast<std::uint64_t>(tick.price);
  for (auto exponent = tick.exponent - 3; exponent != 0; exponent += exponent < 0 ? 1 : -1)
    value = exponent < 0 ? value / 10 : value * 10;
  return static_cast<std::uint64_t>(value);
}

// Called by the owner in the wallet's name.
std::expected<codec::Instruction, std::string> by_wallet(const DemoProtocol& protocol, const DemoSample& sample,
                                                         const codec::Instruction& inner) {
  const auto its_wallet = wallet(sample);
  auto outer = protocol.call("agent_factory", "beneficiary_execute",
                             {{"agent", sample.agent()}, {"wallet", its_wallet}, {"inner_program", inner.program}},
                             {{"data", codec::hex_encode(inner.data)}});
  if (!outer) return outer;
  for (auto meta : inner.accounts) {
    if (meta.key == its_wallet) meta.signer = false;  // it signs by the program's call
    outer->accounts.push_back(meta);
  }
  return outer;
}

}  // namespace

Pubkey DemoSample::agent() const { return factory::agent_address(owner(), factory::AgentId(id)).address; }
std::string_view DemoSample::config() const { return embedded::sample_config(name); }

std::span<const DemoSample> demo_samples() { return kSamples; }

std::expected<std::vector<DemoSample>, std::string> choose_samples(std::string_view text) {
  if (text == "all") return std::vector<DemoSample>(kSamples.begin(), kSamples.end());
  std::vector<DemoSample> out;
  for (auto rest = text; !rest.empty();) {
    const auto end = rest.find(',');
    const auto name = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    const auto found = std::ranges::find(kSamples, name, &DemoSample::name);
    if (found == kSamples.end()) {
      std::string names;
      for (const auto& sample : kSamples) names += (names.empty() ? "" : ", ") + std::string(sample.name);
      return std::unexpected(fmt::format("there is no sample agent '{}'; there are {}, and all", name, names));
    }
    if (std::ranges::find(out, name, &DemoSample::name) == out.end()) out.push_back(*found);
  }
  if (out.empty()) return std::unexpected("no sample agent is named");
  std::ranges::sort(out, {}, &DemoSample::id);
  return out;
}

std::expected<void, std::string> prepare_samples(const DataFolder& folder, std::span<const DemoSample> samples) {
  std::vector<std::string> notices;
  const auto files = adopted_agents(folder, notices);
  for (const auto& sample : samples) {
    // Also one that was upgraded since: which config it runs is the chain's to say.
    if (std::ranges::find(files, sample.agent(), &AdoptedAgent::agent) != files.end()) continue;
    const auto config = agent::Config::parse(sample.config());
    if (!config) return std::unexpected(fmt::format("the config of {}: {}", sample.name, config.error().message));
    if (auto kept = adopt_agent(folder.root(), sample.agent(), *config); !kept)
      return std::unexpected(kept.error().message);
    if (const auto model = embedded::sample_model(sample.name); !model.empty()) {
      const auto path = folder.models() / (codec::hex_encode(codec::sha256(model).view()) + ".onnx");
      if (auto kept = infra::write_file_atomically(path, model, 0600); !kept)
        return std::unexpected(kept.error().message);
    }
    if (sample.name != "dao_voter") continue;
    if (auto kept =
            infra::write_file_atomically(folder.blobs() / codec::cid_of(document()), as_bytes(kProposalText), 0600);
        !kept)
      return std::unexpected(kept.error().message);
  }
  return {};
}

bool DemoSamples::has(std::string_view name) const {
  return std::ranges::find(samples_, name, &DemoSample::name) != samples_.end();
}

std::optional<ports::AccountState> DemoSamples::account(const Pubkey& at) const {
  auto state = chain_.account(at, Commitment::kProcessed);
  return state ? *std::move(state) : std::nullopt;
}

// The chain's own clock: slot u64 │ epoch start i64 │ epoch u64 │ leader schedule epoch u64 │ unix time i64.
std::int64_t DemoSamples::now() const {
  constexpr std::size_t kTimeAt = 32;
  static const auto kClock = *codec::from_base58<Pubkey>("SysvarC1ock11111111111111111111111111111111");
  const auto state = account(kClock);
  std::int64_t seconds = 0;
  if (state && state->data.size() >= kTimeAt + sizeof(seconds))
    std::memcpy(&seconds, state->data.data() + kTimeAt, sizeof(seconds));
  return seconds;
}

void DemoSamples::add_steps(std::vector<DemoStep>& steps) const {
  if (samples_.empty()) return;
  add_owners_stake(steps);
  add_markets(steps);
  add_agents(steps);
  add_wallets(steps);
  add_wallet_stakes(steps);
  if (has("dao_voter")) add_proposal(steps);
}

void DemoSamples::add_owners_stake(std::vector<DemoStep>& steps) const {
  steps.push_back({"the owner stakes 200,000 ZEST for a month, which unlocks sixteen active agents",
                   [this] { return exists(staking::stake_address(stake_pool(), owner())); },
                   [this]() -> MaybeTransactions {
                     auto stake = protocol_.call("zest_staking", "stake_zest",
                                                 {{"pool", stake_pool()}, {"from", held(owner(), zest())}},
                                                 {{"amount", text(kOwnersStake)}});
                     if (!stake) return std::unexpected(stake.error());
                     auto lock = protocol_.call(
                         "zest_staking", "lock_stake",
                         {{"pool", stake_pool()}, {"stake", staking::stake_address(stake_pool(), owner())}},
                         {{"until", std::to_string(now() + kLockSeconds)}});
                     if (!lock) return std::unexpected(lock.error());
                     return Transactions{{*std::move(stake), *std::move(lock)}};
                   },
                   {&protocol_.owner()}});
}

void DemoSamples::add_markets(std::vector<DemoStep>& steps) const {
  if (has("pool_arbitrage")) {
    steps.push_back(protocol_.pool_step(
        "swap_pool: a second pool of ZEST, where it costs 2 % more", DemoRole::kDearPool, DemoRole::kDearPoolShares,
        {zest(), token::kToken, kZestDecimals, held(owner(), zest()), kDearZest},
        {demo_usdc(), token::kToken, kUsdcDecimals, held(owner(), demo_usdc()), kDearUsdc}));
  }
  if (has("market_maker")) {
    constexpr std::uint8_t kSolDecimals = 9;
    const auto wrapped = held(owner(), token::kNativeMint);
    steps.push_back({"SOL wrapped for a pool",
                     [this, wrapped] { return exists(wrapped); },
                     [wrapped]() -> MaybeTransactions {
                       return Transactions{
                           {token::create_associated(owner(), owner(), token::kNativeMint, token::kToken),
                            system::transfer(owner(), wrapped, Lamports(kPoolSol)),
                            token::sync_native(wrapped, token::kToken)}};
                     },
                     {&protocol_.owner()}});
    steps.push_back(protocol_.pool_step("swap_pool: SOL and dollars at the market's first price", DemoRole::kSolPool,
                                        DemoRole::kSolPoolShares,
                                        {token::kNativeMint, token::kToken, kSolDecimals, wrapped, kPoolSol},
                                        {demo_usdc(), token::kToken, kUsdcDecimals, held(owner(), demo_usdc()),
                                         dollars_for(kPoolSol, market_.value_or(kUnknownPrice))}));
  }
}

void DemoSamples::add_agents(std::vector<DemoStep>& steps) const {
  const auto all_exist = [this] {
    return std::ranges::all_of(samples_, [&](const DemoSample& sample) { return exists(sample.agent()); });
  };
  std::string names;
  for (const auto& sample : samples_) names += (names.empty() ? "" : ", ") + std::string(sample.name);
  steps.push_back({"agents created: " + names,
                   all_exist,
                   [this]() -> MaybeTransactions {
                     Transactions out;
                     for (const auto& sample : samples_) {
                       if (exists(sample.agent())) continue;
                       const auto config = agent::Config::parse(sample.config());
                       if (!config) return std::unexpected(config.error().message);
                       auto made = factory::create_agent({owner(),
                                                          factory::AgentId(sample.id),
                                                          {config->hash(), config_uri(config->hash()), {}},
                                                          demo_usdc(),
                                                          owner()});
                       auto served = factory::set_executors({sample.agent(), owner()}, std::array{executor_});
                       if (!made) return std::unexpected(made.error().message);
                       if (!served) return std::unexpected(served.error().message);
                       out.push_back(
                           {*std::move(made), *std::move(served), factory::publish_agent({sample.agent(), owner()})});
                     }
                     return out;
                   },
                   {&protocol_.owner()}});
  const auto state = [this](const DemoSample& sample) -> std::optional<factory::AgentState> {
    const auto found = account(sample.agent());
    if (!found) return std::nullopt;
    auto decoded = factory::decode_agent(found->owner, found->data);
    return decoded ? std::optional(*std::move(decoded)) : std::nullopt;
  };
  const auto may_call = [state](const DemoSample& sample) {
    const auto agent = state(sample);
    return agent && (agent->allow_count != 0 || !has_wallet(sample));
  };
  steps.push_back({"their allow lists: what each may call with its wallet",
                   [this, may_call] { return std::ranges::all_of(samples_, may_call); },
                   [this, may_call]() -> MaybeTransactions {
                     Transactions out;
                     for (const auto& sample : samples_) {
                       if (may_call(sample)) continue;
                       auto listed = protocol_.call("agent_factory", "set_allow_list", {{"agent", sample.agent()}},
                                                    {{"keep", 0}, {"entries", equipment_of(sample).calls}});
                       if (!listed) return std::unexpected(listed.error());
                       out.push_back({*std::move(listed)});
                     }
                     return out;
                   },
                   {&protocol_.owner()}});
  const auto active = [state](const DemoSample& sample) {
    const auto agent = state(sample);
    return agent && agent->lifecycle != factory::program::Lifecycle::Licensed;
  };
  steps.push_back({"agents activated",
                   [this, active] { return std::ranges::all_of(samples_, active); },
                   [this, active]() -> MaybeTransactions {
                     Transactions out;
                     const factory::StakeShown shown{derived("governance", "Governance"), stake_pool(),
                                                     staking::stake_address(stake_pool(), owner())};
                     for (const auto& sample : samples_) {
                       if (!active(sample)) out.push_back({factory::activate_agent({sample.agent(), owner()}, shown)});
                     }
                     return out;
                   },
                   {&protocol_.owner()}});
}

// Opened, filled, and with its holder's word on the agent's terms, in one transaction.
DemoSamples::MaybeTransactions DemoSamples::wallet_of(const DemoSample& sample) const {
  const auto found = account(sample.agent());
  const auto agent = found ? factory::decode_agent(found->owner, found->data)
                           : fail(factory::AccountError::kForeignOwner, "the agent is gone");
  if (!agent) return std::unexpected(agent.error().message);
  const auto its_wallet = wallet(sample);
  Instructions accounts, terms;
  const auto add = [&](std::string_view instruction, const client::Names& names, const json& arguments) {
    auto built = protocol_.call("agent_factory", std::string(instruction), names, arguments);
    if (built) terms.push_back(*std::move(built));
    return built ? std::string() : built.error();
  };
  auto wrong = add("open_wallet", {{"agent", sample.agent()}}, json::object());
  const auto allow = [&](std::string_view kind, const Pubkey& mint, std::uint64_t cap, bool unpriced, bool unreturned) {
    if (!wrong.empty()) return;
    wrong = add("set_allowance", {{"wallet", its_wallet}},
                {{"kind", kind},
                 {"unpriced_allowed", unpriced ? 1 : 0},
                 {"unreturned_allowed", unreturned ? 1 : 0},
                 {"mint", text(mint)},
                 {"cap", text(cap)},
                 {"window_s", text(kWeekSeconds)}});
  };
  allow("Uses", {}, kUsesMax, false, false);
  for (const auto& share : equipment_of(sample).shares) {
    if (share.cap != 0) allow("Mint", share.mint, share.cap, share.unpriced, share.unreturned);
    const auto at = held(its_wallet, share.mint);
    if (exists(at)) continue;  // with what it holds at first: both came with one transaction
    accounts.push_back(token::create_associated(owner(), its_wallet, share.mint, token::kToken));
    if (share.amount == 0) continue;
    if (share.mint == token::kNativeMint) {
      accounts.push_back(system::transfer(owner(), at, Lamports(share.amount)));
      accounts.push_back(token::sync_native(at, token::kToken));
    } else {
      accounts.push_back(token::transfer(held(owner(), share.mint), share.mint, at, owner(), share.amount,
                                         share.mint == zest() ? kZestDecimals : kUsdcDecimals, token::kToken));
    }
  }
  if (wrong.empty())
    wrong = add("agree", {{"agent", sample.agent()}, {"wallet", its_wallet}},
                {{"expected_terms", codec::hex_encode(factory::to_host(agent->terms).view())}});
  if (!wrong.empty()) return std::unexpected(wrong);
  // Tokens first, so that a wallet that is there is complete.
  return accounts.empty() ? Transactions{terms} : Transactions{accounts, terms};
}

void DemoSamples::add_wallets(std::vector<DemoStep>& steps) const {
  const auto is_open = [this](const DemoSample& sample) { return !has_wallet(sample) || exists(wallet(sample)); };
  steps.push_back({"wallets opened, with tokens and allowances",
                   [this, is_open] { return std::ranges::all_of(samples_, is_open); },
                   [this, is_open]() -> MaybeTransactions {
                     Transactions out;
                     for (const auto& sample : samples_) {
                       if (is_open(sample)) continue;
                       auto its = wallet_of(sample);
                       if (!its) return its;
                       for (auto& transaction : *its) out.push_back(std::move(transaction));
                     }
                     return out;
                   },
                   {&protocol_.owner()}});
}

// By the wallet itself, for whose record the owner pays the rent.
void DemoSamples::add_wallet_stakes(std::vector<DemoStep>& steps) const {
  const auto has_staked = [this](const DemoSample& sample) {
    return equipment_of(sample).stake == 0 || exists(staking::stake_address(stake_pool(), wallet(sample)));
  };
  if (std::ranges::all_of(samples_, [](const DemoSample& sample) { return equipment_of(sample).stake == 0; })) return;
  steps.push_back(
      {"the wallets' stakes, and rewards for a day",
       [this, has_staked] { return std::ranges::all_of(samples_, has_staked); },
       [this, has_staked]() -> MaybeTransactions {
         Transactions out;
         const auto rent = chain_.rent_exempt_minimum(staking::stake_space());
         if (!rent) return std::unexpected(rent.error().message);
         for (const auto& sample : samples_) {
           if (has_staked(sample)) continue;
           const auto its_wallet = wallet(sample);
           const auto record = staking::stake_address(stake_pool(), its_wallet);
           const auto state = account(stake_pool());
           const auto pool = state ? staking::decode_pool(stake_pool(), state->owner, state->data) : std::nullopt;
           if (!pool) return std::unexpected("there is no staking pool");
           auto stake =
               by_wallet(protocol_, sample,
                         staking::stake(*pool, its_wallet, held(its_wallet, zest()), equipment_of(sample).stake));
           if (!stake) return std::unexpected(stake.error());
           Instructions all{system::transfer(owner(), record, Lamports(*rent)), *std::move(stake)};
           if (sample.name == "dao_voter") {
             const auto inner = protocol_.call("zest_staking", "lock_stake",
                                               {{"pool", stake_pool()}, {"stake", record}, {"staker", its_wallet}},
                                               {{"until", std::to_string(now() + kLockSeconds)}});
             auto lock = inner ? by_wallet(protocol_, sample, *inner) : inner;
             if (!lock) return std::unexpected(lock.error());
             all.push_back(*std::move(lock));
           } else {
             auto fund = protocol_.call("zest_staking", "fund_rewards",
                                        {{"pool", stake_pool()}, {"from", held(owner(), zest())}},
                                        {{"amount", text(kStreamZest)}, {"duration_s", std::to_string(kDay)}});
             if (!fund) return std::unexpected(fund.error());
             all.push_back(*std::move(fund));
           }
           out.push_back(std::move(all));
         }
         return out;
       },
       {&protocol_.owner()}});
}

// Who votes must have staked in an earlier second than the proposal's.
void DemoSamples::add_proposal(std::vector<DemoStep>& steps) const {
  const auto since = std::make_shared<std::optional<std::int64_t>>();
  steps.push_back({"the next second",
                   [this, since] {
                     if (!*since) *since = now();
                     return now() > **since;
                   },
                   []() -> MaybeTransactions { return Transactions{}; },
                   {&protocol_.owner()}});
  steps.push_back({fmt::format("governance: a proposal to vote on, {}", text(proposal())),
                   [this] { return exists(proposal()); },
                   [this]() -> MaybeTransactions {
                     const auto guardian = key(DemoRole::kDevelopers);
                     auto made = protocol_.call("governance", "propose",
                                                {{"zest_mint", zest()},
                                                 {"stake", staking::stake_address(stake_pool(), owner())},
                                                 {"proposal", proposal()}},
                                                {{"document", codec::hex_encode(document().view())},
                                                 {"kind", "SetGuardian"},
                                                 {"payload", codec::hex_encode(guardian.view())}});
                     if (!made) return std::unexpected(made.error());
                     return Transactions{{*std::move(made)}};
                   },
                   {&protocol_.owner()}});
}

}  // namespace zestron::node
