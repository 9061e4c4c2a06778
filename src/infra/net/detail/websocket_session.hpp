// One WebSocket client: reads messages one at a time, writes from a bounded queue. Private to infra/net.
#pragma once

#include "infra/net/detail/asio.hpp"
#include "infra/net/detail/sessions.hpp"
#include "infra/net/detail/stream.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory>

namespace zestron::net::detail {

template <class Stream>
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;
  /// What the service may keep and use from any thread, before start() too (texts wait).
  virtual std::shared_ptr<WebSocket> socket() = 0;
  virtual void start(Stream stream, const boost::beast::http::request<boost::beast::http::string_body>& request,
                     std::shared_ptr<Peer> peer, Sessions::Place place) = 0;
};

/// For PlainStream and TlsStream.
template <class Stream>
std::shared_ptr<WebSocketSession<Stream>> make_websocket_session(std::shared_ptr<Shared> shared);

}  // namespace zestron::net::detail
