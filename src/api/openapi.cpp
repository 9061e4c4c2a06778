#include "api/openapi.hpp"

#include "api/operation.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace zestron::api {
namespace {

using nlohmann::json;

bool in_path(const Operation& operation, const std::string& name) { return operation.path.contains("{" + name + "}"); }

bool is_required(const json& schema, const std::string& name) {
  return schema.contains("required") && std::ranges::find(schema["required"], json(name)) != schema["required"].end();
}

json parameter(const std::string& name, json schema, bool path, bool required) {
  json out{{"name", name}, {"in", path ? "path" : "query"}, {"required", path || required}};
  if (schema.contains("description")) {
    out["description"] = schema["description"];
    schema.erase("description");
  }
  if (path && schema["type"] == "string" && !schema.contains("pattern")) schema["minLength"] = 1;
  out["schema"] = std::move(schema);
  return out;
}

// What of the parameters the path does not hold.
json body_schema(const Operation& operation) {
  auto out = operation.parameters;
  auto required = json::array();
  for (const auto& [name, schema] : operation.parameters["properties"].items()) {
    if (in_path(operation, name)) {
      out["properties"].erase(name);
    } else if (is_required(operation.parameters, name)) {
      required.push_back(name);
    }
  }
  out.erase("required");
  if (!required.empty()) out["required"] = required;
  return out;
}

std::set<ProblemKind> problems_of(const Operation& operation) {
  using enum ProblemKind;
  std::set<ProblemKind> out{kMalformed, kForbidden, kNotAcceptable, kInvalid, kBusy, kFailed};
  out.insert(operation.problems.begin(), operation.problems.end());
  if (operation.acts != Acts::kReads) out.insert(kUnauthorized);
  if (operation.method == net::Method::kPost) out.insert({kTooLarge, kMediaType});
  return out;
}

json responses(const Operation& operation) {
  const bool plain = operation.media.empty();
  const std::string media(plain ? "application/json" : operation.media);
  json out{{std::to_string(operation.status),
            {{"description", operation.status == 202 ? "Taken up" : "Done"},
             {"content", {{media, {{"schema", plain ? operation.result : json{{"type", "string"}}}}}}}}}};
  for (const auto kind : problems_of(operation)) {
    json entry{
        {"description", title_of(kind)},
        {"content", {{std::string(kProblemMediaType), {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
    if (kind == ProblemKind::kBusy) entry["headers"] = {{"retry-after", {{"schema", {{"type", "string"}}}}}};
    out[std::to_string(status_of(kind))] = std::move(entry);
  }
  return out;
}

json described(const Operation& operation) {
  const std::string name(operation.name);
  json out{{"operationId", name},
           {"summary", operation.summary},
           {"tags", {name.substr(0, name.find('.'))}},
           {"responses", responses(operation)}};
  if (operation.acts == Acts::kSpends) out["x-spends"] = true;
  if (operation.acts != Acts::kReads) out["security"] = json::array({{{"token", json::array()}}});
  const bool post = operation.method == net::Method::kPost;
  for (const auto& [key, schema] : operation.parameters["properties"].items()) {
    const bool path = in_path(operation, key);
    if (path || !post)
      out["parameters"].push_back(parameter(key, schema, path, is_required(operation.parameters, key)));
  }
  if (auto body = body_schema(operation); post && !body["properties"].empty()) {
    const bool required = body.contains("required");
    out["requestBody"] = {{"required", required}, {"content", {{"application/json", {{"schema", std::move(body)}}}}}};
  }
  return out;
}

json problem_schema() {
  const json text{{"type", "string"}};
  return {{"type", "object"},
          {"description", "RFC 9457; `type` is stable, `detail` is one line for people"},
          {"required", {"type", "title", "status", "detail"}},
          {"properties", {{"type", text}, {"title", text}, {"status", {{"type", "integer"}}}, {"detail", text}}}};
}

}  // namespace

json openapi_document() {
  auto paths = json::object();
  for (const auto& operation : operations())
    paths[std::string(operation.path)][operation.method == net::Method::kPost ? "post" : "get"] = described(operation);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "ZestronOS node"},
            {"version", "1"},
            {"description",
             "What a node does and shows. Numbers of 64 bits are decimal text. What changes something wants the token "
             "of the file api-token in the node's data folder."}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", {{"Problem", problem_schema()}}},
            {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}}}};
}

}  // namespace zestron::api
