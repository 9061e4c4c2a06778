#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/transaction.hpp"
#include "app/cli/protocol/units.hpp"
#include "codec/base58.hpp"
#include "protocols/system/system.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <memory>
#include <span>

namespace zestron::cli {
namespace {

namespace token = protocols::token;

struct Inputs {
  std::string owner, amount, mint;
};

struct Subject {
  Pubkey owner, mint;
  MintView view;
};

std::expected<Subject, std::string> read(ChainView& chain, const Inputs& inputs, const Pubkey& otherwise) {
  auto owner =
      inputs.owner.empty() ? std::expected<Pubkey, std::string>(otherwise) : parse_key("address", inputs.owner);
  if (!owner) return std::unexpected(owner.error());
  auto mint = inputs.mint.empty() ? chain.zest() : parse_key("mint", inputs.mint);
  if (!mint) return std::unexpected(mint.error());
  const auto view = chain.mint(*mint);
  if (!view) return std::unexpected(view.error());
  return Subject{*owner, *mint, *view};
}

// What every verb begins with. `me` is zero where nobody need sign.
struct Opened {
  const Console& console;
  ChainView& chain;
  Pubkey me;
  Subject subject;
};

int finish(const Opened& opened, std::string_view what, std::span<const codec::Instruction> instructions) {
  const auto report = transact(opened.chain, what, instructions);
  if (!report) return opened.console.failed(report.error());
  if (opened.console.json()) {
    opened.console.document(to_json(*report));
  } else {
    print(opened.console, what, *report);
  }
  return kExitOk;
}

int send(const Opened& opened, const Inputs& inputs) {
  const auto& [console, chain, me, to] = opened;
  const auto amount = parse_amount(inputs.amount, to.view.mint.decimals);
  if (!amount) return console.failed(amount.error());
  return finish(opened, "send",
                std::array{token::create_associated(me, to.owner, to.mint, to.view.program),
                           token::transfer(token::associated_address(me, to.mint, to.view.program), to.mint,
                                           token::associated_address(to.owner, to.mint, to.view.program), me, *amount,
                                           to.view.mint.decimals, to.view.program)});
}

int open(const Opened& opened, const Inputs& /*inputs*/) {
  const auto& [console, chain, me, of] = opened;
  console.line("account     " + codec::to_base58(token::associated_address(of.owner, of.mint, of.view.program)));
  return finish(opened, "open", std::array{token::create_associated(me, of.owner, of.mint, of.view.program)});
}

int wrap(const Opened& opened, const Inputs& inputs) {
  const auto& [console, chain, me, of] = opened;
  const auto amount = parse_amount(inputs.amount, of.view.mint.decimals);
  if (!amount) return console.failed(amount.error());
  const auto account = token::associated_address(me, token::kNativeMint, token::kToken);
  return finish(opened, "wrap",
                std::array{token::create_associated(me, me, token::kNativeMint, token::kToken),
                           protocols::system::transfer(me, account, Lamports(*amount)),
                           token::sync_native(account, token::kToken)});
}

int close(const Opened& opened, const Inputs& /*inputs*/) {
  const auto& [console, chain, me, of] = opened;
  const auto account = token::associated_address(me, of.mint, of.view.program);
  return finish(opened, "close", std::array{token::close_account(account, me, me, of.view.program)});
}

int balance(const Opened& opened, const Inputs& /*inputs*/) {
  const auto& [console, chain, me, of] = opened;
  const auto address = token::associated_address(of.owner, of.mint, of.view.program);
  const auto account = chain.account(address);
  if (!account) return console.failed(account.error());
  const auto held = *account ? token::read_account((*account)->owner, (*account)->data) : std::nullopt;
  const auto amount = held ? held->amount : 0;
  if (console.json()) {
    console.document(nlohmann::ordered_json{{"owner", codec::to_base58(of.owner)},
                                            {"mint", codec::to_base58(of.mint)},
                                            {"account", codec::to_base58(address)},
                                            {"amount", std::to_string(amount)},
                                            {"decimals", of.view.mint.decimals}});
  } else {
    console.line(format_amount(amount, of.view.mint.decimals));
  }
  return kExitOk;
}

using Action = int (*)(const Opened&, const Inputs&);

// `signs`: also where an address was given.
int run_verb(const Options& options, const Inputs& inputs, bool signs, Action action) {
  const Console console(options.output == "json");
  const bool with_key = signs || inputs.owner.empty();
  auto session = Session::open(options, with_key);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto me = with_key ? session->keypair().pubkey() : Pubkey{};
  auto subject = read(chain, inputs, me);
  if (!subject) return console.failed(subject.error());
  return action({console, chain, me, *std::move(subject)}, inputs);
}

}  // namespace

void add_token_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("token", "ZEST and other tokens of yours: balance, send, accounts");
  group->require_subcommand(1);
  const auto inputs = std::make_shared<Inputs>();
  const auto verb = [&](const char* name, const char* help, bool signs, Action action) {
    auto* sub = group->add_subcommand(name, help);
    add_chain_options(*sub, options);
    sub->add_option("--mint", inputs->mint, "which token; ZEST unless given");
    sub->callback([&options, &run, inputs, signs, action] {
      run = [&options, inputs, signs, action] { return run_verb(options, *inputs, signs, action); };
    });
    return sub;
  };
  verb("balance", "what an address holds", false, balance)
      ->add_option("OWNER", inputs->owner, "an address; yours unless given");
  auto* sent = verb("send", "send tokens to an address; makes its account if there is none", true, send);
  sent->add_option("TO", inputs->owner, "an address, a wallet's too")->required();
  sent->add_option("AMOUNT", inputs->amount, "tokens, such as 12.5")->required();
  verb("open", "make the token account of an address", true, open)
      ->add_option("OWNER", inputs->owner, "an address; yours unless given");
  auto* wrapped =
      group->add_subcommand("wrap", "SOL as a token, in your account of the native mint; `close` gives it back");
  add_chain_options(*wrapped, options);
  wrapped->add_option("AMOUNT", inputs->amount, "SOL, such as 1.5")->required();
  wrapped->callback([&options, &run, inputs] {
    inputs->mint = codec::to_base58(token::kNativeMint);
    run = [&options, inputs] { return run_verb(options, *inputs, true, wrap); };
  });
  verb("close", "delete your empty token account, or one of wrapped SOL; its rent and SOL come back", true, close);
}

}  // namespace zestron::cli
