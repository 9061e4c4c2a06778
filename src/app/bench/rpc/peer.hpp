// Another Solana node on this machine (surfpool, the test validator), for `zestron bench rpc` to send the same transfers to.
#pragma once

#include "app/bench/rpc/sending.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace zestron::bench {

/// Where it listens, by ZESTRON_BENCH_PEER_PORT; nullopt when that names none.
std::optional<std::uint16_t> peer_port();

/// How many of `all` transfers it gets, by ZESTRON_BENCH_PEER_TRANSFERS: for one that would take half an hour for all of them, in
/// which their blockhash expires.
std::size_t peer_transfers(std::size_t all);

/// What it says it is: the names and versions that getVersion answers.
std::expected<std::string, std::string> peer_version(std::uint16_t port);

/// Has its faucet fund the payers, then send_over().
std::expected<Sent, std::string> send_to_peer(std::uint16_t port, const Payments& payments, const SendingPlan& plan);

}  // namespace zestron::bench
