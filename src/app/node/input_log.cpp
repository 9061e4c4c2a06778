#include "app/node/input_log.hpp"

#include "bundle/event_bytes.hpp"
#include "infra/segment_log/reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace zestron::node {
namespace {

namespace log = infra::segment_log;
using domain::Answer;

constexpr auto kIdentity = log::identity_of("zestron agents' inputs 1");

std::filesystem::path directory(const DataFolder& folder) { return folder.agents() / "inputs"; }

template <class Code>
std::unexpected<Failure<FolderError>> unusable(const Failure<Code>& failure) {
  return fail(FolderError::kUnusable, failure.message);
}

std::string valid(const std::string& text) {
  using nlohmann::json;
  return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

// What a start reads again of slots that it does not need lies in one of these.
constexpr std::uint64_t kSegmentBytesMax = std::uint64_t{16} << 20U;

struct Read {
  Pubkey agent;
  Input input;
};

std::optional<Read> parse(ByteView bytes) {
  if (bytes.size() <= Pubkey::kSize || bytes[Pubkey::kSize] > 1) return std::nullopt;
  auto event = bundle::parse_event(bytes.subspan(Pubkey::kSize + 1));
  if (!event) return std::nullopt;
  return Read{*Pubkey::from(bytes.first(Pubkey::kSize)), {*std::move(event), bytes[Pubkey::kSize] == 1}};
}

// The newest segment that begins before `slot`, so that all of it follows; the oldest if there is none.
std::uint64_t segment_with(const std::filesystem::path& path, const std::vector<std::uint64_t>& segments, Slot slot) {
  for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
    // One whose first record cannot be read is left to the reader, which says what is wrong with it.
    const auto first = log::read_payload(path, {.segment = *segment});
    const auto read = first ? parse(*first) : std::nullopt;
    if (read && read->input.event.slot < slot) return *segment;
  }
  return segments.front();
}

}  // namespace

domain::Event as_recorded(domain::Event event) {
  if (auto* proposal = std::get_if<domain::ProposalState>(&event.what)) proposal->text = valid(proposal->text);
  auto* answer = std::get_if<Answer>(&event.what);
  if (answer == nullptr) return event;
  if (auto* text = std::get_if<Answer::Text>(&answer->content)) text->text = valid(text->text);
  if (auto* failed = std::get_if<Answer::Failed>(&answer->content)) failed->reason = valid(failed->reason);
  const auto* tensor = std::get_if<Answer::Tensor>(&answer->content);
  if (tensor != nullptr && !std::ranges::all_of(tensor->values, [](double value) { return std::isfinite(value); }))
    answer->content = Answer::Failed{"it is no number"};
  return event;
}

Outcome<InputLog, FolderError> InputLog::open(const DataFolder& folder, Slot last, const From& from, Past& past) {
  const auto path = directory(folder);
  std::error_code ec;
  for (const auto& entry : std::filesystem::directory_iterator(folder.agents(), ec)) {
    // Passed over, an agent would go on from another past than it has.
    if (entry.path().extension() != ".inputs") continue;
    return fail(FolderError::kUnusable,
                entry.path().string() +
                    " is an earlier version's, which is not read any more; delete it to let its agent "
                    "begin anew");
  }
  log::LogEnd end;
  const auto segments = log::list_segments(path);
  if (!segments) return unusable(segments.error());
  if (!segments->empty()) {
    const auto first = std::ranges::min_element(from, {}, &From::value_type::second);
    const auto needed = Slot(std::min(first == from.end() ? last.value() : first->second.value(), last.value()));
    auto reader = log::Reader::open(path, kIdentity, segment_with(path, *segments, needed));
    if (!reader) return unusable(reader.error());
    std::optional<log::LogEnd> beyond;
    while (!beyond) {
      const auto record = reader->next();
      if (!record) return unusable(record.error());
      if (!*record) break;
      auto read = parse((*record)->payload);
      if (!read) {
        return fail(FolderError::kDamaged,
                    fmt::format("{}: record {} is none of ours; delete the folder to let all agents "
                                "begin anew",
                                path.string(), (*record)->sequence));
      }
      const auto slot = read->input.event.slot;
      if (slot > last) {
        beyond.emplace();
        beyond->at = (*record)->at;
        beyond->next_sequence = (*record)->sequence;
      } else if (const auto wanted = from.find(read->agent); wanted != from.end() && slot >= wanted->second) {
        past[read->agent].push_back(std::move(read->input));
      }
    }
    end = beyond ? *beyond : reader->end();
    if (end.stop == log::Stop::kDamaged)
      return fail(FolderError::kDamaged, end.what + "; delete the folder to let all agents begin anew");
    if (beyond || end.stop == log::Stop::kTorn) {
      if (auto shortened = log::cut(path, end.at, {}); !shortened) return unusable(shortened.error());
      end.stop = log::Stop::kEnd;
    }
  }
  auto writer =
      log::Writer::open({.directory = path, .identity = kIdentity, .segment_bytes_max = kSegmentBytesMax}, end);
  if (!writer) return unusable(writer.error());
  return InputLog(*std::move(writer));
}

Outcome<void, FolderError> InputLog::append(const Pubkey& agent, const Input& input) {
  const auto event = bundle::event_bytes(input.event);
  Bytes record(agent.view().begin(), agent.view().end());
  record.reserve(record.size() + 1 + event.size());
  record.push_back(input.after_tick ? 1 : 0);
  record.insert(record.end(), event.begin(), event.end());
  dirty_ = true;
  if (auto kept = writer_.append(record); !kept) return unusable(kept.error());
  return {};
}

Outcome<void, FolderError> InputLog::sync() {
  if (!std::exchange(dirty_, false)) return {};
  if (auto synced = writer_.sync(); !synced) return unusable(synced.error());
  return {};
}

}  // namespace zestron::node
