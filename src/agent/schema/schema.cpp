#include "agent/schema/schema.hpp"

#include "agent/schema/explain.hpp"
#include "agent/schema/generate.hpp"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <exception>

namespace zestron::agent {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

struct Compiled {
  json source;
  valijson::Schema schema;

  explicit Compiled(std::string_view text) : source(json::parse(text)) {
    valijson::SchemaParser parser;
    parser.populateSchema(NlohmannJsonAdapter(source), schema);
  }
};

// Our own documents: that they compile is what every test of this library checks first.
const Compiled& compiled(std::string_view schema) {
  static const Compiled kFirst(schema_text_1());
  static const Compiled kNewest(schema_text());
  return schema == schema_text_1() ? kFirst : kNewest;
}

// valijson writes a path as "<root>", "[modules]", "[1]", "[params]".
std::vector<std::string> steps(const std::vector<std::string>& context) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i < context.size(); ++i) out.push_back(context[i].substr(1, context[i].size() - 2));
  return out;
}

}  // namespace

std::string_view schema_text() {
  static const std::string kText = make_schema().dump(2);
  return kText;
}

std::optional<std::string> schema_complaint(std::string_view schema, const json& document) {
  try {
    const auto& rules = compiled(schema);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(rules.schema, NlohmannJsonAdapter(document), &results)) return std::nullopt;
    // The deepest place is the cause; the places above it only say that something below them is wrong.
    std::vector<std::string> deepest;
    for (const auto& error : results) {
      if (error.context.size() > deepest.size()) deepest = error.context;
    }
    return explain(rules.source, document, steps(deepest));
  } catch (const std::exception& error) {
    return std::string("$: the document cannot be checked: ") + error.what();
  }
}

}  // namespace zestron::agent
