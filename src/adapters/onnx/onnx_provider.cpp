#include "adapters/onnx/onnx_provider.hpp"

#include "codec/hex.hpp"
#include "codec/sha256.hpp"

#include <algorithm>

namespace zestron::onnx {
namespace {

/// Models that agents name and nobody has would else be remembered without end.
constexpr std::size_t kModelsMax = 1'024;

Bytes bytes_of(const Hash& hash) { return {hash.view().begin(), hash.view().end()}; }

ports::ModelShape shape_of(std::span<const std::uint32_t> shape, std::uint32_t outputs) {
  if (shape.size() > 1 && shape[0] == 1) shape = shape.subspan(1);
  return {.inputs = {{"input", {shape.begin(), shape.end()}}}, .outputs = {{"output", {outputs}}}};
}

}  // namespace

Hash OnnxProvider::add(Bytes file) {
  const auto hash = codec::sha256(file);
  files_.insert_or_assign(bytes_of(hash), std::move(file));
  std::erase_if(models_, [&](const auto& known) { return known.first.hash == bytes_of(hash); });
  return hash;
}

bool OnnxProvider::ask(const Pubkey& agent, const domain::Request& request) {
  if (questions_.size() == kQuestionsMax || !std::holds_alternative<domain::Inference>(request.content)) return false;
  questions_.push_back({agent, request});
  return true;
}

const OnnxProvider::Loaded& OnnxProvider::loaded(const Key& key) {
  if (const auto known = models_.find(key); known != models_.end()) return known->second;
  if (models_.size() == kModelsMax) models_.clear();
  const auto hash = *Hash::from(key.hash);
  const auto file = files_.find(key.hash);
  if (file == files_.end()) {
    return models_.emplace(key, "there is no model " + codec::hex_encode(hash.view())).first->second;
  }
  auto model = loader_.load(file->second, hash, shape_of(key.shape, key.outputs));
  return models_.emplace(key, model ? Loaded(*std::move(model)) : Loaded(std::move(model).error().message))
      .first->second;
}

std::vector<ports::AgentAnswer> OnnxProvider::take() {
  std::map<Key, std::vector<std::size_t>> together;
  std::vector<ports::AgentAnswer> answers;
  answers.reserve(questions_.size());
  for (std::size_t i = 0; i < questions_.size(); ++i) {
    const auto& content = questions_[i].content();
    together[{bytes_of(content.model), content.shape, content.outputs}].push_back(i);
    answers.push_back({questions_[i].agent, {questions_[i].request.node, questions_[i].request.sequence, {}}});
  }
  for (const auto& [key, which] : together) evaluate(key, which, answers);
  questions_.clear();
  return answers;
}

void OnnxProvider::evaluate(const Key& key, const std::vector<std::size_t>& which,
                            std::vector<ports::AgentAnswer>& answers) {
  const auto refuse = [&](const std::string& why) {
    for (const auto index : which) answers[index].answer.content = domain::Answer::Failed{why};
  };
  const auto& known = loaded(key);
  if (const auto* why = std::get_if<std::string>(&known)) return refuse(*why);
  auto& model = *std::get<std::shared_ptr<ports::PolicyModel>>(known);
  const auto width = model.shape().inputs[0].values();
  std::vector<float> input;
  input.reserve(which.size() * width);
  for (const auto index : which) {
    const auto& values = questions_[index].content().input;
    if (values.size() != width) return refuse("a question does not have the values that its shape says");
    std::ranges::transform(values, std::back_inserter(input), [](double value) { return static_cast<float>(value); });
  }
  std::vector<float> output(which.size() * key.outputs);
  const std::span<const float> in[] = {input};
  const std::span<float> out[] = {output};
  if (const auto done = model.run(which.size(), in, out); !done) return refuse(done.error().message);
  for (std::size_t row = 0; row < which.size(); ++row) {
    const auto first = output.begin() + static_cast<std::ptrdiff_t>(row * key.outputs);
    answers[which[row]].answer.content = domain::Answer::Tensor{{first, first + key.outputs}};
  }
}

}  // namespace zestron::onnx
