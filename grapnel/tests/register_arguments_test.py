"""No function of the headers that can stay out of line takes more than five register arguments, which is all that sBPF
has, and none takes a struct on the stack. Programs are compiled without inlining; what the optimiser usually hides shows."""
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

COMPILER, FLAGS, GRAPNEL = os.environ["COMPILER"], shlex.split(os.environ["FLAGS"]), Path(os.environ["GRAPNEL"])
REGISTERS = 5

PROGRAMS = {
    "gauntlet": ("tests/programs/gauntlet", ["interface", "src"]),
    "errands": ("tests/errands", ["interface", "src"]),
    "bazaar": ("tests/token", ["interface", "src", "till/interface"]),
    "till": ("tests/token/till", ["interface", "src"]),
    "post": ("tests/tails", ["."]),
    "counter": ("examples/counter", ["interface", "src"]),
}


def functions(ir):
    """Name and parameters of each function that may stay out of line."""
    attributes = dict(re.findall(r"^attributes #(\d+) = \{(.*)\}", ir, re.M))
    for name, parameters, rest in re.findall(r'^define .*?@([\w.$]+|"[^"]+")\((.*)\)([^()]*)\{$', ir, re.M):
        group = re.search(r"#(\d+)", rest)
        if group is None or "alwaysinline" not in attributes[group.group(1)]:
            yield name, parameters


def count(parameters):
    text = re.sub(r'"[^"]*"', "", parameters)
    while re.search(r"\([^()]*\)|\{[^{}]*\}|\[[^\[\]]*\]", text):
        text = re.sub(r"\([^()]*\)|\{[^{}]*\}|\[[^\[\]]*\]", "", text)
    return len([part for part in text.split(",") if part.strip()])


class RegisterArguments(unittest.TestCase):
    def compile(self, source, folders):
        with tempfile.TemporaryDirectory() as work:
            output = Path(work, "unit.ll")
            includes = [f"-I{folder}" for folder in folders]
            subprocess.run([COMPILER, *FLAGS, "-fno-inline", f"-I{GRAPNEL}/include", *includes, "-S", str(source), "-o",
                            str(output)], check=True)
            return output.read_text()

    def test_programs(self):
        for program, (folder, includes) in PROGRAMS.items():
            root = GRAPNEL / folder
            sources = [root / "program.cpp"] if program == "post" else sorted((root / "src").glob("*.cpp"))
            self.assertTrue(sources, program)
            seen = 0
            for source in sources:
                for name, parameters in functions(self.compile(source, [root / i for i in includes])):
                    seen += 1
                    self.assertLessEqual(count(parameters), REGISTERS, f"{source.name}: {name}({parameters})")
                    self.assertNotIn("byval", parameters, f"{source.name}: {name}({parameters})")
            self.assertGreater(seen, 5, program)

    def test_finds_what_it_looks_for(self):
        with tempfile.TemporaryDirectory() as work:
            source = Path(work, "six.cpp")
            source.write_text("using u64 = __UINT64_TYPE__; struct Big { u64 words[3]; };\n"
                              "struct R { u64 code; };\n"
                              "inline R five(u64 a, u64 b, u64 c, u64 d, u64 e) { return {a + b + c + d + e}; }\n"
                              "inline u64 big(Big b) { return b.words[2]; }\n"
                              'extern "C" u64 entrypoint(u64* in) { return five(1, 2, 3, 4, *in).code + big({}); }\n')
            found = {name: parameters for name, parameters in functions(self.compile(source, []))}
        self.assertEqual(count(found["_Z4fivemmmmm"]), 6)
        self.assertIn("byval", found["_Z3big3Big"])
        self.assertEqual(count(found["entrypoint"]), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
