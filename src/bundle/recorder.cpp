#include "bundle/recorder.hpp"

#include "agent/code_digest.hpp"
#include "base/assert.hpp"
#include "bundle/event_bytes.hpp"
#include "bundle/port_value.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <algorithm>

namespace zestron::bundle {
namespace log = infra::segment_log;

BundleOutcome<Recorder> Recorder::open(RecorderOptions options) {
  const auto segments = log::list_segments(options.folder);
  if (!segments) return fail(BundleError::kIo, segments.error().message);
  if (!segments->empty()) return fail(BundleError::kIo, options.folder.string() + " holds a bundle already");
  auto writer = log::Writer::open({.directory = options.folder, .identity = kBundleIdentity}, {});
  if (!writer) return fail(BundleError::kIo, writer.error().message);
  Recorder out(std::move(options), *std::move(writer));
  out.append(Begin{.about = out.options_.about});
  if (!out.trouble_.empty()) return fail(BundleError::kIo, out.trouble_);
  return out;
}

void Recorder::give_up(std::string why) {
  trouble_ = std::move(why);
  ended_ = true;
}

void Recorder::append(const Record& record) {
  if (ended_) return;
  const auto bytes = record_bytes(record);
  // Room for the end is always left.
  if (bytes_ + bytes.size() > options_.bytes_max) return finish(End::Reason::kFull);
  if (bytes.size() > log::kPayloadBytesMax) return give_up("a record of more than 64 MiB");
  const auto kept = writer_.append(bytes);
  if (!kept) return give_up(kept.error().message);
  tree_.append(codec::merkle_leaf(bytes));
  bytes_ += bytes.size() + log::kRecordHeaderBytes;
}

void Recorder::begins(const Pubkey& agent, std::string_view canonical_config, bool goes_on) {
  const auto index = agents_.emplace(agent, static_cast<std::uint32_t>(agents_.size())).first->second;
  append(AgentBegins{index, goes_on, agent, std::string(canonical_config)});
}

void Recorder::stands(const agent::Runtime& runtime, std::span<const domain::Request> asked) {
  const auto known = agents_.find(runtime.agent());
  ZESTRON_ASSERT(known != agents_.end());
  const auto its = runtime.standing();
  AgentStands out{.index = known->second,
                  .code = agent::code_digest(),
                  .ticks = its.ticks,
                  .intents = its.sequence,
                  .trades = {},
                  .asked = {},
                  .block = Bytes(its.block.size())};
  for (const auto& trade : runtime.trades()) out.trades.push_back(agent::canonical_bytes(trade));
  for (const auto& request : asked) out.asked.push_back(request_bytes(request));
  std::ranges::copy(its.block, std::as_writable_bytes(std::span(out.block)).begin());
  append(out);
}

void Recorder::fed(const domain::Event& event, bool begins_tick) {
  Fed next{begins_tick, event_bytes(event)};
  if (next == fed_) return;
  fed_ = std::move(next);
  fed_written_ = false;
}

void Recorder::outcome(const agent::Runtime& runtime, const agent::Step& step) {
  if (ended_) return;
  const auto known = agents_.find(runtime.agent());
  ZESTRON_ASSERT(known != agents_.end());
  if (!std::exchange(fed_written_, true)) append(fed_);
  Brought out{.index = known->second,
              .verdict = static_cast<std::uint8_t>(step.verdict),
              .intents = {},
              .requests = {},
              .traced = options_.trace,
              .ports = {}};
  for (const auto& intent : step.intents) out.intents.push_back(transact::intent_bytes(intent));
  for (const auto& request : step.requests) out.requests.push_back(request_bytes(request));
  if (options_.trace) out.ports = port_values(runtime, step.fired);
  append(out);
}

void Recorder::account(const SeenAccount& account) { append(account); }

void Recorder::turned(const domain::Effect& effect) {
  append(Turned{.intent = transact::intent_bytes(effect.intent),
                .state = static_cast<std::uint8_t>(effect.state),
                .attempt = effect.attempt,
                .lane = effect.lane,
                .signature = effect.signature,
                .slot = effect.slot,
                .wire = effect.wire,
                .reason = effect.reason});
}

void Recorder::exchange(const Pubkey& agent, std::string_view node, std::uint64_t sequence, std::string_view json) {
  const auto known = agents_.find(agent);
  if (known != agents_.end()) append(Exchange{known->second, std::string(node), sequence, std::string(json)});
}

void Recorder::flush() {
  if (ended_) return;
  if (auto done = writer_.flush(); !done) give_up(done.error().message);
}

void Recorder::finish(End::Reason reason) {
  if (std::exchange(ended_, true)) return;
  const auto kept = writer_.append(record_bytes(End{reason, tree_.size(), tree_.root()}));
  if (!kept) return give_up(kept.error().message);
  if (auto done = writer_.sync(); !done) give_up(done.error().message);
}

}  // namespace zestron::bundle
