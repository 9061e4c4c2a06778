// REST under /api/v1: finds the operation of a request, reads its parameters, and answers with JSON or a problem (RFC 9457). Made from the
// table of operations alone; sits below service.hpp, which has seen to host and origin.
#pragma once

#include "api/operation.hpp"
#include "infra/net/server.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace zestron::api {

inline constexpr std::size_t kBodyBytesMax = std::size_t{256} * 1024;

/// Runs a task on a thread that may wait; false: the queue is full, and it will not run.
using Submit = std::function<bool(std::function<void()>)>;

net::Response problem_response(const Problem& problem);
/// Whether it carries the node's token. Takes as long as the lengths are.
bool carries_token(const net::Request& request, std::string_view token);

class Rest {
 public:
  /// `node` outlives what was submitted. `token` is asked of whatever changes something; empty: that is refused to all.
  Rest(NodeControl& node, Submit submit, std::string token)
      : node_(node), submit_(std::move(submit)), token_(std::move(token)) {}
  /// Whether the path is one of ours, with an operation behind it or not.
  static bool serves(std::string_view path);
  void handle(net::Request request, net::Respond respond);

 private:
  NodeControl& node_;
  Submit submit_;
  std::string token_;
};

}  // namespace zestron::api
