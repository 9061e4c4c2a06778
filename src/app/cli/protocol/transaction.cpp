#include "app/cli/protocol/transaction.hpp"

#include "app/cli/protocol/units.hpp"
#include "app/cli/submit.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/transaction/transaction.hpp"
#include "protocols/client/programs.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace zestron::cli {
namespace {

namespace client = protocols::client;
namespace token = protocols::token;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::uint8_t kSolDecimals = 9;

using Accounts = std::vector<std::optional<ports::AccountState>>;

std::vector<Pubkey> writable_keys(const codec::Message& message) {
  std::vector<Pubkey> keys;
  for (std::size_t i = 0; i < message.keys.size(); ++i) {
    if (message.is_writable(i)) keys.push_back(message.keys[i]);
  }
  return keys;
}

std::optional<token::Account> tokens_of(const std::optional<ports::AccountState>& account) {
  return account ? token::read_account(account->owner, account->data) : std::nullopt;
}

// What an account of wrapped SOL holds besides its rent.
std::uint64_t wrapped_in(const std::optional<ports::AccountState>& account) {
  const auto held = tokens_of(account);
  return held && held->mint == token::kNativeMint ? std::min(held->amount, account->lamports.value()) : 0;
}

void compare(ChainView& chain, std::span<const Pubkey> keys, const Accounts& before, const Accounts& after,
             Report& report) {
  for (std::size_t i = 0; i < keys.size() && i < after.size(); ++i) {
    const auto had = before[i] ? before[i]->lamports.value() : 0;
    const auto has = after[i] ? after[i]->lamports.value() : 0;
    const bool holds_data = (before[i] && !before[i]->data.empty()) || (after[i] && !after[i]->data.empty());
    if (had == 0 && has > 0 && holds_data) report.rent_paid += has - wrapped_in(after[i]);
    if (had > 0 && has == 0 && holds_data) report.rent_returned += had - wrapped_in(before[i]);
    if (had != has) report.changes.push_back({keys[i], keys[i], std::nullopt, had, has, kSolDecimals});
    const auto old_tokens = tokens_of(before[i]);
    const auto new_tokens = tokens_of(after[i]);
    if (!old_tokens && !new_tokens) continue;
    const auto& known = new_tokens ? *new_tokens : *old_tokens;
    const auto mint = chain.mint(known.mint);
    const auto old_amount = old_tokens ? old_tokens->amount : 0;
    const auto new_amount = new_tokens ? new_tokens->amount : 0;
    if (old_amount != new_amount)
      report.changes.push_back(
          {keys[i], known.owner, known.mint, old_amount, new_amount, mint ? mint->mint.decimals : std::uint8_t{0}});
  }
}

// The numbers of programs that are not ours, as far as people meet them.
std::string explain_foreign(const std::string& program, std::uint64_t code) {
  static const std::string kTokens = codec::to_base58(token::kToken), kTokens2022 = codec::to_base58(token::kToken2022);
  static const std::string kSystem = codec::to_base58(Pubkey{});
  if (program == kTokens || program == kTokens2022) {
    switch (code) {
      case 0: return "the account is not rent-exempt";
      case 1: return "there are not enough tokens in the account that pays";
      case 3: return "a token account is of another mint";
      case 4: return "the token account belongs to another owner";
      case 11: return "the token account still holds tokens";
      case 17: return "the token account is frozen";
      default: break;
    }
  }
  if (program == kSystem) {
    if (code == 0) return "an account that was to be created is there already";
    if (code == 1) return "there is not enough SOL for it; `zestron` shows what it needs with --dry-run";
  }
  return fmt::format("error {}", code);
}

// The innermost program that failed is the first one that says so.
std::string failed_program(std::span<const std::string> logs) {
  constexpr std::string_view kPrefix = "Program ";
  for (const auto& line : logs) {
    const auto failed = line.find(" failed: ");
    if (line.starts_with(kPrefix) && failed != line.npos) return line.substr(kPrefix.size(), failed - kPrefix.size());
  }
  return {};
}

// "AnchorError caused by account: stake. Error Code: …" names the account that was refused.
std::string refused_account(std::span<const std::string> logs) {
  constexpr std::string_view kBegin = "caused by account: ";
  for (const auto& line : logs) {
    const auto at = line.find(kBegin);
    if (at == line.npos) continue;
    const auto begin = at + kBegin.size();
    return line.substr(begin, line.find('.', begin) - begin);
  }
  return {};
}

}  // namespace

std::string explain_failure(std::string_view error_json, std::span<const std::string> logs) {
  const auto error = json::parse(error_json, nullptr, false);
  const auto address = failed_program(logs);
  const auto id = codec::from_base58<Pubkey>(address);
  const auto* program = id ? client::find(*id) : nullptr;
  const auto name = program != nullptr ? program->name : address.empty() ? std::string("the runtime") : address;
  if (!error.is_object() || !error.contains("InstructionError")) {
    const auto text = error.is_string() ? error.get<std::string>() : std::string(error_json);
    if (text == "AccountNotFound") return "the payer has no SOL on this chain; fund it first";
    if (text == "InsufficientFundsForFee") return "the payer's SOL does not cover the fee; fund it first";
    return "the transaction would not run: " + text;
  }
  const auto& detail = error["InstructionError"][1];
  if (detail.is_object() && detail.contains("Custom")) {
    const auto code = detail["Custom"].get<std::uint64_t>();
    const auto account = refused_account(logs);
    auto meaning = id ? client::explain(*id, code) : std::string();
    if (meaning.empty()) meaning = explain_foreign(address, code);
    return fmt::format("{} refuses{}: {}", name, account.empty() ? "" : " the account " + account, meaning);
  }
  return fmt::format("{} fails: {}", name, detail.is_string() ? detail.get<std::string>() : detail.dump());
}

std::expected<Report, std::string> transact(ChainView& chain, std::string_view what,
                                            std::span<const codec::Instruction> instructions,
                                            std::span<const codec::Keypair* const> others) {
  const auto& session = chain.session();
  auto& cluster = session.chain();
  const auto blockhash = cluster.latest_blockhash(Commitment::kConfirmed);
  if (!blockhash) return std::unexpected(blockhash.error().message);
  auto message = codec::compile_message(session.keypair().pubkey(), instructions, blockhash->blockhash);
  if (!message) return std::unexpected(message.error().message);

  Report report;
  const auto fee = cluster.call(
      "getFeeForMessage", json::array({codec::base64_encode(message->serialize()), {{"commitment", "confirmed"}}}));
  if (fee && fee->is_object() && (*fee)["value"].is_number_unsigned())
    report.fee = (*fee)["value"].get<std::uint64_t>();
  const auto keys = writable_keys(*message);
  Accounts before;
  for (const auto& key : keys) {
    auto account = chain.account(key);
    if (!account) return std::unexpected(account.error());
    before.push_back(*std::move(account));
  }
  std::vector<const codec::Keypair*> signers{&session.keypair()};
  signers.insert(signers.end(), others.begin(), others.end());
  const auto transaction = codec::sign_transaction(*std::move(message), signers);
  if (!transaction) return std::unexpected(transaction.error().message);
  const auto simulation = cluster.simulate(transaction->serialize(), keys);
  if (!simulation) return std::unexpected(simulation.error().message);
  if (simulation->error_json) return std::unexpected(explain_failure(*simulation->error_json, simulation->logs));
  report.compute_units = simulation->compute_units;
  report.logs = simulation->logs;
  compare(chain, keys, before, simulation->accounts, report);
  if (session.options().dry_run) return report;

  if (!session.may_spend(what, report.fee + report.rent_paid))
    return std::unexpected("not agreed to; nothing was sent");
  const auto sent = submit(session, instructions, others);
  if (!sent) return std::unexpected(sent.error());
  report.signature = sent->signature;
  return report;
}

void print(const Console& console, std::string_view what, const Report& report) {
  const auto sol = [](std::uint64_t lamports) { return format_amount(lamports, kSolDecimals) + " SOL"; };
  if (report.signature) {
    console.line(fmt::format("{}  {}", what, codec::to_base58(*report.signature)));
  } else {
    console.line(fmt::format("{} would succeed with {} compute units; nothing was sent", what, report.compute_units));
  }
  console.line("fee         " + sol(report.fee));
  if (report.rent_paid > 0)
    console.line(fmt::format("rent        {} into new accounts, returned when they are closed", sol(report.rent_paid)));
  if (report.rent_returned > 0) console.line(fmt::format("rent back   {}", sol(report.rent_returned)));
  for (const auto& change : report.changes) {
    const bool gains = change.after > change.before;
    const auto amount =
        format_amount(gains ? change.after - change.before : change.before - change.after, change.decimals);
    console.line(fmt::format("{}{:<18} {:<44}  {}", gains ? '+' : '-', amount,
                             change.mint ? codec::to_base58(*change.mint) : "SOL", codec::to_base58(change.account)));
  }
}

ordered_json to_json(const Report& report) {
  ordered_json out{{"dryRun", !report.signature}};
  if (report.signature) out["signature"] = codec::to_base58(*report.signature);
  out["fee"] = std::to_string(report.fee);
  out["rentPaid"] = std::to_string(report.rent_paid);
  out["rentReturned"] = std::to_string(report.rent_returned);
  out["computeUnits"] = report.compute_units;
  out["changes"] = ordered_json::array();
  for (const auto& change : report.changes) {
    ordered_json entry{{"account", codec::to_base58(change.account)}};
    if (change.mint) {
      entry["mint"] = codec::to_base58(*change.mint);
      entry["owner"] = codec::to_base58(change.owner);
    }
    entry["before"] = std::to_string(change.before);
    entry["after"] = std::to_string(change.after);
    entry["decimals"] = change.decimals;
    out["changes"].push_back(std::move(entry));
  }
  return out;
}

}  // namespace zestron::cli
