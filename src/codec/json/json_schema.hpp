// A JSON Schema that documents are held to, by valijson: answers of models, parameters of the API, configuration of the operator.
#pragma once

#include <nlohmann/json.hpp>

#include <memory>
#include <optional>
#include <string>

namespace zestron::codec {

class JsonSchema {
 public:
  /// nullopt when valijson cannot read it. Do not give it a `pattern` from outside: std::regex recurses as deep as the text is long.
  static std::optional<JsonSchema> compile(nlohmann::json source);
  /// One bounded line, "$.act: …"; nullopt when the document fits.
  [[nodiscard]] std::optional<std::string> complaint(const nlohmann::json& document) const;

 private:
  struct Compiled;
  explicit JsonSchema(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace zestron::codec
