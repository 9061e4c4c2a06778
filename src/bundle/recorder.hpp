// Writes a run bundle while a node runs: a segment log of records (record.hpp), whose torn tail after a crash is told from damage, and at
// its end the Merkle root over all of them. Bounded: at bytes_max it is finished and takes no more.
#pragma once

#include "agent/runtime.hpp"
#include "base/result.hpp"
#include "bundle/record.hpp"
#include "codec/merkle/merkle.hpp"
#include "domain/effect.hpp"
#include "infra/segment_log/writer.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace zestron::bundle {

enum class BundleError : std::uint16_t {
  kIo = 1,
  kNotABundle = 2,
  kDamaged = 3,    ///< the message names file and byte
  kMalformed = 4,  ///< a whole record that is none of ours; the message has its number
  kUntrusted = 5,  ///< an agent goes on from bytes that nobody may check; or that another version of this program wrote
};

template <class T>
using BundleOutcome = Outcome<T, BundleError>;

struct RecorderOptions {
  std::filesystem::path folder;  ///< does not exist, or is empty
  std::string about;             ///< JSON for people and tools
  std::uint64_t bytes_max = std::uint64_t{1} << 30;
  bool trace = true;  ///< notes the ports of all nodes that fired, so that a replay names the first that differs
};

/// For one thread. A write that fails ends the bundle and nothing else: trouble() says why, and later calls do nothing.
class Recorder {
 public:
  static BundleOutcome<Recorder> open(RecorderOptions options);

  /// A config that the agent did not have: it begins with it, or goes on with it as agent::Runtime::upgrade does.
  void begins(const Pubkey& agent, std::string_view canonical_config, bool goes_on = false);
  /// The agent, which has just begun, goes on between two ticks where an earlier run left it; `asked` has no answer so far.
  void stands(const agent::Runtime& runtime, std::span<const domain::Request> asked);
  /// The agents that are fed it are named by outcome(), after it. Written with the first of them, and once for all that are fed the same.
  void fed(const domain::Event& event, bool begins_tick);
  /// begins() has named the agent.
  void outcome(const agent::Runtime& runtime, const agent::Step& step);
  void account(const SeenAccount& account);
  void turned(const domain::Effect& effect);
  void exchange(const Pubkey& agent, std::string_view node, std::uint64_t sequence, std::string_view json);
  /// Gives all so far to the kernel: a killed process does not lose it. Once a slot.
  void flush();
  /// Writes root and count, and syncs. Called again, it does nothing.
  void finish(End::Reason reason);

  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] std::uint64_t records() const { return tree_.size(); }
  /// Over all records so far.
  [[nodiscard]] Hash root() const { return tree_.root(); }

 private:
  Recorder(RecorderOptions options, infra::segment_log::Writer writer)
      : options_(std::move(options)), writer_(std::move(writer)) {}
  void append(const Record& record);
  void give_up(std::string why);

  RecorderOptions options_;
  infra::segment_log::Writer writer_;
  codec::MerkleAccumulator tree_;
  std::map<Pubkey, std::uint32_t> agents_;
  Fed fed_;
  bool fed_written_ = true;
  std::uint64_t bytes_ = 0;
  std::string trouble_;
  bool ended_ = false;
};

/// What marks the segments of a bundle.
inline constexpr auto kBundleIdentity = infra::segment_log::identity_of("zestron run bundle 1");

}  // namespace zestron::bundle
