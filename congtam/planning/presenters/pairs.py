"""Two plan items side by side, in words ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from congtam.planning.models import ItemOverlap, PlanItem
from congtam.planning.selectors.consolidated import due_words, with_day
from congtam.planning.selectors.overlaps import chance_words
from congtam.values.differing import differing

DONE: Final = {
    "merge": "Đã gộp thành một nhiệm vụ; cả hai dòng kế hoạch vẫn giữ nguyên văn.",
    "separate": "Đã để riêng.",
    "serve": "Đã ghi là thực hiện nhiệm vụ cấp trên.",
}
Pieces = Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class Side:
    """One item of a pair; texts in pieces, each with whether it differs from the other's."""

    item: PlanItem
    task: Pieces
    lead: Pieces
    coordinating: Pieces
    output: Pieces
    due: Pieces


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """A pair ready to be looked at; `chance` in words."""

    overlap: ItemOverlap
    one: Side
    other: Side
    chance: str
    is_of_one_body: bool

    @property
    def name(self) -> str:
        """What the pair's table is called to whoever hears the page."""
        return f"Hai dòng của cặp {self.overlap.pk}"

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both items, the one read in first first."""
        return self.one, self.other


def side_by_side(overlap: ItemOverlap) -> SideBySide:
    """Return a pair with the words that differ told apart."""
    one, other = overlap.one, overlap.other
    texts = [
        differing(_text(one, name), _text(other, name)) for name in ("task", "lead", "coordinating", "output", "due")
    ]
    return SideBySide(
        overlap=overlap,
        one=_side(one, [pieces for pieces, _ in texts]),
        other=_side(other, [pieces for _, pieces in texts]),
        chance=chance_words(overlap.chance),
        is_of_one_body=one.plan.body_id == other.plan.body_id,
    )


def _side(item: PlanItem, texts: Sequence[Pieces]) -> Side:
    task, lead, coordinating, output, due = texts
    return Side(item=item, task=task, lead=lead, coordinating=coordinating, output=output, due=due)


def _text(item: PlanItem, name: str) -> str:
    return written_due(item) if name == "due" else str(getattr(item, name))


def written_due(item: PlanItem) -> str:
    """Return the deadline of an item in its words with the day they come to."""
    return with_day(item.due_text, item.due_date) or (item.get_rhythm_display() if item.rhythm else "")


@dataclass(frozen=True, kw_only=True)
class DeadlineChoice:
    """A deadline that may govern: `code` as the form sends it, the deadline in words, and where it comes from."""

    code: str
    due: str
    source: str


def work_ids(overlap: ItemOverlap) -> list[int]:
    """Return the work that either item has."""
    return [work for work in (overlap.one.work_id, overlap.other.work_id) if work is not None]


def deadline_choices(overlap: ItemOverlap, asking: Sequence[PlanItem]) -> list[DeadlineChoice]:
    """Return the deadlines to choose from: of both items and of those that ask for their work already, and the one in force.

    Nothing when both items say the same and nothing else is in force: then there is nothing to choose.
    """
    items = list({item.pk: item for item in [overlap.one, overlap.other, *asking]}.values())
    kept = overlap.one.work or overlap.other.work
    found = {(item.due_date, item.rhythm, item.due_text if not item.due_date else "") for item in items}
    in_force = kept.due_date if kept else None
    written: set[date | None] = {item.due_date for item in items}
    if len(found) == 1 and (kept is None or in_force in written):
        return []
    choices = [
        DeadlineChoice(code=f"item:{item.pk}", due=written_due(item) or "không ghi hạn", source=str(item.plan))
        for item in items
    ]
    if kept is not None and in_force is not None and in_force not in written:
        choices.append(DeadlineChoice(code="now", due=due_words(kept), source="hạn hiện nay của nhiệm vụ, đã đổi"))
    return choices


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Another item that is like the one looked at."""

    overlap: ItemOverlap
    item: PlanItem
    chance: str
    is_here: bool


def partners_of(overlap: ItemOverlap, found: Sequence[ItemOverlap]) -> list[Partner]:
    """Return the partners of the later item of a pair, each with how likely it is the same task."""
    return [
        Partner(
            overlap=one,
            item=one.one if one.other_id == overlap.other_id else one.other,
            chance=chance_words(one.chance),
            is_here=one.pk == overlap.pk,
        )
        for one in found
    ]
