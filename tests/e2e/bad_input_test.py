"""Bad input from outside: each time one clear line that says what is wrong and what to do, and nothing is lost."""

import json
import pathlib
import shutil
import socket
import tempfile
import unittest

import harness

CANDLES = "timestamp_ms,open,high,low,close,volume\n"


def candles(count):
    return CANDLES + "".join(f"{1_700_000_000_000 + 60_000 * i},10.0,17.5,9.5,{10 + i % 7}.25,1\n" for i in range(count))


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zestron-bad-input-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.data = self.folder / "data"

    def refused(self, *arguments, code=1):
        """Runs a command that must fail; its one line on standard error."""
        status, out, err = harness.run(*arguments)
        self.assertEqual(status, code, out + err)
        line = err.strip()
        self.assertEqual(len(line.splitlines()), 1, err)
        self.assertTrue(line.startswith("error: "), line)
        return line

    def demo(self, *arguments):
        port = harness.free_ports(3)
        return ("demo", "--data", self.data, "--market", "sim:3", "--rpc-port", port, "--api-port", port + 2, *arguments)

    def play(self, ticks=40):
        with harness.Node("demo", self.data, "--market", "sim:3", "--speed", "max", "--ticks", ticks, "--exit-at-end") as node:
            self.assertEqual(node.wait_end(), 0, node.tail())

    def verify(self):
        status, out, err = harness.run("ledger", "verify", "--data", self.data, "--output", "json")
        self.assertEqual(status, 0, out + err)
        return json.loads(out)

    def test_market_file_with_a_broken_line(self):
        market = self.folder / "market.csv"
        lines = candles(900).splitlines()
        lines[700] = lines[700].replace(".25,", ".2x5,")
        market.write_text("\n".join(lines) + "\n")
        line = self.refused("demo", "--data", self.data, "--market", market)
        self.assertIn("market.csv:701:", line)
        self.assertFalse((self.data / "chain").exists(), "nothing was begun")

    def test_market_that_does_not_exist(self):
        self.assertIn("nowhere.csv", self.refused("demo", "--data", self.data, "--market", self.folder / "nowhere.csv"))

    def test_config_that_does_not_match_its_schema(self):
        config = self.folder / "agent.json"
        config.write_text(json.dumps({"version": 1, "name": "x"}))
        line = self.refused("agent", "create", config)
        self.assertIn("agent.json", line)
        self.assertIn("market", line)
        config.write_text("{")
        self.assertIn("agent.json", self.refused("agent", "create", config))

    def test_port_in_use(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            line = self.refused("demo", "--data", self.data, "--market", "sim:3", "--rpc-port", port)
            self.assertIn(str(port), line)
            self.assertIn("--rpc-port", line)

    def test_data_folder_in_use(self):
        with harness.Node("demo", self.data, "--market", "sim:3") as node:
            node.wait_ready()
            line = self.refused(*self.demo())
            self.assertIn(str(node.process.pid), line)
            line = self.refused(*self.demo("--reset"))
            self.assertIn("nothing was deleted", line)
            self.assertEqual(node.call("getHealth"), "ok")

    def test_another_market_on_the_same_folder(self):
        self.play()
        before = self.verify()
        line = self.refused(*self.demo()[:3], "--market", "sim:4")
        self.assertIn("--reset", line)
        self.assertEqual(self.verify()["bankHash"], before["bankHash"])

    def newest_segment(self):
        return sorted((self.data / "chain" / "ledger").iterdir())[-1]

    def test_torn_ledger_tail_is_set_aside(self):
        self.play()
        before = self.verify()
        segment = self.newest_segment()
        whole = segment.read_bytes()
        segment.write_bytes(whole[:-7])
        with harness.Node("demo", self.data, "--market", "sim:3", "--speed", "max", "--ticks", 60, "--exit-at-end") as node:
            self.assertEqual(node.wait_end(), 0, node.tail())
            self.assertIn("set aside in", node.log.read_text())
        torn = list((self.data / "chain" / "torn").iterdir())
        self.assertEqual(len(torn), 1)
        after = self.verify()
        self.assertGreater(after["lastSlot"], before["lastSlot"])

    def test_damaged_middle_of_the_ledger_is_refused_and_left_alone(self):
        self.play(200)
        segment = self.newest_segment()
        damaged = bytearray(segment.read_bytes())
        damaged[len(damaged) // 2] ^= 0x40
        segment.write_bytes(damaged)
        self.assertIn(segment.name, self.refused(*self.demo()))
        self.assertEqual(segment.read_bytes(), bytes(damaged))

    def test_ledger_of_another_genesis(self):
        self.play()
        other = self.folder / "other"
        with harness.Node("demo", other, "--market", "sim:3", "--slot-ms", 300, "--speed", "max", "--ticks", 3, "--exit-at-end") as node:
            self.assertEqual(node.wait_end(), 0, node.tail())
        shutil.copy(other / "chain" / "genesis.bin", self.data / "chain" / "genesis.bin")
        segment = self.newest_segment()
        kept = segment.read_bytes()
        self.assertIn("genesis", self.refused(*self.demo()))
        self.assertEqual(segment.read_bytes(), kept)

    def test_usage_errors_exit_with_two(self):
        for arguments in (["demo", "--speed", "fast"], ["agent"], ["bench", "nothing"], ["node", "--slot-ms", "0"], ["frobnicate"]):
            status, out, err = harness.run(*arguments)
            self.assertEqual(status, 2, f"{arguments}: {out}{err}")

    def test_no_node_to_talk_to(self):
        line = self.refused("agent", "list", "-u", "http://127.0.0.1:1")
        self.assertIn("zestron demo", line)

    def test_demo_keys_are_refused_on_a_public_cluster(self):
        self.play(1)
        key = self.data / "keys" / "owner.json"
        line = self.refused("agent", "retire", "73giubNb2E5sJc5YL9PC3CALNHjcD9KPfdhCGH4QUzwJ", "-u", "https://127.0.0.1.example", "-k", key)
        self.assertIn("never used on a public cluster", line)


if __name__ == "__main__":
    unittest.main()
