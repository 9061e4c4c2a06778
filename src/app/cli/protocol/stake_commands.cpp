#include "app/cli/protocol/commands.hpp"
#include "app/cli/protocol/show.hpp"
#include "app/cli/protocol/verb.hpp"

namespace zestron::cli {

void add_stake_commands(CLI::App& root, Options& options, std::function<int()>& run) {
  auto* group = root.add_subcommand("stake", "stake ZEST, lock it, earn with it");
  group->require_subcommand(1);
  add_verbs(*group, options, run, "zest_staking",
            {
                {"add", "stake_zest", "stake ZEST; makes your record if there is none", {"amount"}},
                {"lock", "lock_stake", "lock your stake; a lock can only be lengthened", {"until"}},
                {"begin-unstake", "begin_unstake", "let an amount cool down, to be taken out later", {"amount"}},
                {"cancel-unstake", "cancel_unstake", "stake again what is cooling", {}},
                {"unstake", "unstake", "take out what has cooled down", {}},
                {"close", "close_stake", "delete your empty record; its rent comes back", {}},
                {"fund", "fund_rewards", "pay rewards that stream to all stakers", {"amount", "duration_s"}},
                {"claim",
                 "claim_rewards",
                 "pay one party the rewards that a stake has earned",
                 {},
                 {},
                 {{"party", "staker"}}},
                {"bond", "bond", "answer for an agent with a part of your stake", {"agent", "amount"}},
                {"begin-unbond", "begin_unbond", "let a part of the bond cool down", {"amount"}},
                {"unbond", "unbond", "free what has cooled down of the bond", {}},
                {"release-ended", "release_ended", "end a pledge whose time is over", {}},
                {"slash", "slash", "governance: take from a stake that is bonded to an agent", {"stake", "amount"}},
                {"collect-slashed", "collect_slashed", "send what was slashed to its sink", {}},
                {"set-features", "set_features", "governance: what stakes unlock", {"features"}},
                {"initialize", "initialize_pool", "make the pool; only whoever may upgrade the program", {}},
            });
  add_reading_verbs(*group, options, run, "zest_staking", {"StakeRecord", "staker"});
}

}  // namespace zestron::cli
