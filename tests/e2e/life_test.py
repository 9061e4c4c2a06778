"""The protocol's whole life by command line, on a fresh chain: from ZEST's genesis to the last account closed. Every token is
accounted for to the last unit: what each person ends with is reckoned here from the programs' published formulas, and the sum
over all token accounts is the supply."""

import base64
import collections
import json
import pathlib
import shutil
import tempfile
import unittest

import harness

ZEST = 10**9
USDC = 10**6
SUPPLY = 10**9 * ZEST
DAY = 24 * 60 * 60
USDC_MINT = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
PROGRAMS = harness.BIN.parent.parent / "programs"
DOCUMENT = "11" * 32

GENESIS_OWNER = 250_000_000 * ZEST - 10_000_000 * ZEST  # liquidity and community, less what the pool began with
GENESIS_POOL = 10_000_000 * ZEST
PEOPLE = ("dev", "executor", "alice", "bob", "carol", "dave")
GIVEN = {"dev": 20_000, "alice": 5_000, "bob": 5_000, "carol": 5_000, "dave": 50_000}

POT = 50_000 * ZEST
OWNER_STAKE, DEV_STAKE, DAVE_STAKE, REWARDS = 60_000_000 * ZEST, 10_000 * ZEST, 20_000 * ZEST, 3_000 * ZEST
PERPETUAL, PERIOD, USE = 1_000 * ZEST, 300 * ZEST, 10 * ZEST
GRANT = 500 * ZEST


def split(total):
    """70 % to the developer, the rest to the treasury."""
    developer = total * 70 // 100
    return developer, total - developer


def swap(amount, reserve_in, reserve_out):
    """What a swap gives and the reserves after it: fees of 25 and 5 in 10,000 stay in the pool."""
    net = amount - amount * 25 // 10_000 - amount * 5 // 10_000
    out = reserve_out * net // (reserve_in + net)
    return out, reserve_in + amount, reserve_out - out


class Life(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-life-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.node = cls.enterClassContext(
            harness.Node("demo", cls.folder / "data", "--market", "sim:5", "--slot-ms", 40, "--speed", 1, "--offline"))
        cls.node.wait_for(lambda: "agent activated" in cls.node.tail(400), 60, "the demo's set-up")
        cls.owner = cls.folder / "data" / "keys" / "owner.json"
        cls.keys, cls.address = {"owner": cls.owner}, {}
        for name in PEOPLE:
            cls.keys[name] = cls.folder / f"{name}.json"
            out = json.loads(cls.zestron("keygen", cls.keys[name]))
            cls.address[name] = out["address"]
            cls.node.call("requestAirdrop", out["address"], 20 * 10**9)
        cls.address["owner"] = json.loads(cls.zestron("keygen", "--show", cls.owner))["address"]
        cls.zest = cls.show("gov", "show", cls.only("gov", "governance"))["zest_mint"]

    # ---- commands ----

    @classmethod
    def zestron(cls, *arguments, who=None, code=0):
        words = list(arguments)
        if who:
            words += ["-k", cls.keys[who], "-u", cls.node.url]
        exit_code, out, err = harness.run(*words, "--output", "json")
        if exit_code != code:
            raise AssertionError(f"{' '.join(map(str, words))}: {out}{err}")
        return out

    @classmethod
    def do(cls, who, *arguments):
        return json.loads(cls.zestron(*arguments, who=who))

    @classmethod
    def show(cls, *arguments, who="owner"):
        return json.loads(cls.zestron(*arguments, who=who))

    @classmethod
    def only(cls, group, kind):
        found = cls.show(group, "accounts", kind)["accounts"]
        assert len(found) == 1, found
        return found[0]["address"]

    def refused(self, who, *arguments):
        return json.loads(self.zestron(*arguments, who=who, code=1))["error"]

    def printed(self, name, *arguments, who="owner"):
        path = self.folder / f"{name}.json"
        path.write_text(self.zestron(*arguments, "--print", who=who))
        return path

    def balance(self, owner, mint=None):
        more = ("--mint", mint) if mint else ()
        return int(self.show("token", "balance", self.address.get(owner, owner), *more)["amount"])

    def now(self):
        data = self.node.call("getAccountInfo", "SysvarC1ock11111111111111111111111111111111",
                              {"encoding": "base64", "commitment": "confirmed"})["value"]["data"][0]
        return int.from_bytes(base64.b64decode(data)[32:40], "little", signed=True)

    def travel(self, seconds):
        target = self.now() + seconds
        self.node.call("surfnet_timeTravel", {"absoluteTimestamp": target * 1000})
        self.node.wait_for(lambda: self.now() >= target, 10, "the new time")

    def holdings(self):
        """Of every token account of ZEST there is."""
        held = collections.Counter()
        answer = self.node.call("getProgramAccounts", TOKEN, {
            "encoding": "base64", "commitment": "confirmed",
            "filters": [{"dataSize": 165}, {"memcmp": {"offset": 0, "bytes": self.zest}}]})
        for item in answer:
            held[item["pubkey"]] = int.from_bytes(base64.b64decode(item["account"]["data"][0])[64:72], "little")
        return held

    def check_supply(self):
        self.assertEqual(sum(self.holdings().values()), SUPPLY)

    # ---- the life ----

    def test_from_genesis_to_the_last_account(self):
        self.check_supply()
        self.assertEqual(self.balance("owner"), GENESIS_OWNER)
        self.give_everybody_something()
        self.stake()
        self.publish()
        self.license()
        self.trade()
        self.govern()
        self.settle()
        self.reward()
        self.reward_the_agent()
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

    def publish(self):
        config = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ema_cross" / "agent.json"
        self.agent = self.do("dev", "agent", "create", config, "--id", 7, "--executor", self.address["executor"],
                             "--quote-mint", USDC_MINT, "--no-run")["agent"]
        self.pool = self.only("pool", "swap-v1")
        entry = {"program": "Gqa5d7KyPMiR6LeRZQmMrzw3wWYDY3tZ2Cmnjv16EnJ1", "instruction_prefix": "01" + "00" * 15,
                 "fixed_keys": [self.pool, "1" * 32], "position_owner_offset": 0, "prefix_size": 1, "rule_count": 2,
                 "rules": [{"position": 0, "role": 4}, {"position": 6, "role": 0}] + [{"position": 0, "role": 0}] * 6}
        self.do("dev", "agent", "allow", self.agent, json.dumps([entry]))
        self.do("dev", "agent", "publish", self.agent)
        self.do("dev", "agent", "activate", self.agent)
        self.do("dev", "stake", "bond", self.agent, "1000")
        self.do("dev", "market", "list", self.agent, "--perpetual", 1000, "--period", 300, "--period-s", "30d", "--use", 10,
                "--stake", 20000, "--stake-s", "90d")
        self.do("dev", "market", "publish-metadata", "ipfs://agent-seven", "--hash", DOCUMENT, "--agent", self.agent)

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
        }
        self.check_supply()

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
        return self.printed("swap", "pool", "swap", self.pool, mint, amount, "0.000001", "--signer", self.wallets[who])

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
        upgrade = self.do("owner", "gov", "propose", "upgrade-program", vault, buffer["buffer"], "--document", DOCUMENT)
        treasury = self.show("market", "show", self.only("market", "market"))["parameters"]["treasury"]
        carol = self.show("token", "balance", self.address["carol"])["account"]
        grant = self.do("owner", "gov", "propose", "transfer-tokens", treasury, carol, self.address["carol"], self.zest, 500)
        for number in (0, 1):
            self.do("owner", "gov", "vote", number, "yes")
            self.do("dave", "gov", "vote", number, "abstain")
        self.assertIn("refuses", self.refused("owner", "gov", "vote", 0, "no"))
        self.assertIn("VotingOpen", self.refused("bob", "gov", "queue", 0))
        self.travel(3 * DAY + 60)
        for number in (0, 1):
            self.do("bob", "gov", "queue", number)
        self.assertIn("Timelock", self.refused("bob", "gov", "execute-upgrade-program", 0))
        self.travel(2 * DAY + 60)
        before = self.deployed_at(vault)
        self.do("bob", "gov", "execute-upgrade-program", 0)
        self.assertGreater(self.deployed_at(vault), before)
        self.do("bob", "gov", "execute-transfer-tokens", 1)
        for number, proposal in ((0, upgrade), (1, grant)):
            for who in ("owner", "dave"):
                stake = self.show("stake", "show", self.address[who])["address"]
                self.do("bob", "gov", "close-vote", number, "--stake", stake)
            self.assertEqual(self.show("gov", "show", number)["status"], "executed")
            self.do("bob", "gov", "close", number)
            self.assertIsNone(self.node.call("getAccountInfo", proposal["accounts"]["proposal"], {"commitment": "confirmed"})["value"])
        self.check_supply()

    def deployed_at(self, program):
        def data(of):
            value = self.node.call("getAccountInfo", of, {"encoding": "base64", "commitment": "confirmed"})["value"]
            return base64.b64decode(value["data"][0])
        address = harness.base58(data(program)[4:36])
        return int.from_bytes(data(address)[4:12], "little")

    def settle(self):
        self.do("bob", "market", "settle", self.licenses["alice"])
        self.do("bob", "market", "settle", self.licenses["bob"])
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
        listing = self.show("market", "show", self.agent)
        self.earned = PERPETUAL + self.bob_earned + 2 * USE
        self.assertEqual((int(listing["paid_developer"]), int(listing["paid_treasury"])), split(self.earned))
        self.check_supply()

    def reward(self):
        self.do("owner", "stake", "fund", "3000", "1d")
        self.travel(DAY + 60)
        # The whole stream flows in one step: the accumulator has 64 bits behind the point.
        staked = OWNER_STAKE + DEV_STAKE + DAVE_STAKE
        per_token = (REWARDS << 64) // staked
        gain = {who: stake * per_token >> 64
                for who, stake in (("owner", OWNER_STAKE), ("dev", DEV_STAKE), ("dave", DAVE_STAKE))}
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
        # The agent's trades were in mints without a price, so nothing was measured: its part of the emission is nothing.
        self.do("dev", "rewards", "open", self.agent)
        self.do("owner", "rewards", "fund", POT // ZEST)
        paid = self.now()
        self.travel(7 * DAY - paid % (7 * DAY) + 60)
        epoch = self.do("bob", "rewards", "open-epoch")["accounts"]["epoch"]
        opened = self.show("rewards", "show", epoch)
        self.assertEqual(int(opened["receipts"]), split(self.earned)[1])
        self.assertEqual(int(opened["emission"]), min(POT // 10, max(100 * ZEST, int(opened["receipts"]) // 2)))
        self.do("dev", "rewards", "enter", opened["index"], self.agent)
        self.assertIn("EntryStillOpen", self.refused("bob", "rewards", "distribute", opened["index"], self.agent))
        self.travel(7 * DAY)
        self.do("bob", "rewards", "distribute", opened["index"], self.agent)
        self.assertIn("NothingToClaim", self.refused("bob", "rewards", "claim", self.agent, "developer"))
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
        for who in ("alice", "bob", "carol"):
            self.do(who, "market", "close-license", self.licenses[who])
        self.do("dave", "market", "release-stake", self.licenses["dave"])
        self.do("dev", "market", "close-listing", "--agent", self.agent)
        self.do("dev", "rewards", "close", self.agent)
        self.check_supply()

    def leave(self):
        self.do("dev", "stake", "begin-unbond", "1000")
        self.assertIn("StakeLocked", self.refused("owner", "stake", "begin-unstake", "60000000"))
        self.travel(401 * DAY)
        self.do("dev", "stake", "unbond")
        for who, amount in (("owner", 60_000_000), ("dev", 10_000), ("dave", 20_000)):
            self.do(who, "stake", "begin-unstake", amount)
            self.assertIn("StillCooling", self.refused(who, "stake", "unstake"))
        self.travel(7 * DAY + 60)
        self.do("bob", "rewards", "close-epoch", self.epoch)
        for who in ("owner", "dev", "dave"):
            self.do(who, "stake", "unstake")
            self.do(who, "stake", "close")

    def account_for_everything(self):
        dev_share, treasury_share = split(self.earned)
        expected = {
            "owner": GENESIS_OWNER - sum(GIVEN.values()) * ZEST - REWARDS - POT + self.rewards["owner"],
            "dev": GIVEN["dev"] * ZEST + dev_share + self.rewards["dev"] + self.pledged[0],
            "alice": GIVEN["alice"] * ZEST - PERPETUAL + self.bought["alice"],
            "bob": GIVEN["bob"] * ZEST - self.bob_earned,
            "carol": GIVEN["carol"] * ZEST - 2 * USE + GRANT + self.bought["carol"],
            "dave": GIVEN["dave"] * ZEST,
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
        self.assertEqual((held[rewards["vault"]], int(rewards["pot"])), (POT, POT))
        self.assertEqual(held[pool["token_a"]], self.reserves[1])
        self.assertEqual(held[market["parameters"]["treasury"]],
                         300_000_000 * ZEST - GRANT + treasury_share + self.pledged[1])
        accounted = sum(expected.values()) + POT + self.dust + self.reserves[1] + held[market["parameters"]["treasury"]]
        self.assertEqual(accounted + 450_000_000 * ZEST, SUPPLY)  # rewards' reserve and the developers' share lie untouched
        self.assertEqual(self.show("market", "accounts", "license")["accounts"], [])
        self.assertEqual(self.show("stake", "accounts", "stake-record")["accounts"], [])


if __name__ == "__main__":
    unittest.main()
