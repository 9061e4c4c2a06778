#include "api/rest.hpp"

#include "codec/json/canonical_json.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace zestron::api {
namespace {

using nlohmann::json;

constexpr std::string_view kPrefix = "/api/v1";

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);
    out.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(out.back().size());
  }
  return out;
}

std::optional<std::string> decoded(std::string_view text, bool query) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += query && text[i] == '+' ? ' ' : text[i];
      continue;
    }
    unsigned value = 0;
    if (text.size() - i < 3) return std::nullopt;
    const auto* begin = text.data() + i + 1;
    const auto [end, error] = std::from_chars(begin, begin + 2, value, 16);
    if (error != std::errc() || end != begin + 2) return std::nullopt;
    out += static_cast<char>(value);
    i += 2;
  }
  return out;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

bool matches(const Operation& operation, const std::vector<std::string_view>& path) {
  const auto pattern = segments(operation.path);
  return std::ranges::equal(pattern, path, [](std::string_view want, std::string_view have) {
    return is_parameter(want) ? !have.empty() : want == have;
  });
}

// A text of a path or query as its schema wants it. What does not convert stays text, which the schema then refuses.
json typed(const Operation& operation, const std::string& name, std::string text) {
  const auto& properties = operation.parameters["properties"];
  const auto schema = properties.find(name);
  const auto type = schema == properties.end() ? json() : schema->value("type", json());
  if (type == "integer") {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
  }
  if (type == "boolean" && (text == "true" || text == "false")) return text == "true";
  return text;
}

using Parameters = std::expected<json, Problem>;

std::expected<void, Problem> take_query(const Operation& operation, std::string_view target, json& out) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return {};
  auto query = target.substr(mark + 1);
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    if (part.empty()) continue;
    const auto equals = part.find('=');
    auto name = decoded(part.substr(0, equals), true);
    auto value = decoded(equals == std::string_view::npos ? "" : part.substr(equals + 1), true);
    if (!name || !value) return problem(ProblemKind::kMalformed, "the query has a % without two hexadecimal digits");
    if (out.contains(*name)) return problem(ProblemKind::kInvalid, "the query names a parameter twice");
    out[*name] = typed(operation, *name, *std::move(value));
  }
  return {};
}

std::expected<void, Problem> take_body(const net::Request& request, json& out) {
  if (request.target.contains('?'))
    return problem(ProblemKind::kInvalid, "the parameters stand in the body, there is no query");
  if (request.body.empty()) return {};
  if (net::media_type(request.header("content-type")) != "application/json")
    return problem(ProblemKind::kMediaType, "the body is read as application/json only");
  if (request.body.size() > kBodyBytesMax)
    return problem(ProblemKind::kTooLarge, "the body is larger than " + std::to_string(kBodyBytesMax) + " bytes");
  auto body = codec::parse_json(request.body);
  if (!body) return problem(ProblemKind::kMalformed, "the body: " + body.error().message);
  if (!body->is_object()) return problem(ProblemKind::kInvalid, "the body is an object of parameters");
  for (auto& [name, value] : body->items()) {
    if (out.contains(name)) return problem(ProblemKind::kInvalid, "the body names a parameter of the path");
    out[name] = std::move(value);
  }
  return {};
}

Parameters parameters_of(const Operation& operation, const net::Request& request,
                         const std::vector<std::string_view>& path) {
  auto out = json::object();
  const auto pattern = segments(operation.path);
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!is_parameter(pattern[i])) continue;
    const std::string name(pattern[i].substr(1, pattern[i].size() - 2));
    auto text = decoded(path[i], false);
    if (!text) return problem(ProblemKind::kMalformed, "the path has a % without two hexadecimal digits");
    out[name] = typed(operation, name, *std::move(text));
  }
  const auto taken =
      operation.method == net::Method::kPost ? take_body(request, out) : take_query(operation, request.target, out);
  if (!taken) return std::unexpected(taken.error());
  return out;
}

bool accepts(const net::Request& request, std::string_view media) {
  std::string_view accept = request.header("accept");
  if (accept.empty()) return true;
  const auto family = std::string(media.substr(0, media.find('/'))) + "/*";
  while (!accept.empty()) {
    const auto part = accept.substr(0, accept.find(','));
    accept.remove_prefix(std::min(accept.size(), part.size() + 1));
    const auto range = net::media_type(part);
    if (range == "*/*" || range == media || range == family) return true;
  }
  return false;
}

std::string_view word(net::Method method) { return method == net::Method::kPost ? "POST" : "GET, HEAD"; }

net::Response response_of(const Operation& operation, const Answer& answer) {
  if (!answer) return problem_response(answer.error());
  net::Response out{
      operation.status, "application/json", {}, {{"cache-control", "no-store"}, {"x-content-type-options", "nosniff"}}};
  if (operation.media.empty()) {
    out.body = text_of(*answer);
    return out;
  }
  out.content_type = std::string(operation.media) + "; charset=utf-8";
  out.body = answer->value("text", "");
  out.headers.emplace_back("content-security-policy",
                           "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  return out;
}

}  // namespace

net::Response problem_response(const Problem& problem) {
  net::Response out{status_of(problem.kind),
                    std::string(kProblemMediaType),
                    text_of(to_json(problem)),
                    {{"cache-control", "no-store"}, {"x-content-type-options", "nosniff"}}};
  if (problem.kind == ProblemKind::kUnauthorized) out.headers.emplace_back("www-authenticate", "Bearer");
  if (problem.kind == ProblemKind::kBusy) out.headers.emplace_back("retry-after", "1");
  return out;
}

bool carries_token(const net::Request& request, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  auto given = request.header("authorization");
  if (token.empty() || !given.starts_with(kScheme)) return false;
  given.remove_prefix(kScheme.size());
  unsigned different = given.size() == token.size() ? 0 : 1;
  for (std::size_t i = 0; i < given.size(); ++i)
    different |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(token[i % token.size()]);
  return different == 0;
}

bool Rest::serves(std::string_view path) {
  return path == kPrefix || (path.starts_with(kPrefix) && path[kPrefix.size()] == '/');
}

void Rest::handle(net::Request request, net::Respond respond) {
  const auto path = segments(request.path());
  const auto method = request.method == net::Method::kHead ? net::Method::kGet : request.method;
  const Operation* chosen = nullptr;
  std::string allow;
  for (const auto& operation : operations()) {
    if (!matches(operation, path)) continue;
    if (operation.method == method) chosen = &operation;
    allow += (allow.empty() ? "" : ", ") + std::string(word(operation.method));
  }
  if (chosen == nullptr && allow.empty())
    return respond(problem_response({ProblemKind::kNotFound, "nothing is here; /openapi.json lists what is"}));
  if (chosen == nullptr) {
    auto refused = problem_response({ProblemKind::kMethod, "only " + allow});
    refused.headers.emplace_back("allow", allow);
    return respond(std::move(refused));
  }
  if (chosen->acts != Acts::kReads && !carries_token(request, token_))
    return respond(problem_response({ProblemKind::kUnauthorized,
                                     "this changes something: send `Authorization: Bearer TOKEN` with what stands in "
                                     "the file api-token of the node's data folder"}));
  const auto media = chosen->media.empty() ? std::string_view("application/json") : chosen->media;
  if (!accepts(request, media))
    return respond(problem_response({ProblemKind::kNotAcceptable, "the answer is " + std::string(media) + " only"}));
  auto parameters = parameters_of(*chosen, request, path);
  if (!parameters) return respond(problem_response(parameters.error()));
  const auto shared = std::make_shared<net::Respond>(std::move(respond));
  const bool taken = submit_([&node = node_, chosen, shared, parameters = *std::move(parameters)] {
    (*shared)(response_of(*chosen, perform(*chosen, parameters, node)));
  });
  if (!taken) (*shared)(problem_response({ProblemKind::kBusy, "too many requests wait; try again in a second"}));
}

}  // namespace zestron::api
