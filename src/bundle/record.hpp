// The records of a run bundle: what an agent was fed and what came of it, in order, and beside it the exchanges, accounts and
// transactions that the run saw. Parsed like anything from outside; exact: what is read back writes the same bytes, and nothing else parses.
//
//   kind u8 (its place in Record) │ the members in order (fields.hpp)
#pragma once

#include "agent/plan.hpp"
#include "base/bytes.hpp"
#include "base/types.hpp"
#include "domain/event.hpp"
#include "domain/intent.hpp"
#include "domain/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace zestron::bundle {

/// The first record. `about` is JSON for people and tools: which node, chain and market.
struct Begin {
  std::uint16_t version = 1;
  std::string about;
  bool operator==(const Begin&) const = default;
};

/// An agent begins with a config.
struct AgentBegins {
  std::uint32_t index = 0;  ///< from 0, without gaps; one that was there before begins anew
  bool goes_on = false;     ///< or goes on: nodes that did not change keep their state
  Pubkey agent;
  std::string config;  ///< canonical document
  bool operator==(const AgentBegins&) const = default;
};

/// The event that the outcomes after it are of.
struct Fed {
  bool begins_tick = false;  ///< the agents' fuel is full again
  Bytes event;               ///< event_bytes
  bool operator==(const Fed&) const = default;
};

/// What an output of a node that fired was left at, in 64 bits (port_value.hpp).
struct PortValue {
  std::uint16_t node = 0;
  std::uint8_t port = 0;
  std::uint64_t value = 0;
  bool operator==(const PortValue&) const = default;
};

/// The agent was fed the newest event, and this came of it.
struct Brought {
  std::uint32_t index = 0;
  std::uint8_t verdict = 0;      ///< agent::Verdict
  std::vector<Bytes> intents;    ///< transact::intent_bytes
  std::vector<Bytes> requests;   ///< request_bytes
  bool traced = false;           ///< ports are noted
  std::vector<PortValue> ports;  ///< in the order of the nodes
  bool operator==(const Brought&) const = default;
};

struct SeenAccount {
  Slot slot;
  Pubkey key, owner;
  Lamports lamports;
  Bytes data;
  bool operator==(const SeenAccount&) const = default;
};

/// An effect as the journal has it, at one of its turns.
struct Turned {
  Bytes intent;  ///< transact::intent_bytes
  std::uint8_t state = 0;
  std::uint32_t attempt = 0;
  Pubkey lane;
  Signature signature;
  Slot slot;
  Bytes wire;
  std::string reason;
  bool operator==(const Turned&) const = default;
};

/// One exchange with a language model, in full; its answer entered the run as an event of its own.
struct Exchange {
  std::uint32_t index = 0;
  std::string node;
  std::uint64_t sequence = 0;
  std::string json;  ///< ports::write_exchange
  bool operator==(const Exchange&) const = default;
};

/// The last record of a run that ended in order, or grew to its bound.
struct End {
  enum class Reason : std::uint8_t { kStopped = 0, kFull = 1 };
  Reason reason = Reason::kStopped;
  std::uint64_t records = 0;  ///< before it
  Hash root;                  ///< Merkle root over their bytes
  bool operator==(const End&) const = default;
};

/// An agent that began just now goes on between two ticks where an earlier run left it. What it is made of is taken as it is, so whoever
/// replays it trusts who wrote it.
struct AgentStands {
  std::uint32_t index = 0;
  Hash code;  ///< agent::code_digest() of the program that wrote it
  std::uint64_t ticks = 0, intents = 0;
  std::vector<Bytes> trades;  ///< agent::canonical_bytes
  std::vector<Bytes> asked;   ///< request_bytes, without an answer so far
  Bytes block;
  bool operator==(const AgentStands&) const = default;
};

/// Append only: a kind is its place.
using Record = std::variant<Begin, AgentBegins, Fed, Brought, SeenAccount, Turned, Exchange, End, AgentStands>;

Bytes record_bytes(const Record& record);
/// nullopt for anything that record_bytes() does not make. What is nested (events, intents, requests) is parsed too.
std::optional<Record> parse_record(ByteView bytes);

}  // namespace zestron::bundle
