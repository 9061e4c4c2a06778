// What agent_factory should do, written a second time as plainly as possible: no table, no bytes, no accounts. Sequences of
// operations are run on it and on the program, and must agree in every result and every field.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "world.hpp"

namespace agent_factory::test {

enum class Who : std::uint8_t { Owner, UpgradeAuthority, Executor0, Executor1, Executor2, Stranger };
inline constexpr std::uint8_t kWhoCount = 6;

inline Pubkey key_of(Who who) { return key(1 + static_cast<u64>(who) * 10); }

struct ModelTerms {
  u64 created_slot = 0;
  u8 config = 0;
  std::vector<Who> executors;
  u64 max_net_loss = 0, max_executions = 0;
  bool operator==(const ModelTerms&) const = default;
};

struct ModelCounters {
  u64 gain = 0, loss = 0, execution_gain = 0, execution_loss = 0, executions = 0;
  i64 last = 0;
  bool operator==(const ModelCounters&) const = default;
};

struct ModelClaims {
  u64 gain = 0, loss = 0, trades = 0, count = 0;
  i64 last = 0;
  u8 root = 0;
};

struct ModelAgent {
  enum State { Created, Licensed, Active, Suspended, Retired } state = Created;
  State from = Created;
  bool by_threshold = false;
  i64 suspended_at = 0;
  ModelTerms terms;
  std::optional<ModelTerms> suspended_terms;
  ModelCounters measured;
  ModelClaims claimed;

  bool past_threshold() const {
    const bool lost =
        terms.max_net_loss > 0 && measured.loss > measured.gain && measured.loss - measured.gain > terms.max_net_loss;
    return lost || (terms.max_executions > 0 && measured.executions > terms.max_executions);
  }
};

struct ModelWallet {
  u64 created_slot = 0;
  ModelCounters measured, folded;
};

// Codes: 0 is success. Every function leaves the model unchanged if it fails.
class Model {
 public:
  using Code = u64;
  static constexpr Code kOk = 0, kHasOne = 2001, kNoAccount = 3012, kExists = ~Code{0};

  u64 slot = kStartSlot;
  i64 time = kStartTime;
  std::optional<ModelAgent> agent;
  std::array<std::optional<ModelWallet>, 3> wallets;

  Code create(u8 config, u64 max_net_loss, u64 max_executions) {
    if (agent) return kExists;
    if (config == 0) return 6014;
    agent.emplace();
    agent->terms = {slot, config, {}, max_net_loss, max_executions};
    return kOk;
  }

  Code publish(Who who) {
    if (const Code code = owned_by(who)) return code;
    if (agent->state == ModelAgent::Created) return agent->state = ModelAgent::Licensed, kOk;
    if (agent->state == ModelAgent::Licensed) return 6002;
    if (agent->state == ModelAgent::Active) return 6001;
    return agent->state == ModelAgent::Suspended ? 6005 : 6006;
  }

  Code activate(Who who) {
    if (const Code code = owned_by(who)) return code;
    if (agent->state == ModelAgent::Active) return 6001;
    if (agent->state == ModelAgent::Retired) return 6006;
    if (agent->past_threshold()) return 6010;
    if (agent->state == ModelAgent::Suspended && agent->terms == agent->suspended_terms) return 6012;
    if (agent->state != ModelAgent::Suspended) agent->from = agent->state;
    agent->state = ModelAgent::Active;
    agent->by_threshold = false;
    return kOk;
  }

  Code deactivate(Who who) {
    if (const Code code = owned_by(who)) return code;
    if (agent->state != ModelAgent::Active) return 6000;
    agent->state = agent->from;
    return kOk;
  }

  Code suspend(Who who) {
    if (!agent) return kNoAccount;
    if (agent->state == ModelAgent::Suspended) return 6003;
    if (agent->state == ModelAgent::Retired) return 6006;
    if (agent->state != ModelAgent::Active) return 6004;
    if (who != Who::Owner && !agent->past_threshold()) return 6009;
    agent->state = ModelAgent::Suspended;
    agent->by_threshold = who != Who::Owner;
    agent->suspended_at = time;
    agent->suspended_terms = agent->terms;
    return kOk;
  }

  Code retire(Who who) {
    if (!agent) return kNoAccount;
    if (agent->state == ModelAgent::Retired) return 6006;
    if (who != Who::Owner) {
      if (agent->state != ModelAgent::Suspended || !agent->by_threshold) return 6008;
      if (time < agent->suspended_at + 604'800) return 6011;
    }
    agent->state = ModelAgent::Retired;
    return kOk;
  }

  Code upgrade(Who who, u8 config, u64 max_net_loss, u64 max_executions) {
    if (!agent) return kNoAccount;
    if (who != Who::UpgradeAuthority) return kHasOne;
    if (agent->state == ModelAgent::Retired) return 6006;
    if (config == 0) return 6014;
    agent->terms.config = config;
    agent->terms.max_net_loss = max_net_loss;
    agent->terms.max_executions = max_executions;
    return kOk;
  }

  Code set_executors(Who who, const std::vector<Who>& executors) {
    if (const Code code = owned_by(who)) return code;
    if (agent->state == ModelAgent::Retired) return 6006;
    for (usize i = 0; i < executors.size(); ++i) {
      for (usize k = i + 1; k < executors.size(); ++k) {
        if (executors[i] == executors[k]) return 6019;
      }
    }
    agent->terms.executors = executors;
    return kOk;
  }

  Code claim(Who who, u64 gain, u64 loss, u64 trades, u8 root) {
    if (!agent) return kNoAccount;
    bool listed = false;
    for (const Who executor : agent->terms.executors) listed = listed || executor == who;
    if (!listed) return 6021;
    if (agent->state == ModelAgent::Retired) return 6006;
    if (agent->state == ModelAgent::Suspended) return 6005;
    if (agent->state != ModelAgent::Active) return 6004;
    if (trades == 0) return 6022;
    if (root == 0) return 6023;
    ModelClaims& claimed = agent->claimed;
    const auto overflows = [](u64 a, u64 b) { return a > ~u64{0} - b; };
    if (overflows(claimed.gain, gain) || overflows(claimed.loss, loss) || overflows(claimed.trades, trades))
      return 6029;
    claimed = {claimed.gain + gain, claimed.loss + loss, claimed.trades + trades, claimed.count + 1, time, root};
    return kOk;
  }

  Code update(const std::vector<usize>& given) {
    if (!agent) return kNoAccount;
    if (given.empty()) return 6025;
    const auto before = std::pair{agent->measured, wallets};
    for (const usize i : given) {
      const Code code = fold(wallets[i]);
      if (code != kOk) {
        std::tie(agent->measured, wallets) = before;
        return code;
      }
    }
    return kOk;
  }

  Code close(Who who) {
    if (const Code code = owned_by(who)) return code;
    if (agent->state != ModelAgent::Retired) return 6007;
    if (agent->terms.created_slot == slot) return 6013;
    agent.reset();
    return kOk;
  }

 private:
  Code owned_by(Who who) const { return !agent ? kNoAccount : who != Who::Owner ? kHasOne : kOk; }

  Code fold(std::optional<ModelWallet>& wallet) {
    if (!wallet) return 6026;
    if (wallet->created_slot != agent->terms.created_slot) return 6027;
    ModelCounters& total = agent->measured;
    for (u64 ModelCounters::* counter : {&ModelCounters::gain, &ModelCounters::loss, &ModelCounters::execution_gain,
                                         &ModelCounters::execution_loss, &ModelCounters::executions}) {
      const u64 gained = wallet->measured.*counter - wallet->folded.*counter;  // wallets of a sequence only grow
      if (total.*counter > ~u64{0} - gained) return 6029;
      total.*counter += gained;
    }
    if (wallet->measured.last > total.last) total.last = wallet->measured.last;
    wallet->folded = wallet->measured;
    return kOk;
  }
};

}  // namespace agent_factory::test
