"""What speaks for and against two items being one task, in Vietnamese."""

from congtam.planning.finding.evidence import AGREES, same_deadline
from congtam.planning.finding.items import Item
from congtam.planning.finding.parties import authority
from congtam.planning.finding.table import Table
from congtam.planning.finding.vectors import MADE, PARTS

# What is only worth saying of items of plans: of anything else nobody was to write it down.
OF_PLANS = ("không ghi nơi giao", "có bên không ghi chủ trì", "hai kế hoạch khác nhau")
_NO_ISSUER, _NO_LEAD, _TWO_PLANS = OF_PLANS


def reasons(table: Table, one: int, other: int, *, agreement: float, rank: int) -> tuple[str, ...]:
    """Return the sentences on a pair of rows: `agreement` of their leads is 0 to 1, `rank` their worse place in meaning, 0 for the nearest."""
    a, b = table.items[one], table.items[other]
    said = [_hand(a, b), _lead(a, b, agreement)]
    if a.plan != b.plan or not a.plan:
        said.append(_TWO_PLANS)
    elif a.source and b.source and table.source[one] != table.source[other]:
        said.append("do hai văn bản khác nhau giao")
    elif abs(a.place - b.place) <= 1:
        said.append("hai dòng liền nhau của một kế hoạch, thường là hai việc")
    if rank == 0:
        said.append("gần nghĩa nhau hơn mọi nhiệm vụ khác")
    if (part := table.part[one]) != (other_part := table.part[other]):
        said.append(f"một bên {PARTS[part] or 'thực hiện'}, bên kia {PARTS[other_part] or 'thực hiện'}")
    made, other_made = table.product[one], table.product[other]
    if made and other_made and made != other_made:
        said.append(f"một bên là {MADE[made]}, bên kia là {MADE[other_made]}")
    return (*said, _due(a, b))


def _hand(one: Item, other: Item) -> str:
    if one.issuer != other.issuer and authority(one.issuer) != authority(other.issuer):
        return f"hai nơi giao: {one.issuer or 'không ghi'} và {other.issuer or 'không ghi'}"
    return f"cùng nơi giao: {one.issuer}" if one.issuer else _NO_ISSUER


def _lead(one: Item, other: Item, agreement: float) -> str:
    if not one.lead or not other.lead:
        return _NO_LEAD
    if agreement < AGREES:
        return f"chủ trì khác nhau: {one.lead} và {other.lead}"
    return "cùng chủ trì" if agreement == 1 else "chủ trì có thể là một"


def _due(one: Item, other: Item) -> str:
    day = one.due.last if one.due else None
    other_day = other.due.last if other.due else None
    if day and other_day:
        return "cùng hạn" if day == other_day else f"hạn cách nhau {abs((day - other_day).days)} ngày"
    if day or other_day:
        return "chỉ một bên có ngày hạn"
    return "cùng hạn" if same_deadline(one, other) else "nhịp khác nhau"
