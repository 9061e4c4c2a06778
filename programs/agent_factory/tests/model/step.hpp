// One step of a sequence: which instruction, what else happens before it, and numbers that each instruction reads as it needs
// them, so that every value means something.
#pragma once

#include <grapnel/integers.hpp>

#include <rapidcheck.h>

#include <array>
#include <ostream>

namespace agent_factory::test::model {

enum Kind {
  Open,
  Agree,
  Allow,
  SetLimits,
  Withdraw,
  WithdrawLamports,
  CallTransfer,
  CallTransferLamports,
  CloseWallet,
  Update,
  Claim,
  SetList,
  OpenContext,
  Commit,
  Verify,
  CloseContext,
  Swap,
  Pay,
  PayLamports,
  kKinds
};
inline constexpr std::array<const char*, kKinds> kNames = {"open_wallet",
                                                           "agree",
                                                           "set_allowance",
                                                           "set_wallet_limits",
                                                           "withdraw",
                                                           "withdraw_lamports",
                                                           "beneficiary_execute tokens",
                                                           "beneficiary_execute lamports",
                                                           "close_wallet",
                                                           "update_performance",
                                                           "claim_performance",
                                                           "set_allow_list",
                                                           "open_context",
                                                           "commit_context",
                                                           "verify_context",
                                                           "close_context",
                                                           "execute swap",
                                                           "execute token transfer",
                                                           "execute lamports transfer"};

// What others do between two instructions: people, the oracle, the market, time.
enum Between { Nothing, Price, Gift, FundPurse, Suspend, Resume, Dispute, Settle, Longer, kBetweens };

struct Step {
  int kind;
  int between;
  unsigned a, b;  // 0 … 99
  unsigned odd;   // 0 … 19: now and then something that makes no sense
};
inline void showValue(const Step& s, std::ostream& out) {  // NOLINT(readability-identifier-naming): rapidcheck's name
  out << kNames[static_cast<std::size_t>(s.kind)] << " between " << s.between << ' ' << s.a << ' ' << s.b << " odd "
      << s.odd;
}

inline rc::Gen<Step> steps() {
  const auto kinds = rc::gen::weightedElement<int>({{2, Open},
                                                    {4, Agree},
                                                    {6, Allow},
                                                    {2, SetLimits},
                                                    {3, Withdraw},
                                                    {2, WithdrawLamports},
                                                    {2, CallTransfer},
                                                    {2, CallTransferLamports},
                                                    {1, CloseWallet},
                                                    {3, Update},
                                                    {3, Claim},
                                                    {1, SetList},
                                                    {1, OpenContext},
                                                    {4, Commit},
                                                    {3, Verify},
                                                    {2, CloseContext},
                                                    {14, Swap},
                                                    {5, Pay},
                                                    {5, PayLamports}});
  const auto between = rc::gen::weightedElement<int>({{6, Nothing},
                                                      {6, Price},
                                                      {3, Gift},
                                                      {3, FundPurse},
                                                      {1, Suspend},
                                                      {3, Resume},
                                                      {1, Dispute},
                                                      {3, Settle},
                                                      {2, Longer}});
  const auto below = [](unsigned bound) { return rc::gen::inRange(0u, bound); };
  return rc::gen::build<Step>(rc::gen::set(&Step::kind, kinds), rc::gen::set(&Step::between, between),
                              rc::gen::set(&Step::a, below(100)), rc::gen::set(&Step::b, below(100)),
                              rc::gen::set(&Step::odd, below(20)));
}

// How most wallets begin: opened, agreed, with uses, dollars, gold and lamports to spend.
inline constexpr std::array<Step, 6> kBeginning = {{{Open, Nothing, 97, 0, 19},
                                                    {Agree, Nothing, 97, 0, 19},
                                                    {Allow, Nothing, 97, 6, 19},
                                                    {Allow, Nothing, 97, 0, 19},
                                                    {Allow, Nothing, 97, 1, 19},
                                                    {Allow, Nothing, 98, 5, 19}}};

}  // namespace agent_factory::test::model
