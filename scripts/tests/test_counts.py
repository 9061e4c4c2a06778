"""counts.py reads the summaries of the frameworks that are used, and never takes a crash for a success."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from counts import Counts, failures, of_ctest_junit, of_output, of_process

GTEST = """\
[==========] 5 tests from 2 test suites ran. (12 ms total)
[  PASSED  ] 3 tests.
[  SKIPPED ] 1 test, listed below:
[  SKIPPED ] Market.plays_recorded_series
[  FAILED  ] 1 test, listed below:
[  FAILED  ] Base58.round_trip

 1 FAILED TEST
"""
CARGO = """\
test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
"""
NODE_TAP = "# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n"
NODE_SPEC = "ℹ tests 3\nℹ pass 2\nℹ fail 0\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n"
UNITTEST = "Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=3)\n"


class Output(unittest.TestCase):
    def test_gtest(self):
        self.assertEqual(of_output(GTEST), Counts(3, 1, 1))

    def test_cargo(self):
        self.assertEqual(of_output(CARGO), Counts(9, 1, 1))

    def test_node(self):
        self.assertEqual(of_output(NODE_TAP), Counts(2, 2, 0))
        self.assertEqual(of_output(NODE_SPEC), Counts(2, 0, 1))

    def test_unittest(self):
        self.assertEqual(of_output(UNITTEST), Counts(3, 3, 3))
        self.assertEqual(of_output("Ran 2 tests in 0.1s\n\nOK (skipped=1)\n"), Counts(1, 0, 1))

    def test_quoted_summary_is_no_summary(self):
        self.assertEqual(of_output("  expected: [  PASSED  ] 3 tests.\n"), Counts())


class Failures(unittest.TestCase):
    def test_gtest_says_how(self):
        text = """\
[ RUN      ] Base58.round_trip
base58_test.cpp:12: Failure
Expected: 1
[  FAILED  ] Base58.round_trip (0 ms)
[ RUN      ] Base58.empty
[       OK ] Base58.empty (0 ms)
"""
        self.assertEqual(failures(text + GTEST), ("Base58.round_trip\nbase58_test.cpp:12: Failure\nExpected: 1",))

    def test_unittest_says_how(self):
        text = "=" * 70 + "\nFAIL: test_it (a.A.test_it)\n" + "-" * 70 + "\nAssertionError: 1 != 2\n\n" + "-" * 70 + "\n"
        self.assertEqual(failures(text + UNITTEST), ("test_it (a.A.test_it)\nAssertionError: 1 != 2\n",))

    def test_others_are_named(self):
        self.assertEqual(failures("test bank::tests::fees ... FAILED\ntest b ... ok\n"), ("bank::tests::fees",))
        self.assertEqual(failures("ok 1 - a\nnot ok 2 - sends a transfer\n"), ("sends a transfer",))

    def test_a_crash_is_named_by_its_program(self):
        document = '<testsuite><testcase name="bank" status="fail"><system-out></system-out></testcase></testsuite>'
        self.assertEqual(of_ctest_junit(document).failures, ("bank",))


class Process(unittest.TestCase):
    def test_silent_program_is_one_test(self):
        self.assertEqual(of_process("", 0), Counts(passed=1))
        self.assertEqual(of_process("", 1), Counts(failed=1))

    def test_crash_after_its_tests_shows(self):
        self.assertEqual(of_process("[  PASSED  ] 3 tests.\n", 139), Counts(3, 1))
        self.assertEqual(of_process("[  PASSED  ] 3 tests.\n", None), Counts(3, 1))


class Junit(unittest.TestCase):
    def case(self, status, output="", extra=""):
        return f'<testcase name="t" status="{status}">{extra}<system-out>{output}</system-out></testcase>'

    def test_sums_cases(self):
        document = "<testsuite>" + self.case("run", GTEST) + self.case("run") + "</testsuite>"
        # GTEST fails by itself: ctest would report it so, and its failure is counted once.
        self.assertEqual(of_ctest_junit(document), Counts(4, 1, 1))

    def test_failed_skipped_and_missing(self):
        for status, extra, expected in (
            ("fail", "", Counts(failed=1)),
            ("disabled", "", Counts(skipped=1)),
            ("notrun", '<skipped message="SKIP_RETURN_CODE=77"/>', Counts(skipped=1)),
            ("notrun", "", Counts(failed=1)),
        ):
            self.assertEqual(of_ctest_junit(f"<testsuite>{self.case(status, '', extra)}</testsuite>"), expected)


class Summary(unittest.TestCase):
    def test_last_line(self):
        self.assertEqual(Counts(123, 0).summary(), "123 passed, 0 failed")
        self.assertEqual(Counts(123, 1, 3).summary(), "123 passed, 1 failed, 3 skipped")


if __name__ == "__main__":
    unittest.main()
