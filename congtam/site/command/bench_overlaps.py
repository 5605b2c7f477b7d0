"""`congtam bench overlaps`: many invented items of plans, all held against each other."""

import argparse
import os
import platform
import resource
import sys
import time
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import yaml

from congtam.planning.finding import Item, encode, find
from congtam.planning.finding.texts import core
from congtam.planning.finding.vectors import MEANING, Floats, meanings, packed
from congtam.site.command.jsonlines import OK, written
from congtam.values.dues import Due, DueKind

_ENCODED = 64
_STRAY = 0.35


def run(options: argparse.Namespace) -> int:
    """Print what the search took, and apart from it what it takes to encode a text; the vectors searched are made beforehand."""
    sentences = _sentences()
    raw = meanings([core(task) for task, _ in sentences])
    items = [_item(number, *sentences[number % len(sentences)]) for number in range(options.items)]
    stored = list(zip(items, _vectors(items, raw), strict=True))
    wall, worked = time.perf_counter(), time.process_time()
    found = find(stored, [], most=options.most)
    wall, worked = time.perf_counter() - wall, time.process_time() - worked
    encoding = time.perf_counter(), time.process_time()
    encode(items[:_ENCODED])
    sys.stdout.write(
        written(
            {
                "bench": "overlaps",
                "items": len(items),
                "pairs_answered": sum(map(len, found)),
                "pairs_same": sum(match.relation.startswith("same") for matches in found for match in matches),
                "search_seconds": f"{wall:.1f}",
                "search_processor_seconds": f"{worked:.1f}",
                "peak_memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "encode_milliseconds_per_item": f"{(time.perf_counter() - encoding[0]) / _ENCODED * 1000:.0f}",
                "encode_processor_milliseconds_per_item": f"{(time.process_time() - encoding[1]) / _ENCODED * 1000:.0f}",
                "load": f"{os.getloadavg()[0]:.1f}",
                "machine": f"{os.cpu_count()} nhân, {platform.machine()}, Python {platform.python_version()}",
            }
        )
    )
    return OK


def _sentences() -> list[tuple[str, str]]:
    """Return the task and lead of every item of the demo's plans."""
    held = yaml.safe_load((files("congtam.site.demo") / "material" / "plans.yaml").read_text("utf-8"))
    return [(item["task"], item["lead"] or "") for plan in held["plans"] for item in plan["items"]]


def _item(number: int, task: str, lead: str) -> Item:
    """Return an invented item: a commune's own wording of a sentence, in one of its plans, due some day of two years."""
    commune, due = number // 300, date(2026, 1, 1) + timedelta(days=number * 37 % 730)
    return Item(
        key=f"n{number:07d}",
        task=f"{task} tại xã số {commune % 124}, đợt {number % 7}",
        lead=lead,
        issuer=f"UBND xã số {commune % 124}",
        plan=f"kế hoạch {commune}",
        place=number % 300,
        due=Due(text="", kind=DueKind.DAY, last=due),
    )


def _vectors(items: list[Item], raw: Floats) -> list[bytes]:
    """Return vectors for the items: the meaning of their sentence, strayed a little as another wording would, and their own words."""
    chance = np.random.default_rng(0)
    stored: list[bytes] = []
    for begin in range(0, len(items), 1000):
        some = items[begin : begin + 1000]
        strayed = chance.standard_normal((len(some), MEANING), np.float32) * np.float32(_STRAY / MEANING**0.5)
        meant = raw[np.arange(begin, begin + len(some)) % len(raw)] + strayed
        stored += packed([core(item.task) for item in some], meant.astype(np.float32))
    return stored
