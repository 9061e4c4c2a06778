#include "chain_rpc/http.hpp"

#include "chain_rpc/envelope.hpp"
#include "chain_rpc/methods/methods.hpp"
#include "infra/net/origin.hpp"

#include <utility>

namespace zestron::chain_rpc {
namespace {

net::Response plain(unsigned status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

net::Response too_many(std::string text) {
  net::Response response = plain(429, std::move(text));
  response.headers.emplace_back("retry-after", "1");  // seconds
  return response;
}

class HttpService final : public net::Service {
 public:
  HttpService(std::shared_ptr<Backend> backend, std::shared_ptr<Workers> workers, std::shared_ptr<Desk> desk,
              Caller self)
      : backend_(std::move(backend)), workers_(std::move(workers)), desk_(std::move(desk)), self_(std::move(self)) {}

  void handle(net::Request request, net::Respond respond) override {
    if (request.method == net::Method::kGet || request.method == net::Method::kHead) return respond(get(request));
    if (request.method != net::Method::kPost)
      return respond(plain(405, "Used HTTP Method is not allowed. POST or OPTIONS is required\n"));
    if (net::media_type(request.header("content-type")) != "application/json") {
      return respond(plain(415, "Supplied content type is not allowed. Content-Type: application/json is required\n"));
    }
    if (!desk_->admit(request.client)) return respond(too_many(over_rate().message + "\n"));
    Caller caller = self_;
    caller.foreign_origin = net::has_foreign_origin(request);
    const bool queued = workers_->submit(
        [backend = backend_, desk = desk_, respond, caller = std::move(caller), request = std::move(request)] {
          respond({.content_type = "application/json",
                   .body = answer_rpc(*backend, *desk, caller, request.client, request.body)});
        });
    if (queued) return;
    desk_->meter.queue_full.add();
    respond(too_many("Too many requests are waiting; try again\n"));
  }

 private:
  net::Response get(const net::Request& request) const {
    if (request.path() != "/health")
      return plain(405, "Used HTTP Method is not allowed. POST or OPTIONS is required\n");
    return plain(200, backend_->trouble().empty() ? "ok" : "unknown");
  }

  const std::shared_ptr<Backend> backend_;
  const std::shared_ptr<Workers> workers_;
  const std::shared_ptr<Desk> desk_;
  const Caller self_;
};

}  // namespace

std::string answer_rpc(Backend& backend, Desk& desk, const Caller& caller, std::string_view client,
                       std::string_view body) {
  bool first = true;
  return answer(body, [&](std::string_view name, const Params& params) -> Reply {
    if (!std::exchange(first, false) && !desk.admit(client)) return std::unexpected(over_rate());
    return desk.run(name, client, [&]() -> Reply {
      const auto method = methods::find(name);
      if (method == nullptr) return refuse(code::kMethodNotFound, "Method not found");
      return method(Call{.backend = backend, .params = params, .caller = caller});
    });
  });
}

std::shared_ptr<net::Service> make_http_service(std::shared_ptr<Backend> backend, std::shared_ptr<Workers> workers,
                                                std::shared_ptr<Desk> desk, Caller self) {
  return std::make_shared<HttpService>(std::move(backend), std::move(workers), std::move(desk), std::move(self));
}

}  // namespace zestron::chain_rpc
