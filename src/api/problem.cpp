#include "api/problem.hpp"

#include <nlohmann/json.hpp>

namespace zestron::api {
namespace {

struct Words {
  std::string_view slug, title;
};

Words words_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::kMalformed: return {"malformed", "The request cannot be read"};
    case ProblemKind::kUnauthorized: return {"unauthorized", "The node's token is needed"};
    case ProblemKind::kForbidden: return {"forbidden", "Not from there"};
    case ProblemKind::kNotFound: return {"not-found", "There is no such thing"};
    case ProblemKind::kMethod: return {"method-not-allowed", "Not with this method"};
    case ProblemKind::kNotAcceptable: return {"not-acceptable", "Not in the form that was asked for"};
    case ProblemKind::kConflict: return {"conflict", "Not in its present state"};
    case ProblemKind::kTooLarge: return {"too-large", "The request is too large"};
    case ProblemKind::kMediaType: return {"media-type", "The body is no JSON by its content-type"};
    case ProblemKind::kInvalid: return {"invalid", "The parameters do not fit"};
    case ProblemKind::kBusy: return {"busy", "Too much waits already"};
    case ProblemKind::kFailed: break;
  }
  return {"failed", "The node could not do it"};
}

}  // namespace

std::string type_of(ProblemKind kind) { return "urn:zestron:problem:" + std::string(words_of(kind).slug); }
std::string_view title_of(ProblemKind kind) { return words_of(kind).title; }

nlohmann::json to_json(const Problem& problem) {
  return {{"type", type_of(problem.kind)},
          {"title", title_of(problem.kind)},
          {"status", status_of(problem.kind)},
          {"detail", problem.detail}};
}

}  // namespace zestron::api
