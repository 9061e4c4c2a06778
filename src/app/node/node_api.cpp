#include "app/node/node_api.hpp"

#include "api/operations/shown.hpp"
#include "app/node/agent_files.hpp"
#include "app/node/approval_desk.hpp"
#include "app/node/asked_acts.hpp"
#include "app/node/controls.hpp"
#include "app/node/run_bundle.hpp"
#include "bundle/replay.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "infra/file/file.hpp"
#include "protocols/agent_factory/client.hpp"
#include "protocols/token/token.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace zestron::node {
namespace {

namespace factory = protocols::agent_factory;
namespace token = protocols::token;
using api::ProblemKind;
using nlohmann::json;

template <class E>
std::unexpected<api::Problem> failed(const Failure<E>& failure) {
  return api::problem(ProblemKind::kFailed, failure.message);
}

api::WalletView::Allowance allowance_of(const factory::program::WalletMint& held, std::optional<Pubkey> mint,
                                        UnixSeconds now) {
  auto allowance = held.allowance;
  factory::program::advance(allowance, now.value());
  std::uint64_t spent = 0;
  for (const auto bucket : allowance.spent.items) spent += bucket;
  return {.mint = mint,
          .cap = allowance.cap,
          .window_seconds = allowance.window_s,
          .spent = spent,
          .tracked_quantity = held.tracked_quantity,
          .tracked_cost = held.tracked_cost};
}

// Of both token programs, from the bank's index.
void add_balances(const chain::Chain& chain, Slot slot, const Pubkey& owner,
                  std::vector<api::WalletView::Balance>& out) {
  for (const auto& program : {token::kToken, token::kToken2022}) {
    const json filter{{"programId", codec::to_base58(program)}};
    const auto text = chain.bank().token_accounts_json(slot, owner, chain::bank::TokenHolder::kOwner, filter.dump(),
                                                       R"({"encoding":"base64"})");
    const auto list = text ? json::parse(*text, nullptr, false) : json();
    if (!list.is_array()) continue;
    for (const auto& entry : list) {
      const auto key = codec::from_base58<Pubkey>(entry["pubkey"].get<std::string>());
      const auto data = codec::base64_decode(entry["account"]["data"][0].get<std::string>());
      const auto account = data ? token::read_account(program, *data) : std::nullopt;
      if (key && account) out.push_back({*key, account->mint, account->amount});
    }
  }
}

std::string told(const bundle::Divergence& first) {
  return fmt::format("record {}, slot {}, agent {}{}: {}", first.record, first.slot.value(),
                     codec::to_base58(first.agent), first.node.empty() ? "" : ", node " + first.node, first.what);
}

}  // namespace

NodeApi::NodeApi(chain::Chain& chain, const DataFolder& folder, Telemetry& telemetry, bool records,
                 std::function<api::NodeView()> facts)
    : chain_(chain),
      folder_(folder),
      telemetry_(telemetry),
      records_(records),
      facts_(std::move(facts)),
      desk_(folder, [&telemetry](const api::BacktestView& view) {
        telemetry.streams().publish("backtests", {}, api::shown::backtest(view, false));
      }) {}

api::Maybe<std::string> NodeApi::config(const Hash& hash) {
  const auto config = load_config(folder_, hash);
  if (!config) return failed(config.error());
  return config->canonical();
}

api::Maybe<void> NodeApi::turn(const std::optional<Pubkey>& agent, Turn turn) {
  const auto turned = change_controls(folder_, [&](Controls& controls) {
    switch (turn) {
      case Turn::kPause:
        if (agent) pause(controls, *agent);
        break;
      case Turn::kKill: kill(controls, agent); break;
      case Turn::kResume: resume(controls, agent); break;
    }
  });
  if (!turned) return failed(turned.error());
  return {};
}

api::Maybe<void> NodeApi::adopt(const Pubkey& agent, const std::string& text) {
  const auto config = agent::Config::parse(text);
  if (!config) return api::problem(ProblemKind::kInvalid, "config: " + config.error().message);
  if (auto kept = adopt_agent(folder_.root(), agent, *config); !kept) return failed(kept.error());
  return {};
}

api::Maybe<std::optional<api::WalletView>> NodeApi::wallet(const Pubkey& address) {
  const auto account = chain_.account(address, Commitment::kConfirmed);
  if (!account) return failed(account.error());
  if (!*account) return std::optional<api::WalletView>();
  const auto wallet = factory::decode_wallet((*account)->owner, (*account)->data);
  if (!wallet) return failed(wallet.error());
  const auto now = telemetry_.agents()->clock;
  api::WalletView out{.address = address,
                      .agent = factory::to_host(wallet->agent),
                      .beneficiary = factory::to_host(wallet->beneficiary),
                      .purse = factory::to_host(wallet->purse),
                      .nonce = wallet->nonce,
                      .uses = wallet->uses,
                      .max_loss_bps = wallet->max_loss_bps};
  if (const auto purse = chain_.account(out.purse, Commitment::kConfirmed); purse && *purse)
    out.lamports = (*purse)->lamports.value();
  out.allowances.push_back(allowance_of(wallet->lamports, std::nullopt, now));
  for (std::size_t i = 0; i < wallet->mint_count; ++i) {
    const auto& held = wallet->mints.items[i];
    out.allowances.push_back(allowance_of(held, factory::to_host(held.mint), now));
  }
  const auto slot = chain_.bounds().confirmed;
  add_balances(chain_, slot, address, out.balances);
  add_balances(chain_, slot, out.purse, out.balances);
  return std::optional(std::move(out));
}

std::vector<api::RunView> NodeApi::runs() {
  std::vector<api::RunView> out;
  for (const auto& run : runs_of(folder_)) out.push_back({run.id, run.bytes, false});
  if (records_ && !out.empty()) out.back().current = true;
  return out;
}

api::Maybe<api::VerifiedRun> NodeApi::verify_run(const std::string& id) {
  const std::unique_lock lock(verifying_, std::try_to_lock);
  if (!lock) return api::problem(ProblemKind::kBusy, "another bundle is being verified; try again when it is done");
  for (const auto& run : runs_of(folder_)) {
    if (run.id != id) continue;
    const auto done = bundle::replay(run.path);
    if (!done) return api::problem(ProblemKind::kConflict, done.error().message);
    return api::VerifiedRun{.about = done->about,
                            .root = done->root,
                            .records = done->records,
                            .events = done->events,
                            .outcomes = done->outcomes,
                            .agents = done->agents.size(),
                            .transactions = done->transactions,
                            .ended = done->ended,
                            .torn = done->torn,
                            .divergence = done->first ? told(*done->first) : std::string()};
  }
  return api::problem(ProblemKind::kNotFound, "no such run is kept");
}

std::optional<api::Landing> NodeApi::landing(const Signature& signature) {
  const auto found = chain_.history().transaction(signature);
  if (!found) return std::nullopt;
  const auto& landed = found->record->transactions[found->index];
  return api::Landing{landed.compute_units, landed.fee};
}

api::Maybe<std::vector<api::ApprovalView>> NodeApi::approvals() {
  const auto items = load_waiting(folder_);
  if (!items) return failed(items.error());
  std::vector<api::ApprovalView> out;
  for (const auto& item : *items) out.push_back({item.id, item.agent, item.what, item.expires, item.approved});
  const auto asked = load_asked(folder_);
  if (!asked) return failed(asked.error());
  for (const auto& act : *asked)
    out.push_back(
        {act.id, codec::from_base58<Pubkey>(act.parameters.value("agent", "")), summary_of(act), act.expires});
  return out;
}

api::Maybe<void> NodeApi::decide(const std::string& id, bool approved) {
  const auto left = is_asked(id) ? decide_asked(folder_, id, approved) : leave_decision(folder_, id, approved);
  if (!left) return failed(left.error());
  return {};
}

api::Maybe<api::BacktestView> NodeApi::start_backtest(api::BacktestRequest request) {
  return desk_.start(std::move(request));
}

}  // namespace zestron::node
