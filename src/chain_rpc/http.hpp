// JSON-RPC over HTTP: what the transport asks for (methods, content type, /health), then the envelope on a worker thread.
#pragma once

#include "chain_rpc/backend.hpp"
#include "chain_rpc/call.hpp"
#include "chain_rpc/desk.hpp"
#include "chain_rpc/workers.hpp"
#include "infra/net/server.hpp"

#include <memory>

namespace zestron::chain_rpc {

/// A full queue of workers and a client beyond its rate get HTTP 429, which clients answer by trying again later. The service may see requests until its I/O
/// threads have ended, so it shares what it needs.
std::shared_ptr<net::Service> make_http_service(std::shared_ptr<Backend> backend, std::shared_ptr<Workers> workers,
                                                std::shared_ptr<Desk> desk, Caller self);

/// The answer to the body of a request from the address `client`, as make_http_service gives it; empty for notifications. Each call of a batch but the first takes from
/// the client's rate; the first was taken with the request.
std::string answer_rpc(Backend& backend, Desk& desk, const Caller& caller, std::string_view client,
                       std::string_view body);

}  // namespace zestron::chain_rpc
