"""What a month counts of the work: told by examples, then held against a slow recount."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congtam.tasks.choices import CauseAbout, CauseAnswer, Origin, TaskState, Verdict
from congtam.tasks.models import Deadline, HandIn, ObjectiveCause, Task, TaskMove
from congtam.tasks.selectors import MonthLine, month_lines
from tests import make

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
CUT_OFF = date(2026, 4, 5)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


@pytest.fixture
def task() -> Task:
    """A task of two products due on 20 March."""
    unit = make.unit()
    return make.task(make.officer(unit), unit, by=make.user(), due=date(2026, 3, 20), quantity=Decimal(2))


def hand_in(
    task: Task,
    day: date,
    quantity: int = 2,
    verdict: str = Verdict.WAITING,
    judged: date | None = None,
    accepted: int | None = None,
) -> HandIn:
    return HandIn.objects.create(
        task=task,
        quantity=quantity,
        handed_in_at=noon(day),
        handed_in_by=task.assigned_by,
        verdict=verdict,
        judged_at=noon(judged) if judged else None,
        judged_by=task.assigned_by if judged else None,
        accepted=(accepted or quantity) if verdict == Verdict.ACCEPTED else None,
    )


def new_deadline(task: Task, due: date, set_on: date) -> Deadline:
    task.month, task.due_date = due.replace(day=1), due
    task.save()
    return Deadline.objects.create(task=task, due_date=due, set_at=noon(set_on), set_by=task.assigned_by)


def move(task: Task, state: str, day: date) -> None:
    TaskMove.objects.create(task=task, state=state, by=task.assigned_by, at=noon(day))


def only_line(task: Task, month: date = MARCH, as_of: date = CUT_OFF) -> MonthLine:
    [line] = month_lines(person_ids=[task.holder_id], month=month, as_of=as_of)[task.holder_id]
    return line


def counted(task: Task, month: date = MARCH, as_of: date = CUT_OFF) -> tuple[int, int, int]:
    line = only_line(task, month, as_of)
    return int(line.done), line.quality_faults, line.delays


def is_absent(task: Task, month: date, as_of: date = CUT_OFF) -> bool:
    return month_lines(person_ids=[task.holder_id], month=month, as_of=as_of)[task.holder_id] == []


def test_work_handed_in_on_its_last_day_and_accepted_later_is_done_in_time(task: Task) -> None:
    hand_in(task, date(2026, 3, 20), verdict=Verdict.ACCEPTED, judged=date(2026, 4, 2))
    assert counted(task) == (2, 0, 0)


def test_work_handed_in_just_before_midnight_in_the_office_is_in_time(task: Task) -> None:
    late_evening = hand_in(task, date(2026, 3, 20), verdict=Verdict.ACCEPTED, judged=date(2026, 4, 2))
    late_evening.handed_in_at = datetime(2026, 3, 20, 16, 59, tzinfo=UTC)
    late_evening.save()
    assert counted(task) == (2, 0, 0)
    late_evening.handed_in_at = datetime(2026, 3, 20, 17, 0, tzinfo=UTC)
    late_evening.save()
    assert counted(task) == (2, 0, 1)


def test_work_accepted_after_the_cut_off_is_not_yet_done(task: Task) -> None:
    hand_in(task, date(2026, 3, 20), verdict=Verdict.ACCEPTED, judged=date(2026, 4, 6))
    assert counted(task) == (0, 0, 0)
    assert counted(task, as_of=date(2026, 4, 6)) == (2, 0, 0)


def test_work_that_never_came_is_late_once_its_day_is_over(task: Task) -> None:
    assert counted(task, as_of=date(2026, 3, 19)) == (0, 0, 0)
    assert counted(task, as_of=date(2026, 3, 20)) == (0, 0, 1)


def test_half_the_quantity_in_time_is_late(task: Task) -> None:
    hand_in(task, date(2026, 3, 10), 1, Verdict.ACCEPTED, date(2026, 3, 11))
    hand_in(task, date(2026, 3, 25), 1, Verdict.ACCEPTED, date(2026, 3, 26))
    assert counted(task) == (2, 0, 1)


def test_a_smaller_quantity_that_the_head_took_as_all_is_in_time(task: Task) -> None:
    hand_in(task, date(2026, 3, 10), 1, Verdict.ACCEPTED, date(2026, 3, 11))
    move(task, TaskState.DONE, date(2026, 3, 11))
    assert counted(task) == (1, 0, 0)


def test_a_deadline_put_off_before_it_fell_leaves_nothing_in_its_month(task: Task) -> None:
    new_deadline(task, date(2026, 4, 10), date(2026, 3, 20))
    assert is_absent(task, MARCH)
    assert counted(task, APRIL) == (0, 0, 0)


def test_a_deadline_missed_and_given_again_in_a_later_month_counts_in_both(task: Task) -> None:
    new_deadline(task, date(2026, 4, 10), date(2026, 3, 21))
    hand_in(task, date(2026, 4, 9), verdict=Verdict.ACCEPTED, judged=date(2026, 4, 10))
    assert counted(task) == (0, 0, 1)
    assert counted(task, APRIL, date(2026, 5, 5)) == (2, 0, 0)


def test_two_deadlines_missed_in_one_month_are_two_delays_of_one_line(task: Task) -> None:
    new_deadline(task, date(2026, 3, 27), date(2026, 3, 23))
    hand_in(task, date(2026, 3, 30), verdict=Verdict.ACCEPTED, judged=date(2026, 3, 31))
    assert counted(task) == (2, 0, 2)


def test_work_that_lay_with_the_head_when_its_day_was_over_is_not_late_though_it_goes_back(task: Task) -> None:
    hand_in(task, date(2026, 3, 19), verdict=Verdict.MAJOR_ERROR, judged=date(2026, 3, 23))
    new_deadline(task, date(2026, 3, 27), date(2026, 3, 23))
    hand_in(task, date(2026, 3, 26), verdict=Verdict.ACCEPTED, judged=date(2026, 3, 27))
    assert counted(task) == (2, 1, 0)


def test_work_sent_back_into_the_next_month_counts_there_with_its_error(task: Task) -> None:
    hand_in(task, date(2026, 3, 19), verdict=Verdict.MAJOR_ERROR, judged=date(2026, 3, 23))
    new_deadline(task, date(2026, 4, 3), date(2026, 3, 23))
    assert is_absent(task, MARCH)
    assert counted(task, APRIL) == (0, 1, 1)


def test_work_returned_before_its_day_must_still_come_in_time(task: Task) -> None:
    hand_in(task, date(2026, 3, 10), verdict=Verdict.COMPLETION, judged=date(2026, 3, 12))
    hand_in(task, date(2026, 3, 24), verdict=Verdict.ACCEPTED, judged=date(2026, 3, 25))
    assert counted(task) == (2, 0, 1)


def test_handing_in_and_withdrawing_does_not_stop_the_clock(task: Task) -> None:
    hand_in(task, date(2026, 3, 20), verdict=Verdict.WITHDRAWN, judged=date(2026, 3, 21))
    assert counted(task) == (0, 0, 1)


def test_every_return_for_a_major_error_counts(task: Task) -> None:
    for day in (2, 5, 8):
        hand_in(task, date(2026, 3, day), verdict=Verdict.MAJOR_ERROR, judged=date(2026, 3, day + 1))
    hand_in(task, date(2026, 3, 12), verdict=Verdict.ACCEPTED, judged=date(2026, 3, 13))
    assert counted(task) == (2, 3, 0)


def test_causes_confirmed_by_the_cut_off_excuse_and_others_do_not(task: Task) -> None:
    returned = hand_in(task, date(2026, 3, 2), verdict=Verdict.MAJOR_ERROR, judged=date(2026, 3, 3))
    first = task.deadlines.get()
    for about in ({"about": CauseAbout.DELAY, "deadline": first}, {"about": CauseAbout.QUALITY, "hand_in": returned}):
        ObjectiveCause.objects.create(
            task=task,
            text="Mất điện toàn tỉnh",
            claimed_at=noon(date(2026, 3, 21)),
            claimed_by=task.assigned_by,
            answer=CauseAnswer.CONFIRMED,
            answered_at=noon(date(2026, 4, 5)),
            answered_by=task.assigned_by,
            **about,
        )
    line = only_line(task)
    assert (line.quality_faults, line.excused_quality_faults, line.delays, line.excused_delays) == (1, 1, 1, 1)
    line = only_line(task, as_of=date(2026, 4, 4))
    assert (line.excused_quality_faults, line.excused_delays) == (0, 0)


def test_work_handed_back_stays_in_what_was_assigned_and_is_never_late(task: Task) -> None:
    move(task, TaskState.HANDED_BACK, date(2026, 3, 5))
    line = only_line(task)
    assert line.origin == Origin.HANDED_BACK
    assert (int(line.assigned), int(line.done), line.delays) == (2, 0, 0)


def test_work_taken_over_and_handed_back_was_never_in_the_assigned_total(task: Task) -> None:
    Task.objects.update(origin=Origin.TAKEN_OVER)
    move(task, TaskState.HANDED_BACK, date(2026, 3, 5))
    assert only_line(task).origin == Origin.TAKEN_OVER


def test_cancelled_work_has_no_line_once_it_is_cancelled(task: Task) -> None:
    move(task, TaskState.CANCELLED, date(2026, 4, 1))
    assert is_absent(task, MARCH)
    assert counted(task, as_of=date(2026, 3, 31)) == (0, 0, 1)


def test_people_without_work_have_an_empty_month(task: Task) -> None:
    idle = make.person()
    assert month_lines(person_ids=[idle.pk], month=MARCH, as_of=CUT_OFF) == {idle.pk: []}
    assert month_lines(person_ids=[], month=MARCH, as_of=CUT_OFF) == {}


def test_any_number_of_people_takes_one_query(task: Task) -> None:
    for _ in range(30):
        make.task(make.person(account=False), task.unit, by=task.assigned_by, due=date(2026, 3, 9))
    people = list(Task.objects.values_list("holder_id", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        lines = month_lines(person_ids=people, month=MARCH, as_of=CUT_OFF)
    assert len(queries) == 1
    assert sum(len(own) for own in lines.values()) == 31


# The slow recount: histories are made up at random and each is counted again by walking through it.

START = date(2026, 2, 20)
days = st.integers(min_value=0, max_value=75).map(lambda offset: START + timedelta(days=offset))


@dataclass(frozen=True)
class Sent:
    on: date
    judged: date
    quantity: int
    verdict: str
    accepted: int | None
    excused: date | None


@dataclass(frozen=True)
class History:
    """Days a task's rows carry; `deadlines` are pairs of the day set and the day due, with the day a cause was confirmed."""

    quantity: int
    deadlines: Sequence[tuple[date, date, date | None]]
    sent: Sequence[Sent]
    ended: tuple[date, str] | None


@st.composite
def histories(draw: st.DrawFn) -> History:
    quantity = draw(st.integers(1, 3))
    set_days = sorted(draw(st.sets(days, min_size=1, max_size=4)))
    due_days = sorted(draw(st.sets(days, min_size=len(set_days), max_size=len(set_days))))
    confirmed = [draw(st.none() | days) for _ in set_days]
    moments = sorted(draw(st.sets(days, max_size=8)))
    sent = []
    for on, judged in zip(moments[::2], moments[1::2], strict=False):
        amount = draw(st.integers(1, quantity))
        verdict = draw(st.sampled_from(sorted(Verdict.values)))
        accepted = draw(st.integers(1, amount)) if verdict == Verdict.ACCEPTED else None
        sent.append(Sent(on, judged, amount, verdict, accepted, draw(st.none() | days)))
    while any(one.verdict == Verdict.WAITING for one in sent[:-1]):
        sent = [one for one in sent if one.verdict != Verdict.WAITING]
    ended = draw(
        st.none() | st.tuples(days, st.sampled_from([TaskState.DONE, TaskState.HANDED_BACK, TaskState.CANCELLED]))
    )
    return History(quantity, list(zip(set_days, due_days, confirmed, strict=True)), sent, ended)


def recount(history: History, month: date, as_of: date) -> tuple[str, int, int, int, int, int] | None:
    """Count one task by reading its history as a clerk would: (state, done, faults, excused, delays, excused)."""
    state = history.ended[1] if history.ended and history.ended[0] <= as_of else TaskState.IN_HAND
    if state == TaskState.CANCELLED:
        return None
    deadlines = [deadline for deadline in history.deadlines if deadline[0] <= as_of]
    sent = [one for one in history.sent if one.on <= as_of]
    done = sum(one.accepted or 0 for one in sent if one.judged <= as_of)
    needed = done if state == TaskState.DONE else history.quantity

    def lay_with_the_head(one: Sent, day: date) -> int:
        verdict = one.verdict if one.judged <= as_of else Verdict.WAITING
        if one.on > day or verdict == Verdict.WITHDRAWN:
            return 0
        if one.judged > day or verdict == Verdict.WAITING:
            return one.quantity
        return one.accepted or 0

    standing = []
    for number, (set_day, due, excused) in enumerate(deadlines):
        following = deadlines[number + 1][0] if number + 1 < len(deadlines) else None
        over = due <= as_of and (following is None or following > due)
        missed = over and state != TaskState.HANDED_BACK and sum(lay_with_the_head(one, due) for one in sent) < needed
        if missed or following is None:
            standing.append((set_day, due, following, missed, excused is not None and excused <= as_of))
    lines = [one for one in standing if one[1].replace(day=1) == month]
    if not lines:
        return None
    faults = excused_faults = 0
    for one in sent:
        if one.verdict == Verdict.MAJOR_ERROR and one.judged <= as_of:
            charged = next(line for line in standing if line[2] is None or line[2] > one.on)
            if charged in lines:
                faults += 1
                excused_faults += one.excused is not None and one.excused <= as_of
    delays = [line for line in lines if line[3]]
    has_last = any(line[2] is None for line in lines)
    return state, done if has_last else 0, faults, excused_faults, len(delays), sum(line[4] for line in delays)


def written_down(history: History, task: Task) -> None:
    """Make the rows of a history, at noon of their days."""
    by = task.assigned_by
    Task.objects.filter(pk=task.pk).update(quantity=history.quantity, month=history.deadlines[-1][1].replace(day=1))
    TaskMove.objects.create(task=task, state=TaskState.IN_HAND, by=by, at=noon(min(START, history.deadlines[0][0])))
    if history.ended:
        move(task, history.ended[1], history.ended[0])
    causes: list[tuple[str, Deadline | None, HandIn | None, date | None]] = []
    for set_day, due, confirmed in history.deadlines:
        deadline = Deadline.objects.create(task=task, due_date=due, set_at=noon(set_day), set_by=by)
        causes.append((CauseAbout.DELAY, deadline, None, confirmed))
    for one in history.sent:
        judged = None if one.verdict == Verdict.WAITING else one.judged
        row = hand_in(task, one.on, one.quantity, one.verdict, judged, one.accepted)
        causes.append((CauseAbout.QUALITY, None, row, one.excused))
    ObjectiveCause.objects.bulk_create(
        ObjectiveCause(
            task=task,
            about=about,
            deadline=deadline,
            hand_in=row,
            text="Bão",
            claimed_at=noon(START),
            claimed_by=by,
            answer=CauseAnswer.CONFIRMED,
            answered_at=noon(day),
            answered_by=by,
        )
        for about, deadline, row, day in causes
        if day
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), as_of=days)
def test_the_month_counts_what_a_clerk_would_count(task: Task, history: History, as_of: date) -> None:
    for model in (ObjectiveCause, HandIn, Deadline, TaskMove):
        model.objects.all().delete()
    written_down(history, task)
    for month in (date(2026, 2, 1), MARCH, APRIL, date(2026, 5, 1)):
        expected = recount(history, month, as_of)
        lines = month_lines(person_ids=[task.holder_id], month=month, as_of=as_of)[task.holder_id]
        found = [
            (
                line.state,
                int(line.done),
                line.quality_faults,
                line.excused_quality_faults,
                line.delays,
                line.excused_delays,
            )
            for line in lines
        ]
        assert found == ([] if expected is None else [expected]), astuple(history)
