"""How much two short texts of one collection say the same, by words weighted by how rare they are there."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"\w+")
# A word held by more than one text in five tells nothing apart and need not be looked up.
_COMMON_ONE_IN = 5
_THOUSAND = 1000


@dataclass(frozen=True)
class Collection:
    """Texts of one kind, their words, and what each word weighs."""

    words: tuple[frozenset[str], ...]
    weights: dict[str, int]
    totals: tuple[int, ...]

    def likeness(self, one: int, other: int) -> int:
        """Return thousandths, 0 (nothing shared) to 1000 (same words): half how much of the shorter is in the longer, half how much both share."""
        shared = sum(self.weights[word] for word in self.words[one] & self.words[other])
        smaller = min(self.totals[one], self.totals[other])
        both = self.totals[one] + self.totals[other] - shared
        return shared and _THOUSAND * shared // (2 * smaller) + _THOUSAND * shared // (2 * both)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield each pair of texts that share a word which is not common to most, once, the earlier first."""
        holders = defaultdict(list)
        for index, words in enumerate(self.words):
            for word in words:
                holders[word].append(index)
        limit = max(10, len(self.words) // _COMMON_ONE_IN)
        seen: set[tuple[int, int]] = set()
        for indexes in holders.values():
            if len(indexes) <= limit:
                seen.update((one, other) for place, one in enumerate(indexes) for other in indexes[place + 1 :])
        yield from sorted(seen)


def collection(texts: Sequence[str]) -> Collection:
    """Return `texts` ready to be compared; single syllables and pairs of neighbours count as words, as Vietnamese words have mostly two."""
    words = tuple(frozenset(_words(text)) for text in texts)
    spread = Counter(word for held in words for word in held)
    weights = {word: round(_THOUSAND * math.log(1 + len(words) / count)) for word, count in spread.items()}
    return Collection(words=words, weights=weights, totals=tuple(sum(weights[word] for word in held) for held in words))


def _words(text: str) -> list[str]:
    single = _WORD.findall(text.lower())
    return single + [f"{one} {next_one}" for one, next_one in pairwise(single)]
