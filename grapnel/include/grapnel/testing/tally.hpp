// Tally: how often each instruction came up in random sequences and succeeded, printed as a table, and what is asked of such a
// campaign. Sequences that mostly fail prove little, and nothing about an instruction that never succeeds.
//
//   static Tally tally("counter", {"initialize", "increment", "destroy"});
//   EXPECT_TRUE(rc::check([&] { tally.begin(); …; tally.count("increment", outcome.ok()); }));
//   tally.print();
//   EXPECT_EQ(tally.shortfall(), "");
#pragma once

#include <grapnel/integers.hpp>
#include <grapnel/testing/backend.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace grapnel::testing {

// What a campaign must have reached. Of a short one: every instruction succeeded, 40 % of all did.
struct Demands {
  u64 sequences = 1;
  u64 steps = 1;  // on average of a sequence
  u64 percent = 40;
  u64 successes = 1;  // of each instruction

  // With GRAPNEL_SEQUENCES=N in the environment N sequences of 50 steps, and each instruction 1,000 times; with
  // RC_PARAMS=max_success=N rapidcheck plays as many.
  static Demands from_environment();
};

// How many of the cases that rapidcheck plays are to be: all it is asked for in RC_PARAMS. Of those that it plays unasked ten are
// enough on the real runtime, which takes its time.
u64 most_sequences(Ground ground);

class Tally {
 public:
  Tally(std::string title, const std::vector<std::string>& instructions);

  // A sequence begins.
  void begin() { ++sequences_; }
  // Of an instruction that isn't known a new line begins.
  void count(std::string_view instruction, bool succeeded);
  // The same of many: what a sequence has counted itself.
  void count(std::string_view instruction, u64 tried, u64 succeeded);

  u64 sequences() const { return sequences_; }
  u64 succeeded(std::string_view instruction) const;

  // To stdout: a line for each instruction, and one that scripts read:
  // `sequences TITLE: 1000 of 50000 instructions, 83 % succeeded, the rarest release 1204 times`.
  void print() const;
  // Empty, or which demand isn't met.
  std::string shortfall(const Demands& demands = Demands::from_environment()) const;

 private:
  struct Line {
    std::string name;
    u64 tried = 0;
    u64 succeeded = 0;
  };
  Line& line(std::string_view name);
  Line all() const;
  const Line& rarest() const;

  std::string title_;
  std::vector<Line> lines_;
  u64 sequences_ = 0;
};

}  // namespace grapnel::testing
