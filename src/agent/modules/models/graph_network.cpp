#include "agent/asking.hpp"
#include "agent/define.hpp"
#include "agent/scores.hpp"

namespace zestron::agent {
namespace {

struct GraphNetwork {
  static constexpr std::string_view kName = "graph_network", kGroup = "models";
  static constexpr std::string_view kSummary =
      "A graph network by ONNX: features of so many nodes of the pool/token graph in, one score a node out, and which "
      "one is best, the first of "
      "equals. The edges belong to the model.";
  static constexpr Port kInputs[] = {{"features", PortType::kVector}};
  static constexpr Port kOutputs[] = {
      {"best", PortType::kNumber}, {"best_score", PortType::kNumber}, {"scores", PortType::kVector}};
  static constexpr std::string_view kService = domain::Inference::kService;

  struct Params {
    Hash model;
    std::uint32_t nodes = 1;
  };
  static std::vector<Field<Params>> fields() {
    return {hex(&Params::model, "model", "sha256 of the ONNX file"),
            integer(&Params::nodes, "nodes", 1, 1'024, "Of the graph; the features are as many for each.")};
  }
  static std::vector<std::uint32_t> capacities(const Params& params) { return {0, 0, params.nodes}; }
  static std::uint64_t fuel(const Params& params) { return 500 + params.nodes; }

  struct State {
    Asking asking;
  };

  static bool step(const Frame& frame, const Params& params, State& state) {
    if (const auto* answer = state.asking.take(frame)) return accept(frame, *answer);
    const auto& features = frame.in<Vector>(0);
    if (!frame.fired(0) || features.size == 0 || features.size % params.nodes != 0) return false;
    const auto values = features.view();
    state.asking.ask(frame, domain::Inference{.model = params.model,
                                              .input = {values.begin(), values.end()},
                                              .shape = {params.nodes, features.size / params.nodes},
                                              .outputs = params.nodes});
    return false;
  }

  static bool accept(const Frame& frame, const domain::Answer& answer) {
    auto& scores = frame.out<Vector>(2);
    const auto best = take_scores(answer, scores);
    if (!best) return false;
    frame.out<Number>(0) = {static_cast<double>(*best), true};
    frame.out<Number>(1) = {scores.view()[*best], true};
    return true;
  }
};

}  // namespace

namespace modules {
const Kind& graph_network() { return kind_of<GraphNetwork>(); }
}  // namespace modules

}  // namespace zestron::agent
