// What agents were fed besides the market's ticks, in order: pools, wallets, stakes, proposals, messages, and what models and people
// answered. With the ticks and the agents' activity it is all that their state follows from, so that a model is never asked twice.
//
// One segment log for all agents of a node, in agents/inputs: a slot in which a thousand of them had an answer costs one write and one sync.
//
//   agent 32 │ after tick u8 │ bundle::event_bytes
#pragma once

#include "app/node/data_folder.hpp"
#include "domain/event.hpp"
#include "infra/segment_log/writer.hpp"

#include <map>
#include <vector>

namespace zestron::node {

struct Input {
  domain::Event event;      ///< never a tick
  bool after_tick = false;  ///< fed after the tick of its slot
};

/// As agents are fed it: in texts, bytes that are no UTF-8 replaced; an answer that holds no finite number a failed one.
domain::Event as_recorded(domain::Event event);

/// For one thread.
class InputLog {
 public:
  using From = std::map<Pubkey, Slot>;                ///< the first slot of which an agent's inputs are wanted
  using Past = std::map<Pubkey, std::vector<Input>>;  ///< oldest first

  /// Reads what is wanted into `past`; of what lies before all of that, no file is opened. Inputs of slots after `last`, which were never
  /// confirmed, and one that was cut off by a crash are dropped from the log too; one that is damaged otherwise is an error.
  static Outcome<InputLog, FolderError> open(const DataFolder& folder, Slot last, const From& from, Past& past);

  Outcome<void, FolderError> append(const Pubkey& agent, const Input& input);
  /// What was appended survives a power cut. Does nothing where nothing was.
  Outcome<void, FolderError> sync();

 private:
  explicit InputLog(infra::segment_log::Writer writer) : writer_(std::move(writer)) {}

  infra::segment_log::Writer writer_;
  bool dirty_ = false;
};

}  // namespace zestron::node
