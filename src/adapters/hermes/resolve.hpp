// Host name to addresses, with a deadline. The system's resolver can neither be cancelled nor told how long to take, so it works
// in a thread that is left to itself when it is late.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <vector>

namespace zestron::hermes {

/// Empty when there is no address, when `timeout` passed, or soon after `stop` became true.
std::vector<boost::asio::ip::tcp::endpoint> resolve(const std::string& host, const std::string& port,
                                                    std::chrono::milliseconds timeout, const std::atomic<bool>& stop);

}  // namespace zestron::hermes
