"""A proposal beside what may be the same, in words ready to show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from congtam.key_tasks.choices import COMPARED
from congtam.key_tasks.models import KeyTask, ProposalOverlap
from congtam.planning.choices import ItemVerdict
from congtam.planning.models import PlanItem, WorkItem
from congtam.planning.selectors.overlaps import chance_words
from congtam.values.differing import differing

DONE: Final = {
    "merge": "Đã ghi là một việc; lời đề xuất vẫn giữ nguyên văn.",
    "separate": "Đã để riêng.",
    "serve": "Đã ghi là phục vụ nhiệm vụ cấp trên.",
}
# What the list of pairs shows: code, label.
SHOWN: Final = (
    (ItemVerdict.OPEN.value, "Chờ xem"),
    (ItemVerdict.MERGED.value, "Là một việc"),
    (ItemVerdict.SEPARATE.value, "Đã để riêng"),
    (ItemVerdict.SERVES.value, "Phục vụ cấp trên"),
)
Pieces = Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two: what it is, whether it has a page the viewer may open, and its texts in pieces, each with whether it differs from the other's."""

    what: str
    where: str
    key_task_id: int | None
    work_id: int | None
    title: Pieces
    product: Pieces
    who: Pieces
    due: Pieces


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """A pair ready to be looked at; `stays` are the key tasks that may take the other in, as (id, words)."""

    overlap: ProposalOverlap
    sides: tuple[Side, Side]
    chance: str
    stays: tuple[tuple[int, str], ...]
    may_serve: bool

    @property
    def name(self) -> str:
        """What the pair's table is called to whoever hears the page."""
        return f"Hai bên của cặp {self.overlap.pk}"


def side_by_side(
    overlap: ProposalOverlap,
    asking: Mapping[int, Sequence[PlanItem]],
    seen: Collection[int],
    seen_key_tasks: Collection[int],
) -> SideBySide:
    """Return a pair with the words that differ told apart.

    `asking` are the items of plans behind each work; `seen` the work, `seen_key_tasks` the key tasks whose pages the viewer may open.
    """
    proposal, other, work = overlap.proposal, overlap.key_task, overlap.work
    beside = _of_key_task(other) if other is not None else _of_work(work)
    texts = [differing(one, another) for one, another in zip(_of_key_task(proposal), beside, strict=True)]
    items = asking.get(overlap.work_id or 0, ())
    ids = (
        other.pk if other is not None and other.pk in seen_key_tasks else None,
        overlap.work_id if overlap.work_id in seen else None,
    )
    told = (_what(other, proposal), _where(other)) if other is not None else (_in_plan(items), "")
    sides = (
        _side((f"Đề xuất của {proposal.block.name}", _where(proposal)), (proposal.pk, None), [one for one, _ in texts]),
        _side(told, ids, [one for _, one in texts]),
    )
    return SideBySide(
        overlap=overlap,
        sides=sides,
        chance=chance_words(overlap.chance),
        stays=_stays(overlap),
        may_serve=bool(items) if other is None else _is_elsewhere(proposal, other),
    )


def _side(told: tuple[str, str], ids: tuple[int | None, int | None], texts: Sequence[Pieces]) -> Side:
    title, product, who, due = texts
    return Side(
        what=told[0], where=told[1], key_task_id=ids[0], work_id=ids[1], title=title, product=product, who=who, due=due
    )


def _of_key_task(one: KeyTask) -> tuple[str, str, str, str]:
    measure = ""
    if one.measure:
        measure = f"{one.measure}: {_number(one.quantity)}" if one.quantity is not None else one.measure
    product = "; ".join(part for part in (one.product, measure) if part)
    return one.title, product, one.leader.full_name if one.leader else "", _day(one.due_date)


def _of_work(work: WorkItem | None) -> tuple[str, str, str, str]:
    if work is None:
        return "", "", "", ""
    return work.title, work.output, work.lead_text, _day(work.due_date) or work.due_text


def _what(other: KeyTask, proposal: KeyTask) -> str:
    if _is_elsewhere(proposal, other):
        return "Nhiệm vụ trọng tâm cấp trên"
    return f"Đề xuất của {other.block.name}" if other.state in COMPARED else "Nhiệm vụ trọng tâm đã có"


def _where(one: KeyTask) -> str:
    return f"{one.round.name}, {one.get_state_display()}"


def _in_plan(items: Sequence[PlanItem]) -> str:
    if not items:
        return "Nhiệm vụ của cơ quan"
    more = f" và {len(items) - 1} văn bản khác" if len(items) > 1 else ""
    return f"Đã có trong kế hoạch: {items[0].plan}{more}"


def _stays(overlap: ProposalOverlap) -> tuple[tuple[int, str], ...]:
    """Return which of two key tasks may stay: the one that is decided, or either of two proposals; none of another level."""
    proposal, other = overlap.proposal, overlap.key_task
    if other is None or _is_elsewhere(proposal, other):
        return ()
    both = [(other, proposal), (proposal, other)]
    return tuple(
        (stays.pk, f"Giữ “{stays.title}” ({stays.block.name})") for stays, goes in both if goes.state in COMPARED
    )


def _is_elsewhere(one: KeyTask, other: KeyTask) -> bool:
    return one.round.scheme.body_id != other.round.scheme.body_id


def _number(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}".replace(".", ",")


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
