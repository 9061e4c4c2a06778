#include "app/cli/protocol/unwind.hpp"

#include "codec/base58.hpp"
#include "codec/hex.hpp"
#include "protocols/client/programs.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
namespace token = protocols::token;
using nlohmann::json;

struct Inputs {
  std::string agent;
};

struct Holding {
  Pubkey account, mint, program;
  std::uint64_t amount = 0;
};

std::expected<std::vector<Holding>, std::string> holdings_of(const Session& session, const Pubkey& owner) {
  std::vector<Holding> out;
  for (const auto& program : {token::kToken, token::kToken2022}) {
    const auto answer = session.chain().call("getTokenAccountsByOwner",
                                             json::array({codec::to_base58(owner),
                                                          {{"programId", codec::to_base58(program)}},
                                                          {{"encoding", "jsonParsed"}, {"commitment", "confirmed"}}}));
    if (!answer) return std::unexpected(answer.error().message);
    for (const auto& item : (*answer)["value"]) {
      const auto& info = item["account"]["data"]["parsed"]["info"];
      const auto account = codec::from_base58<Pubkey>(item["pubkey"].get<std::string>());
      const auto mint = codec::from_base58<Pubkey>(info["mint"].get<std::string>());
      if (account && mint)
        out.push_back({*account, *mint, program, std::stoull(info["tokenAmount"]["amount"].get<std::string>())});
    }
  }
  return out;
}

std::expected<codec::Instruction, std::string> build(ChainView& chain, const std::string& instruction,
                                                     client::Names accounts, json arguments) {
  const auto* factory = client::find("agent_factory");
  const auto signer = chain.session().keypair().pubkey();
  auto built =
      client::build({*factory, *factory->instruction(instruction), std::move(accounts), std::move(arguments), signer},
                    chain.reader(), [&](std::string_view, const client::Names&) {
                      return std::expected<std::optional<Pubkey>, std::string>(std::nullopt);
                    });
  if (!built) return std::unexpected(built.error());
  return std::move(built->instruction);
}

// One transaction a token account: the tokens out, then the account closed, its rent to the beneficiary.
std::expected<std::vector<codec::Instruction>, std::string> empty_out(ChainView& chain, const Pubkey& agent,
                                                                      const Pubkey& wallet, const Holding& holding) {
  const auto me = chain.session().keypair().pubkey();
  std::vector<codec::Instruction> out;
  if (holding.amount > 0) {
    out.push_back(token::create_associated(me, me, holding.mint, holding.program));
    auto withdrawn = build(chain, "withdraw",
                           {{"agent", agent},
                            {"mint", holding.mint},
                            {"from", holding.account},
                            {"to", token::associated_address(me, holding.mint, holding.program)},
                            {"token_program", holding.program}},
                           {{"amount", std::to_string(~std::uint64_t{0})}});
    if (!withdrawn) return std::unexpected(withdrawn.error());
    out.push_back(*std::move(withdrawn));
  }
  const auto closing = token::close_account(holding.account, me, wallet, holding.program);
  auto closed = build(chain, "beneficiary_execute", {{"agent", agent}, {"inner_program", holding.program}},
                      {{"data", codec::hex_encode(closing.data)}});
  if (!closed) return std::unexpected(closed.error());
  for (auto meta : closing.accounts) {
    meta.signer = false;
    closed->accounts.push_back(meta);
  }
  out.push_back(*std::move(closed));
  return out;
}

int unwind(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto agent = parse_key("agent", inputs.agent);
  if (!agent) return console.failed(agent.error());
  const auto me = session->keypair().pubkey();
  const auto wallet = address_of("agent_factory", "Wallet", {{"agent", *agent}, {"beneficiary", me}});
  const auto holdings = holdings_of(*session, wallet);
  if (!holdings) return console.failed(holdings.error());
  nlohmann::ordered_json done = nlohmann::ordered_json::array();
  const auto run = [&](const std::string& what,
                       std::span<const codec::Instruction> instructions) -> std::expected<void, std::string> {
    const auto report = transact(chain, what, instructions);
    if (!report) return std::unexpected(report.error());
    if (!console.json()) print(console, what, *report);
    done.push_back(to_json(*report));
    return {};
  };
  for (const auto& holding : *holdings) {
    const auto instructions = empty_out(chain, *agent, wallet, holding);
    if (!instructions) return console.failed(instructions.error());
    const auto ran = run("unwind " + codec::to_base58(holding.mint), *instructions);
    if (!ran) return console.failed(ran.error());
  }
  const auto purse = purse_of(wallet);
  const auto sol = chain.account(purse);
  if (!sol) return console.failed(sol.error());
  if (*sol && (*sol)->lamports.value() > 0) {
    auto instruction = build(chain, "withdraw_lamports", {{"agent", *agent}, {"to", me}},
                             {{"amount", std::to_string(~std::uint64_t{0})}});
    if (!instruction) return console.failed(instruction.error());
    const auto ran = run("unwind SOL", std::array{*std::move(instruction)});
    if (!ran) return console.failed(ran.error());
  }
  if (console.json()) {
    console.document(nlohmann::ordered_json{{"wallet", codec::to_base58(wallet)}, {"transactions", done}});
  } else {
    console.line(fmt::format("wallet {} holds nothing any more", codec::to_base58(wallet)));
  }
  return kExitOk;
}

}  // namespace

Pubkey purse_of(const Pubkey& wallet) {
  const auto* factory = client::find("agent_factory");
  const auto& seeds = factory->instruction("open_wallet")->account("purse")->seeds;
  return client::derive(factory->id, seeds, {{"wallet", wallet}}, {}).value();
}

std::expected<void, std::string> withdraw_from_wallet(Call& call) {
  const auto wallet =
      address_of("agent_factory", "Wallet", {{"agent", call.accounts.at("agent")}, {"beneficiary", call.signer}});
  call.accounts.try_emplace("wallet", wallet);
  if (!call.accounts.contains("mint")) {
    const auto zest = call.chain.zest();
    if (!zest) return std::unexpected(zest.error());
    call.accounts["mint"] = *zest;
  }
  const auto mint_key = call.accounts.at("mint");
  const auto mint = call.chain.mint(mint_key);
  if (!mint) return std::unexpected(mint.error());
  call.accounts.try_emplace("from", token::associated_address(wallet, mint_key, mint->program));
  return {};
}

std::expected<void, std::string> withdraw_from_purse(Call& call) {
  call.accounts.try_emplace("to", call.signer);
  return {};
}

void add_unwind_command(CLI::App& group, Options& options, std::function<int()>& run) {
  const auto inputs = std::make_shared<Inputs>();
  auto* sub =
      group.add_subcommand("unwind", "take everything out of your wallet of an agent, also of one that is gone");
  add_chain_options(*sub, options);
  sub->add_option("AGENT", inputs->agent, "the agent's address")->required();
  sub->callback([&options, &run, inputs] { run = [&options, inputs] { return unwind(options, *inputs); }; });
}

}  // namespace zestron::cli
