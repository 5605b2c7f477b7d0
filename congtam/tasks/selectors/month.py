"""What a month's sheet counts of each person's work: the rule of counting, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from congtam.values.days import day_begins

# The rule, told on any later day with the same answer: rows made after the cut-off are as if they were not there.
# `fell`: when the day of a deadline was over. A hand-in is in time for a deadline when at that moment it lay with the head or was accepted.
# `stands`: the deadlines that count. The last one does; an earlier one only when it was missed before the next was set.
_JUDGED = """
WITH day AS (
    SELECT %(month)s::date AS first, %(next_month)s::date AS after, %(until)s::timestamptz AS until, %(zone)s::text AS zone
), chosen AS (
    SELECT task.id, task.holder_id, task.unit_id, task.title, task.product_id, task.origin, task.factor, task.quantity
    FROM tasks_task AS task WHERE {chosen}
), known AS (
    SELECT chosen.id, move.state FROM chosen CROSS JOIN LATERAL (
        SELECT state FROM tasks_taskmove, day WHERE task_id = chosen.id AND at < day.until ORDER BY at DESC, id DESC LIMIT 1
    ) AS move
    WHERE move.state <> 'cancelled'
), hand_in AS (
    SELECT row.id, row.task_id, row.handed_in_at, row.quantity,
        CASE WHEN row.judged_at < day.until THEN row.judged_at END AS judged_at,
        CASE WHEN row.judged_at < day.until THEN row.verdict ELSE 'waiting' END AS verdict,
        CASE WHEN row.judged_at < day.until THEN row.accepted END AS accepted
    FROM tasks_handin AS row JOIN known ON known.id = row.task_id, day
    WHERE row.handed_in_at < day.until
), work AS (
    SELECT known.id, known.state, COALESCE(SUM(hand_in.accepted), 0) AS done,
        MAX(hand_in.handed_in_at) FILTER (WHERE hand_in.verdict = 'accepted') AS done_at
    FROM known LEFT JOIN hand_in ON hand_in.task_id = known.id GROUP BY known.id, known.state
), deadline AS (
    SELECT row.id, row.task_id, row.due_date, row.set_at,
        LEAD(row.set_at) OVER (PARTITION BY row.task_id ORDER BY row.set_at, row.id) AS replaced_at,
        (row.due_date + 1)::timestamp AT TIME ZONE day.zone AS fell
    FROM tasks_deadline AS row JOIN known ON known.id = row.task_id, day
    WHERE row.set_at < day.until
), brought AS (
    SELECT deadline.id,
        SUM(CASE WHEN hand_in.judged_at < deadline.fell AND hand_in.verdict = 'accepted' THEN hand_in.accepted ELSE hand_in.quantity END) AS in_time
    FROM deadline JOIN hand_in ON hand_in.task_id = deadline.task_id
    WHERE hand_in.handed_in_at < deadline.fell AND hand_in.verdict <> 'withdrawn'
        AND NOT (hand_in.verdict IN ('major_error', 'completion') AND hand_in.judged_at < deadline.fell)
    GROUP BY deadline.id
), judged AS (
    SELECT deadline.*,
        work.state <> 'handed_back' AND deadline.fell <= day.until
        AND (deadline.replaced_at IS NULL OR deadline.replaced_at >= deadline.fell)
        AND COALESCE(brought.in_time, 0) < CASE WHEN work.state = 'done' THEN work.done ELSE chosen.quantity END AS is_missed
    FROM deadline JOIN work ON work.id = deadline.task_id JOIN chosen ON chosen.id = deadline.task_id
        LEFT JOIN brought ON brought.id = deadline.id CROSS JOIN day
), stands AS (
    SELECT judged.*, EXISTS (
        SELECT 1 FROM tasks_objectivecause AS cause, day
        WHERE cause.deadline_id = judged.id AND cause.answer = 'confirmed' AND cause.answered_at < day.until
    ) AS is_excused
    FROM judged WHERE judged.is_missed OR judged.replaced_at IS NULL
)
"""

_OF_THE_MONTH = """
    task.holder_id = ANY(%(people)s) AND task.month >= %(month)s::date AND EXISTS (
        SELECT 1 FROM tasks_deadline AS due
        WHERE due.task_id = task.id AND due.due_date >= %(month)s::date AND due.due_date < %(next_month)s::date
            AND due.set_at < %(until)s::timestamptz
    )
"""

_MISSED = "SELECT id, task_id, is_excused FROM stands WHERE is_missed ORDER BY due_date, id"

_COUNTED = """
, fault AS (
    SELECT DISTINCT ON (hand_in.id) hand_in.id, stands.id AS deadline_id, EXISTS (
        SELECT 1 FROM tasks_objectivecause AS cause, day
        WHERE cause.hand_in_id = hand_in.id AND cause.answer = 'confirmed' AND cause.answered_at < day.until
    ) AS is_excused
    FROM hand_in JOIN stands ON stands.task_id = hand_in.task_id
    WHERE hand_in.verdict = 'major_error' AND (stands.replaced_at IS NULL OR stands.replaced_at > hand_in.handed_in_at)
    ORDER BY hand_in.id, stands.set_at, stands.id
), faulted AS (
    SELECT deadline_id, COUNT(*) AS faults, COUNT(*) FILTER (WHERE is_excused) AS excused FROM fault GROUP BY deadline_id
)
SELECT chosen.holder_id, chosen.id, chosen.unit_id, chosen.title, COALESCE(product.code, ''),
    CASE WHEN work.state = 'handed_back' AND chosen.origin = 'assigned' THEN 'handed_back' ELSE chosen.origin END,
    chosen.factor, chosen.quantity, work.state, MAX(stands.due_date),
    CASE WHEN BOOL_OR(stands.replaced_at IS NULL) THEN work.done ELSE 0 END,
    CASE WHEN BOOL_OR(stands.replaced_at IS NULL) THEN (work.done_at AT TIME ZONE day.zone)::date END,
    COALESCE(SUM(faulted.faults), 0), COALESCE(SUM(faulted.excused), 0),
    COUNT(*) FILTER (WHERE stands.is_missed), COUNT(*) FILTER (WHERE stands.is_missed AND stands.is_excused)
FROM stands JOIN chosen ON chosen.id = stands.task_id JOIN work ON work.id = stands.task_id
    LEFT JOIN planning_product AS product ON product.id = chosen.product_id
    LEFT JOIN faulted ON faulted.deadline_id = stands.id, day
WHERE stands.due_date >= day.first AND stands.due_date < day.after
GROUP BY chosen.holder_id, chosen.id, chosen.unit_id, chosen.title, product.code, chosen.origin, chosen.factor, chosen.quantity,
    work.state, work.done, work.done_at, day.zone
ORDER BY MAX(stands.due_date), chosen.id
"""

# Put together once, from the constants above only.
_MISSED_OF_TASKS = "\n".join((_JUDGED.format(chosen="task.id = ANY(%(tasks)s)"), _MISSED))
_LINES_OF_MONTH = "\n".join((_JUDGED.format(chosen=_OF_THE_MONTH), _COUNTED))


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """One task as one month counts it (khoản 2 Điều 14, điểm d khoản 1 Điều 18 Nghị định 335/2025/NĐ-CP).

    `origin` and `state` are codes of `choices`. `factor`, `assigned` and `done` are exact; the faults and delays hold the excused ones too.
    `due_date` is the month's last deadline of the task, `done_date` the day of the last hand-in that was accepted.
    """

    task_id: int
    unit_id: int
    title: str
    product_code: str
    origin: str
    factor: Decimal
    assigned: Decimal
    done: Decimal
    quality_faults: int
    excused_quality_faults: int
    delays: int
    excused_delays: int
    due_date: date
    done_date: date | None
    state: str


def month_lines(*, person_ids: Iterable[int], month: date, as_of: date) -> dict[int, list[MonthLine]]:
    """Return what the sheet of `month` (any day of it) counts for each of these people, known at the end of the day `as_of`.

    One query for any number of people; somebody without work has an empty list. Lines come by deadline.

    A task counts in the month of its last deadline. It counts in an earlier month too when it missed a deadline there before the next one
    was set: nothing done, one delay. A deadline is missed when, at the end of its day, less than the whole quantity was accepted or lay with
    the head; work returned or withdrawn before then does not lie there, nor does work its holder withdrew later. A return for a major
    content error counts with the deadline that was in force when that work was handed in. What was handed back keeps its quantity and
    has nothing done; what was cancelled has no line.
    """
    people = list(person_ids)
    lines: dict[int, list[MonthLine]] = {person: [] for person in people}
    if not people:
        return lines
    with connection.cursor() as cursor:
        cursor.execute(_LINES_OF_MONTH, _asked(month, as_of) | {"people": people})
        for holder, *values in cursor.fetchall():
            lines[holder].append(_line(values))
    return lines


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A deadline that was missed; `is_excused` once an objective cause is confirmed."""

    deadline_id: int
    task_id: int
    is_excused: bool


def missed_deadlines(*, task_ids: Iterable[int], as_of: date) -> list[Missed]:
    """Return the deadlines these tasks missed, by the rule of `month_lines`, known at the end of `as_of`; one query."""
    tasks = list(task_ids)
    if not tasks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_MISSED_OF_TASKS, _asked(as_of, as_of) | {"tasks": tasks})
        return [
            Missed(deadline_id=deadline, task_id=task, is_excused=excused)
            for deadline, task, excused in cursor.fetchall()
        ]


def _asked(month: date, as_of: date) -> dict[str, Any]:
    first = month.replace(day=1)
    return {
        "month": first,
        "next_month": (first + timedelta(days=31)).replace(day=1),
        "until": end_of(as_of),
        "zone": str(timezone.get_default_timezone()),
    }


def end_of(day: date) -> datetime:
    """Return the moment a day is over in the office's own time."""
    return day_begins(day + timedelta(days=1))


def _line(values: list[object]) -> MonthLine:
    names = (
        "task_id unit_id title product_code origin factor assigned state due_date done done_date "
        "quality_faults excused_quality_faults delays excused_delays"
    )
    read: dict[str, Any] = dict(zip(names.split(), values, strict=True))
    # The database sums counts as its own decimals.
    return MonthLine(**read | {name: int(read[name]) for name in names.split()[-4:]})
