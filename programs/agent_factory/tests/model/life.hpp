// Plays steps on the program and on the model side by side, and holds every result, figure and balance of the one to the other.
#pragma once

#include "peaks.hpp"
#include "step.hpp"
#include "swap_world.hpp"
#include "wallet.hpp"

#include <map>

namespace agent_factory::test::model {

class WalletLife : public SwapTest {
 protected:
  // A new agent, licence and pool, and a wallet that nobody has opened yet.
  void begin();
  // The agent is gone, as close_agent leaves its address.
  void end_agent();
  // Whether the program did it. Two steps of three are bent towards what the model says is possible; `step` is then the one played.
  bool play(Step& step);

 private:
  static inline const Pubkey kContextAddress = find_program_address(kProgramId, kContextSeed, kAgent.address).address;
  static constexpr Pubkey kSink = key(70);
  static constexpr std::array<Pubkey, kMints> kMintKeys = {kDollar, kGold, kMeme};

  // What a step asks for, from its numbers.
  struct Wanted {
    Sent sent;
    bool honest, everything;
    int mint, paid_mint;
    AllowanceKind kind;
    u64 cap, window, amount, lamports, quantity, slot, index, trades, interval, fee, max_loss;
    usize keep;
    std::vector<int> further;
  };
  Wanted wanted(const Step& step) const;
  static Fault ask(Model& model, const Step& step, const Wanted& want);
  bool is_possible(const Step& step) const;
  void bend(Step& step) const;
  void happen(const Step& step);
  client::Instruction instruction(const Step& step, const Wanted& want);
  client::Instruction listing(const Wanted& want) const;
  client::Instruction sending(const Sent& sent, u8 place, const Inner& inner, bool with_pool);
  static AllowEntry entry_of(int number);
  void write_license();
  void write_price();
  void compare() const;
  void compare_line(const WalletMint& mine, const Line& line) const;
  void compare_limit(Allowance mine, Limit limit) const;
  void compare_agent() const;
  void compare_context() const;

  Model model_;
  std::map<std::vector<int>, Hash256> terms_;  // of every list that there was
};

}  // namespace agent_factory::test::model
