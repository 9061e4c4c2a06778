// Which JSON Schemas may bind a model's answer: those that leave nothing open. What fits such a schema has no unknown member, no text,
// list or number without bounds, so whoever reads it needs no further checks.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace zestron::llm {

/// nullopt for a closed schema, else one line that names the place. Closed: an object lists its members and has
/// `additionalProperties: false`; text has `maxLength`, a list `items` and `maxItems`, a number `minimum` and `maximum`, unless `enum` or
/// `const` says what they are. Of JSON Schema only these words, `type`, `required`, `minLength`, `minItems`, `title` and
/// `description` are known; a word that is not (`pattern`, `$ref`, …) is refused, as it might open what it seems to close.
std::optional<std::string> open_place(const nlohmann::json& schema);

}  // namespace zestron::llm
