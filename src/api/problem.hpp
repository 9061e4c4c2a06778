// What went wrong, in the form of RFC 9457 (problem+json). One list of kinds for REST, the WebSocket and MCP.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace zestron::api {

/// Its number is the HTTP status.
enum class ProblemKind : std::uint16_t {
  kMalformed = 400,     ///< not JSON, or a query that does not decode
  kUnauthorized = 401,  ///< changes something, and has not the node's token
  kForbidden = 403,     ///< another host's name, or a foreign page
  kNotFound = 404,
  kMethod = 405,
  kNotAcceptable = 406,
  kConflict = 409,  ///< not in the state that it is in
  kTooLarge = 413,
  kMediaType = 415,
  kInvalid = 422,  ///< the parameters do not fit their schema, or what they mean cannot be
  kBusy = 429,     ///< a bounded queue is full; try again
  kFailed = 500,   ///< a file or the chain said no
};

struct Problem {
  ProblemKind kind = ProblemKind::kFailed;
  std::string detail{};  ///< one line: what is wrong and what to do
};

inline std::unexpected<Problem> problem(ProblemKind kind, std::string detail) {
  return std::unexpected(Problem{kind, std::move(detail)});
}

constexpr unsigned status_of(ProblemKind kind) { return static_cast<unsigned>(kind); }
/// Stable: `urn:zestron:problem:not-found`.
std::string type_of(ProblemKind kind);
std::string_view title_of(ProblemKind kind);
nlohmann::json to_json(const Problem& problem);

inline constexpr std::string_view kProblemMediaType = "application/problem+json";

}  // namespace zestron::api
