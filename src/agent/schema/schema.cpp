#include "agent/schema/schema.hpp"

#include "agent/schema/explain.hpp"
#include "base/assert.hpp"

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
  json source = json::parse(schema_text());
  valijson::Schema schema;

  Compiled() {
    valijson::SchemaParser parser;
    parser.populateSchema(NlohmannJsonAdapter(source), schema);
  }
};

// Our own document: that it compiles is what every test of this library checks first.
const Compiled& compiled() {
  static const Compiled kCompiled;
  return kCompiled;
}

// valijson writes a path as "<root>", "[modules]", "[1]", "[params]".
std::vector<std::string> steps(const std::vector<std::string>& context) {
  std::vector<std::string> out;
  for (std::size_t i = 1; i < context.size(); ++i) out.push_back(context[i].substr(1, context[i].size() - 2));
  return out;
}

}  // namespace

std::optional<std::string> schema_complaint(const json& document) {
  try {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(compiled().schema, NlohmannJsonAdapter(document), &results)) return std::nullopt;
    // The deepest place is the cause; the places above it only say that something below them is wrong.
    std::vector<std::string> deepest;
    for (const auto& error : results) {
      if (error.context.size() > deepest.size()) deepest = error.context;
    }
    return explain(compiled().source, document, steps(deepest));
  } catch (const std::exception& error) {
    return std::string("$: the document cannot be checked: ") + error.what();
  }
}

}  // namespace zestron::agent
