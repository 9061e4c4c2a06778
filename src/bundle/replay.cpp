#include "bundle/replay.hpp"

#include "agent/code_digest.hpp"
#include "agent/config.hpp"
#include "bundle/event_bytes.hpp"
#include "bundle/port_value.hpp"
#include "codec/base58.hpp"
#include "codec/merkle/merkle.hpp"
#include "codec/transaction/keypair.hpp"
#include "codec/transaction/transaction.hpp"
#include "infra/segment_log/reader.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

namespace zestron::bundle {
namespace {

namespace log = infra::segment_log;

/// A bundle of a stranger names no more agents than this: each takes memory.
constexpr std::size_t kAgentsMax = 100'000;

std::vector<Bytes> bytes_of(std::span<const domain::Intent> intents) {
  std::vector<Bytes> out;
  for (const auto& intent : intents) out.push_back(transact::intent_bytes(intent));
  return out;
}

std::vector<Bytes> bytes_of(std::span<const domain::Request> requests) {
  std::vector<Bytes> out;
  for (const auto& request : requests) out.push_back(request_bytes(request));
  return out;
}

// The first port at which the two traces part; nodes come in topological order, so it is where the difference began.
struct Parting {
  std::string node, port, recorded, replayed;
};

std::optional<Parting> parting(const agent::Plan& plan, const std::vector<PortValue>& recorded,
                               const std::vector<PortValue>& replayed) {
  const auto [a, b] = std::ranges::mismatch(recorded, replayed);
  if (a == recorded.end() && b == replayed.end()) return std::nullopt;
  const auto place = [](const PortValue& value) { return std::pair(value.node, value.port); };
  const bool earlier = b == replayed.end() || (a != recorded.end() && place(*a) <= place(*b));
  const auto& first = earlier ? *a : *b;
  if (first.node >= plan.nodes().size()) return Parting{fmt::format("#{}", first.node), "", "fired", "no such node"};
  const auto& node = plan.nodes()[first.node];
  if (first.port >= node.kind->outputs.size())
    return Parting{node.id, fmt::format("#{}", first.port), "fired", "no such port"};
  const auto& port = node.kind->outputs[first.port];
  const auto shown = [&](auto at, auto end) {
    return at == end || place(*at) != place(first) ? std::string("nothing new") : shown_value(port.type, at->value);
  };
  return Parting{node.id, std::string(port.name), shown(a, recorded.end()), shown(b, replayed.end())};
}

struct Run {
  explicit Run(const agent::Config& config, const Pubkey& agent) : runtime(config, agent) {}
  agent::Runtime runtime;
  std::map<std::string, domain::Request> asked;  // the newest question of each node

  void remember(const agent::Step& step) {
    for (const auto& request : step.requests) asked[request.node] = request;
  }
};

struct Member {
  Run recorded;
  std::optional<Run> anew;  // on answers that were computed again
  ReplayedAgent figures;
  codec::MerkleAccumulator intents;
};

class Replay {
 public:
  Replay(const Recompute& recompute, Standings standings) : recompute_(recompute), standings_(standings) {}

  BundleOutcome<void> take(ByteView payload) {
    const auto record = parse_record(payload);
    if (!record) return malformed("it is none of ours");
    if (out.ended) return malformed("it stands behind the end");
    if (out.records == 0 && !std::holds_alternative<Begin>(*record)) return malformed("no bundle begins with it");
    if (const auto* end = std::get_if<End>(&*record)) return finish(*end);
    tree_.append(codec::merkle_leaf(payload));
    ++out.records;
    return std::visit([&](const auto& chosen) { return one(chosen); }, *record);
  }

  void close() {
    out.root = tree_.root();
    for (auto& member : members_) {
      member->figures.intents = member->recorded.runtime.sequence();
      member->figures.trades = member->recorded.runtime.position().trades;
      member->figures.intents_root = member->intents.root();
      out.agents.push_back(member->figures);
    }
  }

  Replayed out;

 private:
  [[nodiscard]] std::unexpected<Failure<BundleError>> malformed(std::string_view why) const {
    return fail(BundleError::kMalformed, fmt::format("record {}: {}", out.records + 1, why));
  }

  BundleOutcome<void> finish(const End& end) {
    out.ended = true;
    out.full = end.reason == End::Reason::kFull;
    if (end.records != out.records)
      return fail(BundleError::kDamaged, fmt::format("it ends after {} records and says {}", out.records, end.records));
    if (end.root != tree_.root()) return fail(BundleError::kDamaged, "its Merkle root is not that of its records");
    return {};
  }

  BundleOutcome<void> one(const Begin& begin) {
    if (out.records != 1) return malformed("a bundle begins once");
    out.about = begin.about;
    return {};
  }

  BundleOutcome<void> one(const AgentBegins& begins) {
    auto config = agent::Config::parse(begins.config);
    if (!config) return malformed("its config: " + config.error().message);
    if (config->canonical() != begins.config) return malformed("its config is not in canonical form");
    if (begins.index > members_.size() || begins.index >= kAgentsMax) return malformed("it skips an agent");
    const bool known = begins.index < members_.size();
    if (known && members_[begins.index]->figures.agent != begins.agent) return malformed("it is of another agent");
    if (begins.goes_on) {
      if (!known) return malformed("nothing is there that could go on");
      auto& member = *members_[begins.index];
      member.recorded.runtime.upgrade(*config);
      if (member.anew) member.anew->runtime.upgrade(*config);
    } else {
      auto member = std::make_unique<Member>(Member{Run(*config, begins.agent), {}, {}, {}});
      if (recompute_) member->anew.emplace(*config, begins.agent);
      member->figures.agent = begins.agent;
      if (!known) members_.emplace_back();
      members_[begins.index] = std::move(member);
    }
    members_[begins.index]->figures.name = config->name();
    members_[begins.index]->figures.config = config->hash();
    return {};
  }

  BundleOutcome<void> one(const AgentStands& stands) {
    if (stands.index >= members_.size()) return malformed("a standing of no agent");
    auto& member = *members_[stands.index];
    if (standings_ == Standings::kRefused) {
      return fail(
          BundleError::kUntrusted,
          fmt::format("record {}: agent {} goes on from bytes that an earlier run kept, and nobody can check those. Of "
                      "a bundle of your own, say --trust-standings; a node without --from-checkpoint writes none",
                      out.records, codec::to_base58(member.figures.agent)));
    }
    if (stands.code != agent::code_digest()) {
      return fail(
          BundleError::kUntrusted,
          fmt::format("record {}: agent {} goes on from bytes that another version of this program kept: replay it "
                      "with that one",
                      out.records, codec::to_base58(member.figures.agent)));
    }
    std::vector<agent::TradeClosed> trades;
    for (const auto& bytes : stands.trades) trades.push_back(*agent::parse_trade(bytes));
    const auto stand = [&](Run& run) {
      for (const auto& bytes : stands.asked) {
        auto request = *parse_request(bytes);
        run.asked[request.node] = std::move(request);
      }
      return run.runtime.stand_at({stands.ticks, stands.intents, std::as_bytes(std::span(stands.block))}, trades);
    };
    if (!stand(member.recorded) || (member.anew && !stand(*member.anew)))
      return malformed("its agent never stood there");
    return {};
  }

  BundleOutcome<void> one(const Fed& fed) {
    event_ = *parse_event(fed.event);
    begins_tick_ = fed.begins_tick;
    ++out.events;
    return {};
  }

  BundleOutcome<void> one(const Brought& recorded) {
    if (!event_) return malformed("an outcome of no event");
    if (recorded.index >= members_.size()) return malformed("an outcome of no agent");
    if (out.first) return {};
    ++out.outcomes;
    auto& member = *members_[recorded.index];
    if (std::holds_alternative<domain::Tick>(event_->what)) ++member.figures.ticks;
    const auto* answer = std::get_if<domain::Answer>(&event_->what);
    if (answer != nullptr) ++out.answers;
    auto& run = member.recorded;
    const auto question = answer != nullptr ? asked_of(run, *answer) : std::nullopt;
    if (begins_tick_) run.runtime.begin_tick();
    const auto step = run.runtime.on_event(*event_);
    compare(recorded, member, step);
    for (const auto& intent : step.intents) member.intents.append(codec::merkle_leaf(transact::intent_bytes(intent)));
    if (member.anew) beside(member, step, question);
    run.remember(step);
    return {};
  }

  BundleOutcome<void> one(const SeenAccount&) {
    ++out.accounts;
    return {};
  }
  BundleOutcome<void> one(const Turned& turned) {
    ++out.transactions;
    if (turned.wire.empty()) return {};
    const auto transaction = codec::parse_transaction(turned.wire);
    if (!transaction || transaction->signatures.empty()) return malformed("its wire bytes are no transaction");
    const auto& message = transaction->message;
    if (transaction->signatures[0] != turned.signature || message.keys.empty() || message.keys[0] != turned.lane)
      return malformed("its wire bytes are of another transaction");
    if (!codec::verify(turned.lane, message.serialize(), turned.signature))
      return fail(BundleError::kDamaged, fmt::format("record {}: the signature is not of its bytes", out.records));
    return {};
  }
  BundleOutcome<void> one(const Exchange& exchange) {
    if (exchange.index >= members_.size()) return malformed("an exchange of no agent");
    ++out.exchanges;
    return {};
  }
  BundleOutcome<void> one(const End&) { return {}; }

  static std::optional<domain::Inference> asked_of(const Run& run, const domain::Answer& answer) {
    const auto found = run.asked.find(answer.node);
    if (found == run.asked.end() || found->second.sequence != answer.sequence) return std::nullopt;
    const auto* inference = std::get_if<domain::Inference>(&found->second.content);
    return inference == nullptr ? std::nullopt : std::optional(*inference);
  }

  void compare(const Brought& recorded, const Member& member, const agent::Step& step) {
    const auto& runtime = member.recorded.runtime;
    Divergence difference{.tick = member.figures.ticks,
                          .record = out.records,
                          .slot = event_->slot,
                          .at = event_->now,
                          .agent = member.figures.agent,
                          .node = {},
                          .port = {},
                          .what = {}};
    if (recorded.traced) {
      if (const auto part = parting(runtime.plan(), recorded.ports, port_values(runtime, step.fired))) {
        difference.node = part->node;
        difference.port = part->port;
        difference.what = fmt::format("recorded {}, replayed {}", part->recorded, part->replayed);
        out.first = difference;
        return;
      }
    }
    const auto differs = [&](bool same, std::string_view what, std::size_t was, std::size_t is) {
      if (same || out.first) return;
      difference.what = fmt::format("the {} differ: {} recorded, {} replayed", what, was, is);
      out.first = difference;
    };
    differs(recorded.verdict == static_cast<std::uint8_t>(step.verdict), "verdicts", recorded.verdict,
            static_cast<std::size_t>(step.verdict));
    differs(recorded.intents == bytes_of(step.intents), "intents", recorded.intents.size(), step.intents.size());
    differs(recorded.requests == bytes_of(step.requests), "questions", recorded.requests.size(), step.requests.size());
  }

  // The same event to the run whose model is asked anew; `question` is what the recorded answer answered.
  void beside(Member& member, const agent::Step& step, const std::optional<domain::Inference>& question) {
    auto& run = *member.anew;
    auto event = *event_;
    if (auto* answer = std::get_if<domain::Answer>(&event.what)) again(run, *answer, question);
    if (begins_tick_) run.runtime.begin_tick();
    const auto other = run.runtime.on_event(event);
    decided(member, step, other);
    run.remember(other);
  }

  // Puts what the model says now into the answer: to the question of this run, which may have become another one.
  void again(const Run& run, domain::Answer& answer, const std::optional<domain::Inference>& question) {
    auto* recorded = std::get_if<domain::Answer::Tensor>(&answer.content);
    if (recorded == nullptr || !question) return;
    const auto now = recompute_(*question);
    if (!now) return;
    ++out.recomputed;
    for (std::size_t i = 0; i < std::min(now->size(), recorded->values.size()); ++i)
      out.deviation_max = std::max(out.deviation_max, std::abs((*now)[i] - recorded->values[i]));
    const auto own = run.asked.find(answer.node);
    const auto* inference = own == run.asked.end() ? nullptr : std::get_if<domain::Inference>(&own->second.content);
    const auto values = inference == nullptr || *inference == *question ? now : recompute_(*inference);
    if (values) recorded->values = *values;
    if (own != run.asked.end()) answer.sequence = own->second.sequence;
  }

  void decided(const Member& member, const agent::Step& was, const agent::Step& is) {
    const auto add = [&](std::string what, std::string recorded, std::string recomputed) {
      if (out.changed.size() == kChangedMax) {
        ++out.changed_more;
        return;
      }
      out.changed.push_back({member.figures.ticks, event_->slot, member.figures.agent, std::move(what),
                             std::move(recorded), std::move(recomputed)});
    };
    const auto& before = member.recorded.runtime;
    const auto& now = member.anew->runtime;
    if (const auto* answer = std::get_if<domain::Answer>(&event_->what)) choice(before, now, answer->node, add);
    const auto side = [](const agent::Step& step) {
      return step.opened != nullptr ? "opened" : step.closed != nullptr ? "closed" : "left";
    };
    if (side(was) != side(is)) add("position", side(was), side(is));
    const auto a = bytes_of(was.intents);
    const auto b = bytes_of(is.intents);
    if (a != b) add("intents", fmt::format("{}", a.size()), fmt::format("{}", b.size()));
  }

  // What a node that asked a model made of the answer: its first output.
  static void choice(const agent::Runtime& before, const agent::Runtime& now, std::string_view id, const auto& add) {
    const auto& nodes = before.plan().nodes();
    const auto found = std::ranges::find(nodes, id, &agent::Node::id);
    if (found == nodes.end() || found->kind->outputs.empty()) return;
    const auto node = static_cast<std::size_t>(found - nodes.begin());
    const auto was = port_value(before.plan(), before.block(), node, 0);
    const auto is = port_value(now.plan(), now.block(), node, 0);
    if (was == is) return;
    const auto& port = found->kind->outputs[0];
    add(fmt::format("{}.{}", id, port.name), shown_value(port.type, was), shown_value(port.type, is));
  }

  const Recompute& recompute_;
  Standings standings_;
  codec::MerkleAccumulator tree_;
  std::vector<std::unique_ptr<Member>> members_;
  std::optional<domain::Event> event_;
  bool begins_tick_ = false;
};

}  // namespace

BundleOutcome<Replayed> replay(const std::filesystem::path& folder, const Recompute& recompute, Standings standings) {
  auto reader = log::Reader::open(folder, kBundleIdentity);
  if (!reader) {
    const bool foreign = reader.error().code == log::LogCode::kForeign;
    return fail(foreign ? BundleError::kNotABundle : BundleError::kIo,
                foreign ? folder.string() + " is no run bundle" : reader.error().message);
  }
  Replay replay(recompute, standings);
  while (true) {
    const auto record = reader->next();
    if (!record) return fail(BundleError::kIo, record.error().message);
    if (!*record) break;
    if (auto taken = replay.take((*record)->payload); !taken) return std::unexpected(taken.error());
  }
  const auto& end = reader->end();
  if (end.stop == log::Stop::kDamaged) return fail(BundleError::kDamaged, end.what);
  if (end.stop == log::Stop::kTorn) replay.out.torn = end.what;
  if (replay.out.records == 0) return fail(BundleError::kNotABundle, folder.string() + " has no record of a bundle");
  replay.close();
  return std::move(replay.out);
}

}  // namespace zestron::bundle
