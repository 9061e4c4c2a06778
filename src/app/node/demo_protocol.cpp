#include "app/node/demo_protocol.hpp"

#include "app/node/demo_economy.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/little_endian.hpp"
#include "codec/sha256.hpp"
#include "protocols/client/programs.hpp"
#include "protocols/client/resolve.hpp"
#include "protocols/client/value.hpp"
#include "protocols/keys.hpp"
#include "protocols/loader_v3/loader_v3.hpp"
#include "protocols/swap_pool/new_pool.hpp"
#include "protocols/system/system.hpp"
#include "protocols/token/token.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zestron::node {
namespace {

namespace client = protocols::client;
namespace loader = protocols::loader_v3;
namespace swaps = protocols::swap_pool;
namespace system = protocols::system;
namespace token = protocols::token;
using nlohmann::json;
using Transactions = DemoStep::Transactions;
using Instructions = std::vector<codec::Instruction>;

// A genesis account is rent-exempt; what is above the minimum stays in it.
constexpr std::uint64_t kGenesisRent = 10'000'000;

Pubkey treasury(const Pubkey& zest) {
  return token::associated_address(client::governance_authority(), zest, token::kToken);
}

// A new buffer for a new program text: a half-written one of another build is never written over.
codec::Keypair buffer_keypair(ByteView elf) {
  const auto hash = codec::sha256(elf);
  return codec::Keypair::from_secret(codec::sha256({as_bytes("zestron/demo/buffer"), hash.view()}).value());
}

std::string text(std::uint64_t number) { return std::to_string(number); }

// An account that a program of the protocol would have written.
json genesis_account(const std::string& program, const std::string& type, const client::Names& names,
                     const json& fields) {
  const auto* spec = client::find(program);
  const auto* data = spec->account(type);
  Bytes bytes = data->tag;
  const auto body = client::encode(*data->type, fields).value();
  bytes.insert(bytes.end(), body.begin(), body.end());
  return {{"pubkey", codec::to_base58(derived(program, type, names))},
          {"lamports", kGenesisRent},
          {"owner", codec::to_base58(spec->id)},
          {"data", codec::base64_encode(bytes)},
          {"executable", false}};
}

std::uint8_t bump_of(const Pubkey& program, std::string_view seed, const Pubkey& key) {
  std::string joined(seed);
  joined.append(key.view().begin(), key.view().end());
  return grapnel::find_program_address(protocols::to_program(program), grapnel::Text{joined.data(), joined.size()})
      .bump;
}

}  // namespace

Pubkey derived(const std::string& program, const std::string& type, const client::Names& names) {
  const auto* spec = client::find(program);
  return client::derive(spec->id, spec->account(type)->seeds, names, {}).value();
}

const Pubkey& demo_usdc() {
  static const Pubkey kKey = *codec::from_base58<Pubkey>("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
  return kKey;
}

json demo_genesis_accounts(const Pubkey& price_owner, const Pubkey& price_feed) {
  const auto owner = demo_keypair(DemoRole::kOwner).pubkey();
  const auto nobody = codec::to_base58(Pubkey{});
  static const auto kWrappedSol = *codec::from_base58<Pubkey>("So11111111111111111111111111111111111111112");
  Bytes mint;  // COption authority ‖ supply ‖ decimals ‖ initialised ‖ COption freeze authority
  codec::put_le(mint, std::uint32_t{1});
  codec::put_bytes(mint, owner.view());
  codec::put_le(mint, std::uint64_t{0});
  mint.push_back(kUsdcDecimals);
  mint.push_back(1);
  mint.resize(token::kMintSize, 0);

  const auto governance = client::find("governance")->id;
  const auto entry = [&](const Pubkey& of, std::uint8_t decimals, bool is_quote, const char* kind) {
    const bool priced = std::string_view(kind) == "Pyth";
    return genesis_account("governance", "MintEntry", {{"mint", of}},
                           {{"version", 1},
                            {"bump", bump_of(governance, "mint", of)},
                            {"is_quote", is_quote ? 1 : 0},
                            {"price_kind", kind},
                            {"decimals", decimals},
                            {"mint", codec::to_base58(of)},
                            {"price_owner", priced ? codec::to_base58(price_owner) : nobody},
                            {"price_feed", priced ? codec::to_base58(price_feed) : nobody},
                            {"age_max_s", priced ? 60 : 0},
                            {"confidence_max_bps", priced ? 200 : 0},
                            {"rent_payer", codec::to_base58(owner)}});
  };
  const auto listed = [&](DemoRole role) {
    const auto pool = demo_keypair(role).pubkey();
    return genesis_account("governance", "PoolEntry", {{"pool", pool}},
                           {{"version", 1},
                            {"bump", bump_of(governance, "pool", pool)},
                            {"program", codec::to_base58(client::find("swap_pool")->id)},
                            {"pool", codec::to_base58(pool)},
                            {"rent_payer", codec::to_base58(owner)}});
  };
  const auto funded = [&](DemoRole role) {
    return json{{"pubkey", codec::to_base58(demo_keypair(role).pubkey())},
                {"lamports", kDemoLamports},
                {"owner", nobody},
                {"data", ""},
                {"executable", false}};
  };
  return json::array({
      {{"pubkey", codec::to_base58(demo_usdc())},
       {"lamports", kGenesisRent},
       {"owner", codec::to_base58(token::kToken)},
       {"data", codec::base64_encode(mint)},
       {"executable", false}},
      entry(demo_usdc(), kUsdcDecimals, true, "Quote"),
      entry(kWrappedSol, 9, false, "Pyth"),
      entry(demo_keypair(DemoRole::kZestMint).pubkey(), kZestDecimals, false, "None"),
      listed(DemoRole::kPool),
      listed(DemoRole::kDearPool),
      listed(DemoRole::kSolPool),
      funded(DemoRole::kOwner),
      funded(DemoRole::kExecutor),
  });
}

DemoProtocol::DemoProtocol(ports::Chain& chain, std::span<const embedded::Program> programs)
    : chain_(chain),
      owner_(demo_keypair(DemoRole::kOwner)),
      zest_(demo_keypair(DemoRole::kZestMint)),
      reserve_(demo_keypair(DemoRole::kRewardsReserve)),
      sink_(demo_keypair(DemoRole::kSlashSink)),
      pool_(demo_keypair(DemoRole::kPool)) {
  for (const auto role : kDemoRoles) keypairs_.push_back(demo_keypair(role));
  for (const auto& program : programs)
    programs_.push_back({program, program_keypair(program.name), buffer_keypair(program.elf)});
}

const codec::Keypair& DemoProtocol::keypair(DemoRole role) const {
  const auto at = std::ranges::find(kDemoRoles, role) - kDemoRoles.begin();
  return keypairs_.at(static_cast<std::size_t>(at));
}

std::optional<ports::AccountState> DemoProtocol::account(const Pubkey& key) const {
  auto state = chain_.account(key, Commitment::kProcessed);
  return state ? *std::move(state) : std::nullopt;
}

Lamports DemoProtocol::rent(std::size_t size) const { return Lamports(chain_.rent_exempt_minimum(size).value_or(0)); }

std::vector<const codec::Keypair*> DemoProtocol::with_owner(std::vector<const codec::Keypair*> others) const {
  others.insert(others.begin(), &owner_);
  return others;
}

std::vector<DemoStep> DemoProtocol::steps() const {
  std::vector<DemoStep> out;
  add_deployment(out);
  add_zest(out);
  add_singletons(out);
  add_pool(out);
  add_authority(out);
  return out;
}

// All programs side by side: three slots, however many they are.
void DemoProtocol::add_deployment(std::vector<DemoStep>& steps) const {
  const auto upload = [this](const Deployed& of) {
    const auto owner = owner_.pubkey();
    return loader::upload(owner, owner, of.buffer.pubkey(), of.program.elf,
                          rent(loader::kBufferMetadataSize + of.program.elf.size()));
  };
  const auto deployed = [this](const Deployed& of) { return exists(of.key.pubkey()); };
  const auto uploaded = [this](const Deployed& of) {
    const auto state = account(of.buffer.pubkey());
    return state && state->data.size() == loader::kBufferMetadataSize + of.program.elf.size() &&
           std::equal(of.program.elf.begin(), of.program.elf.end(), state->data.begin() + loader::kBufferMetadataSize);
  };
  std::size_t bytes = 0;
  std::string names;
  std::vector<const codec::Keypair*> buffers, keys;
  for (const auto& of : programs_) {
    bytes += of.program.elf.size();
    names += (names.empty() ? "" : ", ") + std::string(of.program.name);
    buffers.push_back(&of.buffer);
    keys.push_back(&of.key);
  }
  steps.push_back({fmt::format("buffers for {} programs ({} bytes)", programs_.size(), bytes),
                   [this, deployed] {
                     return std::ranges::all_of(
                         programs_, [&](const auto& of) { return deployed(of) || exists(of.buffer.pubkey()); });
                   },
                   [this, deployed, upload]() -> std::expected<Transactions, std::string> {
                     Transactions out;
                     for (const auto& of : programs_) {
                       if (!deployed(of) && !exists(of.buffer.pubkey())) out.push_back(upload(of).create);
                     }
                     return out;
                   },
                   with_owner(buffers)});
  steps.push_back({"programs uploaded",
                   [this, deployed, uploaded] {
                     return std::ranges::all_of(programs_,
                                                [&](const auto& of) { return deployed(of) || uploaded(of); });
                   },
                   [this, deployed, uploaded, upload]() -> std::expected<Transactions, std::string> {
                     Transactions out;
                     for (const auto& of : programs_) {
                       if (deployed(of) || uploaded(of)) continue;
                       for (auto& write : upload(of).writes) out.push_back({std::move(write)});
                     }
                     return out;
                   },
                   with_owner({})});
  steps.push_back({names + " deployed", [this, deployed] { return std::ranges::all_of(programs_, deployed); },
                   [this, deployed]() -> std::expected<Transactions, std::string> {
                     Transactions out;
                     for (const auto& of : programs_) {
                       if (deployed(of)) continue;
                       out.push_back(loader::deploy(
                           owner_.pubkey(), of.key.pubkey(), loader::program_data_address(of.key.pubkey()),
                           of.buffer.pubkey(), owner_.pubkey(), rent(loader::kProgramSize), of.program.elf.size()));
                     }
                     return out;
                   },
                   with_owner(keys)});
}

void DemoProtocol::add_zest(std::vector<DemoStep>& steps) const {
  const auto owner = owner_.pubkey(), zest = zest_.pubkey();
  const auto developers = demo_keypair(DemoRole::kDevelopers).pubkey();
  const auto held = [zest](const Pubkey& holder) { return token::associated_address(holder, zest, token::kToken); };
  const auto own_account = [this, zest](const Pubkey& key) {
    return Instructions{
        system::create_account(owner_.pubkey(), key, rent(token::kAccountSize), token::kAccountSize, token::kToken),
        token::initialize_account(key, zest, client::governance_authority(), token::kToken)};
  };
  steps.push_back({fmt::format("ZEST made at {}", codec::to_base58(zest)), [this, zest] { return exists(zest); },
                   [this, owner, zest]() -> std::expected<Transactions, std::string> {
                     return Transactions{
                         {system::create_account(owner, zest, rent(token::kMintSize), token::kMintSize, token::kToken),
                          token::initialize_mint(zest, kZestDecimals, owner, token::kToken)}};
                   },
                   with_owner({&zest_})});
  steps.push_back({"ZEST: accounts of treasury, rewards, developers and owner",
                   [this] { return exists(sink_.pubkey()); },
                   [this, owner, zest, developers, own_account]() -> std::expected<Transactions, std::string> {
                     // One transaction, so that all are there if one is.
                     Instructions all;
                     for (const auto& holder : {client::governance_authority(), developers, owner})
                       all.push_back(token::create_associated(owner, holder, zest, token::kToken));
                     for (const auto& key : {reserve_.pubkey(), sink_.pubkey()}) {
                       for (auto& instruction : own_account(key)) all.push_back(std::move(instruction));
                     }
                     return Transactions{std::move(all)};
                   },
                   with_owner({&reserve_, &sink_})});
  steps.push_back({"1,000,000,000 ZEST minted, and never any more",
                   [this, zest] {
                     const auto state = account(zest);
                     const auto mint = state ? token::read_mint(state->owner, state->data) : std::nullopt;
                     return mint && mint->supply == kZestSupply && !mint->authority;
                   },
                   [this, owner, zest, held, developers]() -> std::expected<Transactions, std::string> {
                     const auto mint = [&](const Pubkey& to, std::uint64_t amount) {
                       return token::mint_to(zest, to, owner, amount, kZestDecimals, token::kToken);
                     };
                     return Transactions{{mint(treasury(zest), kTreasuryShare), mint(reserve_.pubkey(), kRewardsShare),
                                          mint(held(developers), kDevelopersShare),
                                          mint(held(owner), kLiquidityShare + kCommunityShare),
                                          token::end_minting(zest, owner, token::kToken)}};
                   },
                   with_owner({})});
}

void DemoProtocol::add_singletons(std::vector<DemoStep>& steps) const {
  const auto owner = owner_.pubkey(), zest = zest_.pubkey();
  const auto stake_pool = derived("zest_staking", "StakePool", {{"mint", zest}});
  const auto add = [&](std::string title, const Pubkey& address, std::string program, std::string instruction,
                       client::Names names, json arguments) {
    steps.push_back(
        {std::move(title), [this, address] { return exists(address); },
         [this, program = std::move(program), instruction = std::move(instruction), names = std::move(names),
          arguments = std::move(arguments)]() -> std::expected<Transactions, std::string> {
           auto built = call(program, instruction, names, arguments);
           if (!built) return std::unexpected(built.error());
           return Transactions{{*std::move(built)}};
         },
         with_owner({})});
  };
  const client::Names common{{"mint", zest}, {"treasury", treasury(zest)}, {"token_program", token::kToken}};
  auto names = common;
  names["slash_sink"] = sink_.pubkey();
  add("zest_staking: the pool of stakes", stake_pool, "zest_staking", "initialize_pool", names,
      {{"cooldown_s", text(7 * kDay)},
       {"bond_cooldown_s", text(14 * kDay)},
       {"features",
        json::array({{{"name", "vault"}, {"staked", text(1'000 * kZest)}, {"lock_left_s", text(30 * kDay)}},
                     {{"name", "agents-16"}, {"staked", text(10'000 * kZest)}, {"lock_left_s", text(0)}}})}});
  add("governance", derived("governance", "Governance"), "governance", "initialize",
      {{"stake_pool", stake_pool}, {"zest_mint", zest}},
      {{"guardian", codec::to_base58(owner)},
       {"parameters",
        {{"voting_seconds", text(3 * kDay)}, {"quorum_bps", text(400)}, {"proposal_stake_bps", text(1)}}}});
  names = common;
  names["staking_pool"] = stake_pool;
  add("marketplace: the market", derived("marketplace", "Market"), "marketplace", "initialize_market", names,
      {{"parameters",
        {{"resolver", codec::to_base58(owner)},
         {"treasury", codec::to_base58(treasury(zest))},
         {"dispute_window_s", text(3 * kDay)},
         {"resolve_window_s", text(7 * kDay)},
         {"dispute_bond", text(100 * kZest)}}},
       {"epoch_s", text(7 * kDay)}});
  add("rewards: the pot, still empty", derived("rewards", "RewardsConfig"), "rewards", "initialize_rewards", common,
      {{"parameters",
        {{"treasury", codec::to_base58(treasury(zest))},
         {"emission_min", text(100 * kZest)},
         {"emission_max", text(1'000'000 * kZest)},
         {"usage_bps", text(5'000)},
         {"pot_bps", text(1'000)},
         {"claim_epochs", text(4)}}}});
  add("open_vault: the vault", derived("open_vault", "Vault"), "open_vault", "initialize", {{"stake_pool", stake_pool}},
      {{"poster", codec::to_base58(owner)}, {"root_lifetime_max_s", text(7 * kDay)}});
}

void DemoProtocol::add_pool(std::vector<DemoStep>& steps) const {
  const auto owner = owner_.pubkey(), zest = zest_.pubkey();
  const auto dollars = token::associated_address(owner, demo_usdc(), token::kToken);
  steps.push_back({"stand-in dollars for the owner and for a pool", [this, dollars] { return exists(dollars); },
                   [owner, dollars]() -> std::expected<Transactions, std::string> {
                     return Transactions{{token::create_associated(owner, owner, demo_usdc(), token::kToken),
                                          token::mint_to(demo_usdc(), dollars, owner, kOwnerUsdc + kPoolUsdc,
                                                         kUsdcDecimals, token::kToken)}};
                   },
                   with_owner({})});
  steps.push_back(pool_step(
      fmt::format("swap_pool: 10,000,000 ZEST and 1,000,000 dollars in the pool {}", codec::to_base58(pool_.pubkey())),
      DemoRole::kPool, DemoRole::kPoolShares,
      {zest, token::kToken, kZestDecimals, token::associated_address(owner, zest, token::kToken), kPoolZest},
      {demo_usdc(), token::kToken, kUsdcDecimals, dollars, kPoolUsdc}));
}

std::expected<codec::Instruction, std::string> DemoProtocol::call(const std::string& program,
                                                                  const std::string& instruction,
                                                                  const client::Names& names,
                                                                  const json& arguments) const {
  const auto* spec = client::find(program);
  const auto read = [this](const Pubkey& key) -> std::expected<std::optional<client::AccountOnChain>, std::string> {
    const auto state = account(key);
    return state ? std::optional(client::AccountOnChain{state->owner, state->data}) : std::nullopt;
  };
  auto built =
      client::build({*spec, *spec->instruction(instruction), names, arguments, owner_.pubkey()}, read,
                    [](std::string_view, const client::Names&) -> std::expected<std::optional<Pubkey>, std::string> {
                      return std::nullopt;
                    });
  if (!built) return std::unexpected(built.error());
  return std::move(built->instruction);
}

DemoStep DemoProtocol::pool_step(std::string title, DemoRole pool, DemoRole shares, const swaps::NewSide& a,
                                 const swaps::NewSide& b) const {
  const swaps::NewPool made{owner_.pubkey(), keypair(pool).pubkey(), keypair(shares).pubkey(), a, b};
  return {std::move(title), [this, made] { return exists(made.pool); },
          [this, made]() -> std::expected<Transactions, std::string> {
            const json fees{{"trade_fee_numerator", 25},         {"trade_fee_denominator", 10'000},
                            {"owner_trade_fee_numerator", 5},    {"owner_trade_fee_denominator", 10'000},
                            {"owner_withdraw_fee_numerator", 0}, {"owner_withdraw_fee_denominator", 0},
                            {"host_fee_numerator", 20},          {"host_fee_denominator", 100}};
            auto built = call("swap_pool", "initialize", swaps::initialize_accounts(made),
                              {{"fees", fees}, {"curve_type", 0}, {"curve_parameters", std::string(64, '0')}});
            if (!built) return std::unexpected(built.error());
            auto all = swaps::lay_out(made, {rent(swaps::pool_space()), rent(token::kMintSize)});
            all.push_back(*std::move(built));
            return Transactions{std::move(all)};
          },
          with_owner({&keypair(pool), &keypair(shares)})};
}

void DemoProtocol::add_authority(std::vector<DemoStep>& steps) const {
  const auto is_governed = [this](const Deployed& of) {
    const auto state = account(loader::program_data_address(of.key.pubkey()));
    const auto data = state ? loader::read_program_data(state->data) : std::nullopt;
    return data && data->authority == client::governance_authority();
  };
  steps.push_back({"governance may upgrade the programs, nobody else",
                   [this, is_governed] { return std::ranges::all_of(programs_, is_governed); },
                   [this, is_governed]() -> std::expected<Transactions, std::string> {
                     Instructions all;
                     for (const auto& of : programs_) {
                       if (is_governed(of)) continue;
                       all.push_back(loader::set_authority(loader::program_data_address(of.key.pubkey()),
                                                           owner_.pubkey(), client::governance_authority()));
                     }
                     return Transactions{std::move(all)};
                   },
                   with_owner({})});
}

}  // namespace zestron::node
