"""People on a fresh chain with the protocol, who act by the command line alone: what the tests of its life share."""

import base64
import collections
import hashlib
import json
import pathlib
import shutil
import tempfile
import unittest

import harness

ZEST = 10**9
USDC = 10**6
SOL = 10**9
SUPPLY = 10**9 * ZEST
DAY = 24 * 60 * 60
USDC_MINT = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
SOL_MINT = "So11111111111111111111111111111111111111112"
TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
RECEIVER = "rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ"
PROGRAMS = harness.BIN.parent.parent / "programs"

SLOT_MS = 40
# A market that only rises, by a twentieth of a percent of its first price in each slot: whoever buys and waits gains, and no
# command has to come in time.
FIRST_TICK_MS, TICKS = 1_760_000_000_000, 20_000


def write_market(path):
    rows = (f"{FIRST_TICK_MS + SLOT_MS * at},{100 + at / 20:.2f}\n" for at in range(TICKS))
    path.write_text("timestamp_ms,price\n" + "".join(rows))
    return path


def unbase58(text):
    number = 0
    for letter in text:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(letter)
    return number.to_bytes(32, "big")


def merkle_leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def merkle_node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def merkle_proof(leaves, index):
    """(root, path): one without a partner moves up as it is."""
    path, level = [], list(leaves)
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        level = [merkle_node(*level[at:at + 2]) if at + 1 < len(level) else level[at] for at in range(0, len(level), 2)]
        index //= 2
    return level[0], path


class People(unittest.TestCase):
    """A node of one's own, and a key pair with SOL for every name in `people`; `owner` is the demo's."""

    people = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-life-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.node = cls.enterClassContext(
            harness.Node("demo", cls.folder / "data", "--market", write_market(cls.folder / "market.csv"), "--slot-ms",
                         SLOT_MS, "--speed", 1, "--offline"))
        cls.node.wait_for(lambda: "agent activated" in cls.node.tail(400), 60, "the demo's set-up")
        cls.keys, cls.address = {"owner": cls.folder / "data" / "keys" / "owner.json"}, {}
        for name in cls.people:
            cls.keys[name] = cls.folder / f"{name}.json"
            cls.address[name] = json.loads(cls.zestron("keygen", cls.keys[name]))["address"]
            cls.node.call("requestAirdrop", cls.address[name], 20 * SOL)
        cls.address["owner"] = json.loads(cls.zestron("keygen", "--show", cls.keys["owner"]))["address"]
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

    # ---- the chain ----

    def data_of(self, address):
        value = self.node.call("getAccountInfo", address, {"encoding": "base64", "commitment": "confirmed"})["value"]
        return base64.b64decode(value["data"][0]) if value else None

    def now(self):
        return int.from_bytes(self.data_of("SysvarC1ock11111111111111111111111111111111")[32:40], "little", signed=True)

    def travel(self, seconds):
        target = self.now() + seconds
        self.node.call("surfnet_timeTravel", {"absoluteTimestamp": target * 1000})
        self.node.wait_for(lambda: self.now() >= target, 10, "the new time")

    def price(self):
        """Of one SOL in dollars, as Pyth's account has it."""
        (account,) = self.node.call("getProgramAccounts", RECEIVER, {"encoding": "base64", "commitment": "confirmed"})
        data = base64.b64decode(account["account"]["data"][0])
        return int.from_bytes(data[73:81], "little") * 10.0 ** int.from_bytes(data[89:93], "little", signed=True)

    def holdings(self, mint=None):
        """Of every token account of ZEST, or of another mint, that there is."""
        held = collections.Counter()
        answer = self.node.call("getProgramAccounts", TOKEN, {
            "encoding": "base64", "commitment": "confirmed",
            "filters": [{"dataSize": 165}, {"memcmp": {"offset": 0, "bytes": mint or self.zest}}]})
        for item in answer:
            held[item["pubkey"]] = int.from_bytes(base64.b64decode(item["account"]["data"][0])[64:72], "little")
        return held

    def check_supply(self):
        self.assertEqual(sum(self.holdings().values()), SUPPLY)
