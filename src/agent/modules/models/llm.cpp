#include "agent/asking.hpp"
#include "agent/define.hpp"
#include "codec/json/canonical_json.hpp"

#include <fmt/format.h>

namespace zestron::agent {
namespace {

constexpr std::size_t kTextPort = 1, kNumbersPort = 2;

// {text}, {a} … {d} in a prompt become the inputs. One pass: what an input says is never looked at for more of them.
std::string fill_in(std::string_view prompt, const Frame& frame) {
  std::string out;
  while (!prompt.empty()) {
    const auto open = prompt.find('{');
    out += prompt.substr(0, open);
    if (open == std::string_view::npos) break;
    prompt.remove_prefix(open);
    const auto close = prompt.find('}');
    const auto name = close == std::string_view::npos ? std::string_view() : prompt.substr(1, close - 1);
    if (name == "text" && frame.connected(kTextPort)) {
      out += frame.in<Text>(kTextPort).view();
    } else if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'd' &&
               frame.connected(kNumbersPort + static_cast<std::size_t>(name[0] - 'a'))) {
      const auto& number = frame.in<Number>(kNumbersPort + static_cast<std::size_t>(name[0] - 'a'));
      out += number.ready ? fmt::format("{}", number.value) : "unknown";
    } else {
      out += '{';
      prompt.remove_prefix(1);
      continue;
    }
    prompt.remove_prefix(close + 1);
  }
  return out;
}

struct LanguageModel {
  static constexpr std::string_view kName = "llm", kGroup = "models";
  static constexpr std::string_view kSummary =
      "Asks a language model when `when` becomes true. Its answer is a JSON object with exactly a score within bounds, "
      "a yes or no, and a short "
      "text; anything else is no answer. It comes back as a recorded event.";
  static constexpr Port kInputs[] = {{"when", PortType::kBoolean},    {"text", PortType::kText, false},
                                     {"a", PortType::kNumber, false}, {"b", PortType::kNumber, false},
                                     {"c", PortType::kNumber, false}, {"d", PortType::kNumber, false}};
  static constexpr Port kOutputs[] = {
      {"score", PortType::kNumber}, {"agree", PortType::kBoolean}, {"text", PortType::kText}};
  static constexpr std::string_view kService = domain::Prompt::kService;

  struct Params {
    std::string prompt;
    double score_min = 0, score_max = 1;
    std::uint32_t text_bytes_max = 512, timeout_seconds = 60;
  };
  static std::vector<Field<Params>> fields() {
    return {text(&Params::prompt, "prompt", 8'000, "What is asked; {text} and {a} to {d} stand for the inputs."),
            number(&Params::score_min, "score_min", -1e9, 1e9, "Least score."),
            number(&Params::score_max, "score_max", -1e9, 1e9, "Largest score."),
            integer(&Params::text_bytes_max, "text_bytes_max", 0, 4'096, "Longest text of an answer."),
            integer(&Params::timeout_seconds, "timeout_seconds", 1, 3'600, "Nothing else is asked meanwhile.")};
  }
  static std::optional<std::string> check(const Params& params) {
    if (params.score_min <= params.score_max) return std::nullopt;
    return "parameter 'score_min': expected at most what 'score_max' is";
  }
  static std::vector<std::uint32_t> capacities(const Params& params) { return {0, 0, params.text_bytes_max}; }
  static std::uint64_t fuel(const Params& params) { return 2'000 + params.prompt.size() / 8 + params.text_bytes_max; }

  struct State {
    Asking asking;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    const bool in_time = state.asking.patient(frame, std::int64_t{params.timeout_seconds} * 1'000);
    if (const auto* answer = state.asking.take(frame)) return in_time && accept(frame, params, *answer);
    const auto& when = frame.in<Boolean>(0);
    if (!frame.fired(0) || !when.ready || !when.value || in_time) return false;
    state.asking.ask(frame, domain::Prompt{.text = fill_in(params.prompt, frame),
                                           .score_min = params.score_min,
                                           .score_max = params.score_max,
                                           .text_bytes_max = params.text_bytes_max});
    return false;
  }

  static bool accept(const Frame& frame, const Params& params, const domain::Answer& answer) {
    const auto* said = std::get_if<domain::Answer::Text>(&answer.content);
    if (said == nullptr) return false;
    // The text, as JSON escapes it at the worst, and the rest of the object.
    const auto json =
        codec::parse_json(said->text, {.bytes_max = std::size_t{6} * params.text_bytes_max + 256, .depth_max = 2});
    if (!json || !json->is_object() || json->size() != 3) return false;
    const auto score = json->find("score");
    const auto agree = json->find("agree");
    const auto words = json->find("text");
    if (score == json->end() || agree == json->end() || words == json->end()) return false;
    if (!score->is_number() || !agree->is_boolean() || !words->is_string()) return false;
    const auto value = score->get<double>();
    if (!(value >= params.score_min && value <= params.score_max)) return false;
    if (words->get_ref<const std::string&>().size() > params.text_bytes_max) return false;
    frame.out<Number>(0) = {value, true};
    frame.out<Boolean>(1) = {agree->get<bool>(), true};
    frame.out<Text>(2).set(words->get_ref<const std::string&>());
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& llm() { return kind_of<LanguageModel>(); }
}  // namespace modules

}  // namespace zestron::agent
