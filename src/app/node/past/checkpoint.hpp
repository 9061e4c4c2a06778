// What the agents of a node were between two slots, as bytes: all that a start would otherwise make again by feeding them their past.
// No I/O; the parser is fuzzed. Closed trades, of which there are ever more, lie beside it (trade_log.hpp).
//
//   header, 20 bytes                          body
//   - [0..8):   magic "ZAGENTS1"              code digest 32 │ slot u64 │ tick: an event or nothing │ trades u64, CRC-32C u32 │ agents u32, each:
//   - [8..16):  size of the body              agent 32 │ config 32 │ active u8 │ trades before u64 │ letters u64 │ ticks u64 │ intents u64 │
//   - [16..20): CRC-32C of [8..16), body        trades u64 │ asked u32, each request_bytes │ watches u32, each an event or nothing │ block
//
// codec/fields.hpp and bundle/event_bytes.hpp have how members are laid out.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/types.hpp"
#include "domain/event.hpp"
#include "domain/request.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace zestron::node::past {

/// One agent, its config aside.
struct AgentStanding {
  using What = decltype(domain::Event::what);

  Pubkey agent;
  Hash config;
  bool active = false;
  std::uint64_t trades_before = 0;
  std::uint64_t letters = 0;
  std::uint64_t ticks = 0, intents = 0;   ///< of its runtime
  std::uint64_t trades = 0;               ///< closed by its position
  std::vector<domain::Request> asked;     ///< without an answer so far, by node
  std::vector<std::optional<What>> seen;  ///< of each of its watches, in their order
  Bytes block;                            ///< of its graph
};

/// How far the log of trades goes, and what is in it up to there.
struct TradeMark {
  std::uint64_t count = 0;
  std::uint32_t crc = 0;
  bool operator==(const TradeMark&) const = default;
};

struct Checkpoint {
  Hash code;                         ///< agent::code_digest() of the program that wrote it
  Slot slot;                         ///< everything up to its end is in here
  std::optional<domain::Tick> tick;  ///< the newest one
  TradeMark trades;
  std::vector<AgentStanding> agents;  ///< by key, each once
};

enum class CheckpointError : std::uint16_t {
  kDamaged = 1,
  kOtherVersion = 2,  ///< none of ours, or not in this form
};

Bytes checkpoint_bytes(const Checkpoint& checkpoint);
/// What it takes is exactly what checkpoint_bytes() makes.
Outcome<Checkpoint, CheckpointError> parse_checkpoint(ByteView bytes);

/// A body behind its header.
Bytes with_header(ByteView body);

}  // namespace zestron::node::past
