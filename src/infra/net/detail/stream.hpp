// What a connection's bytes go through: TCP as it is, or TLS over it. Private to infra/net.
#pragma once

#include "infra/net/detail/asio.hpp"

#include <boost/asio/ssl.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace zestron::net::detail {

using PlainStream = boost::beast::tcp_stream;
using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

}  // namespace zestron::net::detail
