"""mutants.py finds every check and leaves out no more than one at a time; attacks.py takes no test for dead that missed another error."""

import json
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import attacks
import mutants

SOURCE = """
Result<> slash(const Args& args) {
  GRAPNEL_TRY(require(sum && sum.value() <= max(a, b), Error::TooMuch));
  if (!(a == b) || is_odd(c)) return fail(Error::Odd);
  if (a == b && c) return fail(Error::Both);
  left = GRAPNEL_TRY((Checked<u64>{left} - amount).or_fail(Error::Overflow));
  if (quiet) return ok;
}
bool is_empty(const Record& record) {
  if (record.a != 0) return false;
  return record.b == 0 && record.c == 0;
}
"""


class Rewriting(unittest.TestCase):
    def test_each_part_of_a_check_is_one(self):
        written = mutants.Written()
        written.rewrite("a.cpp", SOURCE)
        self.assertEqual(
            written.names,
            [
                "a.cpp: TooMuch: sum",
                "a.cpp: TooMuch: sum.value() <= max(a, b)",
                "a.cpp: Odd: !(a == b)",
                "a.cpp: Odd: is_odd(c)",
                "a.cpp: Both: a == b && c",
                "a.cpp: Overflow: (Checked<u64>{left} - amount)",
            ],
        )

    def test_functions_that_decide_for_others(self):
        written = mutants.Written()
        text = written.rewrite("a.cpp", SOURCE, True)
        self.assertEqual(written.names[-3:], ["a.cpp: false: record.a != 0", "a.cpp: holds: record.b == 0", "a.cpp: holds: record.c == 0"])
        self.assertIn('(mutants::out("a.cpp: holds: record.b == 0") || (record.b == 0)) && ', text)

    def test_the_same_check_twice_has_two_names(self):
        written = mutants.Written()
        written.rewrite("a.cpp", "if (a) return fail(E::X); if (a) return fail(E::X);")
        self.assertEqual(written.names, ["a.cpp: X: a", "a.cpp: X: a #2"])

    def test_a_switch_stands_there_once(self):
        switches = {"a name": {"file": "a.cpp", "this": "quiet", "becomes": "true"}}
        self.assertIn('if ((mutants::out("a name") ? (true) : (quiet))) return ok', mutants.Written(switches).rewrite("a.cpp", SOURCE))
        with self.assertRaises(SystemExit):
            mutants.Written(switches).rewrite("a.cpp", SOURCE + "quiet")

    def test_only_named_checks_are_removed(self):
        checks = {"a.cpp: X: b[0] ? c : d": "1", "a.cpp: Y: e": "2", "Vote.stake Signed": "3"}
        self.assertEqual(list(mutants.chosen(checks, ["a.cpp: X: b[0] ? *"])), ["a.cpp: X: b[0] ? c : d"])
        self.assertEqual(list(mutants.chosen(checks, ["a.cpp: Y: e", "Vote.*"])), ["a.cpp: Y: e", "Vote.stake Signed"])
        self.assertEqual(mutants.chosen(checks, ["*.cpp: Z: *"]), {})
        self.assertEqual(mutants.chosen(checks, []), checks)

    def test_what_was_seen_of_other_checks_is_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "a.json"
            mutants.keep(file, {"one": {}, "two": {}}, [])
            mutants.keep(file, {"two": {"Test.x": ["missed"]}}, ["two"])
            self.assertEqual(json.loads(file.read_text()), {"one": {}, "two": {"Test.x": ["missed"]}})
            mutants.keep(file, {"three": {}}, [])
            self.assertEqual(json.loads(file.read_text()), {"three": {}})

    def test_declared_checks_are_readable(self):
        raw = "type stake constexpr std::string_view mutants::types() [Check = grapnel::HasOne<&a::B::pool>, Accounts = a::StakeZest]"
        self.assertEqual(mutants.readable(raw), "StakeZest.stake HasOne pool")


class Dying(unittest.TestCase):
    case = {"test": "Attack.one", "error": "Wrong", "removed": "a.cpp: Wrong: x"}

    def test_counts_if_its_own_error_is_missed(self):
        results = {"a.cpp: Wrong: x": {"Attack.one": ["expected error 6001, but succeeded"]}}
        self.assertTrue(attacks.is_refused_no_more(self.case, results, {"Wrong": "6001"}))

    def test_does_not_count_if_another_is(self):
        results = {"a.cpp: Wrong: x": {"Attack.one": ["expected error 6002, but succeeded"]}}
        self.assertFalse(attacks.is_refused_no_more(self.case, results, {"Wrong": "6001"}))

    def test_does_not_count_if_the_test_lives(self):
        self.assertFalse(attacks.is_refused_no_more(self.case, {"a.cpp: Wrong: x": {}}, {"Wrong": "6001"}))


if __name__ == "__main__":
    unittest.main()
