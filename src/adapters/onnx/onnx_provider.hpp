// Answers what agents' graphs ask of ONNX models: the provider of the service "ONNX runtime". Questions wait until they are taken, and
// those to one model are then evaluated together, so a thousand agents of a policy cost a few dozen evaluations.
#pragma once

#include "ports/policy_model.hpp"
#include "ports/provider.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace zestron::onnx {

/// Between two calls of take().
inline constexpr std::size_t kQuestionsMax = 131'072;

/// For one thread; take() evaluates on it. A model's tensors are `input` and `output`, without rows of the shapes that the question has (a
/// first dimension of one is left out): policies [values] → [actions], graph networks [nodes, features] → [scores].
class OnnxProvider final : public ports::Provider {
 public:
  /// `loader` outlives it.
  explicit OnnxProvider(ports::ModelLoader& loader) : loader_(loader) {}

  /// A file that agents may name; returns the name, its sha256. Loaded when first asked: a question to a model that is no good, or that
  /// was never added, is answered with why.
  Hash add(Bytes file);

  [[nodiscard]] std::string_view service() const override { return domain::Inference::kService; }
  bool ask(const Pubkey& agent, const domain::Request& request) override;
  std::vector<ports::AgentAnswer> take() override;

 private:
  struct Question {
    Pubkey agent;
    domain::Request request;
    [[nodiscard]] const domain::Inference& content() const { return std::get<domain::Inference>(request.content); }
  };
  struct Key {  // what is evaluated together
    Bytes hash;
    std::vector<std::uint32_t> shape;
    std::uint32_t outputs = 0;
    auto operator<=>(const Key&) const = default;
  };
  using Loaded = std::variant<std::shared_ptr<ports::PolicyModel>, std::string>;  // or why not

  const Loaded& loaded(const Key& key);
  void evaluate(const Key& key, const std::vector<std::size_t>& which, std::vector<ports::AgentAnswer>& answers);

  ports::ModelLoader& loader_;
  std::map<Bytes, Bytes> files_;  // by the bytes of the hash
  std::map<Key, Loaded> models_;
  std::vector<Question> questions_;
};

}  // namespace zestron::onnx
