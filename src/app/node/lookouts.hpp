// Which of many agents have to be looked at first when a price comes: those of whom an action may come, as far as their graphs know
// without a step (Plan::calm). Side by side in memory: in the time that the agent which acts has, a thousand others are not even touched.
#pragma once

#include "agent/kind.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace zestron::node {

class Lookouts {
 public:
  /// So many agents, of none of whom anything is known: all are awake.
  void reset(std::size_t agents) { marks_.assign(agents, {}); }
  /// `restless`: awake at every price, and without one.
  void note(std::size_t place, const agent::Calm& calm, bool restless) { marks_[place] = {calm, restless}; }
  void rouse(std::size_t place) { marks_[place].restless = true; }

  /// Their places, in order.
  [[nodiscard]] std::vector<std::size_t> awake(std::optional<double> price) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i].restless || (price && !marks_[i].calm.holds(*price))) out.push_back(i);
    }
    return out;
  }

 private:
  struct Mark {
    agent::Calm calm;
    bool restless = true;
  };
  std::vector<Mark> marks_;
};

}  // namespace zestron::node
