// zestron_kills --node PROGRAM --data DIR [--kills N] [--seed N]: kills a node in the middle of its work again and again, and holds
// it after each restart to all that it ever told. A client of JSON-RPC and nothing else: it knows what RPC said, and its own keys.
//
// Each transfer adds a power of two of its own to its destination, so a balance names exactly the transfers that took effect:
// one that is lost is a bit that is missing, one that happened twice carries into a bit that nobody sent.
#include "adapters/cluster/rpc_client.hpp"
#include "chain/recovery/verify.hpp"
#include "codec/base58.hpp"
#include "codec/base64.hpp"
#include "codec/sha256.hpp"
#include "codec/transaction/transaction.hpp"
#include "process.hpp"
#include "protocols/system/system.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

using namespace zestron;
using namespace std::chrono_literals;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kPayers = 4;
constexpr std::size_t kBurst = 10;  ///< transfers between two looks at what is confirmed
constexpr auto kPause =
    15ms;  ///< after a burst: a thousand lives add up to some 200,000 transfers, and all are checked
constexpr std::size_t kStatusesAtOnce = 256, kAccountsAtOnce = 100;
constexpr std::size_t kBlocksChecked = 48;  ///< after each restart: the newest half of them, and as many of any age
constexpr unsigned kBits = 16;
constexpr std::uint64_t kUnit = 1ULL << 20U;  ///< above what keeps an empty account alive
constexpr std::uint64_t kFunds = 1'000'000'000'000'000;
/// A blockhash that ran out on a busy machine, a full queue: then the transfer just has not happened.
constexpr std::array kRefusals{-32002, -32005};
const json kConfirmed{{"commitment", "confirmed"}};

struct Arguments {
  std::string node, data;
  std::uint64_t kills = 30, seed = 20'261;
};

/// What the node told wrongly after a restart: the campaign's failure.
struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Transfer {
  std::string signature;
  std::uint64_t slot = 0;  ///< that it was confirmed in; 0: never told
};

codec::Keypair payer(std::size_t number) {
  std::array<std::uint8_t, 32> secret{};
  std::ranges::copy(codec::sha256(as_bytes(fmt::format("zestron kills payer {}", number))).view(), secret.begin());
  return codec::Keypair::from_secret(secret);
}

Pubkey destination(std::size_t number) {
  return Pubkey(codec::sha256(as_bytes(fmt::format("zestron kills destination {}", number))).value());
}

/// All that the node ever told, across its lives.
class Told {
 public:
  std::vector<Transfer> transfers;              ///< of destination number / kBits, bit number % kBits
  std::map<std::uint64_t, std::string> blocks;  ///< slot and blockhash, once confirmed
  std::uint64_t confirmed = 0, finalized = 0;   ///< highest slots shown
  std::size_t confirmed_transfers = 0;
};

/// One life of the node, from its first answer to its kill.
class Life {
 public:
  Life(cluster::RpcClient client, Told& told, std::mt19937_64& chance)
      : client_(std::move(client)), told_(told), chance_(chance) {
    for (std::size_t i = 0; i < kPayers; ++i) payers_.push_back(payer(i));
  }

  /// Throws Broken for the first thing that is not as it was told.
  void check(bool every_block) {
    check_slots();
    check_blocks(every_block);
    check_transfers();
  }

  void fund() {
    for (const codec::Keypair& each : payers_) must("requestAirdrop", {codec::to_base58(each.pubkey()), kFunds});
    for (const codec::Keypair& each : payers_) {
      while (must("getBalance", {codec::to_base58(each.pubkey()), kConfirmed})["value"] == 0)
        std::this_thread::sleep_for(5ms);
    }
  }

  /// Sends and listens until the node is gone.
  void load() {
    waiting_.clear();
    while (send_burst() && note_confirmed() && note_slots()) std::this_thread::sleep_for(kPause);
  }

 private:
  /// nullopt once the node is gone; an answer that is an error is a failure of the campaign, but for those `allowed`.
  std::optional<json> ask(const char* method, const json& params, std::span<const int> allowed = {}) {
    auto answer = client_.call(method, params);
    if (answer) return std::move(*answer);
    if (std::ranges::find(allowed, answer.error().code) != allowed.end()) return json();
    if (answer.error().code != 0) throw Broken(fmt::format("{} says: {}", method, answer.error().message));
    return std::nullopt;
  }
  json must(const char* method, const json& params) {
    auto answer = ask(method, params);
    if (!answer) throw Broken(fmt::format("the node does not answer {} after its restart", method));
    return std::move(*answer);
  }

  bool send_burst() {
    const auto latest = ask("getLatestBlockhash", json::array({kConfirmed}));
    if (!latest) return false;
    const auto blockhash = codec::from_base58<Hash>((*latest)["value"]["blockhash"].get<std::string>());
    for (std::size_t i = 0; i < kBurst; ++i) {
      const std::size_t number = told_.transfers.size();
      const codec::Keypair& from = payers_[number % kPayers];
      const auto transfer =
          protocols::system::transfer(from.pubkey(), destination(number / kBits), Lamports(kUnit << (number % kBits)));
      const auto transaction = codec::sign_transaction(
          *codec::compile_message(from.pubkey(), std::array{transfer}, *blockhash), std::array{&from});
      // Known before it is sent: it may take effect although the node is killed before it answers.
      told_.transfers.push_back({.signature = codec::to_base58(transaction->signatures.front())});
      waiting_.push_back(number);
      const json options{
          {"encoding", "base64"}, {"skipPreflight", number % 4 != 0}, {"preflightCommitment", "confirmed"}};
      if (!ask("sendTransaction", {codec::base64_encode(transaction->serialize()), options}, kRefusals)) return false;
    }
    return true;
  }

  bool note_confirmed() {
    std::vector<std::size_t> still;
    for (std::size_t at = 0; at < waiting_.size(); at += kStatusesAtOnce) {
      const std::span part(waiting_.data() + at, std::min(kStatusesAtOnce, waiting_.size() - at));
      const auto statuses = ask("getSignatureStatuses", json::array({signatures(part)}));
      if (!statuses) return false;
      for (std::size_t i = 0; i < part.size(); ++i) {
        const json& status = (*statuses)["value"][i];
        if (status.is_null() || status["confirmationStatus"] == "processed") {
          still.push_back(part[i]);
          continue;
        }
        told_.transfers[part[i]].slot = status["slot"].get<std::uint64_t>();
        ++told_.confirmed_transfers;
      }
    }
    waiting_ = std::move(still);
    return true;
  }

  bool note_slots() {
    const auto confirmed = ask("getSlot", json::array({kConfirmed}));
    if (!confirmed) return false;
    told_.confirmed = std::max(told_.confirmed, confirmed->get<std::uint64_t>());
    const auto finalized = ask("getSlot", json::array());
    if (!finalized) return false;
    told_.finalized = std::max(told_.finalized, finalized->get<std::uint64_t>());
    const auto block = ask("getBlock", block_params(told_.confirmed));
    if (!block) return false;
    told_.blocks.emplace(told_.confirmed, (*block)["blockhash"].get<std::string>());
    return true;
  }

  void check_slots() {
    const auto confirmed = must("getSlot", json::array({kConfirmed})).get<std::uint64_t>();
    const auto finalized = must("getSlot", json::array()).get<std::uint64_t>();
    if (confirmed < told_.confirmed || finalized < told_.finalized) {
      throw Broken(fmt::format("slots {} (confirmed) and {} (finalized) were shown, the restarted node is at {} and {}",
                               told_.confirmed, told_.finalized, confirmed, finalized));
    }
  }

  void check_blocks(bool every_one) {
    std::vector<std::uint64_t> slots;
    for (const auto& [slot, blockhash] : told_.blocks) slots.push_back(slot);
    if (!every_one && slots.size() > kBlocksChecked) {
      std::shuffle(slots.begin(), slots.end() - kBlocksChecked / 2, chance_);
      slots.erase(slots.begin(), slots.end() - kBlocksChecked);
    }
    for (const std::uint64_t slot : slots) {
      const json block = must("getBlock", block_params(slot));
      if (block["blockhash"] != told_.blocks.at(slot)) throw Broken(fmt::format("slot {} is another one now", slot));
    }
  }

  /// A transfer that was told confirmed is in its slot; and of every one, told or not, status and balance say the same.
  void check_transfers() {
    std::vector<std::uint32_t> landed((told_.transfers.size() + kBits - 1) / kBits);
    std::vector<std::size_t> all(told_.transfers.size());
    for (std::size_t number = 0; number < all.size(); ++number) all[number] = number;
    for (std::size_t at = 0; at < all.size(); at += kStatusesAtOnce) {
      const std::span part(all.data() + at, std::min(kStatusesAtOnce, all.size() - at));
      const json statuses =
          must("getSignatureStatuses", {signatures(part), {{"searchTransactionHistory", true}}})["value"];
      for (std::size_t i = 0; i < part.size(); ++i) {
        const Transfer& transfer = told_.transfers[part[i]];
        const json& status = statuses[i];
        const bool found = !status.is_null() && status["err"].is_null() && status["confirmationStatus"] != "processed";
        if (found) landed[part[i] / kBits] |= 1U << (part[i] % kBits);
        if (transfer.slot != 0 && (!found || status["slot"] != transfer.slot)) {
          throw Broken(fmt::format("{} was confirmed in slot {}, and now its status is {}", transfer.signature,
                                   transfer.slot, status.dump()));
        }
      }
    }
    check_balances(landed);
  }

  void check_balances(const std::vector<std::uint32_t>& landed) {
    for (std::size_t at = 0; at < landed.size(); at += kAccountsAtOnce) {
      json keys = json::array();
      for (std::size_t i = at; i < std::min(landed.size(), at + kAccountsAtOnce); ++i)
        keys.push_back(codec::to_base58(destination(i)));
      const json accounts =
          must("getMultipleAccounts", {keys, {{"commitment", "confirmed"}, {"encoding", "base64"}}})["value"];
      for (std::size_t i = 0; i < accounts.size(); ++i) {
        const auto lamports = accounts[i].is_null() ? 0 : accounts[i]["lamports"].get<std::uint64_t>();
        if (lamports != kUnit * landed[at + i]) {
          throw Broken(fmt::format("destination {} holds {} lamports; by its transactions' statuses it should be {}",
                                   at + i, lamports, kUnit * landed[at + i]));
        }
      }
    }
  }

  [[nodiscard]] json signatures(std::span<const std::size_t> numbers) const {
    json list = json::array();
    for (const std::size_t number : numbers) list.push_back(told_.transfers[number].signature);
    return list;
  }
  static json block_params(std::uint64_t slot) {
    return {slot, {{"commitment", "confirmed"}, {"transactionDetails", "none"}, {"rewards", false}}};
  }

  cluster::RpcClient client_;
  Told& told_;
  std::mt19937_64& chance_;
  std::vector<codec::Keypair> payers_;
  std::vector<std::size_t> waiting_;
};

void run(const Arguments& arguments) {
  std::mt19937_64 chance(arguments.seed);
  Told told;
  const auto began = Clock::now();
  Clock::duration slowest{0};
  for (std::uint64_t life = 0; life <= arguments.kills; ++life) {
    const auto started = Clock::now();
    kills::Process node(arguments.node, {"--data", arguments.data, "--slot-ms", "10", "--snapshot-slots", "150"});
    auto client = cluster::RpcClient::connect(fmt::format("http://127.0.0.1:{}", node.port()), 20s);
    if (!client) throw Broken(client.error().message);
    slowest = std::max(slowest, Clock::now() - started);
    Life now(std::move(*client), told, chance);
    const bool last = life == arguments.kills;
    now.check(last);
    if (last) break;
    if (life == 0) now.fund();
    // Any moment: in the first slot, in a snapshot, between a write and its sync.
    const std::chrono::milliseconds moment(std::uniform_int_distribution(5, 500)(chance));
    std::jthread killer([&node, moment] {
      std::this_thread::sleep_for(moment);
      node.kill();
    });
    now.load();
    killer.join();
    if (const auto status = node.own_end())
      throw Broken(fmt::format("the node ended by itself, with status {}", *status));
    if ((life + 1) % 100 == 0) {
      fmt::print("{} kills, {} transfers confirmed, {} slots shown\n", life + 1, told.confirmed_transfers,
                 told.blocks.size());
      std::fflush(stdout);
    }
  }
  const auto verified = chain::ledger::verify(arguments.data);
  if (!verified) throw Broken("ledger verify: " + verified.error().message);
  fmt::print(
      "{} kills in {:.0f} s: {} transfers sent, {} told confirmed, none lost; {} slots shown, to {} confirmed and {} "
      "finalized, none gone; slowest restart {:.2f} s; {} slots and {} transactions re-execute to the same hashes\n",
      arguments.kills, std::chrono::duration<double>(Clock::now() - began).count(), told.transfers.size(),
      told.confirmed_transfers, told.blocks.size(), told.confirmed, told.finalized,
      std::chrono::duration<double>(slowest).count(), verified->slots, verified->transactions);
  // Hundreds a kill on an idle machine; few where others compute.
  if (told.confirmed_transfers < arguments.kills) {
    throw Broken("the load was too little to show anything: fewer transfers were confirmed than nodes killed");
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("kills a node under load and checks what it told");
  Arguments arguments;
  app.add_option("--node", arguments.node)->required();
  app.add_option("--data", arguments.data)->required();
  app.add_option("--kills", arguments.kills);
  app.add_option("--seed", arguments.seed);
  CLI11_PARSE(app, argc, argv);
  try {
    run(arguments);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "FAILED with seed {}: {}\n", arguments.seed, error.what());
    return 1;
  }
}
