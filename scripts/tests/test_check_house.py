"""Each rule of check_house.py finds its bad example and lets the good one pass."""

import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import check_house


def line(text, name="src/x.cpp"):
    return check_house.check_lines(name, text + "\n")


class Lines(unittest.TestCase):
    # Bad examples are put together here, so that this file passes the check itself.
    def test_machine_paths(self):
        for root in ("ro" + "ot", "wo" + "rk", "t" + "mp", "ho" + "me/someone"):
            self.assertIn("machine path", line(f'open("/{root}/x")')[0], root)
        for fine in ("src/work/x.hpp", "$HOME/work/x", "https://a.example/work/x", "../tmp/x", "framework/root/"):
            self.assertEqual(line(fine), [], fine)

    def test_unfinished(self):
        for word in ("TO" + "DO", "FIX" + "ME"):
            self.assertIn("unfinished", line(f"// {word}: later")[0])
        self.assertEqual(line("// a TODOS is no word of ours"), [])

    def test_private_key(self):
        self.assertTrue(line("-----BEGIN OPENSSH PRIV" + "ATE KEY-----"))

    def test_output_to_paste(self):
        self.assertTrue(line("<!-- pas" + "te: output of make up -->", "README.md"))

    def test_registry(self):
        self.assertTrue(line('"resolved": "https://registry.npm' + 'js.org/a.tgz"', "a/package-lock.json"))
        self.assertEqual(line('source = "registry+https://github.com/rust-lang/crates.io-index"', "Cargo.lock"), [])

    def test_source_of_requirements(self):
        self.assertTrue(line("as the see" + "d writes", "docs/a.md"))
        self.assertEqual(line("the seed drives clock, chain and faults"), [])

    def test_layout(self):
        self.assertTrue(line("\tint x;"))
        self.assertEqual(line("\tcommand", "Makefile"), [])
        self.assertTrue(line("int x; "))
        self.assertTrue(line("int x;\r"))
        self.assertTrue(check_house.check_lines("a.txt", "no end"))


class Names(unittest.TestCase):
    def test_size(self):
        self.assertEqual(check_house.check_name("docs/a.png", 1_500_000), [])
        self.assertTrue(check_house.check_name("docs/a.png", 1_500_001))

    def test_built_output(self):
        for name in ("web/dist/x.js", "a/node_modules/b.js", "bin/zestron", "x.pyc", "lib/a.so", "build/x"):
            self.assertTrue(check_house.check_name(name, 1), name)
        for name in ("scripts/build.py", "src/chain/bin_test.cpp", "rust/bank/src/build.rs"):
            self.assertEqual(check_house.check_name(name, 1), [], name)


class Texts(unittest.TestCase):
    def test_header_opens_with_a_comment(self):
        self.assertEqual(check_house.check_header("a.hpp", "// What it is.\n#pragma once\n"), [])
        self.assertTrue(check_house.check_header("a.hpp", "#pragma once\n// Late.\n"))

    def test_key_pair(self):
        self.assertTrue(check_house.check_json("k.json", json.dumps(list(range(64)))))
        self.assertEqual(check_house.check_json("k.json", json.dumps(list(range(32)))), [])

    def test_lock_file(self):
        clean = {"packages": {"node_modules/a": {"version": "1.0.0"}, "b": {"resolved": "../b", "link": True}}}
        self.assertEqual(check_house.check_json("package-lock.json", json.dumps(clean)), [])
        clean["packages"]["node_modules/a"]["resolved"] = "https://mirror.example/a.tgz"
        self.assertTrue(check_house.check_json("package-lock.json", json.dumps(clean)))

    def test_npmrc_beside_each_lock_file(self):
        names = {"tests/clients/package-lock.json", "tests/clients/.npmrc"}
        self.assertEqual(check_house.check_npmrc(names, lambda _: "omit-lockfile-registry-resolved=true\n"), [])
        self.assertTrue(check_house.check_npmrc(names, lambda _: "fund=false\n"))
        self.assertTrue(check_house.check_npmrc({"tests/clients/package-lock.json"}, lambda _: ""))

    def test_overview_names_real_folders_and_all_of_src(self):
        names = ["src/base/types.hpp", "src/codec/x.hpp"]
        table = "| `src/base/` | types |\n| `src/codec/` | bytes |\n"
        self.assertEqual(check_house.check_folders(table, names), [])
        self.assertIn("does not exist", check_house.check_folders(table + "| `src/gone/` | x |\n", names)[0])
        self.assertIn("not in its table", check_house.check_folders("| `src/base/` | types |\n", names)[0])


if __name__ == "__main__":
    unittest.main()
