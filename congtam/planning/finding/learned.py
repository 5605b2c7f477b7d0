"""What was learned from labelled pairs, read from the file beside this module; `scripts/train-overlaps` writes it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from congtam.planning.finding.vectors import Floats

FILE = Path(__file__).with_name("learned.json")
PER_MILLE = 1000


@dataclass(frozen=True)
class Learned:
    """The weight of each signal and the weight all pairs start from; chances are reckoned as a logistic regression reckons them."""

    weights: Mapping[str, float]
    start: float

    def chances(self, signals: Mapping[str, Floats]) -> Floats:
        """Return the chance, 0 to 1, that each pair is one task."""
        drive = self.start + sum(weight * signals[name] for name, weight in self.weights.items())
        chances: Floats = (1 / (1 + np.exp(-np.asarray(drive, np.float32)))).astype(np.float32)
        return chances


@cache
def learned() -> Learned:
    """Return what the product ships with."""
    held = json.loads(FILE.read_text("utf-8"))
    return Learned(weights=held["weights"], start=held["start"])
