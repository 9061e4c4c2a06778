"""analyze.py finds what is planted, and nothing where nothing is."""

import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import analyze

BUILD = analyze.ROOT / "build"
BUILD.mkdir(exist_ok=True)
PLANTED = {
    "core.NullDereference": "int f(int* p) { if (p) return 1; return *p; }",
    "core.DivideZero": "int f(int a, int b) { if (b != 0) return a / b; return a / b; }",
    "core.UndefinedBinaryOperatorResult": "int f(bool set) { int a; if (set) a = 1; return a + 1; }",
    "alpha.security.ArrayBoundV2": "int f(int i) { int a[8] = {}; if (i > 7) return a[i]; return 0; }",
    "deadcode.DeadStores": "int g(); int f() { int a = 1; a = g(); return 2; }",
    "core.StackAddressEscape": "int* f() { int a = 1; return &a; }",
}
SOUND = "int f(int* p, int i) { int a[8] = {}; return (p ? *p : 0) + (i >= 0 && i < 8 ? a[i] : 0); }"


@unittest.skipUnless(shutil.which("clang++-19"), "there is no clang")
class Analyze(unittest.TestCase):
    def found(self, text, name="handler.cpp"):
        # Inside of the repository, since findings outside of it are not ours.
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            source = pathlib.Path(folder) / name
            source.write_text(text)
            words = ["ccache", "clang++-19", "-std=c++20", "-Werror", "-MD", "-MF", "x.d", "-o", "x.o", "-c", str(source)]
            found, problem = analyze.findings(words, str(source), folder)
            return None if found is None else [checker for _, _, checker, _ in found], problem

    def test_planted_mistakes_are_found(self):
        for checker, text in PLANTED.items():
            self.assertIn(checker, self.found(text)[0], text)

    def test_in_headers_from_the_entrypoint(self):
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            header = pathlib.Path(folder) / "header.hpp"
            header.write_text("inline " + PLANTED["core.NullDereference"])
            found, _ = self.found(f'#include "{header}"\n', "entrypoint.cpp")
            self.assertEqual(found, ["core.NullDereference"])

    def test_sound_code_is_silent(self):
        self.assertEqual(self.found(SOUND)[0], [])

    def test_what_does_not_compile_is_no_success(self):
        found, problem = self.found("int f( {")
        self.assertIsNone(found)
        self.assertIn("error", problem)

    def test_an_explanation_names_checker_and_line(self):
        name = "scripts/analyze.py"
        line = next(at for at, text in enumerate((analyze.ROOT / name).read_text().splitlines(), 1) if "SECONDS_MAX = " in text)
        finding = (name, line, "core.DivideZero", "")
        self.assertTrue(analyze.explains(name, {"checker": "core.DivideZero", "line": "SECONDS_MAX"}, finding))
        self.assertFalse(analyze.explains(name, {"checker": "core.NullDereference", "line": "SECONDS_MAX"}, finding))
        self.assertFalse(analyze.explains(name, {"checker": "core.DivideZero", "line": "EXPLAINED"}, finding))


if __name__ == "__main__":
    unittest.main()
