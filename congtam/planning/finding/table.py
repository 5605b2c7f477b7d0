"""Items laid out in columns, so that millions of pairs are compared by arithmetic on columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from congtam.planning.finding.items import Item
from congtam.planning.finding.parties import agreement, authority
from congtam.planning.finding.texts import plain
from congtam.planning.finding.vectors import Floats, unpacked

Indexes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Table:
    """Items in the order of their keys, with what is compared of each in arrays of the same order."""

    items: list[Item]
    vectors: Floats
    part: Indexes
    product: Indexes
    authority: Indexes
    lead: Indexes
    leads: list[str]
    plan: Indexes
    place: Indexes
    source: Indexes
    due: Indexes

    def lead_agreement(self, one: Indexes, other: Indexes) -> Floats:
        """Return how far the leads of each pair can be one body, 0 to 1; every pair of leads is asked once."""
        both = self.lead[one] * len(self.leads) + self.lead[other]
        asked, back = np.unique(both, return_inverse=True)
        answers = [agreement(self.leads[pair // len(self.leads)], self.leads[pair % len(self.leads)]) for pair in asked]
        found: Floats = np.array(answers, np.float32)[back]
        return found


def table(given: Sequence[tuple[Item, bytes]]) -> Table:
    """Return items with their vectors in columns, the first of each key only, ordered by key."""
    kept = dict(sorted({item.key: (item, stored) for item, stored in reversed(given)}.items()))
    items = [item for item, _ in kept.values()]
    vectors, codes = unpacked([stored for _, stored in kept.values()])
    lead, leads = _numbered([item.lead for item in items], plain)
    plan, _ = _numbered([item.plan or item.key for item in items], str)
    source, sources = _numbered([item.source for item in items], plain)
    return Table(
        items=items,
        vectors=vectors,
        part=codes[:, 0],
        product=codes[:, 1],
        authority=_numbered([item.issuer for item in items], authority)[0],
        lead=lead,
        leads=leads,
        plan=plan,
        place=np.array([item.place for item in items], np.int64),
        source=np.where(source == sources.index(""), -1, source) if "" in sources else source,
        due=np.array([item.due.last.toordinal() if item.due and item.due.last else 0 for item in items], np.int64),
    )


def _numbered(texts: list[str], read: Callable[[str], str]) -> tuple[Indexes, list[str]]:
    """Return for each text the number of what it reads as, and what the numbers stand for; each text is read once."""
    readings = {text: read(text) for text in set(texts)}
    names = sorted(set(readings.values()))
    numbers = {name: number for number, name in enumerate(names)}
    return np.array([numbers[readings[text]] for text in texts], np.int64), names
