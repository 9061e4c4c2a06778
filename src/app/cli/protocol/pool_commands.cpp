#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/pool_view.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"
#include "codec/base58.hpp"
#include "protocols/swap_pool/new_pool.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
namespace swaps = protocols::swap_pool;
namespace token = protocols::token;
using client::Type;
using Done = std::expected<void, std::string>;

constexpr std::uint64_t kWholeBps = 10'000;

Type of_numbers(std::initializer_list<const char*> names, std::size_t bytes) {
  const auto number = std::make_shared<Type>();
  number->kind = Type::Kind::kUnsigned;
  number->count = bytes;
  Type out;
  for (const auto* name : names) out.fields.push_back({name, number});
  return out;
}

// What a verb asks for besides its instruction's arguments.
const Type& first_tokens() {
  static const Type kType = of_numbers({"amount_a", "amount_b"}, 8);
  return kType;
}
const Type& slippage() {
  static const Type kType = of_numbers({"slippage_bps"}, 2);
  return kType;
}

std::string written(const PoolToken& token, std::uint64_t amount) {
  return fmt::format("{} of {}", format_amount(amount, token.decimals), codec::to_base58(token.mint));
}

// Of a limit that was not named, how far the pool may have moved by the time it is asked.
class Limits {
 public:
  static std::expected<Limits, std::string> of(Call& call) {
    const auto bps = parse_amount(call.texts["action.slippage_bps"], 0);
    if (!bps || *bps > kWholeBps) return std::unexpected("slippage-bps: at most 10000");
    return Limits(call, *bps);
  }

  void at_least(const std::string& argument, const PoolToken& token, std::uint64_t amount) {
    set(argument, token, __uint128_t{amount} * (kWholeBps - bps_) / kWholeBps);
  }
  void at_most(const std::string& argument, const PoolToken& token, std::uint64_t amount) {
    const auto most = (__uint128_t{amount} * (kWholeBps + bps_) + kWholeBps - 1) / kWholeBps;
    set(argument, token, std::min(most, __uint128_t{~std::uint64_t{0}}));
  }
  [[nodiscard]] bool is_open(const std::string& argument) const { return call_.texts[argument].empty(); }

 private:
  Limits(Call& call, std::uint64_t bps) : call_(call), bps_(bps) {}
  void set(const std::string& argument, const PoolToken& token, __uint128_t amount) {
    if (is_open(argument)) call_.texts[argument] = format_amount(static_cast<std::uint64_t>(amount), token.decimals);
  }

  Call& call_;
  std::uint64_t bps_;
};

std::unexpected<std::string> too_much() {
  return std::unexpected<std::string>(
      "the pool can't give or hold that much, or it is too little to be traded for anything");
}

// The account that a part comes from, as far as somebody signs who has one.
std::expected<std::uint64_t, std::string> held(ChainView& chain, const Pubkey& owner, const PoolToken& token) {
  const auto account = chain.account(token::associated_address(owner, token.mint, token.program));
  if (!account) return std::unexpected(account.error());
  const auto read = *account ? token::read_account((*account)->owner, (*account)->data) : std::nullopt;
  return read ? read->amount : 0;
}

std::expected<std::uint64_t, std::string> amount_of(Call& call, const std::string& argument, const PoolToken& token) {
  auto& text = call.texts[argument];
  if (text == "all") {
    const auto all = held(call.chain, call.signer, token);
    if (!all) return all;
    text = format_amount(*all, token.decimals);
  }
  const auto amount = parse_amount(text, token.decimals);
  if (!amount) return std::unexpected(argument + ": " + amount.error());
  if (*amount == 0) return std::unexpected(argument + ": nothing is too little");
  return amount;
}

// Which side of the pool is which follows from the mint that comes in or goes out.
std::expected<PoolView, std::string> find_sides(Call& call) {
  auto pool = read_pool(call.chain, call.accounts.at("swap"));
  if (!pool) return pool;
  for (const auto* name : {"source_mint", "destination_mint"}) {
    const auto at = call.accounts.find(name);
    if (at != call.accounts.end() && at->second != pool->a.mint && at->second != pool->b.mint)
      return std::unexpected(fmt::format("the pool trades {} and {} only", codec::to_base58(pool->a.mint),
                                         codec::to_base58(pool->b.mint)));
  }
  if (pool->state.supply == 0)
    return std::unexpected("nobody holds shares of the pool any more; `zestron pool create` makes another");
  call.accounts.try_emplace("token_a", pool->state.vault_a);
  call.accounts.try_emplace("token_b", pool->state.vault_b);
  return pool;
}

bool is_side_a(const Call& call, const PoolView& pool, const std::string& name) {
  return call.accounts.at(name) == pool.a.mint;
}

Done prepare_swap(Call& call) {
  const auto pool = find_sides(call);
  if (!pool) return std::unexpected(pool.error());
  const bool from_a = is_side_a(call, *pool, "source_mint");
  const auto &source = from_a ? pool->a : pool->b, &destination = from_a ? pool->b : pool->a;
  call.accounts.try_emplace("destination_mint", destination.mint);
  call.accounts.try_emplace("swap_source", from_a ? pool->state.vault_a : pool->state.vault_b);
  call.accounts.try_emplace("swap_destination", from_a ? pool->state.vault_b : pool->state.vault_a);
  const auto amount = amount_of(call, "amount_in", source);
  auto limits = Limits::of(call);
  if (!amount || !limits) return std::unexpected(amount ? limits.error() : amount.error());
  if (!limits->is_open("minimum_amount_out")) return {};
  const auto out = swaps::quote_swap(pool->state, from_a, *amount);
  if (!out) return too_much();
  limits->at_least("minimum_amount_out", destination, *out);
  return {};
}

Done prepare_deposit(Call& call) {
  const auto pool = find_sides(call);
  if (!pool) return std::unexpected(pool.error());
  const auto shares = amount_of(call, "pool_token_amount", pool->shares);
  auto limits = Limits::of(call);
  if (!shares || !limits) return std::unexpected(shares ? limits.error() : shares.error());
  const auto cost = swaps::quote_deposit(pool->state, *shares);
  if (!cost) return too_much();
  limits->at_most("maximum_token_a_amount", pool->a, cost->a);
  limits->at_most("maximum_token_b_amount", pool->b, cost->b);
  return {};
}

Done prepare_withdrawal(Call& call) {
  const auto pool = find_sides(call);
  if (!pool) return std::unexpected(pool.error());
  const auto shares = amount_of(call, "pool_token_amount", pool->shares);
  auto limits = Limits::of(call);
  if (!shares || !limits) return std::unexpected(shares ? limits.error() : shares.error());
  const auto given = swaps::quote_withdrawal(pool->state, *shares);
  if (!given) return too_much();
  limits->at_least("minimum_token_a_amount", pool->a, given->a);
  limits->at_least("minimum_token_b_amount", pool->b, given->b);
  return {};
}

Done prepare_deposit_of_one(Call& call) {
  const auto pool = find_sides(call);
  if (!pool) return std::unexpected(pool.error());
  const bool of_a = is_side_a(call, *pool, "source_mint");
  const auto amount = amount_of(call, "source_token_amount", of_a ? pool->a : pool->b);
  auto limits = Limits::of(call);
  if (!amount || !limits) return std::unexpected(amount ? limits.error() : amount.error());
  const auto shares = swaps::quote_deposit_of_one(pool->state, of_a, *amount);
  if (!shares || *shares == 0) return too_much();
  limits->at_least("minimum_pool_token_amount", pool->shares, *shares);
  return {};
}

Done prepare_withdrawal_of_one(Call& call) {
  const auto pool = find_sides(call);
  if (!pool) return std::unexpected(pool.error());
  const bool of_a = is_side_a(call, *pool, "destination_mint");
  const auto amount = amount_of(call, "destination_token_amount", of_a ? pool->a : pool->b);
  auto limits = Limits::of(call);
  if (!amount || !limits) return std::unexpected(amount ? limits.error() : amount.error());
  const auto shares = swaps::quote_withdrawal_of_one(pool->state, of_a, *amount);
  if (!shares) return too_much();
  limits->at_most("maximum_pool_token_amount", pool->shares, *shares);
  return {};
}

std::expected<swaps::NewSide, std::string> new_side(Call& call, const char* mint, const char* amount) {
  const auto key = call.accounts.at(mint);
  const auto view = call.chain.mint(key);
  if (!view) return std::unexpected(view.error());
  const PoolToken side{key, view->program, view->mint.decimals};
  const auto given = amount_of(call, amount, side);
  if (!given) return std::unexpected(given.error());
  const auto has = held(call.chain, call.signer, side);
  if (!has) return std::unexpected(has.error());
  if (*has < *given)
    return std::unexpected(fmt::format("you hold {}, and the pool was to begin with {}", written(side, *has),
                                       format_amount(*given, side.decimals)));
  return swaps::NewSide{key, view->program, side.decimals, token::associated_address(call.signer, key, view->program),
                        *given};
}

// The keys are needed once, to sign for the accounts that are made: nothing is signed with them afterwards.
Done prepare_create(Call& call) {
  if (call.accounts.at("token_a_mint") == call.accounts.at("token_b_mint"))
    return std::unexpected("a pool trades two different tokens, and both mints are the same");
  const auto a = new_side(call, "token_a_mint", "action.amount_a");
  const auto b = new_side(call, "token_b_mint", "action.amount_b");
  if (!a || !b) return std::unexpected(a ? b.error() : a.error());
  auto pool_key = codec::Keypair::generate(), share_key = codec::Keypair::generate();
  const swaps::NewPool pool{call.signer, pool_key.pubkey(), share_key.pubkey(), *a, *b};
  auto& chain = call.chain.session().chain();
  const auto pool_rent = chain.rent_exempt_minimum(swaps::pool_space());
  const auto mint_rent = chain.rent_exempt_minimum(token::kMintSize);
  if (!pool_rent || !mint_rent) return std::unexpected((pool_rent ? mint_rent : pool_rent).error().message);
  call.before = swaps::lay_out(pool, {Lamports(*pool_rent), Lamports(*mint_rent)});
  call.remaining = swaps::initialize_mints(pool);
  for (const auto& [name, key] : swaps::initialize_accounts(pool)) call.accounts.try_emplace(name, key);
  call.keypairs.push_back(std::move(pool_key));
  call.keypairs.push_back(std::move(share_key));
  return {};
}

std::vector<Rule> rules(std::vector<std::pair<std::string, std::string>> accounts) {
  using Kind = Rule::Kind;
  std::vector<Rule> out{{"source_token_program", Kind::kProgramOf, "source_mint"},
                        {"destination_token_program", Kind::kProgramOf, "destination_mint"},
                        {"pool_token_program", Kind::kProgramOf, "pool_mint"},
                        {"token_a_program", Kind::kProgramOf, "token_a_mint"},
                        {"token_b_program", Kind::kProgramOf, "token_b_mint"}};
  for (auto& [account, mint] : accounts) out.push_back({std::move(account), Kind::kAssociated, std::move(mint)});
  return out;
}

Verb create_verb() {
  return {.name = "create",
          .instruction = "initialize",
          .help = "make a pool of two tokens, with your first of both in it; its shares are yours",
          .positional = {"token_a_mint", "action.amount_a", "token_b_mint", "action.amount_b"},
          .defaults = {{"fees.trade_fee_numerator", "25"},
                       {"fees.trade_fee_denominator", "10000"},
                       {"fees.owner_trade_fee_numerator", "5"},
                       {"fees.owner_trade_fee_denominator", "10000"},
                       {"fees.owner_withdraw_fee_numerator", "0"},
                       {"fees.owner_withdraw_fee_denominator", "10000"},
                       {"fees.host_fee_numerator", "20"},
                       {"fees.host_fee_denominator", "100"},
                       {"curve_type", "0"},
                       {"curve_parameters", std::string(64, '0')}},
          .units = {{"action.amount_a", Unit::kToken}, {"action.amount_b", Unit::kToken}},
          .filled = {"curve_type", "curve_parameters", "swap", "authority", "token_a", "token_b", "pool_mint",
                     "destination", "token_program"},
          .action = &first_tokens(),
          .prepare = prepare_create};
}

// The arguments in `limits` follow from the pool where they are not named.
Verb trading_verb(Verb verb, std::initializer_list<const char*> limits) {
  for (const auto* limit : limits) verb.defaults[limit] = "";
  verb.defaults["action.slippage_bps"] = "50";
  verb.action = &slippage();
  return verb;
}

}  // namespace

void add_pool_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("pool", "make a pool of swap_pool, trade in one, lend it your tokens");
  group->require_subcommand(1);
  std::vector<Verb> verbs{create_verb()};
  verbs.push_back(trading_verb({.name = "swap",
                                .instruction = "swap",
                                .help = "give one token, take the other",
                                .positional = {"swap", "source_mint", "amount_in"},
                                .rules = rules({{"source", "source_mint"}, {"destination", "destination_mint"}}),
                                .prepare = prepare_swap},
                               {"minimum_amount_out"}));
  verbs.push_back(trading_verb(
      {.name = "deposit",
       .instruction = "deposit_all_token_types",
       .help = "put in both tokens for a number of shares",
       .positional = {"swap", "pool_token_amount"},
       .rules = rules(
           {{"deposit_token_a", "token_a_mint"}, {"deposit_token_b", "token_b_mint"}, {"destination", "pool_mint"}}),
       .prepare = prepare_deposit},
      {"maximum_token_a_amount", "maximum_token_b_amount"}));
  verbs.push_back(trading_verb(
      {.name = "withdraw",
       .instruction = "withdraw_all_token_types",
       .help = "give shares back for both tokens; `all` gives all of yours",
       .positional = {"swap", "pool_token_amount"},
       .rules = rules(
           {{"source", "pool_mint"}, {"destination_token_a", "token_a_mint"}, {"destination_token_b", "token_b_mint"}}),
       .prepare = prepare_withdrawal},
      {"minimum_token_a_amount", "minimum_token_b_amount"}));
  verbs.push_back(trading_verb({.name = "deposit-one",
                                .instruction = "deposit_single_token_type_exact_amount_in",
                                .help = "put in one token for shares",
                                .positional = {"swap", "source_mint", "source_token_amount"},
                                .rules = rules({{"source", "source_mint"}, {"destination", "pool_mint"}}),
                                .prepare = prepare_deposit_of_one},
                               {"minimum_pool_token_amount"}));
  verbs.push_back(trading_verb({.name = "withdraw-one",
                                .instruction = "withdraw_single_token_type_exact_amount_out",
                                .help = "give shares back for one token",
                                .positional = {"swap", "destination_mint", "destination_token_amount"},
                                .rules = rules({{"source", "pool_mint"}, {"destination", "destination_mint"}}),
                                .prepare = prepare_withdrawal_of_one},
                               {"maximum_pool_token_amount"}));
  add_verbs(*group, options, run, "swap_pool", std::move(verbs));
  add_reading_verbs(*group, options, run, "swap_pool", {.type = "SwapV1", .name = "pool", .more = describe_pool});
}

}  // namespace zestron::cli
