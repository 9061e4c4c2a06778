#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/transaction.hpp"
#include "app/cli/protocol/units.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

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

int finish(const Console& console, std::string_view what, const std::expected<Report, std::string>& report) {
  if (!report) return console.failed(report.error());
  if (console.json()) {
    console.document(to_json(*report));
  } else {
    print(console, what, *report);
  }
  return kExitOk;
}

int send(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto me = session->keypair().pubkey();
  const auto to = read(chain, inputs, me);
  if (!to) return console.failed(to.error());
  const auto amount = parse_amount(inputs.amount, to->view.mint.decimals);
  if (!amount) return console.failed(amount.error());
  const std::array instructions{token::create_associated(me, to->owner, to->mint, to->view.program),
                                token::transfer(token::associated_address(me, to->mint, to->view.program), to->mint,
                                                token::associated_address(to->owner, to->mint, to->view.program), me,
                                                *amount, to->view.mint.decimals, to->view.program)};
  return finish(console, "send", transact(chain, "send", instructions));
}

int open(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto me = session->keypair().pubkey();
  const auto of = read(chain, inputs, me);
  if (!of) return console.failed(of.error());
  console.line("account     " + codec::to_base58(token::associated_address(of->owner, of->mint, of->view.program)));
  return finish(
      console, "open",
      transact(chain, "open", std::array{token::create_associated(me, of->owner, of->mint, of->view.program)}));
}

int close(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, true);
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto me = session->keypair().pubkey();
  const auto of = read(chain, inputs, me);
  if (!of) return console.failed(of.error());
  const auto account = token::associated_address(me, of->mint, of->view.program);
  return finish(console, "close",
                transact(chain, "close", std::array{token::close_account(account, me, me, of->view.program)}));
}

int balance(const Options& options, const Inputs& inputs) {
  const Console console(options.output == "json");
  auto session = Session::open(options, inputs.owner.empty());
  if (!session) return console.failed(session.error());
  ChainView chain(*session);
  const auto of = read(chain, inputs, inputs.owner.empty() ? session->keypair().pubkey() : Pubkey{});
  if (!of) return console.failed(of.error());
  const auto address = token::associated_address(of->owner, of->mint, of->view.program);
  const auto account = chain.account(address);
  if (!account) return console.failed(account.error());
  const auto held = *account ? token::read_account((*account)->owner, (*account)->data) : std::nullopt;
  const auto amount = held ? held->amount : 0;
  if (console.json()) {
    console.document(nlohmann::ordered_json{{"owner", codec::to_base58(of->owner)},
                                            {"mint", codec::to_base58(of->mint)},
                                            {"account", codec::to_base58(address)},
                                            {"amount", std::to_string(amount)},
                                            {"decimals", of->view.mint.decimals}});
  } else {
    console.line(format_amount(amount, of->view.mint.decimals));
  }
  return kExitOk;
}

}  // namespace

void add_token_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("token", "ZEST and other tokens of yours: balance, send, accounts");
  group->require_subcommand(1);
  const auto inputs = std::make_shared<Inputs>();
  const auto verb = [&](const char* name, const char* help, auto action) {
    auto* sub = group->add_subcommand(name, help);
    add_chain_options(*sub, options);
    sub->add_option("--mint", inputs->mint, "which token; ZEST unless given");
    sub->callback(
        [&options, &run, inputs, action] { run = [&options, inputs, action] { return action(options, *inputs); }; });
    return sub;
  };
  verb("balance", "what an address holds", balance)
      ->add_option("OWNER", inputs->owner, "an address; yours unless given");
  auto* sent = verb("send", "send tokens to an address; makes its account if there is none", send);
  sent->add_option("TO", inputs->owner, "an address, a wallet's too")->required();
  sent->add_option("AMOUNT", inputs->amount, "tokens, such as 12.5")->required();
  verb("open", "make the token account of an address", open)
      ->add_option("OWNER", inputs->owner, "an address; yours unless given");
  verb("close", "delete your empty token account; its rent comes back", close);
}

}  // namespace zestron::cli
