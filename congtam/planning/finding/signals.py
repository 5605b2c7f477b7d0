"""The signals by which a pair is judged, and the sentence each can say. Every signal is between 0 and 1 but likeness (-2 to 2)."""

import numpy as np

from congtam.planning.finding.items import Item
from congtam.planning.finding.parties import authority
from congtam.planning.finding.table import Indexes, Table
from congtam.planning.finding.vectors import PARTS, Floats

# A body is named, or nobody is: less agreement than this is another body's work.
_AGREES = 0.5
_FAR_DAYS = 300


def signals(table: Table, one: Indexes, other: Indexes, rank: Indexes) -> dict[str, Floats]:
    """Return the signals of each pair of rows; `rank` is the worse of the two places each holds among the other's nearest in meaning, from 0."""
    agreement = table.lead_agreement(one, other)
    open_ = (table.authority[one] == table.authority[other]) & (agreement >= _AGREES)
    sources = (table.source[one] >= 0) & (table.source[other] >= 0) & (table.source[one] != table.source[other])
    another_plan = (table.plan[one] != table.plan[other]) | sources
    adjoining = ~another_plan & (np.abs(table.place[one] - table.place[other]) <= 1)
    dated = (table.due[one] > 0) & (table.due[other] > 0)
    found = {
        "same_hand": open_,
        "another_plan": another_plan,
        "adjoining": adjoining,
        "mutual": 1 / (1 + rank),
        "other_part": table.part[one] != table.part[other],
        "far_apart": dated & (np.abs(table.due[one] - table.due[other]) > _FAR_DAYS),
        "likeness": likeness(table, one, other),
    }
    # Whatever else speaks for a pair, it is one task only where one hand gives it to one body.
    return {name: (np.asarray(values, np.float32) * open_).astype(np.float32) for name, values in found.items()}


def likeness(table: Table, one: Indexes, other: Indexes) -> Floats:
    """Return how like the pairs are in meaning and in words together, -2 to 2."""
    found: Floats = np.einsum("ij,ij->i", table.vectors[one], table.vectors[other])
    return found


def reasons(table: Table, one: int, other: int, rank: int) -> tuple[str, ...]:
    """Return what speaks for and against the pair being one task, in Vietnamese."""
    both = np.array([one]), np.array([other])
    found = signals(table, *both, np.array([rank]))
    a, b = table.items[one], table.items[other]
    said = [_hand(a, b), _lead(a, b, float(table.lead_agreement(*both)[0]))]
    if found["another_plan"][0]:
        said.append("hai kế hoạch khác nhau" if a.plan != b.plan else "do hai văn bản khác nhau giao")
    if found["adjoining"][0]:
        said.append("hai dòng liền nhau của một kế hoạch, thường là hai việc")
    if rank == 0:
        said.append("gần nghĩa nhau hơn mọi nhiệm vụ khác")
    if table.part[one] != table.part[other]:
        parts = [PARTS[table.part[row]] or "thực hiện" for row in (one, other)]
        said.append(f"một bên {parts[0]}, bên kia {parts[1]}")
    return (*said, _due(a, b))


def same_deadline(one: Item, other: Item) -> bool:
    """Tell whether two items are due on the same day, or neither on any day and at the same rhythm."""
    dues = [
        (due.last, due.rhythm, due.day_in_rhythm) if (due := item.due) else (None, None, None) for item in (one, other)
    ]
    if dues[0][0] or dues[1][0]:
        return dues[0][0] == dues[1][0]
    return dues[0] == dues[1] or not (dues[0][1] and dues[1][1])


def _hand(one: Item, other: Item) -> str:
    if authority(one.issuer) != authority(other.issuer):
        return f"hai nơi giao: {one.issuer or 'không ghi'} và {other.issuer or 'không ghi'}"
    return f"cùng nơi giao: {one.issuer}" if one.issuer else "không ghi nơi giao"


def _lead(one: Item, other: Item, agreement: float) -> str:
    if agreement < _AGREES:
        return f"chủ trì khác nhau: {one.lead} và {other.lead}"
    if not one.lead or not other.lead:
        return "có bên không ghi chủ trì"
    return "cùng chủ trì" if agreement == 1 else "chủ trì có thể là một"


def _due(one: Item, other: Item) -> str:
    days = [item.due.last if item.due else None for item in (one, other)]
    if days[0] and days[1] and days[0] != days[1]:
        return f"hạn cách nhau {abs((days[0] - days[1]).days)} ngày"
    if bool(days[0]) != bool(days[1]):
        return "chỉ một bên có ngày hạn"
    return "cùng hạn" if same_deadline(one, other) else "nhịp khác nhau"
