#include "api/service.hpp"

#include "api/openapi.hpp"
#include "infra/net/origin.hpp"

#include <nlohmann/json.hpp>

namespace zestron::api {
namespace {

bool only_reads(net::Method method) { return method == net::Method::kGet || method == net::Method::kHead; }

bool below(std::string_view path, std::string_view mount) {
  return path == mount || (path.starts_with(mount) && path[mount.size()] == '/');
}

}  // namespace

ApiService::ApiService(StatusService status, Rest rest, std::shared_ptr<Streams> streams)
    : status_(std::move(status)),
      rest_(std::move(rest)),
      streams_(std::move(streams)),
      openapi_(openapi_document().dump()) {}

void ApiService::handle(net::Request request, net::Respond respond) {
  if (!net::has_trusted_host(request))
    return respond(problem_response({ProblemKind::kForbidden, "this host name is not served here"}));
  // A page of another origin could not read the answer, but what it asks for would be done.
  if (!only_reads(request.method) && net::has_foreign_origin(request))
    return respond(problem_response({ProblemKind::kForbidden, "pages of other origins may not drive this node"}));
  const auto path = request.path();
  for (const auto& [at, service] : mounts_) {
    if (below(path, at)) return service->handle(std::move(request), std::move(respond));
  }
  if (Rest::serves(path)) return rest_.handle(std::move(request), std::move(respond));
  if (path == "/openapi.json" && only_reads(request.method))
    return respond({200, "application/json", openapi_, {{"x-content-type-options", "nosniff"}}});
  if (path == "/ws" && only_reads(request.method)) {
    const bool foreign = net::has_foreign_origin(request);
    return respond(problem_response(foreign
                                        ? Problem{ProblemKind::kForbidden, "pages of other origins may not listen"}
                                        : Problem{ProblemKind::kMalformed, "this is a WebSocket: ask for an upgrade"}));
  }
  status_.handle(std::move(request), std::move(respond));
}

std::shared_ptr<net::Peer> ApiService::connect(const net::Request& request, std::shared_ptr<net::WebSocket> socket) {
  const bool ours = request.path() == "/ws" && net::has_trusted_host(request) && !net::has_foreign_origin(request);
  return ours ? streams_->connect(std::move(socket)) : nullptr;
}

}  // namespace zestron::api
