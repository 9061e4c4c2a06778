#!/usr/bin/env python3
"""The pages of docs/grapnel, and grapnel's front page, as programs: what a page shows is what is compiled, run and measured.

    pages.py generate FOLDER      C++ of all pages: a program each, tests in a few files
    pages.py check                every block is of a kind below, every link leads somewhere, Rust parses
    pages.py run PAGE             the page's commands, in a folder of their own, against the output it shows
    pages.py update MEASURED      writes the figures that grapnel_docs_test measured into the pages

A block's kind stands behind its fence:

    ```cpp program         parts of the page's program, in order; the frame around it stands in docs/grapnel/README.md
    ```cpp test            parts of its test
    ```LANGUAGE of PATH    a quotation: these lines stand, in this order, in a file of the repository or, as `program` or
                           `test`, in the page; a line of … stands for any others
    ```json idl POINTER    what the program's IDL holds at that place
    ```cost                units of each instruction's first success on the real runtime, bytes of the program
    ```console             commands behind `$ `, and what they print; … stands for anything
    ```console clients     the same with ZESTRON, the node's binary, and NODE_MODULES, a folder with Anchor's client; left out,
                           and said so, where one of them is missing. Port 8899 becomes one that is free
    ```LANGUAGE file PATH  a file of the folder in which the commands run
    ```rust                Anchor's way to write it. There is no Anchor here, so it is held to Rust's grammar alone
    ```text                pictures, layouts and tables
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs" / "grapnel"
INDEX = DOCS / "README.md"
FRONT = ROOT / "grapnel" / "README.md"  # quotes the counter
TESTS_IN_A_FILE = 8  # pages; one file of all would be built on one core, one a page would read the headers again each time

FENCE = re.compile(r"^```(?P<info>\S.*?)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
ANY_FENCE = re.compile(r"^```", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)(#[^)]*)?\)")


class Block:
    def __init__(self, page, match):
        self.page = page
        self.kind, _, self.argument = match["info"].partition(" ")
        self.body = match["body"]
        self.span = match.span("body")
        self.line = page.text.count("\n", 0, self.span[0]) + 1

    @property
    def where(self):
        return f"{self.page.path.relative_to(ROOT)}:{self.line - 1}"


class Page:
    def __init__(self, path):
        self.path = path
        self.text = path.read_text()
        self.blocks = [Block(self, match) for match in FENCE.finditer(self.text)]
        self.name = "docs_" + path.stem.replace("-", "_")

    def of(self, kind, argument=None):
        return [b for b in self.blocks if b.kind == kind and argument in (None, b.argument)]

    def source(self, argument):
        """The C++ blocks as one text, with the page's line numbers; includes apart, since they stand above the namespace."""
        includes, lines = [], []
        for block in self.of("cpp", argument):
            lines.append(f'#line {block.line} "{self.path}"')
            for line in block.body.splitlines():
                is_include = line.startswith("#include")
                includes.extend([line] if is_include else [])
                lines.append("" if is_include else line)
        return includes, lines


def pages():
    return [Page(path) for path in (*sorted(DOCS.rglob("*.md")), FRONT)]


def programs(of=None):
    return [page for page in of or pages() if page.of("cpp", "program")]


def program_id(name):
    words = hashlib.sha256(name.encode()).digest()
    return ", ".join(f"0x{int.from_bytes(words[i:i + 8], 'little'):016x}" for i in range(0, 32, 8))


def framed(page, part):
    """The page's part in the frame that the index shows: the reader's names become this page's."""
    frame = Page(INDEX).of("cpp", f"frame {part}")[0].body
    includes, lines = page.source(part)
    name = page.name
    fixture = "".join(word.capitalize() for word in page.path.stem.replace("-", "_").split("_")) + "Page"
    text = frame.replace("my_program", name).replace('"YourProgramsAddress"_pubkey', "{{" + program_id(name) + "}}")
    text = text.replace("// the page\n", "\n".join(lines) + "\n")
    text = re.sub(r"\bPage\b", fixture, text).replace("ProgramTest<Demo>", "grapnel::docs::Measured<Demo>")
    return "\n".join(includes) + "\n" + text


def write(path, text):
    if not path.exists() or path.read_text() != text:  # unchanged files are not built again
        path.write_text(text)


def figures(page):
    """(instruction or None for the program, figure) of the cost block."""
    out = []
    for block in page.of("cost"):
        for line in block.body.splitlines():
            match = re.fullmatch(r"(\w+|the program) +([\d,?]+) (units|bytes)", line)
            if not match:
                raise SystemExit(f"{block.where}: not a figure: {line}")
            out.append(("" if match[3] == "bytes" else match[1], int(match[2].replace(",", "").replace("?", "0"))))
    return out


def raw(text):
    return f'R"~({text})~"'


def expectations(page):
    idl = [f"    {{{raw(b.argument.removeprefix('idl '))}, {raw(b.body)}}}," for b in page.of("json")]
    costs = [f'    {{"{name}", {figure}}},' for name, figure in figures(page)]
    return "\n".join([f"static const bool k_{page.name} = grapnel::docs::add<{page.name}::Demo>(", "    {", *idl, "    }, {", *costs, "    });", ""])


def generate(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    found = programs()
    for page in found:
        header = framed(page, "program")
        entry = header.index("GRAPNEL_ENTRYPOINT")  # in the frame's last line
        write(folder / f"{page.name}.hpp", "#pragma once\n" + header[:entry])
        write(folder / f"{page.name}.cpp", f'#include "{page.name}.hpp"\nGRAPNEL_ENTRYPOINT({page.name}::Demo)\n')
    for at in range(0, len(found), TESTS_IN_A_FILE):
        text = "#include <docs_test.hpp>\n"
        for page in found[at:at + TESTS_IN_A_FILE]:
            text += f'#include "{page.name}.hpp"\n' + framed(page, "test") + "#line 1\n" + expectations(page)
        write(folder / f"pages_{at // TESTS_IN_A_FILE}.cpp", text)
    print(";".join(page.name for page in found))


def quotation_problem(block):
    source = block.argument.removeprefix("of ")
    if source in ("program", "test"):
        text = "\n".join(b.body for b in block.page.of("cpp", source))
    elif (ROOT / source).is_file():
        text = (ROOT / source).read_text()
    else:
        return f"{block.where}: quotes {source}, which is not there"
    lines = iter([line.strip() for line in text.splitlines()])
    for line in block.body.splitlines():
        if line.strip() not in ("", "…") and line.strip() not in lines:  # `in` reads on from the last line found
            return f"{block.where}: not in {source}, or not in this order: {line.strip()}"
    return None


def block_problem(block):
    kind, argument = block.kind, block.argument
    if kind == "cpp" and argument in ("program", "test") or argument.startswith("file "):
        return None
    if kind == "cpp" and argument.startswith("frame ") and block.page.path == INDEX:
        return None
    if argument.startswith("of "):
        return quotation_problem(block)
    if (kind, bool(argument)) in (("cost", False), ("console", False), ("text", False)) or (kind, argument) == ("console", "clients") or (kind == "json" and argument.startswith("idl ")):
        return None
    if kind == "rust" and not argument:
        rustfmt = shutil.which("rustfmt")
        if rustfmt:
            done = subprocess.run([rustfmt, "--edition", "2021"], input=block.body, capture_output=True, text=True, timeout=60, check=False)
            return f"{block.where}: {done.stderr}" if done.returncode else None
        return None
    return f"{block.where}: a block that nothing compiles or runs: {kind} {argument}"


def unmeasured(page):
    """Figures of grapnel in the table beside its peers that bench/programs does not measure."""
    measured = set(json.loads((ROOT / "bench" / "programs" / "baseline.json").read_text()).values())
    rows = [line.split("|") for line in page.text[page.text.index("| compute units |"):].splitlines() if line.startswith("| ")]
    figures = [(row[1].strip(), row[2].strip()) for row in rows[1:]]
    return [f"cost.md: {name}: {figure} is not in bench/programs/baseline.json" for name, figure in figures
            if int(figure.replace(",", "")) not in measured]


def problems():
    out = []
    for page in pages():
        if page.path.name == "security.md":  # its table has a check of its own
            continue
        if len(ANY_FENCE.findall(page.text)) != 2 * len(page.blocks):
            out.append(f"{page.path.relative_to(ROOT)}: a fence without a kind")
        out.extend(filter(None, map(block_problem, page.blocks)))
        for block in page.blocks:
            if block.kind in ("cost", "json") and not page.of("cpp", "program"):
                out.append(f"{block.where}: of which program?")
        if page.of("cpp", "program") and f'Module<"{page.name}"' not in page.text:
            out.append(f"{page.path.relative_to(ROOT)}: its program is called {page.name}")
        if page.path.name == "cost.md":
            out.extend(unmeasured(page))
        prose = FENCE.sub("", page.text)
        for target, _ in LINK.findall(prose):
            if not (page.path.parent / target).exists():
                out.append(f"{page.path.relative_to(ROOT)}: leads nowhere: {target}")
        if page.path not in (INDEX, FRONT) and f"]({page.path.relative_to(DOCS)})" not in INDEX.read_text():
            out.append(f"{page.path.relative_to(ROOT)}: not in the index")
    return out


def expected_pattern(text):
    return ".*".join(re.escape(part.rstrip()) for part in text.split("…"))


def commands(block):
    """(command, output) pairs."""
    out = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            out.append([line[2:], []])
        elif out and out[-1][0].endswith("\\"):
            out[-1][0] += "\n" + line
        else:
            out[-1][1].append(line)
    return [(command, "\n".join(lines)) for command, lines in out]


def free_ports(count):
    """The first of as many that nothing listens on, below those that the kernel gives to outgoing connections."""
    for first in range(20_000 + os.getpid() * 8 % 12_000, 32_000, count):
        sockets = [socket.socket() for _ in range(count)]
        try:
            for port, one in enumerate(sockets, first):
                one.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue
        finally:
            for one in sockets:
                one.close()
    raise SystemExit("no free ports")


class Run:
    """One page's commands, in a folder and a process group of their own."""

    def __init__(self, page):
        self.page = page
        tools = [str(pathlib.Path(os.environ[name]).resolve().parent) for name in ("GRAPNEL", "ZESTRON") if os.environ.get(name)]
        self.environment = {**os.environ, "PATH": ":".join([*tools, os.environ["PATH"]]), "NO_COLOR": "1"}
        self.environment.pop("GRAPNEL_ROOT", None)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="grapnel-docs-"))
        self.state = self.folder / ".here"  # `cd` carries over from command to command
        self.state.write_text(str(self.folder))
        self.port = free_ports(3)
        self.groups = []
        modules = pathlib.Path(os.environ.get("NODE_MODULES", ""))
        self.has_clients = shutil.which("zestron", path=self.environment["PATH"]) and (modules / "@coral-xyz").is_dir()
        if self.has_clients:
            (self.folder / "node_modules").symlink_to(modules.resolve())

    def ported(self, text):
        return re.sub(r"\b(8899|8900|8901)\b", lambda match: str(self.port + int(match[0]) - 8899), text)

    def command(self, command):
        script = f"{self.ported(command)}\npwd > {self.state}"
        output = self.folder / ".output"  # a file: what goes on in the background would keep a pipe open
        with output.open("w") as stream:
            process = subprocess.Popen(["bash", "-c", script], cwd=self.state.read_text().strip(), env=self.environment,
                                       stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, start_new_session=True)
            self.groups.append(process.pid)
            process.wait(timeout=600)
        return "\n".join(line.rstrip() for line in output.read_text().strip("\n").splitlines())

    def block(self, block):
        if block.argument.startswith("file "):
            target = pathlib.Path(self.state.read_text().strip()) / block.argument.removeprefix("file ")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self.ported(block.body))
        if block.kind != "console":
            return True
        if block.argument == "clients" and not self.has_clients:
            print(f"not run, without a node and Anchor's client: {block.where}")
            return True
        for command, expected in commands(block):
            expected = self.ported(expected.strip("\n"))
            printed = self.command(command)
            if not re.fullmatch(expected_pattern(expected), printed, re.DOTALL):
                print(f"{block.where}: $ {command}\n--- the page shows\n{expected}\n--- it prints\n{printed}")
                return False
            print(f"ok: {command}", flush=True)
        return True

    def close(self):
        for group in self.groups:
            try:
                os.killpg(group, signal.SIGTERM)
            except ProcessLookupError:
                pass  # it has ended
        shutil.rmtree(self.folder, ignore_errors=True)


def run(path):
    page = Page(pathlib.Path(path).resolve())
    running = Run(page)
    try:
        return 0 if all(running.block(block) for block in page.blocks) else 1
    finally:
        running.close()


def pretty(value, indent=""):
    """JSON as a person would write it: what fits a line stands on one."""
    line = json.dumps(value)
    if len(indent) + len(line) <= 100 or not isinstance(value, (dict, list)):
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        parts, brackets = [f"{json.dumps(k)}: {pretty(v, deeper)}" for k, v in value.items()], "{}"
    else:
        parts, brackets = [pretty(v, deeper) for v in value], "[]"
    return brackets[0] + "\n" + ",\n".join(deeper + part for part in parts) + "\n" + indent + brackets[1]


def update(measured):
    """Figures of cost blocks that are there, and IDL rows written as `?`; the page decides what it shows."""
    measured = json.loads(pathlib.Path(measured).read_text())
    for page in programs():
        of = measured.get(page.name, {})
        for block in reversed(page.of("cost")):
            lines = []
            for line in block.body.splitlines():
                name, figure, unit = re.fullmatch(r"(\w+|the program) +([\d,?]+) (units|bytes)", line).groups()
                key = "" if unit == "bytes" else name
                figure = f"{of[key]:,}" if key in of else figure  # a test that was left out has measured nothing
                lines.append(f"{name:<20}{figure:>8} {unit}\n")
            page.text = page.text[:block.span[0]] + "".join(lines) + page.text[block.span[1]:]
        for block in [b for b in page.of("json") if b.body == "?\n"]:  # new ones; others are for people to judge
            row = of["idl"]
            for step in block.argument.removeprefix("idl ").split("/"):
                row = row[int(step) if step.isdigit() else step]
            page.text = page.text.replace(f"```json {block.argument}\n?\n", f"```json {block.argument}\n{pretty(row)}\n", 1)
        write(page.path, page.text)


def main(arguments):
    if arguments[:1] == ["generate"]:
        generate(arguments[1])
    elif arguments == ["check"]:
        found = problems()
        print("\n".join(found) or f"{len(pages())} pages")
        return 1 if found else 0
    elif arguments[:1] == ["run"]:
        return run(arguments[1])
    elif arguments[:1] == ["update"]:
        update(arguments[1])
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
