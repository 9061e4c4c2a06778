#include "world.hpp"

#include "bank_ledger.hpp"
#include "disk.hpp"
#include "model_ledger.hpp"
#include "node.hpp"

#include "codec/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace zestron::simulation {
namespace {

constexpr std::uint64_t kStormySlots = 220;
constexpr std::uint64_t kQuietSlots =
    96;  // beyond a blockhash's life: more than finality and a stalled endpoint together
constexpr std::uint64_t kLongDownSlots = 66;  // the same, of a node that is down
constexpr std::size_t kTraceLines = 60;

// How bad this run is; each kind of trouble is absent in some.
struct Weather {
  explicit Weather(math::Random& random) {
    const auto some = [&](std::uint64_t most) { return random.below(3) == 0 ? 0 : random.below(most); };
    faults.away = some(150);
    faults.lost = some(400);
    faults.repeated = some(300);
    faults.delayed = some(500);
    faults.stalls = some(120);
    faults.forgets = random.below(2) == 0;
    fork = some(120);
    skip = some(200);
    kill = some(60);
    rot = some(600);
    jump = some(20);
    pause = some(40);
    liar = random.below(2) == 0;
    endpoints = liar || random.below(2) == 0 ? 3 : 1;
    agents = 1 + random.below(3);
    fees = random.below(2) == 0;
    model = {some(300), some(200), some(100)};
  }
  Faults faults;
  std::uint64_t fork, skip, kill, rot, jump, pause;  // in 1,000 slots
  bool liar, fees;
  std::size_t endpoints, agents;
  Model model;
};

// Signatures cost the most of a run, keys nothing if they are made once.
const std::vector<codec::Keypair>& executors() {
  static const std::vector<codec::Keypair> kPairs = [] {
    std::vector<codec::Keypair> pairs;
    for (const auto* name : {"first executor", "second executor"})
      pairs.push_back(codec::Keypair::from_secret(codec::sha256(as_bytes(name)).value()));
    return pairs;
  }();
  return kPairs;
}

std::vector<Pubkey> keys(std::size_t agents) {
  std::vector<Pubkey> out;
  for (std::size_t i = 0; i < agents; ++i) out.push_back(agent_key(i));
  return out;
}

std::unique_ptr<Ledger> make_ledger(std::uint64_t seed, std::size_t agents) {
  const auto all = keys(agents);
  if (on_bank(seed)) return std::make_unique<BankLedger>(all, executors());
  return std::make_unique<ModelLedger>(all, executors());
}

class World {
 public:
  World(std::uint64_t seed, Bug bug, bool trace)
      : random_(seed),
        bug_(bug),
        trace_(trace),
        weather_(random_),
        disk_(random_.next()),
        market_(random_.next()),
        cluster_(make_ledger(seed, weather_.agents)),
        checker_(cluster_, caps_) {
    // What lies or forgets would be found first.
    if (bug == Bug::kLaggingExpiry) weather_.liar = weather_.faults.forgets = false;
    disk_.mount();
    disk_.ignores_sync = bug == Bug::kSyncSkipped;
    disk_.alive = [this] { return operate(); };
    for (std::size_t i = 0; i < weather_.endpoints; ++i)
      endpoints_.push_back(std::make_unique<Endpoint>(network_, weather_.liar && i == 0));
    for (auto& endpoint : endpoints_) setup_.endpoints.push_back(endpoint.get());
  }

  Report run() {
    while (report_.slots < kStormySlots && checker_.violation().empty()) slot();
    weather_.faults.on = false;
    setup_.model.silent = 1'000;  // nothing new begins; all that did comes to its end
    for (const auto& key : keys(weather_.agents)) cluster_.pause(key, false);
    const auto quiet_slots = cluster_.ledger().blockhash_life() + kQuietSlots;
    for (std::uint64_t i = 0; i < quiet_slots && checker_.violation().empty(); ++i) slot();
    if (checker_.violation().empty() && !retired_) checker_.settled();
    bury();
    report_.violation = checker_.violation();
    report_.trace.assign(lines_.begin(), lines_.end());
    report_.landed = checker_.effects_landed;
    report_.expired = checker_.effects_expired;
    report_.failed = checker_.effects_failed;
    return std::move(report_);
  }

 private:
  struct Travelling {
    Bytes wire;
    std::uint64_t due;
  };

  bool chance(std::uint64_t per_mille) { return weather_.faults.on && random_.below(1'000) < per_mille; }

  void tell(const std::string& line) {
    for (const char c : line)
      report_.fingerprint = (report_.fingerprint ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
    if (!trace_) return;
    lines_.push_back(fmt::format("slot {:<4} {}", report_.slots, line));
    if (lines_.size() > kTraceLines) lines_.pop_front();
  }

  // One operation of the process, on disk or network; the last one before its death happens or not by luck of where it is asked.
  bool operate() {
    if (dead_) return false;
    if (last_operation_ && *last_operation_ == 0) {
      dead_ = true;
      return false;
    }
    if (last_operation_) *last_operation_ -= 1;
    return true;
  }

  void slot() {
    report_.slots += 1;
    produce();
    for (auto& endpoint : endpoints_) endpoint->move();
    const auto& view = market_.next(Slot(report_.slots), chance(weather_.jump));
    if (chance(weather_.pause)) {
      const auto key = agent_key(random_.below(weather_.agents));
      paused_ = !paused_;
      cluster_.pause(key, paused_);
      tell(paused_ ? "an agent is paused on chain" : "and active again");
    }
    if (retired_) return;
    if (!node_) {
      if (down_ > 0 && weather_.faults.on) {
        down_ -= 1;
        return;
      }
      start();
    } else {
      if (!last_operation_ && chance(weather_.kill)) last_operation_ = random_.below(80);
      node_->on_slot(view, [this](const std::string& line) { tell(line); });
      if (!dead_ && chance(10)) {
        tell("the node stops in peace");
        bury();
        down_ = random_.below(10);
      }
    }
    if (dead_) {
      tell("the node is killed");
      report_.kills += 1;
      bury();
      disk_.crash();
      if (chance(weather_.rot) && disk_.rot()) tell("a bit turns over on disk");
      down_ =
          random_.below(2) == 0 ? random_.below(5) : random_.below(cluster_.ledger().blockhash_life() + kLongDownSlots);
    }
  }

  void start() {
    dead_ = false;
    last_operation_.reset();
    node_ = std::make_unique<Node>(setup_);
    auto started = node_->start();
    if (!started && !dead_ && bug_ == Bug::kDamageIgnored) {
      bury();
      disk_.files.clear();
      node_ = std::make_unique<Node>(setup_);
      started = node_->start();
    }
    tell(started ? "the node starts" : "the node does not start: " + started.error().message);
    if (started || dead_) return;
    // An operator reads this; nothing is sent any more.
    report_.damaged += 1;
    retired_ = true;
    bury();
  }

  void bury() {
    if (!node_) return;
    report_.rolled_back += node_->rolled_back();
    node_.reset();
    dead_ = false;
    last_operation_.reset();
  }

  void produce() {
    if (chance(weather_.fork)) {
      const auto lost = cluster_.roll_back(1 + random_.below(kFinalDepth - 1));
      report_.forks += 1;
      tell(fmt::format("a fork: {} transactions disappear", lost.size()));
      checker_.rolled_back(lost);
      for (auto& endpoint : endpoints_) endpoint->fork();
      // Some find their way into the other fork.
      for (const auto& landed : lost) {
        const auto wire = wires_.find(landed.signature);
        if (wire != wires_.end() && random_.below(2) == 0) travelling_.push_back({wire->second, report_.slots});
      }
    }
    if (chance(weather_.skip)) return;
    std::vector<Bytes> due;
    for (auto& item : travelling_) {
      if (item.due <= report_.slots) due.push_back(std::move(item.wire));
    }
    std::erase_if(travelling_, [&](const Travelling& item) { return item.due <= report_.slots; });
    for (std::size_t i = due.size(); i > 1; --i) std::swap(due[i - 1], due[random_.below(i)]);
    Hash blockhash;
    for (auto& byte : blockhash.value()) byte = static_cast<std::uint8_t>(random_.next());
    const auto& block = cluster_.produce(Slot(report_.slots), blockhash, due);
    for (const auto& landed : block.landed) {
      tell(fmt::format("block {} holds effect {}{}", cluster_.head(), landed.claim.sequence,
                       landed.failed() ? ", failed" : ""));
    }
    checker_.landed(block);
  }

  math::Random random_;
  Bug bug_;
  bool trace_;
  Weather weather_;
  Caps caps_{.claims_per_day_max = 4, .claim_max = 500'000'000};
  Disk disk_;
  Market market_;
  Cluster cluster_;
  Checker checker_;
  Report report_;
  std::deque<std::string> lines_;
  std::vector<Travelling> travelling_;
  std::map<Signature, Bytes> wires_;
  std::vector<std::unique_ptr<Endpoint>> endpoints_;
  std::unique_ptr<Node> node_;
  std::uint64_t down_ = 0;
  std::optional<std::uint64_t> last_operation_;
  bool dead_ = false, retired_ = false, paused_ = false;
  Endpoint::World network_{
      cluster_,
      random_,
      weather_.faults,
      [this] { return operate(); },
      [this](const Bytes& wire, std::uint64_t delay) {
        wires_.emplace(codec::parse_transaction(wire)->signatures[0], wire);
        travelling_.push_back({wire, report_.slots + 1 + delay});
      },
      [this](const codec::Message& message, bool refused) { checker_.simulated(message, refused); }};
  NodeSetup setup_{{},      cluster_.ledger(),        executors(), checker_,       market_,
                   random_, weather_.agents,          caps_,       weather_.model, weather_.fees,
                   bug_,    [this] {
        return !dead_; }};
};

}  // namespace

Report simulate(std::uint64_t seed, Bug bug, bool trace) { return World(seed, bug, trace).run(); }

}  // namespace zestron::simulation
