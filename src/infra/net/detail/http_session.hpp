// One HTTP connection: requests one after the other, or the upgrade to a WebSocket. Private to infra/net.
#pragma once

#include "infra/net/detail/asio.hpp"
#include "infra/net/detail/sessions.hpp"

#include <memory>

namespace zestron::net::detail {

/// `socket` must be on a strand of its own. The session lives until the connection ends.
void start_http_session(tcp::socket socket, std::shared_ptr<Shared> shared, Sessions::Place place);

}  // namespace zestron::net::detail
