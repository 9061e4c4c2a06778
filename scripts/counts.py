"""Reads how many tests passed, failed and were skipped out of what test programs print.

Each framework is recognised by its closing summary, so one log may hold several of them.
"""

import dataclasses
import re
import xml.etree.ElementTree


@dataclasses.dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: tuple = dataclasses.field(default=(), compare=False)  # what is known of the failed ones: a name, and how it failed

    def __add__(self, other):
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.failures + other.failures,
        )

    @property
    def total(self):
        return self.passed + self.failed + self.skipped

    def summary(self):
        """The line that ends `make test`: `123 passed, 0 failed`, and `, 3 skipped` where some were."""
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


_FAILURE_LINES = 12


def _sum(pattern, text):
    return sum(int(match) for match in re.findall(pattern, text, re.MULTILINE))


def of_gtest(text):
    return Counts(
        _sum(r"^\[  PASSED  \] (\d+) tests?\.", text),
        _sum(r"^\[  FAILED  \] (\d+) tests?, listed below", text),
        _sum(r"^\[  SKIPPED \] (\d+) tests?, listed below", text),
    )


def of_cargo(text):
    found = re.findall(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", text, re.MULTILINE)
    return sum((Counts(*map(int, each)) for each in found), Counts())


def of_node(text):
    """node --test: `# pass 3` in TAP, `ℹ pass 3` in the spec reporter. Cancelled tests are failures."""
    return Counts(
        _sum(r"^(?:#|ℹ) pass (\d+)", text),
        _sum(r"^(?:#|ℹ) (?:fail|cancelled) (\d+)", text),
        _sum(r"^(?:#|ℹ) (?:skipped|todo) (\d+)", text),
    )


def of_unittest(text):
    ran = _sum(r"^Ran (\d+) tests? in", text)
    failed = _sum(r"^FAILED \(.*?failures=(\d+)", text) + _sum(r"^FAILED \(.*?errors=(\d+)", text)
    skipped = _sum(r"^(?:OK|FAILED) \(.*?skipped=(\d+)", text)
    return Counts(ran - failed - skipped, failed, skipped)


def failures(text):
    """The failed tests that a framework names, and the first lines that gtest and unittest print of each."""
    found = []
    for name in re.findall(r"^\[  FAILED  \] ([^\s,]+)$", text, re.MULTILINE):  # in the list at its end, where no time follows
        block = re.search(rf"^\[ RUN      \] {re.escape(name)}\n(.*?)^\[  FAILED  \] {re.escape(name)}\b", text, re.M | re.S)
        found.append("\n".join([name, *(block[1] if block else "").splitlines()[:_FAILURE_LINES]]))
    for name, block in re.findall(r"^(?:FAIL|ERROR): (.+)\n-{70}\n(.*?)(?=^={70}$|^-{70}$)", text, re.M | re.S):
        found.append("\n".join([name, *block.splitlines()[:_FAILURE_LINES]]))
    found += re.findall(r"^test (\S+) \.\.\. FAILED$", text, re.MULTILINE)
    found += re.findall(r"^not ok \d+ - (.+)$", text, re.MULTILINE)
    return tuple(found)


def of_output(text):
    return of_gtest(text) + of_cargo(text) + of_node(text) + of_unittest(text) + Counts(failures=failures(text))


def of_process(text, status):
    """A program's counts; one that says nothing is one test, and a bad exit always shows as a failure."""
    counts = of_output(text)
    if counts.total == 0:
        return Counts(passed=1) if status == 0 else Counts(failed=1)
    if status != 0 and counts.failed == 0:  # it crashed after, or outside, its tests
        return counts + Counts(failed=1)
    return counts


def of_ctest_junit(document):
    """Counts of a `ctest --output-junit` file: what each test printed, or the test itself where it printed no summary."""
    total = Counts()
    for case in xml.etree.ElementTree.fromstring(document).iter("testcase"):
        status = case.get("status")
        if status in ("notrun", "disabled") or case.find("skipped") is not None:
            # "notrun" without <skipped> is a test whose program is missing: that is a failure, not a skip.
            missing = status == "notrun" and case.find("skipped") is None
            total += Counts(failed=1) if missing else Counts(skipped=1)
            continue
        counts = of_process(case.findtext("system-out") or "", 0 if status == "run" else 1)
        if counts.failed and not counts.failures:
            counts += Counts(failures=(case.get("name"),))
        total += counts
    return total
