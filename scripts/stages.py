"""Runs commands with their output in a log file and a short, calm account of progress on the terminal.

Used by build.py and test.py. A job that fails shows the end of its log and where the log is; nothing else is printed.
"""

import dataclasses
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "logs"

_NINJA = re.compile(r"^\[(\d+)/(\d+)\]", re.MULTILINE)
_CARGO = re.compile(r"Building \[[^\]]*\] (\d+)/(\d+)")
_CARGO_NOISE = re.compile(r"^\s*(Building \[|Compiling |Downloaded |Downloading |Fresh |Blocking waiting)")
_NINJA_FAILED = re.compile(rb"^FAILED: ", re.MULTILINE)
_LINE_EVERY_SECONDS = 20  # off a terminal, where a rewritten line would be noise

# Jobs are in sessions of their own: a script that is told to end has to end them itself, as it does when it is interrupted.
signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def progress_of(text):
    """The last `n/m` that ninja or cargo printed in `text`, or None."""
    best = None
    for pattern in (_NINJA, _CARGO):
        for match in pattern.finditer(text):
            if best is None or match.start() > best[0]:
                best = (match.start(), f"[{match[1]}/{match[2]}]")
    return best[1] if best else None


def log_end(text, lines_max):
    """The last lines worth reading: cargo redraws its bar with carriage returns, and lists what it compiles."""
    lines = [line.rstrip() for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line.strip() and not _CARGO_NOISE.match(line)]
    return lines[-lines_max:]


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def say(text=""):
    print(text, flush=True)


@dataclasses.dataclass
class Job:
    """One command. `name` also names the log."""

    name: str
    argv: list
    env: dict = dataclasses.field(default_factory=dict)
    cwd: pathlib.Path = ROOT
    seconds_max: float | None = None
    ends_at_first_failure: bool = False  # ninja itself first waits for what runs beside it, cargo for minutes
    process: subprocess.Popen | None = None
    started: float = 0.0
    took: float = 0.0
    progress: str = ""
    status: int | None = None
    timed_out: bool = False
    _seen: int = 0

    @property
    def log(self):
        return LOGS / (re.sub(r"[^a-z0-9]+", "-", self.name.lower().replace("++", "pp")).strip("-") + ".log")

    def start(self):
        LOGS.mkdir(parents=True, exist_ok=True)
        self.started = time.monotonic()
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(
                [str(word) for word in self.argv],
                cwd=self.cwd,
                env={**os.environ, **{key: str(value) for key, value in self.env.items()}},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that its own children end with it
            )

    def poll(self):
        """True once it has ended."""
        if self.status is not None:
            return True
        with open(self.log, "rb") as log:
            log.seek(self._seen)
            fresh = log.read()
        # A figure may be cut by the read: look again from a little before.
        self._seen += max(0, len(fresh) - 64)
        self.progress = progress_of(fresh.decode(errors="replace")) or self.progress
        self.took = time.monotonic() - self.started
        if self.ends_at_first_failure and _NINJA_FAILED.search(fresh) and self.process.poll() is None:
            self.end()
            self.status = 1
            return True
        if self.seconds_max is not None and self.took > self.seconds_max and self.process.poll() is None:
            self.timed_out = True
            self.end()
        self.status = self.process.poll()
        return self.status is not None

    def end(self):
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, 15)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, 9)
                self.process.wait()

    def text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def show_failure(self, lines_max=40):
        say(f"\n---- {self.name} failed; the end of its log:")
        for line in log_end(self.text(), lines_max):
            say("  " + line)
        if self.timed_out:
            say(f"  (stopped after {clock(self.took)}: longer than the {clock(self.seconds_max)} it may take)")
        say(f"---- the whole log: {self.log.relative_to(ROOT)}")


class Account:
    """Says how far a long command is: a line that is rewritten on a terminal; elsewhere, where that would be noise, a new one now and then.

    Says nothing in the first `quiet_seconds`, so that a build with nothing to do stays silent.
    """

    def __init__(self, title, quiet_seconds=2.0):
        self.title, self.quiet_seconds = title, quiet_seconds
        self.began = self.last_line = time.monotonic()
        self.terminal, self.drawn = sys.stdout.isatty(), False

    def elapsed(self):
        return time.monotonic() - self.began

    def show(self, text):
        line = f"{self.title}  {clock(self.elapsed())}  {text}".rstrip()
        if self.terminal and self.elapsed() > self.quiet_seconds:
            print(f"\r\033[K{line}", end="", flush=True)
            self.drawn = True
        elif not self.terminal and time.monotonic() - self.last_line >= _LINE_EVERY_SECONDS:
            say(line)
            self.last_line = time.monotonic()

    def clear(self):
        """Before anything else is printed."""
        if self.drawn:
            print("\r\033[K", end="", flush=True)
        self.drawn = False


def run(jobs, title, quiet_seconds=2.0):
    """Runs jobs side by side until all have ended or one has failed (the others are then stopped). True if all succeeded."""
    account = Account(title, quiet_seconds)
    failed = None
    try:
        for job in jobs:
            job.start()
        while True:
            ended = [job.poll() for job in jobs]
            failed = next((job for job in jobs if job.status not in (None, 0)), None)
            if all(ended) or failed:
                break
            account.show("  ·  ".join(f"{job.name} {job.progress}".strip() for job in jobs if job.status is None))
            time.sleep(0.05 if account.elapsed() < 1 else 0.25)
    finally:
        for job in jobs:
            job.end()
        account.clear()
    if failed:
        failed.show_failure()
        return False
    return True
