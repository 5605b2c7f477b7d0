"""`congtam bench …`: measure, on this machine, what the product promises about speed."""

import argparse
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

from congtam.engine.answers import Answer
from congtam.engine.rulebook import RuleBook
from congtam.site.command import eligible, rate
from congtam.site.command.jsonlines import OK, Case, answer_lines, written

CASES, DOSSIERS, RUNS, ROUNDS, ITEMS = 100_000, 2_000, 3, 20, 200_000
LAWS = ["l-15-2003", "l-06-2022"]


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bench` and its verbs to the command line."""
    parser = commands.add_parser("bench", help="đo tốc độ trên máy này")
    verbs = parser.add_subparsers(title="phép đo", metavar="PHÉP_ĐO", required=True)
    rating = verbs.add_parser("rate", help="xếp loại từng người, một tiến trình")
    rating.add_argument("--cases", type=int, default=CASES, help=f"số người (mặc định {CASES})")
    rating.add_argument("--runs", type=int, default=RUNS, help=f"số lần đo (mặc định {RUNS})")
    rating.set_defaults(run=bench_rate)
    titles = verbs.add_parser(
        "eligible", help="xét danh hiệu, khen thưởng của từng người theo hai luật, một tiến trình"
    )
    titles.add_argument("--dossiers", type=int, default=DOSSIERS, help=f"số người (mặc định {DOSSIERS})")
    titles.add_argument("--runs", type=int, default=RUNS, help=f"số lần đo (mặc định {RUNS})")
    titles.set_defaults(run=bench_eligible)
    overlaps = verbs.add_parser("overlaps", help="tìm trùng giữa rất nhiều nhiệm vụ, véc-tơ đã có sẵn")
    overlaps.add_argument("--items", type=int, default=ITEMS, help=f"số nhiệm vụ (mặc định {ITEMS})")
    overlaps.add_argument("--most", type=int, default=5, help="số ứng viên mỗi nhiệm vụ (mặc định 5)")
    overlaps.set_defaults(run=bench_overlaps)
    pages = verbs.add_parser("pages", help="các trang chính, trên dữ liệu đang có")
    pages.add_argument("--rounds", type=int, default=ROUNDS, help=f"số lần hỏi mỗi trang (mặc định {ROUNDS})")
    pages.add_argument(
        "--url", default="", metavar="ĐỊA_CHỈ", help="đo qua máy chủ web đang chạy, ví dụ http://127.0.0.1:8000"
    )
    pages.add_argument("--json", action="store_true", help="in mỗi trang một dòng JSON")
    pages.set_defaults(run=bench_pages)


def bench_rate(options: argparse.Namespace) -> int:
    """Time the yearly rating of many one-person lines, read and written as `congtam law rate` does."""
    lines = list(rating_lines(options.cases))
    seconds = _timed(lines, rate.answer, options.runs)
    return _report("rate", {"cases": options.cases, "runs": options.runs}, seconds, options.cases, "case")


def bench_eligible(options: argparse.Namespace) -> int:
    """Time many people's dossiers under two laws, read and written as `congtam law eligible` does."""
    lines = list(dossier_lines(options.dossiers))
    seconds = _timed(lines, eligible.answer, options.runs)
    counts: Answer = {"dossiers": options.dossiers, "laws": len(LAWS), "runs": options.runs}
    return _report("eligible", counts, seconds, options.dossiers * len(LAWS), "dossier_and_law")


def bench_overlaps(options: argparse.Namespace) -> int:
    """Time the search for overlaps among many items."""
    # The language model is loaded only here.
    run: Callable[[argparse.Namespace], int] = import_module("congtam.site.command.bench_overlaps").run
    return run(options)


def bench_pages(options: argparse.Namespace) -> int:
    """Time the main pages for people of every kind."""
    # Django is imported only here: the other measures are of the pure engine.
    import_module("congtam.site.command.starting").open_migrated_house()
    run: Callable[[argparse.Namespace], int] = import_module("congtam.site.command.bench_pages").run
    return run(options)


def _timed(lines: list[str], answer: Callable[[Case, RuleBook], Answer], runs: int) -> list[float]:
    """Return the seconds each run took, the law files read afresh in each."""
    seconds = []
    for _ in range(runs):
        book = RuleBook()
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            start = time.perf_counter()
            answer_lines(lines, partial(_answered, answer, book), nowhere.write)
            seconds.append(time.perf_counter() - start)
    return seconds


def _answered(answer: Callable[[Case, RuleBook], Answer], book: RuleBook, case: Case) -> Answer:
    return answer(case, book)


def _report(name: str, counts: Answer, seconds: list[float], units: int, unit: str) -> int:
    """Print one line of figures: the median run, and what one unit of work took in it."""
    median = statistics.median(seconds)
    report: Answer = {
        "bench": name,
        **counts,
        "median_seconds": f"{median:.2f}",
        "fastest_seconds": f"{min(seconds):.2f}",
        "slowest_seconds": f"{max(seconds):.2f}",
        f"microseconds_per_{unit}": f"{median / units * 1e6:.0f}",
        "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": f"{os.cpu_count()} nhân, {platform.machine()}, Python {platform.python_version()}",
    }
    sys.stdout.write(written(report))
    return OK


def rating_lines(count: int) -> Iterator[str]:
    """Yield the lines of `count` invented civil servants: one in ten a head, one in twenty disciplined, eleven months each."""
    for number in range(count):
        head = number % 10 == 0
        months = {
            f"2026-{month:02d}": f"{40 + (number * 7 + month * 13) % 60}.{(number + month) % 100:02d}"
            for month in range(1, 12)
        }
        act = {"duty_related": True, "decided": "2026-05-02", "act": "A1", "already_counted": False}
        facts = {
            "months": months,
            "months_worked": "12",
            "absence": "none",
            "is_head": head,
            "holds_leading_post": head,
            "body_level": "good",
            "discipline": [act] if number % 20 == 0 else [],
            "degradation_concluded": False,
            "unit_corruption_handled": False,
        }
        yield written({"id": f"r{number}", "subject": "civil_servant", "year": 2026, "facts": facts})


def dossier_lines(count: int) -> Iterator[str]:
    """Yield the dossiers of `count` invented people with twelve years behind them: titles, certificates, now and then a discipline."""
    levels = ("good", "excellent", "good", "excellent", "good", "good", "completed")
    years = range(2013, 2025)
    for number in range(count):
        fighter = [year for year in years if (number * 5 + year * 3) % 7 < number % 6]
        awards = [{"code": "emulation_fighter_grassroots", "year": year, "kind": "merit"} for year in fighter]
        if number % 3 == 0:
            awards.append({"code": "provincial_merit_certificate", "year": 2014 + number % 7, "kind": "merit"})
        if number % 8 == 0:
            awards.append({"code": "pm_merit_certificate", "year": 2017 + number % 5, "kind": "merit"})
        yield written(
            {
                "id": f"e{number}",
                "subject": "person",
                "on": "2024-12-15",
                "laws": LAWS,
                "ratings": {str(year): levels[(number * 11 + year * 5) % len(levels)] for year in years},
                "awards": awards,
                "initiatives": [{"year": year, "scope": "grassroots"} for year in fighter[::2]],
                "discipline": [{"decided": "2019-05-02", "ended": "2020-05-02"}] if number % 20 == 0 else [],
                "holds": [],
            }
        )
