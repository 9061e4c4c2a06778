#include "agent/asking.hpp"
#include "agent/define.hpp"

namespace zestron::agent {
namespace {

struct Retrieval {
  static constexpr std::string_view kName = "retrieval", kGroup = "models";
  static constexpr std::string_view kSummary =
      "The passages of a collection that are nearest to a query, one after the other. They are untrusted text.";
  static constexpr Port kInputs[] = {{"query", PortType::kText}};
  static constexpr Port kOutputs[] = {{"passages", PortType::kText}};
  static constexpr std::string_view kService = domain::Search::kService;

  struct Params {
    std::string collection;
    std::uint32_t passages_max = 1, text_bytes_max = 1;
  };
  static std::vector<Field<Params>> fields() {
    return {text(&Params::collection, "collection", 64, "Which collection is searched."),
            integer(&Params::passages_max, "passages_max", 1, 32, "How many at the most."),
            integer(&Params::text_bytes_max, "text_bytes_max", 1, 16'384, "Of all together; the rest is cut off.")};
  }
  static std::vector<std::uint32_t> capacities(const Params& params) { return {params.text_bytes_max}; }
  static std::uint64_t fuel(const Params& params) { return 500 + params.text_bytes_max / 8; }

  struct State {
    Asking asking;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    if (const auto* answer = state.asking.take(frame)) {
      const auto* found = std::get_if<domain::Answer::Text>(&answer->content);
      if (found == nullptr) return false;
      frame.out<Text>().set(found->text);
      return true;
    }
    const auto& query = frame.in<Text>(0);
    if (!frame.fired(0) || query.size == 0) return false;
    state.asking.ask(frame, domain::Search{.query = std::string(query.view()),
                                           .collection = params.collection,
                                           .passages_max = params.passages_max,
                                           .text_bytes_max = params.text_bytes_max});
    return false;
  }
};

}  // namespace

namespace modules {
const Kind& retrieval() { return kind_of<Retrieval>(); }
}  // namespace modules

}  // namespace zestron::agent
