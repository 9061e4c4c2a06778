// What an agent was fed besides the market's ticks, in order: pools, wallets, stakes, proposals, messages, and what models and people
// answered. With the ticks and the agent's activity it is all that its state follows from, so that a model is never asked twice.
#pragma once

#include "app/node/data_folder.hpp"
#include "domain/event.hpp"

#include <vector>

namespace zestron::node {

struct Input {
  domain::Event event;      ///< never a tick
  bool after_tick = false;  ///< fed after the tick of its slot
};

/// As it will be read back: bytes that are no UTF-8 replaced, an answer that holds no finite number a failed one. What an agent is fed is
/// this, so that a replay is fed the same.
domain::Event as_recorded(domain::Event event);

/// Oldest first; empty when there is no file. Those of slots after `last`, which were never confirmed, and a line that was cut off by a
/// crash are dropped from the file too; one that is damaged otherwise is an error.
Outcome<std::vector<Input>, FolderError> load_inputs(const DataFolder& folder, const Pubkey& agent, Slot last);
/// Synced when it returns.
Outcome<void, FolderError> append_inputs(const DataFolder& folder, const Pubkey& agent,
                                         const std::vector<Input>& inputs);

}  // namespace zestron::node
