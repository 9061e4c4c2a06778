// Host name to addresses, with a deadline. The system's resolver can be neither cancelled nor hurried, so it works in a thread that is
// left to itself when it is late.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace zestron::llm {

/// Empty when there is no address or `due` passed.
boost::asio::awaitable<std::vector<boost::asio::ip::tcp::endpoint>> look_up(std::shared_ptr<boost::asio::io_context> io,
                                                                            std::string host, std::string port,
                                                                            std::chrono::steady_clock::time_point due);

}  // namespace zestron::llm
