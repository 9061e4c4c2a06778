"""`grapnel deploy` against a running node: first deployment, upgrade into head-room and beyond it, what an interruption
leaves, and what is refused. Keys are made by `grapnel new`."""

import base64
import hashlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

import harness

TOOL = harness.BIN.parent / "grapnel"
PROGRAMS = harness.BIN.parent.parent / "programs"
LOADER = "BPFLoaderUpgradeab1e11111111111111111111111"
SOL = 1_000_000_000


class Deploy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="grapnel-deploy-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        for needed in (TOOL, TOOL.parent / "grapnel-deploy", PROGRAMS / "counter.so", PROGRAMS / "agent_factory.so"):
            if not needed.exists():
                raise unittest.SkipTest(f"{needed} was not built")
        cls.node = cls.enterClassContext(
            harness.Node("node", cls.folder / "data", "--slot-ms", 100, "--offline", "--market", "sim:1"))
        cls.node.wait_ready()

    def key(self, name):
        """(file, address) of a fresh key pair."""
        path = self.folder / name / f"{name}-keypair.json"
        if not path.exists():
            subprocess.run([str(TOOL), "new", name, "--path", str(self.folder)], check=True, capture_output=True)
        return path, harness.base58(bytes(json.loads(path.read_text())[32:]))

    def payer(self, name, lamports=10 * SOL):
        path, address = self.key(name)
        self.node.call("requestAirdrop", address, lamports)
        self.node.wait_for(lambda: self.balance(address) >= lamports, 20, "airdrop")
        return path, address

    def balance(self, address):
        return self.node.call("getBalance", address, {"commitment": "confirmed"})["value"]

    def command(self, program, *arguments):
        return [str(TOOL), "deploy", str(program), "-u", self.node.url, *map(str, arguments)]

    def deploy(self, program, *arguments, code=0):
        done = subprocess.run(self.command(program, *arguments), capture_output=True, text=True, timeout=120,
                              stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def on_chain(self, address):
        """The ELF behind a program's address, head-room included."""
        def data(of):
            value = self.node.call("getAccountInfo", of, {"encoding": "base64", "commitment": "confirmed"})["value"]
            return base64.b64decode(value["data"][0])
        return data(harness.base58(data(address)[4:36]))[45:]

    def test_deploys_upgrades_and_extends(self):
        payer, _ = self.payer("payer_one")
        program, address = self.key("program_one")
        counter, larger = PROGRAMS / "counter.so", PROGRAMS / "agent_factory.so"

        dry = json.loads(self.deploy(counter, "--program-id", program, "-k", payer, "--dry-run", "--output", "json"))
        self.assertEqual(dry["action"], "would deploy")
        self.assertGreater(dry["rent_lamports"], 0)
        self.assertIsNone(self.node.call("getAccountInfo", address)["value"])

        out = json.loads(self.deploy(counter, "--program-id", program, "-k", payer, "--headroom", 10, "--output", "json"))
        self.assertEqual((out["action"], out["program"]), ("deployed", address))
        elf = counter.read_bytes()
        there = self.on_chain(address)
        self.assertEqual(there[:len(elf)], elf)
        self.assertEqual(len(there), len(elf) + len(elf) // 10)

        verify = [str(TOOL), "verify", "--against", address, "-u", self.node.url]
        same = subprocess.run([*verify, str(counter)], capture_output=True, text=True, check=False)
        self.assertEqual(same.returncode, 0, same.stderr)
        other = subprocess.run([*verify, str(larger)], capture_output=True, text=True, check=False)
        self.assertEqual(other.returncode, 1, other.stdout)
        self.assertIn("not this program", other.stderr)

        self.assertIn("nothing to do", self.deploy(counter, "--program-id", address, "-k", payer))
        out = self.deploy(larger, "--program-id", address, "-k", payer, "--upgrade")
        self.assertIn("bytes more room", out)
        self.assertEqual(self.on_chain(address)[:larger.stat().st_size], larger.read_bytes())
        self.assertEqual(json.loads(self.deploy(counter, "--program-id", address, "-k", payer, "--output", "json"))["action"],
                         "upgraded")
        there = self.on_chain(address)
        self.assertEqual(there[:len(elf)], elf)
        self.assertEqual(there[len(elf):].strip(b"\0"), b"")

    def test_the_price_is_what_it_says(self):
        payer, address = self.payer("payer_two")
        program, _ = self.key("program_two")
        counter = PROGRAMS / "counter.so"
        dry = json.loads(self.deploy(counter, "--program-id", program, "-k", payer, "--dry-run", "--output", "json"))
        before = self.balance(address)
        self.deploy(counter, "--program-id", program, "-k", payer)
        self.assertEqual(before - self.balance(address), dry["rent_lamports"] + dry["fee_lamports"])

    def test_an_interrupted_deployment_is_taken_up_or_taken_back(self):
        payer, address = self.payer("payer_three")
        program, program_address = self.key("program_three")
        larger = PROGRAMS / "agent_factory.so"

        def interrupt():
            before = self.balance(address)
            process = subprocess.Popen(self.command(larger, "--program-id", program, "-k", payer),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                self.node.wait_for(lambda: self.balance(address) < before, 30, "a buffer", pause=0.01)
            finally:
                process.kill()
                process.wait()

        interrupt()
        self.assertIn("closed", self.deploy(larger, "--program-id", program, "-k", payer, "--close-buffer"))
        self.assertGreater(self.balance(address), 10 * SOL - SOL // 100, "all but fees is back")
        self.assertIn("no buffer is left", self.deploy(larger, "--program-id", program, "-k", payer, "--close-buffer"))

        interrupt()
        # Another build has another size: the buffer that was left pays for the new one.
        self.assertIn("of another build is closed first",
                      self.deploy(PROGRAMS / "counter.so", "--program-id", program, "-k", payer, "--dry-run"))
        self.assertIn("takes up the buffer", self.deploy(larger, "--program-id", program, "-k", payer))
        self.assertEqual(self.on_chain(program_address), larger.read_bytes())
        self.assertIn("no buffer is left", self.deploy(larger, "--program-id", program, "-k", payer, "--close-buffer"))

    def test_a_buffer_for_a_proposal_is_compared_hashed_and_handed_over(self):
        payer, address = self.payer("payer_six")
        _, council = self.key("council")
        counter = PROGRAMS / "counter.so"
        wanted = ("--buffer-only", "--new-authority", council, "-k", payer, "--output", "json")
        dry = json.loads(self.deploy(counter, *wanted, "--dry-run"))
        self.assertEqual(dry["action"], "would fill")
        before = self.balance(address)
        out = json.loads(self.deploy(counter, *wanted))
        self.assertEqual(before - self.balance(address), dry["rent_lamports"] + dry["fee_lamports"])
        self.assertEqual((out["action"], out["buffer"], out["authority"]), ("filled", dry["buffer"], council))
        self.assertEqual(out["sha256"], hashlib.sha256(counter.read_bytes()).hexdigest())
        value = self.node.call("getAccountInfo", out["buffer"], {"encoding": "base64", "commitment": "confirmed"})["value"]
        data = base64.b64decode(value["data"][0])
        self.assertEqual(harness.base58(data[5:37]), council)
        self.assertEqual(data[37:], counter.read_bytes())
        self.assertEqual(json.loads(self.deploy(counter, *wanted))["action"], "unchanged")

    def test_the_right_to_upgrade_is_handed_over(self):
        payer, _ = self.payer("payer_seven")
        heir, heir_address = self.payer("heir")
        program, address = self.key("program_seven")
        counter = PROGRAMS / "counter.so"
        self.deploy(counter, "--program-id", program, "-k", payer)
        self.deploy(counter, "--program-id", address, "--new-authority", heir_address, "-k", payer)
        self.assertIn("not the payer", self.deploy(counter, "--program-id", address, "--new-authority", heir_address, "-k",
                                                   payer, code=1))
        self.assertIn("nobody, for ever", self.deploy(counter, "--program-id", address, "--final", "--yes", "-k", heir))
        self.assertIn("nobody any more", self.deploy(counter, "--program-id", address, "--final", "--yes", "-k", heir, code=1))

    def test_a_failure_names_the_buffer(self):
        payer, _ = self.payer("payer_four")
        program, _ = self.key("program_four")
        broken = self.folder / "broken.so"
        elf = bytearray((PROGRAMS / "counter.so").read_bytes())
        elf[-64:] = b"\xff" * 64  # no instruction: the loader refuses it at the very end
        broken.write_bytes(elf)
        out = self.deploy(broken, "--program-id", program, "-k", payer, code=1)
        self.assertRegex(out, r"the buffer \w+ holds 0\.\d+ SOL: .* --close-buffer")
        self.assertIn("closed", self.deploy(broken, "--program-id", program, "-k", payer, "--close-buffer"))

    def test_what_is_refused_says_what_to_do(self):
        payer, _ = self.payer("payer_five", 2 * SOL)
        stranger, _ = self.payer("stranger")
        poor, _ = self.key("poor")
        program, address = self.key("program_five")
        counter = PROGRAMS / "counter.so"
        self.assertIn("fund it", self.deploy(counter, "--program-id", program, "-k", poor, code=1))
        self.assertIn("leave --upgrade away",
                      self.deploy(counter, "--program-id", program, "-k", payer, "--upgrade", code=1))
        self.assertIn("--program-id FILE", self.deploy(counter, "--program-id", address, "-k", payer, code=1))
        self.assertIn("is no sBPF program", self.deploy(program, "--program-id", program, "-k", payer, code=1))
        self.assertIn("--max-len", self.deploy(counter, "--program-id", program, "-k", payer, "--max-len", 10, code=1))
        self.deploy(counter, "--program-id", program, "-k", payer)
        self.assertIn("upgrade authority is", self.deploy(PROGRAMS / "agent_factory.so", "--program-id", address, "-k",
                                                          stranger, code=1))
        self.deploy(counter, "--max-len", 1, "--headroom", 5, code=2)
        self.deploy(self.folder / "missing.so", code=2)


if __name__ == "__main__":
    unittest.main()
