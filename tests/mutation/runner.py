"""Changes the engine one spot at a time and asks the tests whether they notice.

Every change is tried in a child process made for it. The process that makes them only gathers the tests and never runs
one, so that nothing is remembered from before the change.
"""

import argparse
import functools
import gc
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.spots import Module, Spot

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "congtam" / "engine"
TESTS = [f"tests/{name}" for name in ("values", "engine", "criteria", "eligibility", "procedure", "law")]
OFF = ("randomly", "cacheprovider", "xdist", "unraisableexception", "threadexception", "logging")
EXAMPLES = 12  # of each property: the same few every time
LONGEST = 20  # seconds of work after which a change is taken to have sent a test round in circles
OFTEN = 8  # how many of the tests that noticed other changes are asked first
NOTICED, LEFT, UNTRIED = "noticed", "left", "no test"


@dataclass
class Known:
    """What running the tests unchanged told: how long each takes, which tests run each function and line, and which fail."""

    seconds: dict[str, float] = field(default_factory=dict)
    run_by: dict[str, list[str]] = field(default_factory=dict)
    failing: list[str] = field(default_factory=list)

    def learn(self, told: dict[str, Any]) -> None:
        """Take in what one file of tests told."""
        self.seconds |= told["seconds"]
        self.failing += told["failing"]
        for function, tests in told["run_by"].items():
            self.run_by.setdefault(function, []).extend(tests)

    def tests_of(self, function: str, line: str) -> list[str]:
        """Return the tests that may notice a change to a line of a function, the quickest first.

        Where only one test of a file runs it, the others of that file may use what that one left remembered.
        """
        direct = self.run_by.get(line) or self.run_by.get(function, [])
        direct = sorted(direct, key=self.seconds.__getitem__)
        alone = {file for file, count in Counter(map(_file_of, direct)).items() if count == 1}
        others = [test for test in self.seconds if _file_of(test) in alone and test not in direct]
        return direct + sorted(others, key=self.seconds.__getitem__)


class Trial:
    """The pytest plugin that tries the changes instead of running the tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.modules = [path for path in sorted(ENGINE.rglob("*.py")) if _is_wanted(path, asked.modules)]
        self.files = frozenset(map(str, self.modules))
        self.jobs, self.patience, self.out = asked.jobs, asked.patience, asked.out
        self.only = {row[1] for row in _rows(asked.again) if row[0] != NOTICED} if asked.again else set()
        self.known = Known()
        self.items: dict[str, pytest.Item] = {}
        self.noticing: dict[str, Counter[str]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once unchanged, then once for each change, as far as the first test that notices."""
        self.items = {item.nodeid: item for item in session.items}
        for item in session.items:
            _settle(item)
        live = _live()
        gc.collect()
        gc.freeze()
        with tempfile.TemporaryDirectory() as folder:
            children = Children(Path(folder), self.jobs)
            for file in dict.fromkeys(map(_file_of, self.items)):
                children.start(functools.partial(self._unchanged, file), self.known.learn)
            children.wait()
            session.testsfailed = len(self.known.failing)
            for name in self.known.failing:
                _say(f"fails without any change: {name}")
            for path in [] if self.known.failing else self.modules:
                self._module(Module(path), live, children)
                children.wait()
        return True

    def _unchanged(self, file: str) -> dict[str, Any]:
        """Run one file of tests and tell what `Known` keeps."""
        told: dict[str, Any] = {"seconds": {}, "run_by": {}, "failing": []}
        names = [name for name in self.items if _file_of(name) == file]
        for name, following in zip(names, [*names[1:], None], strict=True):
            seen: set[str] = set()
            begun = time.process_time()
            sys.settrace(functools.partial(self._note, seen))
            failed = self._fails(name, following)
            sys.settrace(None)
            told["seconds"][name] = time.process_time() - begun
            told["failing"] += [name] if failed else []
            for ran in seen:
                told["run_by"].setdefault(ran, []).append(name)
        return told

    def _note(self, seen: set[str], frame: FrameType, event: str, _given: object) -> Any:
        """Note a function of the modules looked at as it is called, then each line of it."""
        if event == "line":
            seen.add(f"{frame.f_code.co_filename}:{frame.f_lineno}")
        elif event == "call":
            if frame.f_code.co_filename not in self.files:
                return None
            seen.add(_called(frame.f_code))
        return functools.partial(self._note, seen)

    def _module(self, module: Module, live: dict[CodeType, list[FunctionType]], children: "Children") -> None:
        """Try every change to a module."""
        recent: Counter[str] = Counter()
        for spot in module.spots():
            if self.only and _id(module, spot) not in self.only:
                continue
            code = module.codes[spot.function]
            told = functools.partial(self._tell, module, spot, recent)
            tests = self.known.tests_of(_called(code), f"{module.path}:{spot.line}")
            if not tests or code not in live:
                told(UNTRIED)
                continue
            here = self.noticing.get(_called(code), Counter())
            likely = [name for name, _ in (*here.most_common(OFTEN), *recent.most_common(OFTEN)) if name in tests]
            ordered = list(dict.fromkeys([*likely, *tests]))
            children.start(functools.partial(self._changed, module, spot, live[code], ordered), told)

    def _changed(self, module: Module, spot: Spot, functions: list[FunctionType], tests: list[str]) -> str:
        """Change every live copy of a function and run tests until one fails: its name, or that none did before patience ended."""
        signal.setitimer(signal.ITIMER_PROF, self.patience + LONGEST)
        new = module.changed(spot)
        for function in functions:
            function.__code__ = new
        begun = time.process_time()
        for name, following in zip(tests, [*tests[1:], None], strict=True):
            if self._fails(name, following):
                return name
            if time.process_time() - begun > self.patience:
                break
        return LEFT

    def _fails(self, name: str, following: str | None) -> bool:
        later = None if following is None else self.items[following]
        return any(report.failed for report in runtestprotocol(self.items[name], log=False, nextitem=later))

    def _tell(self, module: Module, spot: Spot, recent: Counter[str], told: str | None) -> None:
        """Write down what became of a change; a child that ended without a word was thrown out by the change."""
        code = module.codes[spot.function]
        state = told if told in (LEFT, UNTRIED) else NOTICED
        if state == NOTICED and told is not None:
            recent[told] += 1
            self.noticing.setdefault(_called(code), Counter())[told] += 1
        row = [state, _id(module, spot), str(spot.line), code.co_qualname, spot.what, spot.text, told or ""]
        with self.out.open("a", encoding="utf-8") as out:
            out.write("\t".join(row) + "\n")
        if state != NOTICED:
            _say(f"{state}: {module.path.relative_to(ROOT)}:{spot.line} {spot.what}: {spot.text}")


class Children:
    """Processes that each do one thing and leave what came of it in a file."""

    def __init__(self, folder: Path, most: int) -> None:
        self.folder, self.most = folder, most
        self.running: dict[int, Callable[[Any], None]] = {}

    def start(self, work: Callable[[], Any], told: Callable[[Any], None]) -> None:
        """Do `work` in a child; `told` gets what it gave, or None when it was ended first."""
        while len(self.running) >= self.most:
            self._take_one()
        sys.stdout.flush()
        child = os.fork()
        if child:
            self.running[child] = told
            return
        try:
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            gc.disable()
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            given = json.dumps(work())
            (self.folder / str(os.getpid())).write_text(given, "utf-8")
        finally:
            os._exit(0)

    def wait(self) -> None:
        """Return when every child has ended."""
        while self.running:
            self._take_one()

    def _take_one(self) -> None:
        child, _ = os.wait()
        said = self.folder / str(child)
        told = json.loads(said.read_text("utf-8")) if said.exists() else None
        said.unlink(missing_ok=True)
        self.running.pop(child)(told)


def _settle(item: pytest.Item) -> None:
    """Make a property try the same few examples every time."""
    import hypothesis  # after pytest, which wants to load its plugin first

    test: Any = getattr(item, "obj", None)
    if not hypothesis.is_hypothesis_test(test):
        return
    own = getattr(test, "_hypothesis_internal_use_settings", None) or hypothesis.settings()
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    most = min(own.max_examples, EXAMPLES)
    few = hypothesis.settings(own, max_examples=most, derandomize=True, database=None, phases=phases)
    test._hypothesis_internal_use_settings = few


def _live() -> dict[CodeType, list[FunctionType]]:
    """Return the product's functions by their code, and forget what they answered while the tests were gathered."""
    found: dict[CodeType, list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and _is_ours(thing.__code__):
            found.setdefault(thing.__code__, []).append(thing)
        elif isinstance(thing, functools._lru_cache_wrapper) and str(thing.__module__).startswith("congtam"):
            thing.cache_clear()
    return found


def _is_ours(code: CodeType) -> bool:
    return code.co_filename.startswith(f"{ROOT}/congtam/")


def _is_wanted(path: Path, patterns: list[str]) -> bool:
    name = str(path.relative_to(ENGINE).with_suffix(""))
    return any(fnmatch(name, pattern) for pattern in patterns)


def _called(code: CodeType) -> str:
    return f"{code.co_filename}:{code.co_qualname}:{code.co_firstlineno}"


def _file_of(test: str) -> str:
    return test.partition("::")[0]


def _id(module: Module, spot: Spot) -> str:
    return f"{module.path.relative_to(ROOT)}:{spot.function}.{spot.node}.{spot.turn}"


def _rows(out: Path) -> Iterator[list[str]]:
    for line in out.read_text("utf-8").splitlines():
        yield line.split("\t")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Try the changes that the command line asks for; say what no test noticed, then a line for each module."""
    parser = argparse.ArgumentParser(prog="scripts/mutants", description="Would the tests notice a change?")
    parser.add_argument("modules", nargs="*", default=["*"], help="patterns under congtam/engine, such as 'criteria/*'")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="the tests to ask")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many changes are tried at once")
    parser.add_argument("--patience", type=float, default=20, help="seconds of tests spent on one change")
    parser.add_argument("--out", type=Path, default=ROOT / "mutants.tsv", help="where every change is written down")
    parser.add_argument("--again", type=Path, help="such a file: try only what it left")
    asked = parser.parse_args()
    trial = Trial(asked)
    asked.out.write_text("", "utf-8")
    options = ["--rootdir", str(ROOT), "-q", "--tb=native", *(f"-pno:{name}" for name in OFF), *asked.tests]
    status = pytest.main(options, plugins=[trial])
    counts: dict[str, Counter[str]] = {}
    for state, name, *_ in _rows(asked.out):
        counts.setdefault(name.partition(":")[0], Counter())[state] += 1
    for name, states in counts.items():
        _say(f"{name}: {states.total()} changes, {states[NOTICED]} noticed, {states.total() - states[NOTICED]} left")
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
