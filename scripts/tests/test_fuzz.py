"""fuzz.py knows which instructions a fuzzer never brought to success."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from fuzz import unreached

ANCHOR = {"instructions": [{"name": "open", "discriminator": [1, 2, 3, 4, 5, 6, 7, 255]}, {"name": "close", "discriminator": [1, 2, 3, 4, 5, 6, 7, 8]}]}
TAGS = {"instructions": [{"name": "swap", "discriminator": [1]}, {"name": "deposit", "discriminator": [2]}]}


class Reach(unittest.TestCase):
    def test_by_discriminators_of_8_bytes(self):
        self.assertEqual(unreached(ANCHOR, ["01020304050607ff 3 9"]), ["close"])
        self.assertEqual(unreached(ANCHOR, ["01020304050607ff 3 9", "0102030405060708 1 1"]), [])

    def test_by_tags_of_one_byte(self):
        self.assertEqual(unreached(TAGS, ["0105000000000000 7 7"]), ["deposit"])

    def test_what_was_drawn_and_failed_is_not_reached(self):
        self.assertEqual(unreached(TAGS, ["01 2 9", "02 0 9"]), ["deposit"])
        self.assertEqual(unreached(TAGS, ["01 2 9", "02 0 9"], at_least=0), [])
        self.assertEqual(unreached(TAGS, ["01 2 9"], at_least=0), ["deposit"])

    def test_instructions_without_data_are_none(self):
        self.assertEqual(unreached(TAGS, [" 0 4", "01 1 1", "02 1 1"]), [])

    def test_nothing_is_reached_without_lines(self):
        self.assertEqual(unreached(TAGS, []), ["swap", "deposit"])


if __name__ == "__main__":
    unittest.main()
