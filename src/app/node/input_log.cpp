#include "app/node/input_log.hpp"

#include "codec/base58.hpp"
#include "infra/file/file.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace zestron::node {
namespace {

using domain::Answer;
using nlohmann::json;

std::filesystem::path path_of(const DataFolder& folder, const Pubkey& agent) {
  return folder.agents() / (codec::to_base58(agent) + ".inputs");
}

json key(const Pubkey& value) { return codec::to_base58(value); }
Pubkey key_in(const json& value) {
  const auto found = codec::from_base58<Pubkey>(value.get_ref<const std::string&>());
  if (!found) throw std::invalid_argument("no address");
  return *found;
}

json to_json(const domain::Tick&) { return nullptr; }
json to_json(const domain::PoolState& pool) {
  return {{"pool", key(pool.pool)},      {"mint_a", key(pool.mint_a)},  {"mint_b", key(pool.mint_b)},
          {"reserve_a", pool.reserve_a}, {"reserve_b", pool.reserve_b}, {"fee_bps", pool.fee_bps}};
}
json to_json(const domain::ProposalState& proposal) {
  return {{"proposal", key(proposal.proposal)},
          {"open", proposal.open},
          {"votes_for", proposal.votes_for},
          {"votes_against", proposal.votes_against},
          {"text", proposal.text}};
}
json to_json(const domain::Holding& holding) { return {{"mint", key(holding.mint)}, {"amount", holding.amount}}; }
json to_json(const domain::StakeState& stake) {
  return {{"pool", key(stake.pool)}, {"mint", key(stake.mint)}, {"staked", stake.staked}, {"rewards", stake.rewards}};
}
json to_json(const domain::Message& message) {
  return {
      {"from", key(message.from)}, {"to", key(message.to)}, {"sequence", message.sequence}, {"number", message.number}};
}
json to_json(const Answer& answer) {
  json out{{"node", answer.node}, {"sequence", answer.sequence}};
  std::visit(
      [&](const auto& content) {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, Answer::Failed>) out["failed"] = content.reason;
        if constexpr (std::is_same_v<Content, Answer::Text>) out["text"] = content.text;
        if constexpr (std::is_same_v<Content, Answer::Tensor>) out["values"] = content.values;
        if constexpr (std::is_same_v<Content, Answer::Decision>) out["approved"] = content.approved;
      },
      answer.content);
  return out;
}

std::string to_line(const Input& input) {
  const auto body = std::visit([](const auto& what) { return to_json(what); }, input.event.what);
  return json{{"slot", input.event.slot.value()},
              {"now", input.event.now.value()},
              {"kind", input.event.what.index()},
              {"after", input.after_tick},
              {"what", body}}
             .dump(-1, ' ', false, json::error_handler_t::replace) +
         "\n";
}

// Throws what nlohmann throws when something is missing; the caller turns that into "none of ours".
decltype(domain::Event::what) what_in(std::size_t kind, const json& body) {
  const auto number = [&](const char* name) { return body.at(name).get<std::uint64_t>(); };
  const auto text = [&](const char* name) { return body.at(name).get<std::string>(); };
  switch (kind) {
    case 1:
      return domain::PoolState{key_in(body.at("pool")),   key_in(body.at("mint_a")),
                               key_in(body.at("mint_b")), number("reserve_a"),
                               number("reserve_b"),       body.at("fee_bps").get<std::uint32_t>()};
    case 2:
      return domain::ProposalState{key_in(body.at("proposal")), body.at("open").get<bool>(), number("votes_for"),
                                   number("votes_against"), text("text")};
    case 3: return domain::Holding{key_in(body.at("mint")), number("amount")};
    case 4:
      return domain::StakeState{key_in(body.at("pool")), key_in(body.at("mint")), number("staked"), number("rewards")};
    case 5:
      return domain::Message{key_in(body.at("from")), key_in(body.at("to")), number("sequence"),
                             body.at("number").get<double>()};
    case 6: {
      Answer answer{text("node"), number("sequence"), {}};
      if (body.contains("failed")) answer.content = Answer::Failed{text("failed")};
      if (body.contains("text")) answer.content = Answer::Text{text("text")};
      if (body.contains("values")) answer.content = Answer::Tensor{body.at("values").get<std::vector<double>>()};
      if (body.contains("approved")) answer.content = Answer::Decision{body.at("approved").get<bool>()};
      return answer;
    }
    default: throw std::invalid_argument("no input of ours");
  }
}

std::optional<Input> from_line(std::string_view line) {
  try {
    const auto document = json::parse(line);
    return Input{{Slot(document.at("slot").get<std::uint64_t>()), UnixMillis(document.at("now").get<std::int64_t>()),
                  what_in(document.at("kind").get<std::size_t>(), document.at("what"))},
                 document.at("after").get<bool>()};
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

domain::Event as_recorded(domain::Event event) {
  const auto line = to_line({event, false});
  if (auto read = from_line(std::string_view(line).substr(0, line.size() - 1))) return std::move(read->event);
  if (auto* answer = std::get_if<Answer>(&event.what)) answer->content = Answer::Failed{"it is no number"};
  return event;
}

Outcome<std::vector<Input>, FolderError> load_inputs(const DataFolder& folder, const Pubkey& agent, Slot last) {
  const auto path = path_of(folder, agent);
  std::vector<Input> inputs;
  if (!std::filesystem::exists(path)) return inputs;
  const auto bytes = infra::read_file(path);
  if (!bytes) return fail(FolderError::kUnusable, bytes.error().message);
  auto text = as_text(*bytes);
  std::size_t kept = 0;
  bool dropping = false;
  for (auto end = text.find('\n', kept); end != std::string_view::npos && !dropping; end = text.find('\n', kept)) {
    auto input = from_line(text.substr(kept, end - kept));
    if (!input)
      return fail(FolderError::kDamaged,
                  path.string() + " has a line that is none of ours; delete the file to let the agent begin anew");
    dropping = input->event.slot > last;
    if (dropping) break;
    inputs.push_back(*std::move(input));
    kept = end + 1;
  }
  if (kept != bytes->size()) {
    if (auto written = infra::write_file_atomically(path, as_bytes(text.substr(0, kept)), 0600); !written)
      return fail(FolderError::kUnusable, written.error().message);
  }
  return inputs;
}

Outcome<void, FolderError> append_inputs(const DataFolder& folder, const Pubkey& agent,
                                         const std::vector<Input>& inputs) {
  if (inputs.empty()) return {};
  const auto path = path_of(folder, agent);
  const auto file = infra::open_file(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (!file) return fail(FolderError::kUnusable, file.error().message);
  std::string lines;
  for (const auto& input : inputs) lines += to_line(input);
  if (auto written = infra::write_all(*file, as_bytes(lines), path); !written)
    return fail(FolderError::kUnusable, written.error().message);
  if (auto synced = infra::sync_data(*file, path); !synced) return fail(FolderError::kUnusable, synced.error().message);
  return {};
}

}  // namespace zestron::node
