"""Published plans brought in by the office, from the file to the rows in the database, held against the data they were published in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.planning import jobs
from congtam.planning.choices import PlanKind, PlanState, UnitPart
from congtam.planning.models import Plan, PlanItem, PlanItemUnit
from congtam.planning.reading import Answer
from congtam.planning.selectors.drafts import Draft, draft_of
from congtam.planning.services import reading, writing
from tests import make
from tests.planning.plan_files import STYLES, Row
from tests.planning.shares import MAKERS, Shares, Units, plans
from tests.real_data import real

MOST = 12
ON = make.NOON.date()

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]


@dataclass(frozen=True, kw_only=True)
class CameIn:
    """One plan of the data, and the plan the office made of it."""

    rows: list[Row]
    known: Units
    unit_ids: dict[int, int]
    plan: Plan
    asked: int


@pytest.fixture
def came_in(monkeypatch: pytest.MonkeyPatch) -> list[CameIn]:
    """The largest plans, each in a layout of its own, Word and Excel by turns; all of them written by the worker."""
    monkeypatch.setattr(writing, "MOST_ROWS_AT_ONCE", 1)
    largest = sorted(plans(real("plan-tasks.jsonl")), key=len, reverse=True)[:MOST]
    return list(_all_brought(largest))


def _all_brought(largest: list[list[Row]]) -> Iterator[CameIn]:
    for at, (rows, style, ending) in enumerate(zip(largest, cycle(STYLES.values()), cycle(MAKERS))):
        known, office = Units(rows), make.user(f"Nguyễn Văn {at}")
        body = make.body(f"Cơ quan tổng hợp số {at}")
        unit_ids = {key: make.unit(name, under=body).pk for key, name in enumerate(known.names, start=1)}
        file = SimpleUploadedFile(f"ke-hoach.{ending}", MAKERS[ending](rows, style))
        plan = _opened(body, file, rows, office)
        _columns_settled(plan, office)
        asked = _answered(plan, office)
        writing.start_writing(plan_id=plan.pk, actor=office, at=make.NOON)
        jobs.write_plan(**ProcrastinateJob.objects.get(task_name="planning.write_plan", args__plan_id=plan.pk).args)
        plan.refresh_from_db()
        yield CameIn(rows=rows, known=known, unit_ids=unit_ids, plan=plan, asked=asked)


def _opened(body: Unit, file: SimpleUploadedFile, rows: list[Row], office: User) -> Plan:
    return reading.open_draft(
        body=body,
        source=reading.take_in_file(uploaded=file, actor=office, at=make.NOON),
        kind=PlanKind.PLAN,
        number=rows[0]["plan_number"] or "",
        title=rows[0]["plan_title"],
        issuer=rows[0]["issuer"],
        issued_on=None,
        year=rows[0]["year"],
        actor=office,
        at=make.NOON,
    )


def _columns_settled(plan: Plan, office: User) -> None:
    """Confirm the columns as they were offered, table by table, as the office does."""
    for table, mapping in _draft(plan).read.mappings.items():
        reading.settle_columns(
            plan_id=plan.pk,
            table=table,
            columns=mapping.columns,
            first_row=mapping.first_row,
            actor=office,
            at=make.NOON,
        )


def _answered(plan: Plan, office: User) -> int:
    """Say of everything asked that it is not known, and return how many rows and names were asked about."""
    names = _draft(plan).names
    said: dict[str, tuple[int, ...]] = {one.name: () for one in names}
    reading.settle_names(plan_id=plan.pk, said=said, actor=office, at=make.NOON)
    asked = _draft(plan).asked
    answers = {one.row.item.key: Answer(has_no_lead=one.row.asks_lead, has_no_due=one.row.asks_due) for one in asked}
    reading.answer_rows(plan_id=plan.pk, answers=answers, actor=office, at=make.NOON)
    return len(asked) + len(names)


def _draft(plan: Plan) -> Draft:
    return draft_of(Plan.objects.get(pk=plan.pk), ON)


def test_what_the_database_holds_of_published_plans_is_what_was_published(came_in: list[CameIn]) -> None:
    every = Shares()
    for one in came_in:
        assert one.plan.state == PlanState.LIVE
        items = list(PlanItem.objects.filter(plan=one.plan).order_by("position"))
        # Every row is there, once, in its place, in its words: nothing read, nothing answered changes what is written.
        assert [_words(item.task) for item in items] == [_words(row["task"]) for row in one.rows]
        assert [_words(item.output) for item in items] == [_words(row["output"]) for row in one.rows]
        for row, item in zip(one.rows, items, strict=True):
            _count(every, one, row, item)
    assert every.there["leads"] > 200
    for what in ("leads", "coordinating", "units", "deadlines"):
        assert every.right[what] * 20 >= every.there[what] * 19 > 0, (
            what,
            every.right[what],
            every.there[what],
            every.wrong,
        )


def test_what_cannot_be_read_of_published_plans_is_asked_and_never_guessed(came_in: list[CameIn]) -> None:
    for one in came_in:
        for row, item in zip(one.rows, PlanItem.objects.filter(plan=one.plan).order_by("position"), strict=True):
            if item.due_date is not None and row["deadline_text"]:
                assert str(item.due_date) == str(row["deadline_iso"]), row["deadline_text"]
            assert _words(item.due_text) == _words(row["deadline_text"])
    assert sum(one.asked for one in came_in) < sum(len(one.rows) for one in came_in) // 2


def _count(every: Shares, one: CameIn, row: Row, item: PlanItem) -> None:
    for what, said, wanted in (
        ("leads", item.lead, row["lead"]),
        ("coordinating", item.coordinating, row["coordinating"]),
    ):
        if wanted:
            every.there[what] += 1
            every.right[what] += _words(said) == _words(wanted)
    if row["lead"]:
        every.there["units"] += 1
        named = PlanItemUnit.objects.filter(item=item, part=UnitPart.LEAD).values_list("unit", flat=True)
        wanted_units = {one.unit_ids[key] for key in one.known.of(row["lead"])}
        is_right = set(named) == wanted_units
        every.right["units"] += is_right
        every.wrong += [] if is_right else [item.lead]
    if row["deadline_text"]:
        every.there["deadlines"] += 1
        every.right["deadlines"] += str(item.due_date) == str(row["deadline_iso"])


def _words(text: str | None) -> str:
    return " ".join((text or "").split()).strip(" ;,-")
