"""The protocol's whole life by command line, on a fresh chain: from ZEST's genesis to the last account closed. Every token is
accounted for to the last unit: what each person ends with is reckoned here from the programs' published formulas, and the sum
over all token accounts is the supply."""

import collections
import json
import math
import pathlib
import unittest

import harness
from protocol import (DAY, PROGRAMS, SOL, SOL_MINT, SUPPLY, USDC, USDC_MINT, ZEST, People, merkle_leaf, merkle_proof,
                      unbase58)

DOCUMENT, EVIDENCE, ROOT = "11" * 32, "22" * 32, "33" * 32
SWAP_POOL = "Gqa5d7KyPMiR6LeRZQmMrzw3wWYDY3tZ2Cmnjv16EnJ1"

GENESIS_OWNER = 250_000_000 * ZEST - 10_000_000 * ZEST  # liquidity and community, less what the pool began with
GENESIS_POOL = 10_000_000 * ZEST
GENESIS_USDC = 2_000_000 * USDC
GIVEN = {"dev": 20_000, "alice": 5_000, "bob": 5_000, "carol": 5_000, "dave": 50_000}

POT = 50_000 * ZEST
OWNER_STAKE, DEV_STAKE, DAVE_STAKE, REWARDS = 60_000_000 * ZEST, 10_000 * ZEST, 20_000 * ZEST, 3_000 * ZEST
PERPETUAL, PERIOD, USE = 1_000 * ZEST, 300 * ZEST, 10 * ZEST
GRANT, SLASHED, BOND = 500 * ZEST, 400 * ZEST, 100 * ZEST


def split(total):
    """70 % to the developer, the rest to the treasury."""
    developer = total * 70 // 100
    return developer, total - developer


def swap(amount, reserve_in, reserve_out):
    """What a swap gives and the reserves after it: fees of 25 and 5 in 10,000 stay in the pool."""
    net = amount - amount * 25 // 10_000 - amount * 5 // 10_000
    out = reserve_out * net // (reserve_in + net)
    return out, reserve_in + amount, reserve_out - out


class Life(People):
    people = ("dev", "executor", "alice", "bob", "carol", "dave")

    # ---- the life ----

    def test_from_genesis_to_the_last_account(self):
        self.check_supply()
        self.assertEqual(self.balance("owner"), GENESIS_OWNER)
        self.give_everybody_something()
        self.stake()
        self.make_a_pool()
        self.publish()
        self.license()
        self.dispute()
        self.trade()
        self.govern()
        self.open_vault()
        self.buy_low()
        self.commit_contexts()
        self.slash()
        self.sell_high()
        self.settle()
        self.reward_the_agent()
        self.reward()
        self.retire()
        self.leave()
        self.account_for_everything()

    def give_everybody_something(self):
        for name, amount in GIVEN.items():
            self.do("owner", "token", "send", self.address[name], amount)
        for name in ("alice", "carol"):
            self.do("owner", "token", "send", self.address[name], "1000", "--mint", USDC_MINT)
        self.assertIn("not enough tokens", self.refused("bob", "token", "send", self.address["alice"], "5000.000000001"))
        self.assertIn("9 decimals", self.refused("bob", "token", "send", self.address["alice"], "0.0000000001"))

    def stake(self):
        dry = self.do("dev", "stake", "add", "10000", "--dry-run")
        self.assertTrue(dry["dryRun"])
        self.assertGreater(int(dry["rentPaid"]), 0)
        self.assertIn("-10000000000000", [str(int(c["after"]) - int(c["before"])) for c in dry["changes"] if c.get("mint")])
        self.do("dev", "stake", "add", "10000")
        self.do("owner", "stake", "add", "60000000")
        self.do("owner", "stake", "lock", "+400d")
        self.do("dave", "stake", "add", "20000")
        self.do("dave", "stake", "lock", "+200d")
        self.assertIn("LockNotLonger", self.refused("dave", "stake", "lock", "+100d"))
        self.assertEqual(self.show("stake", "show", self.address["dave"])["amount"], str(DAVE_STAKE))
        self.do("dev", "stake", "lock", "+200d")

    def make_a_pool(self):
        """Of SOL and dollars, which have a price: 50 SOL at 100 dollars."""
        self.do("owner", "token", "wrap", 60)
        made = ("pool", "create", SOL_MINT, 50, USDC_MINT, 5000)
        self.assertIn("different tokens", self.refused("owner", "pool", "create", SOL_MINT, 1, SOL_MINT, 1))
        self.assertIn("you hold 60", self.refused("owner", "pool", "create", SOL_MINT, "60.000000001", USDC_MINT, 5000))
        self.assertIn("too little", self.refused("owner", "pool", "create", SOL_MINT, 1, USDC_MINT, 0))
        self.assertIn("InvalidFee", self.refused("owner", *made, "--trade-fee-numerator", 10_000))
        dry = self.do("owner", *made, "--dry-run")
        sizes = (324, 82, 165, 165, 165)  # the pool, its share mint; the first shares, the vaults
        rents = [self.node.call("getMinimumBalanceForRentExemption", size) for size in sizes]
        self.assertEqual(int(dry["rentPaid"]), sum(rents))
        shares = dry["accounts"]["pool_mint"]
        self.assertEqual(self.moved(dry), {SOL_MINT: -50 * SOL, USDC_MINT: -5000 * USDC, shares: 10**9})
        self.sol_pool = self.do("owner", *made)["accounts"]["swap"]
        shown = self.pool_state()
        self.assertEqual((shown["reserve_a"], shown["reserve_b"], shown["shares"], shown["listed"]),
                         (str(50 * SOL), str(5000 * USDC), str(10**9), "false"))
        self.lend_and_take_back(shown["pool_mint"])

    def lend_and_take_back(self, shares):
        """Every way into the pool and out of it, each within the limits that follow from the pool, and beyond one that is named."""
        pool = self.sol_pool
        for verb, limit in (("deposit", "--maximum-token-b-amount"), ("withdraw", "--minimum-token-a-amount")):
            named = "499.999999" if verb == "deposit" else "5.000000001"
            self.assertIn("ExceededSlippage", self.refused("owner", "pool", verb, pool, "0.1", limit, named))
        for verb, sign in (("deposit", -1), ("withdraw", 1)):
            done = self.do("owner", "pool", verb, pool, "0.1")
            self.assertEqual(self.moved(done),
                             {SOL_MINT: sign * 5 * SOL, USDC_MINT: sign * 500 * USDC, shares: -sign * 10**8})
        one = self.moved(self.do("owner", "pool", "deposit-one", pool, SOL_MINT, 1))
        self.assertEqual(one[SOL_MINT], -SOL)
        self.assertTrue(0.009 * 10**9 < one[shares] < 0.01 * 10**9)
        out = self.moved(self.do("owner", "pool", "withdraw-one", pool, SOL_MINT, "0.99"))
        self.assertEqual(out[SOL_MINT], 99 * SOL // 100)
        self.assertLess(-out[shares], one[shares])
        state = self.pool_state()
        expected, *_ = swap(SOL // 10, int(state["reserve_a"]), int(state["reserve_b"]))
        self.assertEqual(self.moved(self.do("owner", "pool", "swap", pool, SOL_MINT, "0.1"))[USDC_MINT], expected)
        self.assertIn("trades", self.refused("owner", "pool", "swap", pool, self.zest, 1))
        self.assertIn("no pool of swap_pool", self.refused("owner", "pool", "swap", self.zest, SOL_MINT, 1))
        swap_it = ("pool", "swap", pool, SOL_MINT, "0.1")
        self.assertIn("ExceededSlippage", self.refused("owner", *swap_it, "--minimum-amount-out", 10))

    def pool_state(self):
        return self.show("pool", "show", self.sol_pool)

    def moved(self, report):
        """By mint, of the owner's."""
        return {change["mint"]: int(change["after"]) - int(change["before"])
                for change in report["changes"] if change.get("owner") == self.address["owner"]}

    def publish(self):
        config = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ema_cross" / "agent.json"
        self.agent = self.do("dev", "agent", "create", config, "--id", 7, "--executor", self.address["executor"],
                             "--quote-mint", USDC_MINT, "--no-run")["agent"]
        (self.pool,) = (account["address"] for account in self.show("pool", "accounts", "swap-v1")["accounts"]
                        if account["address"] != self.sol_pool)

        def entry(pool):
            return {"program": SWAP_POOL, "instruction_prefix": "01" + "00" * 15, "fixed_keys": [pool, "1" * 32],
                    "position_owner_offset": 0, "prefix_size": 1, "rule_count": 2,
                    "rules": [{"position": 0, "role": 4}, {"position": 6, "role": 0}] + [{"position": 0, "role": 0}] * 6}

        self.do("dev", "agent", "allow", self.agent, json.dumps([entry(self.pool), entry(self.sol_pool)]))
        self.do("dev", "agent", "publish", self.agent)
        self.do("dev", "agent", "activate", self.agent)
        self.do("dev", "stake", "bond", self.agent, "1000")
        self.do("dev", "market", "list", self.agent, "--perpetual", 1000, "--period", 300, "--period-s", "30d", "--use", 10,
                "--stake", 20000, "--stake-s", "90d")
        self.do("dev", "market", "publish-metadata", "ipfs://agent-seven", "--hash", DOCUMENT, "--agent", self.agent)
        self.do("dev", "rewards", "open", self.agent)

    def license(self):
        def buy(who, verb, *more):
            return self.do(who, "market", verb, self.agent, *more)["accounts"]["license"]

        self.assertIn("PriceAboveMaximum", self.refused("alice", "market", "license", self.agent, "--kind", "perpetual",
                                                        "--max-price", "999.999999999"))
        self.licenses = {
            "alice": buy("alice", "license", "--kind", "perpetual", "--max-price", 1000),
            "bob": buy("bob", "license", "--kind", "subscription", "--max-price", 300),
            "carol": buy("carol", "license", "--kind", "per-use", "--quantity", 5, "--max-price", 50),
            "dave": buy("dave", "license-by-stake", "--max-stake", 20000, "--max-term-s", "90d"),
            "disputed": buy("dave", "license", "--kind", "perpetual", "--number", 1, "--max-price", 1000),
        }
        self.check_supply()

    def dispute(self):
        """One that is upheld in part, and one that is not."""
        for who, license in (("dave", "disputed"), ("alice", "alice")):
            self.do(who, "market", "open-dispute", self.licenses[license], EVIDENCE)
        self.assertIn("DisputeOpen", self.refused("dave", "market", "open-dispute", self.licenses["disputed"], EVIDENCE))
        self.assertIn("NotResolver", self.refused("dev", "market", "resolve-dispute", self.licenses["disputed"], 0))
        self.do("owner", "market", "resolve-dispute", self.licenses["disputed"], 4_000)
        self.do("owner", "market", "resolve-dispute", self.licenses["alice"], 0)
        self.do("dave", "market", "collect-refund", self.licenses["disputed"])
        self.kept = PERPETUAL - PERPETUAL * 4_000 // 10_000
        self.assertEqual(self.balance("dave"), GIVEN["dave"] * ZEST - DAVE_STAKE - self.kept)
        self.assertIn("DisputedBefore", self.refused("alice", "market", "open-dispute", self.licenses["alice"], EVIDENCE))

    def trade(self):
        self.reserves = [USDC * 10**6, GENESIS_POOL]
        self.wallets = {}
        for who in ("alice", "carol"):
            wallet = self.do(who, "wallet", "open", self.agent, "--license", self.licenses[who])["accounts"]["wallet"]
            self.wallets[who] = wallet
            self.do(who, "wallet", "agree", self.agent)
            self.do(who, "wallet", "allow", self.agent, "uses", 10)
            for mint, cap in ((USDC_MINT, 500), (self.zest, 10_000)):
                self.do(who, "wallet", "allow", self.agent, "mint", cap, "--mint", mint, "--unpriced-allowed", 1)
            self.do(who, "token", "send", wallet, "500", "--mint", USDC_MINT)
            self.do(who, "token", "open", wallet)
        self.usdc = {"alice": 1000 * USDC, "carol": 1000 * USDC}
        self.bought = collections.Counter()
        for who, mint, amount in (("alice", USDC_MINT, 200), ("carol", USDC_MINT, 100), ("alice", self.zest, 750), ("carol", USDC_MINT, 50)):
            self.swap_for(who, mint, amount)
        # Beyond the cap nothing moves.
        inner = self.swap_of("alice", USDC_MINT, 301)
        self.assertRegex(self.refused("executor", "wallet", "execute", self.agent, "--beneficiary", self.address["alice"],
                                      "--inner", inner), "Allowance")
        self.assertEqual(self.balance(self.wallets["alice"]), self.bought["alice"])
        self.check_supply()

    def swap_of(self, who, mint, amount):
        return self.printed("swap", "pool", "swap", self.pool, mint, amount, "--signer", self.wallets[who])

    def swap_for(self, who, mint, amount):
        inner = self.swap_of(who, mint, amount)
        self.do("executor", "wallet", "execute", self.agent, "--beneficiary", self.address[who], "--inner", inner)
        if mint == USDC_MINT:
            out, self.reserves[0], self.reserves[1] = swap(amount * USDC, *self.reserves)
            self.usdc[who] -= amount * USDC
            self.bought[who] += out
        else:
            out, self.reserves[1], self.reserves[0] = swap(amount * ZEST, self.reserves[1], self.reserves[0])
            self.usdc[who] += out
            self.bought[who] -= amount * ZEST

    def govern(self):
        self.travel(60)
        vault = "9yhWjvsmeur81cE6vEMPLHbBh33vPz4q7iVwtMPoQixd"
        elf = PROGRAMS / "open_vault.so"
        buffer = json.loads(self.zestron("deploy", elf, "--buffer-only", "--for-governance", who="owner"))
        treasury = self.show("market", "show", self.only("market", "market"))["parameters"]["treasury"]
        carol = self.show("token", "balance", self.address["carol"])["account"]
        slash = self.printed("slash", "stake", "slash", self.stake_of("dev"), SLASHED // ZEST, "--agent", self.agent,
                             "--decision", 3)
        self.decide(
            (("upgrade-program", vault, buffer["buffer"], "--document", DOCUMENT), ()),
            (("transfer-tokens", treasury, carol, self.address["carol"], self.zest, GRANT // ZEST), ()),
            (("set-pool", SWAP_POOL, self.sol_pool), ()),
            (("call", "--inner", slash), ("--inner", slash)))
        before = self.deployed_at(vault)
        for number in (0, 1, 2):
            self.execute_decision(number)
        self.assertGreater(self.deployed_at(vault), before)
        self.assertEqual(self.pool_state()["listed"], "true")
        self.check_supply()

    def stake_of(self, who):
        return self.show("stake", "show", self.address[who])["address"]

    def decide(self, *actions):
        """Proposed, voted and queued; their timelocks are over."""
        self.decisions = [(action[0], executed, self.do("owner", "gov", "propose", *action)["accounts"]["proposal"])
                          for action, executed in actions]
        for number in range(len(actions)):
            self.do("owner", "gov", "vote", number, "yes")
            self.do("dave", "gov", "vote", number, "abstain")
        self.assertIn("refuses", self.refused("owner", "gov", "vote", 0, "no"))
        self.assertIn("VotingOpen", self.refused("bob", "gov", "queue", 0))
        self.travel(3 * DAY + 60)
        for number in range(len(actions)):
            self.do("bob", "gov", "queue", number)
        self.assertIn("Timelock", self.refused("bob", "gov", "execute-upgrade-program", 0))
        self.travel(2 * DAY + 60)

    def execute_decision(self, number):
        action, executed, address = self.decisions[number]
        self.do("bob", "gov", f"execute-{action}", number, *executed)
        for who in ("owner", "dave"):
            self.do("bob", "gov", "close-vote", number, "--stake", self.stake_of(who))
        self.assertEqual(self.show("gov", "show", number)["status"], "executed")
        self.do("bob", "gov", "close", number)
        self.assertIsNone(self.data_of(address))

    def deployed_at(self, program):
        program_data = harness.base58(self.data_of(program)[4:36])
        return int.from_bytes(self.data_of(program_data)[4:12], "little")

    def open_vault(self):
        """A template that 10,000 staked ZEST open: to the developer by their stake, to Dave by a leaf of a posted root."""
        template = self.do("carol", "vault", "publish", 0, "ipfs://template", "--hash", DOCUMENT, "--staked", DEV_STAKE // ZEST)
        self.template = template["accounts"]["of_template"]
        self.assertIn("AccountNotInitialized", self.refused("alice", "vault", "claim", self.template))
        self.access = self.do("dev", "vault", "claim", self.template)["accounts"]["access"]

        stakes = sorted(self.show("stake", "accounts", "stake-record")["accounts"], key=lambda stake: stake["address"])
        leaves = [merkle_leaf(unbase58(stake["staker"]) + int(stake["amount"]).to_bytes(8, "little")
                              + int(stake["lock_until"]).to_bytes(8, "little", signed=True) + unbase58(stake["pool"]))
                  for stake in stakes]
        (index,) = (at for at, stake in enumerate(stakes) if stake["staker"] == self.address["dave"])
        root, path = merkle_proof(leaves, index)
        slot = self.node.call("getSlot", {"commitment": "confirmed"})
        posted = ("vault", "post-root", root.hex(), "--snapshot-slot", slot, "--leaf-count", len(leaves), "--expires-at", "+6d")
        self.assertIn("ConstraintHasOne", self.refused("bob", *posted))
        self.root = self.do("owner", *posted)["accounts"]["stake_root"]
        proof = ("--lock-until", stakes[index]["lock_until"], "--index", index, "--path", ",".join(node.hex() for node in path))
        claim = ("vault", "claim-by-proof", self.template, self.root, "--amount")
        self.assertIn("ProofInvalid", self.refused("dave", *claim, "20000.000000001", *proof))
        self.assertIn("ProofInvalid", self.refused("bob", *claim, 20000, *proof))
        self.proven = self.do("dave", *claim, 20000, *proof)["accounts"]["access"]
        for access in (self.access, self.proven):
            self.assertIn("StakeStillThere", self.refused("bob", "vault", "revoke", access))

    def commit_contexts(self):
        self.do("dev", "agent", "open-context", self.agent)
        first = self.node.call("getSlot", {"commitment": "confirmed"}) - 10
        roots = [f"{0x30 + at:02x}" * 32 for at in range(3)]
        for at, root in enumerate(roots):
            self.do("executor", "agent", "commit-context", self.agent, first + at, root)
        self.assertIn("ContextTooEarly", self.refused("executor", "agent", "commit-context", self.agent, first, ROOT))
        self.assertIn("NotAnExecutor", self.refused("dev", "agent", "commit-context", self.agent, first + 9, ROOT))
        # Two leaves under one peak, the third is a peak itself.
        sibling = merkle_leaf((first + 1).to_bytes(8, "little") + bytes.fromhex(roots[1])).hex()
        for at, path in ((0, ("--path", sibling)), (2, ())):
            proof = ("--index", at, *path)
            self.do("bob", "agent", "verify-context", self.agent, first + at, roots[at], *proof)
            self.assertIn("ContextNotProven",
                          self.refused("bob", "agent", "verify-context", self.agent, first + at, ROOT, *proof))

    def slash(self):
        """As was decided: the developer's stake falls below what opens the template."""
        self.execute_decision(3)
        self.do("bob", "stake", "collect-slashed")
        self.assertEqual(self.show("stake", "show", self.address["dev"])["amount"], str(DEV_STAKE - SLASHED))
        self.do("bob", "vault", "revoke", self.access)
        self.assertIn("AccessRevoked", self.refused("bob", "vault", "revoke", self.access))
        self.assertIn("is there already", self.refused("dev", "vault", "claim", self.template))
        self.assertIn("StakeStillThere", self.refused("bob", "vault", "revoke", self.proven))
        self.do("dave", "vault", "close-access", self.proven)
        self.check_supply()

    def buy_low(self):
        """In the pool that governance lists now, for a measured gain; prices and entries are found."""
        wallet = self.wallets["alice"]
        self.do("alice", "token", "open", wallet, "--mint", SOL_MINT)
        self.do("alice", "wallet", "allow", self.agent, "mint", 10, "--mint", SOL_MINT)
        self.do("alice", "wallet", "limits", self.agent, "--max-loss-bps", 3_000)
        self.push_price()
        state = self.pool_state()
        bought, *_ = swap(20 * USDC, int(state["reserve_b"]), int(state["reserve_a"]))
        inner = self.printed("buy", "pool", "swap", self.sol_pool, USDC_MINT, 20, "--signer", wallet)
        call = ("wallet", "execute", self.agent, "--beneficiary", self.address["alice"], "--inner", inner)
        self.assertIn("MaxLossExceeded", self.refused("executor", *call, "--prices", "false"))
        self.do("executor", *call)
        self.usdc["alice"] -= 20 * USDC
        self.assertEqual(self.balance(wallet, SOL_MINT), bought)
        line = self.line_of("alice", SOL_MINT)
        self.assertEqual(int(line["tracked_quantity"]), bought)
        self.cost = int(line["tracked_cost"])
        self.assertGreaterEqual(self.cost, 20 * USDC)
        self.bought_at = self.price()

    def sell_high(self):
        self.node.wait_for(lambda: self.price() > 1.03 * self.bought_at, 60, "a higher price")
        self.push_price()
        wallet, state = self.wallets["alice"], self.pool_state()
        sold = self.balance(wallet, SOL_MINT)
        received, *_ = swap(sold, int(state["reserve_a"]), int(state["reserve_b"]))
        inner = self.printed("sell", "pool", "swap", self.sol_pool, SOL_MINT, f"{sold / SOL:.9f}", "--signer", wallet)
        self.do("executor", "wallet", "execute", self.agent, "--beneficiary", self.address["alice"], "--inner", inner)
        self.usdc["alice"] += received
        self.assertEqual(self.balance(wallet, SOL_MINT), 0)
        # Booked at the cheaper of what came and the oracle's price, which has risen above the pool's since.
        measured = self.show("wallet", "show", self.agent, "--beneficiary", self.address["alice"])["measured"]
        self.assertEqual((int(measured["yield_generated"]), int(measured["loss"])), (received - self.cost, 0))
        self.do("bob", "agent", "fold", self.agent, "--also", wallet)
        folded = self.show("agent", "show", self.agent)["performance_metrics"]
        self.assertEqual(folded["yield_generated"], measured["yield_generated"])

    def push_price(self):
        """The owner buys SOL until the pool's price is the oracle's: √(k · price) dollars in it."""
        state, price = self.pool_state(), self.price()
        sol, dollars = int(state["reserve_a"]) / SOL, int(state["reserve_b"]) / USDC
        self.do("owner", "pool", "swap", self.sol_pool, USDC_MINT, f"{math.sqrt(sol * dollars * price) - dollars:.6f}")

    def line_of(self, who, mint):
        lines = self.show("wallet", "show", self.agent, "--beneficiary", self.address[who])["mints"]
        (line,) = (line for line in lines if line["mint"] == mint)
        return line

    def settle(self):
        self.do("bob", "market", "settle", self.licenses["alice"])
        self.do("bob", "market", "settle", self.licenses["bob"])
        self.do("bob", "market", "settle", self.licenses["disputed"])
        # Two uses wait a dispute window from when they are counted.
        self.do("bob", "market", "settle", self.licenses["carol"])
        started = int(self.show("market", "show", self.licenses["bob"])["started_at"])
        self.do("bob", "market", "refund", self.licenses["bob"])
        days = (self.now() - started) // DAY + 1
        self.bob_earned = PERIOD - PERIOD * (30 - days) // 30
        self.do("carol", "market", "refund", self.licenses["carol"])
        for who in ("bob", "carol"):
            self.do(who, "market", "collect-refund", self.licenses[who])
        self.travel(3 * DAY + 60)
        for who in ("bob", "carol"):
            self.do("alice", "market", "settle", self.licenses[who])
        for party in ("developer", "treasury"):
            self.do("alice", "market", "pay-share", party, "--agent", self.agent)
        self.paid_at = self.now()
        listing = self.show("market", "show", self.agent)
        self.earned = PERPETUAL + self.kept + self.bob_earned + 2 * USE
        developer, treasury = split(self.earned)
        # The bond of the dispute that was unfounded is the seller's.
        self.assertEqual((int(listing["paid_developer"]), int(listing["paid_treasury"])), (developer + BOND, treasury))
        self.check_supply()

    def reward(self):
        self.do("owner", "stake", "fund", "3000", "1d")
        self.travel(DAY + 60)
        # The whole stream flows in one step: the accumulator has 64 bits behind the point.
        staked = OWNER_STAKE + DEV_STAKE - SLASHED + DAVE_STAKE
        per_token = (REWARDS << 64) // staked
        gain = {who: stake * per_token >> 64
                for who, stake in (("owner", OWNER_STAKE), ("dev", DEV_STAKE - SLASHED), ("dave", DAVE_STAKE))}
        self.rewards = {"owner": gain["owner"], "dev": gain["dev"]}
        self.pledged = split(gain["dave"])
        self.dust = REWARDS - sum(gain.values())
        self.do("owner", "stake", "claim")
        self.do("dev", "stake", "claim")
        # Dave's stake is pledged: its rewards are the developer's and the treasury's.
        stake = self.show("stake", "show", self.address["dave"])["address"]
        dev_account = self.show("token", "balance", self.address["dev"])["account"]
        treasury = self.show("market", "show", self.only("market", "market"))["parameters"]["treasury"]
        self.do("bob", "stake", "claim", "--party", "developer", "--stake", stake, "--destination", dev_account)
        self.do("bob", "stake", "claim", "--party", "treasury", "--stake", stake, "--destination", treasury)

    def reward_the_agent(self):
        self.do("owner", "rewards", "fund", POT // ZEST)
        self.travel(7 * DAY - self.paid_at % (7 * DAY) + 60)
        epoch = self.do("bob", "rewards", "open-epoch")["accounts"]["epoch"]
        opened = self.show("rewards", "show", epoch)
        receipts = split(self.earned)[1]
        emission = min(POT // 10, max(100 * ZEST, receipts // 2))
        self.assertEqual((int(opened["receipts"]), int(opened["emission"])), (receipts, emission))
        self.do("dev", "rewards", "enter", opened["index"], self.agent)
        self.assertIn("EntryStillOpen", self.refused("bob", "rewards", "distribute", opened["index"], self.agent))
        self.travel(7 * DAY)
        self.do("bob", "rewards", "distribute", opened["index"], self.agent)
        # The only agent that gained has the whole weight; half of its receipts is the most that it can get.
        self.rewarded = min(emission, receipts // 2)
        self.assertGreater(self.rewarded, 0)
        before = self.balance("dev")
        for party in ("developer", "treasury"):
            self.do("bob", "rewards", "claim", self.agent, party)
        self.assertEqual(self.balance("dev") - before, split(self.rewarded)[0])
        self.epoch = opened["index"]
        self.check_supply()

    def retire(self):
        self.do("dev", "market", "delist", "--agent", self.agent)
        self.do("carol", "wallet", "unwind", self.agent)
        self.do("carol", "wallet", "close", self.agent)
        self.do("dev", "agent", "retire", self.agent)
        self.do("dev", "agent", "close", self.agent)
        self.do("dev", "agent", "close-record")
        # The agent is gone; what is in the wallet is its beneficiary's all the same.
        self.do("alice", "wallet", "unwind", self.agent)
        self.do("alice", "wallet", "close", self.agent)
        for who, license in (("alice", "alice"), ("bob", "bob"), ("carol", "carol"), ("dave", "disputed")):
            self.do(who, "market", "close-license", self.licenses[license])
        self.do("dave", "market", "release-stake", self.licenses["dave"])
        self.do("dev", "market", "close-listing", "--agent", self.agent)
        self.do("dev", "rewards", "close", self.agent)
        self.do("dev", "agent", "close-context", self.agent)
        self.do("carol", "vault", "retire", self.template)
        self.assertIn("TemplateInUse", self.refused("carol", "vault", "close", self.template))
        self.do("owner", "pool", "withdraw", self.sol_pool, "all")
        self.assertEqual([self.pool_state()[name] for name in ("reserve_a", "reserve_b", "shares")], ["0"] * 3)
        self.assertIn("nobody holds shares", self.refused("owner", "pool", "swap", self.sol_pool, SOL_MINT, 1))
        self.do("owner", "token", "close", "--mint", SOL_MINT)
        self.check_supply()

    def leave(self):
        self.do("dev", "stake", "begin-unbond", "600")
        self.assertIn("StakeLocked", self.refused("owner", "stake", "begin-unstake", "60000000"))
        self.travel(401 * DAY)
        self.do("dev", "stake", "unbond")
        for who, amount in (("owner", 60_000_000), ("dev", 9_600), ("dave", 20_000)):
            self.do(who, "stake", "begin-unstake", amount)
            self.assertIn("StillCooling", self.refused(who, "stake", "unstake"))
        self.travel(7 * DAY + 60)
        self.do("bob", "rewards", "close-epoch", self.epoch)
        self.do("bob", "vault", "close-access", self.access)
        self.do("bob", "vault", "close-root", self.root)
        self.do("carol", "vault", "close", self.template)
        for who in ("owner", "dev", "dave"):
            self.do(who, "stake", "unstake")
            self.do(who, "stake", "close")

    def account_for_everything(self):
        dev_share, treasury_share = split(self.earned)
        developer, treasury = split(self.rewarded)
        expected = {
            "owner": GENESIS_OWNER - sum(GIVEN.values()) * ZEST - REWARDS - POT + self.rewards["owner"],
            "dev": GIVEN["dev"] * ZEST - SLASHED + dev_share + BOND + self.rewards["dev"] + self.pledged[0] + developer,
            "alice": GIVEN["alice"] * ZEST - PERPETUAL - BOND + self.bought["alice"],
            "bob": GIVEN["bob"] * ZEST - self.bob_earned,
            "carol": GIVEN["carol"] * ZEST - 2 * USE + GRANT + self.bought["carol"],
            "dave": GIVEN["dave"] * ZEST - self.kept,
        }
        self.assertEqual({who: self.balance(who) for who in expected}, expected)
        self.assertEqual({who: self.balance(who, USDC_MINT) for who in self.usdc}, self.usdc)
        held = self.holdings()
        self.assertEqual(sum(held.values()), SUPPLY)
        market = self.show("market", "show", self.only("market", "market"))
        stakes = self.show("stake", "show", self.only("stake", "stake-pool"))
        pool = self.show("pool", "show", self.pool)
        self.assertEqual(held[market["vault"]], 0)
        self.assertEqual(held[stakes["vault"]], 0)
        self.assertEqual(held[stakes["rewards_vault"]], self.dust)
        self.assertLess(self.dust, 3)
        rewards = self.show("rewards", "show", self.only("rewards", "rewards-config"))
        pot = POT - self.rewarded
        self.assertEqual((held[rewards["vault"]], int(rewards["pot"])), (pot, pot))
        self.assertEqual(held[stakes["slash_sink"]], SLASHED)
        self.assertEqual(held[pool["token_a"]], self.reserves[1])
        self.assertEqual(held[market["parameters"]["treasury"]],
                         300_000_000 * ZEST - GRANT + treasury_share + self.pledged[1] + treasury)
        accounted = (sum(expected.values()) + pot + SLASHED + self.dust + self.reserves[1]
                     + held[market["parameters"]["treasury"]])
        self.assertEqual(accounted + 450_000_000 * ZEST, SUPPLY)  # rewards' reserve and the developers' share lie untouched
        self.assertEqual(sum(self.holdings(USDC_MINT).values()), GENESIS_USDC)
        self.assertEqual(sum(self.holdings(SOL_MINT).values()), 0)
        for group, kind in (("vault", "template"), ("vault", "access"), ("vault", "stake-root"), ("gov", "proposal"),
                            ("gov", "vote-record"), ("rewards", "epoch"), ("rewards", "agent-rewards"), ("wallet", "wallet"),
                            ("wallet", "context-roots"), ("market", "receipt"), ("market", "listing")):
            self.assertEqual(self.show(group, "accounts", kind)["accounts"], [], kind)
        self.assertEqual(self.show("market", "accounts", "license")["accounts"], [])
        self.assertEqual(self.show("stake", "accounts", "stake-record")["accounts"], [])


if __name__ == "__main__":
    unittest.main()
