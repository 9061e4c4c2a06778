#include "codec/json/json_schema.hpp"

#include "codec/bounded_text.hpp"

#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <exception>
#include <utility>
#include <vector>

namespace zestron::codec {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

constexpr std::size_t kComplaintMax = 240;

// valijson writes a path as "<root>", "[orders]", "[1]", "[amount]".
std::string path_text(const std::vector<std::string>& context) {
  std::string out = "$";
  for (std::size_t i = 1; i < context.size(); ++i) out += context[i];
  return out;
}

}  // namespace

struct JsonSchema::Compiled {
  json source;  // the schema points into it
  valijson::Schema schema;
};

std::optional<JsonSchema> JsonSchema::compile(json source) {
  try {
    auto compiled = std::make_shared<Compiled>();
    compiled->source = std::move(source);
    valijson::SchemaParser parser;
    parser.populateSchema(NlohmannJsonAdapter(compiled->source), compiled->schema);
    return JsonSchema(std::move(compiled));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<std::string> JsonSchema::complaint(const json& document) const {
  try {
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    valijson::ValidationResults results;
    if (validator.validate(compiled_->schema, NlohmannJsonAdapter(document), &results)) return std::nullopt;
    // The deepest place is the cause; the places above it only say that something below them is wrong.
    const valijson::ValidationResults::Error* deepest = nullptr;
    for (const auto& error : results) {
      if (deepest == nullptr || error.context.size() > deepest->context.size()) deepest = &error;
    }
    return bounded_text(
        deepest == nullptr ? "$: does not fit" : path_text(deepest->context) + ": " + deepest->description,
        kComplaintMax);
  } catch (const std::exception& error) {
    return bounded_text(std::string("$: cannot be checked: ") + error.what(), kComplaintMax);
  }
}

}  // namespace zestron::codec
