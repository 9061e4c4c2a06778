// Boost.Asio as this folder uses it; included by its sources only, so that no one else pays for compiling it.
#pragma once

#include <coroutine>  // before Boost: it decides by this header whether coroutines exist

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

namespace zestron::net {
namespace asio = boost::asio;
using tcp = asio::ip::tcp;
}  // namespace zestron::net
