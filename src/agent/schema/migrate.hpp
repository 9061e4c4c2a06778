// Documents of older versions of the schema, made into documents of the newest one. Each step is a pure function from one version
// to the next; the hash of a document is always that of the document as it was written.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <expected>
#include <string>

namespace zestron::agent {

/// The document in the newest version, and valid in it. The error says where the document breaks the schema of the version it
/// claims, in that version's words; or that there is no such version.
std::expected<nlohmann::json, std::string> migrate(const nlohmann::json& document);

}  // namespace zestron::agent
