"""Key tasks in words ready to print: stages, tiles, charts, the lines of a scheme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from congtam.key_tasks import selectors
from congtam.key_tasks.choices import KeyTaskState
from congtam.key_tasks.models import (
    KeyTask,
    KeyTaskChange,
    KeyTaskJudgement,
    KeyTaskMove,
    KeyTaskQuerySet,
    KeyTaskScheme,
    Round,
)
from congtam.key_tasks.selectors import RoundCounts, Tally
from congtam.key_tasks.services import Judgement, reckoned
from congtam.organisation.selectors import states_on, with_descendants
from congtam.personnel.rights import may
from congtam.personnel.selectors import Viewer
from congtam.values.days import local_day
from congtam.values.text import capital

BEFORE_SCREENING = (KeyTaskState.DRAFT, KeyTaskState.RETURNED, KeyTaskState.PROPOSED)
_S = KeyTaskState
# The steps of the stage bar, and the states in which each is the present one.
_STAGES: tuple[tuple[str, frozenset[str]], ...] = (
    ("Đề xuất", frozenset({_S.DRAFT, _S.RETURNED})),
    ("Sàng lọc", frozenset({_S.PROPOSED})),
    ("Thẩm định", frozenset({_S.SCREENED, _S.APPRAISING})),
    ("Quyết định", frozenset({_S.APPRAISED})),
    ("Giao", frozenset({_S.APPROVED, _S.ASSIGNED})),
    ("Thực hiện", frozenset({_S.IN_HAND})),
    ("Đánh giá", frozenset({_S.FILED})),
)
_HUNDREDTHS = 100


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step of the stage bar."""

    name: str
    state: str
    who: str = ""
    on: date | None = None


def board_url() -> str:
    """Return the address of the board."""
    return reverse("key_tasks:board")


def narrowed(key_tasks: KeyTaskQuerySet, query: Mapping[str, str], on: date) -> KeyTaskQuerySet:
    """Return the key tasks the address asks for: by step, block, leader, or a pile of the tiles."""
    state, block, leader, pile = (query.get(name, "") for name in ("buoc", "khoi", "nguoi", "viec"))
    if state in KeyTaskState:
        key_tasks = key_tasks.filter(state=state)
    if block.isdecimal():
        key_tasks = key_tasks.filter(block=int(block))
    if leader.isdecimal():
        key_tasks = key_tasks.filter(leader=int(leader))
    if pile == "qua_han":
        return selectors.overdue(key_tasks, on)
    if pile in ("doi_han", "phat_sinh"):
        return key_tasks.filter(selectors.renewed_in_round() if pile == "doi_han" else selectors.arisen_in_round())
    return key_tasks.filter(state__in=_PILES[pile]) if pile in _PILES else key_tasks


_PILES: Mapping[str, tuple[KeyTaskState, ...]] = {
    "cho_sang_loc": (_S.PROPOSED,),
    "cho_tham_dinh": (_S.SCREENED, _S.APPRAISING),
    "cho_quyet_dinh": (_S.APPRAISED, _S.APPROVED),
    "chua_nop": (_S.ASSIGNED, _S.IN_HAND),
    "chua_danh_gia": (_S.FILED,),
    "da_danh_gia": (_S.JUDGED,),
}
_PILE_WORDS: Mapping[str, tuple[str, str]] = {
    "cho_sang_loc": ("chờ sàng lọc", "blue"),
    "cho_tham_dinh": ("chờ thẩm định", "blue"),
    "cho_quyet_dinh": ("chờ quyết định, giao", "blue"),
    "chua_nop": ("chưa nộp sản phẩm", "amber"),
    "chua_danh_gia": ("chưa đánh giá", "amber"),
    "da_danh_gia": ("đã đánh giá", "green"),
}


@dataclass(frozen=True, kw_only=True)
class Pile:
    """A tile of the board: how many lie where, and the address that lists them."""

    count: int
    label: str
    query: str
    tone: str


def tiles(counts: RoundCounts) -> list[Pile]:
    """Return the tiles of a board from how its key tasks stand."""
    found = [
        Pile(count=sum(counts.by_state.get(state, 0) for state in states), label=label, query=f"viec={pile}", tone=tone)
        for pile, states in _PILES.items()
        for label, tone in (_PILE_WORDS[pile],)
    ]
    return [
        *found,
        Pile(count=counts.overdue, label="quá hạn, chưa nộp", query="viec=qua_han", tone="red"),
        Pile(count=counts.renewed, label="đổi hạn trong kỳ", query="viec=doi_han", tone="plain"),
        Pile(count=counts.arisen, label="phát sinh trong kỳ", query="viec=phat_sinh", tone="plain"),
    ]


def chart(tallies: Sequence[Tally]) -> dict[str, Any]:
    """Return the chart of leaders' key tasks by how they stand."""
    return {
        "kind": "stacked",
        "labels": [one.name for one in tallies],
        "series": [
            {"name": "Mức 1", "values": [one.levels[0] for one in tallies], "tone": "green"},
            {"name": "Mức 2", "values": [one.levels[1] for one in tallies], "tone": "good"},
            {"name": "Mức 3", "values": [one.levels[2] for one in tallies], "tone": "red"},
            {"name": "Chưa đánh giá", "values": [one.unjudged for one in tallies], "tone": "amber"},
            {"name": "Chưa nộp sản phẩm", "values": [one.unfiled for one in tallies], "tone": "completed"},
        ],
    }


def stages(key_task: KeyTask, history: Sequence[KeyTaskMove]) -> list[Stage]:
    """Return the stage bar of a key task; steps done carry who and when."""
    at = next((place for place, (_, states) in enumerate(_STAGES) if key_task.state in states), None)
    present = len(_STAGES) if at is None and key_task.state == _S.JUDGED else at
    # What came before it was last returned led nowhere.
    since = next((place for place, move in enumerate(history) if move.state == _S.RETURNED), len(history))
    led_on = list(reversed(history[:since]))
    found = []
    for place, (name, _) in enumerate(_STAGES):
        later = {state for _, more in _STAGES[place + 1 :] for state in more} | {_S.JUDGED}
        ended = next((move for move in led_on if move.state in later), None)
        if present is not None and place < present:
            found.append(
                Stage(
                    name=name,
                    state="done",
                    who=ended.by.full_name if ended else "",
                    on=local_day(ended.at) if ended else None,
                )
            )
        elif place == present:
            state = "returned" if key_task.state == _S.RETURNED else "current"
            found.append(Stage(name=name, state=state))
        else:
            found.append(Stage(name=name, state="todo"))
    return found


@dataclass(frozen=True, kw_only=True)
class JudgementLine:
    """One judgement with how it was reckoned, side by side."""

    judgement: KeyTaskJudgement
    number: str
    completion: Decimal
    sides: tuple[tuple[str, Decimal, Decimal, Decimal], ...]
    sentence: str


def judgements(key_task: KeyTask) -> list[JudgementLine]:
    """Return the judgements of a key task, that in force first, each with its sides: name, percent, weight, what it brings."""
    scheme = key_task.round.scheme
    found = []
    for one in key_task.judgements.select_related("by").order_by("-number"):
        quantity, quality, time = (Decimal(side) / _HUNDREDTHS for side in (one.quantity, one.quality, one.time))
        result = reckoned(scheme, Judgement(quantity=quantity, quality=quality, time=time, words=one.words))
        sides = tuple(
            (
                capital(share.name),
                Decimal(share.reached.numerator) / share.reached.denominator,
                Decimal(share.weight.numerator) / share.weight.denominator,
                Decimal(share.brings.numerator) / share.brings.denominator,
            )
            for share in result.shares
        )
        found.append(
            JudgementLine(
                judgement=one,
                number=str(one.number),
                completion=Decimal(one.completion) / _HUNDREDTHS,
                sides=sides,
                sentence=_sentence(scheme, one.level),
            )
        )
    return found


def _sentence(scheme: KeyTaskScheme, level: int) -> str:
    bounds = {
        1: f"từ {scheme.level_1_from} % trở lên",
        2: f"từ {scheme.level_2_from} % đến dưới {scheme.level_1_from} %",
        3: f"dưới {scheme.level_2_from} %",
    }
    return f"Mức {level}: {bounds[level]} ({scheme.document})."


_FIELDS = {
    "title": "Nội dung",
    "product": "Sản phẩm",
    "measure": "Thước đo",
    "quantity": "Mức phải đạt",
    "standard": "Tiêu chuẩn chất lượng",
    "due_date": "Hạn",
}


def changes(key_task: KeyTask) -> list[tuple[str, KeyTaskChange]]:
    """Return the changes after the decision with the names of what was changed, latest first."""
    rows = key_task.changes.select_related("by").order_by("-at", "-pk")
    return [(_FIELDS.get(one.field, one.field), one) for one in rows]


def unit_names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """Return the names of units on a day."""
    return {pk: state.name for pk, state in states_on(unit_ids, on).items()}


def units_to_ask(key_task: KeyTask, viewer: Viewer) -> list[tuple[int, str]]:
    """Return the units just below the level that gives the key task out, and the focal points: those usually asked."""
    body = key_task.round.scheme.body_id
    inside = with_descendants([body], viewer.on).get(body, frozenset())
    states = states_on(inside, viewer.on)
    focal = set(key_task.round.scheme.blocks.values_list("focal_unit", flat=True))
    near = {pk for pk, state in states.items() if state.parent_id == body} | (focal & inside)
    names = [(pk, states[pk].name) for pk in near if pk in states and pk != key_task.block.focal_unit_id]
    return sorted(names, key=lambda pair: pair[1])


@dataclass(frozen=True, kw_only=True)
class SchemeLine:
    """Rules of a level with what may be done about them."""

    scheme: KeyTaskScheme
    body: str
    blocks: list[tuple[str, str]]
    rounds: list[Round]
    runs: bool


def schemes(found: Sequence[KeyTaskScheme], viewer: Viewer) -> list[SchemeLine]:
    """Return rules of levels with names of bodies, blocks and rounds, latest round first; two more queries."""
    units = {one.body_id for one in found} | {block.focal_unit_id for one in found for block in one.blocks.all()}
    names = unit_names(units, viewer.on)
    return [
        SchemeLine(
            scheme=one,
            body=names.get(one.body_id, ""),
            blocks=[(block.name, names.get(block.focal_unit_id, "")) for block in one.blocks.all()],
            rounds=sorted(one.rounds.all(), key=lambda each: each.starts_on, reverse=True),
            runs=may(viewer, "key_tasks.run_level", one.body_id),
        )
        for one in found
    ]
