"""How many may be excellent, group by group: the engine flags what is over, people decide who."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from congtam.engine.rulesets import Rule
from congtam.engine.shapes import Number
from congtam.values.numbers import percent

Base = Literal["good", "good_or_better", "rated"]
BASE_LABELS: Mapping[str, str] = {
    "good": "số được xếp hoàn thành tốt (người vượt chỉ tiêu chuyển xuống được tính vào)",
    "good_or_better": "số được xếp hoàn thành tốt trở lên",
    "rated": "tổng số được xếp loại",
}
OTHER_READING: Mapping[str, str] = {"good": "good_or_better", "good_or_better": "good"}


class QuotaRule(Rule):
    """The share of the excellent: usual, and at most; None where the body must supply it."""

    share: Number | None = None
    share_at_most: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of one group are excellent, good, and rated at all."""

    excellent: int
    good: int
    rated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What the share allows in one group: `limit` people, `excess` of them too many, and the limit under the other reading."""

    limit: int
    excess: int
    base: str
    other_base: str | None
    other_limit: int | None
    sentence: str


def quota(counts: Counts, share: Fraction, *, base: str, rounding: str) -> Quota:
    """Return how many may be excellent in one group.

    `share` lies between 0 and 1; `base` is what it is a share of (`BASE_LABELS`); `rounding` is ``down`` or ``half_up``.
    Source of the ambiguity: khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP and its Party parallels.
    """
    limit = allowed(counts, share, base=base, rounding=rounding)
    excess = max(0, counts.excellent - limit)
    other = OTHER_READING.get(base)
    over = f"vượt {excess}" if excess else "không vượt"
    return Quota(
        limit=limit,
        excess=excess,
        base=base,
        other_base=other,
        other_limit=allowed(counts, share, base=other, rounding=rounding) if other else None,
        sentence=f"Được tối đa {limit} người hoàn thành xuất sắc = {percent(share)} của {BASE_LABELS[base]}, "
        f"{_ROUNDINGS[rounding]}; đang có {counts.excellent}, {over}.",
    )


_ROUNDINGS: Mapping[str, str] = {"down": "làm tròn xuống", "half_up": "làm tròn đến số gần nhất"}


def allowed(counts: Counts, share: Fraction, *, base: str, rounding: str) -> int:
    """Return the greatest number of excellent people that `share` of the base allows.

    Under the literal base the excellent are a share of the merely good; whoever is one too many becomes good and so
    widens the base: x ≤ share × (N − x), that is N × share ÷ (1 + share).
    """
    together = counts.excellent + counts.good
    exact = {
        "good": together * share / (1 + share),
        "good_or_better": together * share,
        "rated": counts.rated * share,
    }[base]
    if rounding == "half_up":
        exact += Fraction(1, 2)
    return exact.numerator // exact.denominator


def distribution(counts: Mapping[str, int], roll: int) -> dict[str, Fraction]:
    """Return each level's share of those rated (never of the roll: the unrated are out of every denominator).

    `roll` is everyone on the list; raises `ValueError` when more were rated than are on it.
    """
    rated = sum(counts.values())
    if rated > roll:
        raise ValueError(f"{rated} rated of {roll} on the roll")
    return {level: Fraction(count, rated) for level, count in counts.items()} if rated else {}
