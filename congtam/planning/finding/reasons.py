"""What speaks for and against two items being one task, in Vietnamese."""

from congtam.planning.finding.items import Item
from congtam.planning.finding.signals import AGREES, same_deadline
from congtam.planning.finding.table import Table
from congtam.planning.finding.vectors import MADE, PARTS


def reasons(table: Table, one: int, other: int, *, agreement: float, rank: int) -> tuple[str, ...]:
    """Return the sentences on a pair of rows: `agreement` of their leads is 0 to 1, `rank` their worse place in meaning, 0 for the nearest."""
    a, b = table.items[one], table.items[other]
    same_hand = bool(table.authority[one] == table.authority[other])
    said = [_hand(a, b, same=same_hand), _lead(a, b, agreement)]
    if a.plan != b.plan or not a.plan:
        said.append("hai kế hoạch khác nhau")
    elif table.source[one] >= 0 and table.source[other] >= 0 and table.source[one] != table.source[other]:
        said.append("do hai văn bản khác nhau giao")
    elif abs(a.place - b.place) <= 1:
        said.append("hai dòng liền nhau của một kế hoạch, thường là hai việc")
    if rank == 0:
        said.append("gần nghĩa nhau hơn mọi nhiệm vụ khác")
    parts = [PARTS[table.part[row]] or "thực hiện" for row in (one, other)]
    if parts[0] != parts[1]:
        said.append(f"một bên {parts[0]}, bên kia {parts[1]}")
    made = [MADE[table.product[row]] for row in (one, other)]
    if all(made) and made[0] != made[1]:
        said.append(f"một bên là {made[0]}, bên kia là {made[1]}")
    return (*said, _due(a, b))


def _hand(one: Item, other: Item, *, same: bool) -> str:
    if not same:
        return f"hai nơi giao: {one.issuer or 'không ghi'} và {other.issuer or 'không ghi'}"
    return f"cùng nơi giao: {one.issuer}" if one.issuer else "không ghi nơi giao"


def _lead(one: Item, other: Item, agreement: float) -> str:
    if not one.lead or not other.lead:
        return "có bên không ghi chủ trì"
    if agreement < AGREES:
        return f"chủ trì khác nhau: {one.lead} và {other.lead}"
    return "cùng chủ trì" if agreement == 1 else "chủ trì có thể là một"


def _due(one: Item, other: Item) -> str:
    days = [item.due.last if item.due else None for item in (one, other)]
    if days[0] and days[1] and days[0] != days[1]:
        return f"hạn cách nhau {abs((days[0] - days[1]).days)} ngày"
    if bool(days[0]) != bool(days[1]):
        return "chỉ một bên có ngày hạn"
    return "cùng hạn" if same_deadline(one, other) else "nhịp khác nhau"
