// Port 8787 behind one router: status page and probes, REST, the OpenAPI document, the WebSocket, and what others mount. Sees to host and
// origin, so that no web page drives the node.
#pragma once

#include "api/rest.hpp"
#include "api/status_service.hpp"
#include "api/streams.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace zestron::api {

class ApiService final : public net::Service {
 public:
  ApiService(StatusService status, Rest rest, std::shared_ptr<Streams> streams);
  /// Serves `path` and what is below it. Before the service is listened with. Host and origin were checked.
  void mount(std::string path, std::shared_ptr<net::Service> service) {
    mounts_.emplace_back(std::move(path), std::move(service));
  }

  void handle(net::Request request, net::Respond respond) override;
  std::shared_ptr<net::Peer> connect(const net::Request& request, std::shared_ptr<net::WebSocket> socket) override;

 private:
  StatusService status_;
  Rest rest_;
  std::shared_ptr<Streams> streams_;
  std::vector<std::pair<std::string, std::shared_ptr<net::Service>>> mounts_;
  std::string openapi_;
};

}  // namespace zestron::api
