"""proofs.py takes nothing for proven that z3 doesn't prove, nor what follows from hypotheses that contradict one another."""

import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from counts import Counts
from proofs import check_text

TOP = """; zestron::split (programs/kit/include/zestron/split.hpp).
(declare-const x Int)
(assert (<= 0 x))
"""
PLANTED = '(echo "planted: x is small")\n(push)\n(assert (not (< x 9)))\n(check-sat)\n(pop)\n'


def claim(denial, hypothesis=""):
    return f'(echo "claim: it holds")\n(push)\n{hypothesis}(assert (not {denial}))\n(check-sat)\n(pop)\n'


@unittest.skipUnless(shutil.which("z3"), "there is no z3")
class Proofs(unittest.TestCase):
    def wrong(self, text):
        counts, lines = check_text("it", text, seconds=2)
        self.assertEqual(counts.failed, len(lines))
        return " ".join(lines)

    def test_what_holds_is_proven(self):
        self.assertEqual(check_text("it", TOP + claim("(< (- 0 1) x)") + PLANTED), (Counts(passed=3), []))

    def test_what_does_not_hold_fails(self):
        self.assertIn("sat, not unsat", self.wrong(TOP + claim("(< 0 x)") + PLANTED))

    def test_contradictory_hypotheses_prove_nothing(self):
        self.assertIn("hypotheses: it holds: unsat, not sat", self.wrong(TOP + claim("(< x 0)", "(assert (< x 0))\n") + PLANTED))

    def test_a_planted_claim_that_holds_fails(self):
        planted = PLANTED.replace("(< x 9)", "(<= 0 x)")
        self.assertIn("planted: x is small: unsat, not sat", self.wrong(TOP + claim("(<= 0 x)") + planted))

    def test_unknown_fails(self):
        fermat = "(declare-const y Int) (declare-const z Int)\n"
        hard = claim("(not (and (< 9 x) (< 9 y) (< 9 z) (= (* x x x x x) (+ (* y y y y y) (* z z z z z)))))")
        self.assertRegex(self.wrong(TOP + fermat + hard + PLANTED), "(unknown|timeout), not unsat")

    def test_both_kinds_are_asked_for(self):
        self.assertIn("no planted", self.wrong(TOP + claim("(<= 0 x)")))
        self.assertIn("no claim", self.wrong(TOP + PLANTED))

    def test_a_question_outside_of_a_block_fails(self):
        self.assertIn("block", self.wrong(TOP + claim("(<= 0 x)") + PLANTED + "(check-sat)\n"))

    def test_names_that_are_gone_fail(self):
        self.assertIn("splits is not there", self.wrong(TOP.replace("::split ", "::splits ") + claim("(<= 0 x)") + PLANTED))
        self.assertIn("spl.hpp is not there", self.wrong(TOP.replace("split.hpp", "spl.hpp") + claim("(<= 0 x)") + PLANTED))


if __name__ == "__main__":
    unittest.main()
