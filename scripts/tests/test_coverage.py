"""coverage.py writes its figures into the page, the rows of what it measured alone."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import coverage

PAGE = """# Verification

| rewards | not this one |

## Coverage

| | lines | branches |
|---|---|---|
| rewards | 12.0 % | 3.0 % |
| kit | 100.0 % | 91.7 % |

Behind it.
"""


class Page(unittest.TestCase):
    def test_replaces_a_row_and_leaves_the_others(self):
        page = coverage.with_rows(PAGE, {"rewards": (99.44, 95.25)})
        self.assertIn("\n| rewards | 99.4 % | 95.2 % |\n| kit | 100.0 % | 91.7 % |\n\nBehind it.", page)
        self.assertIn("| rewards | not this one |", page)

    def test_adds_a_row_at_the_end_of_the_table(self):
        page = coverage.with_rows(PAGE, {"marketplace": (96, 90), "grapnel headers": (1, 1)})
        self.assertIn("| kit | 100.0 % | 91.7 % |\n| marketplace | 96.0 % | 90.0 % |\n\nBehind it.", page)

    def test_named_programs_are_measured_by_their_own_tests(self):
        self.assertEqual(coverage.program_tests(["rewards"]), ["rewards_native_test"])
        self.assertIn("zestron_kit_test", coverage.program_tests([]))


if __name__ == "__main__":
    unittest.main()
