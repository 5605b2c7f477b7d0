"""Reads of key tasks: rounds, boards, one record, and the results that scoring and rating use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from congtam.key_tasks.choices import KeyTaskState
from congtam.key_tasks.models import (
    Appraisal,
    Block,
    KeyTask,
    KeyTaskJudgement,
    KeyTaskMove,
    KeyTaskQuerySet,
    KeyTaskScheme,
    Round,
    ScreeningAnswer,
)
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import Viewer

# Given out and not stopped: what boards call the key tasks of a round.
GIVEN = (KeyTaskState.ASSIGNED, KeyTaskState.IN_HAND, KeyTaskState.FILED, KeyTaskState.JUDGED)
LOWEST_LEVEL = 3
_HUNDREDTHS = 100


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How the key tasks of somebody, or of a block, stand; `levels` counts those judged of level 1, 2 and 3."""

    key: int
    name: str
    given: int
    unfiled: int
    unjudged: int
    levels: tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class KeyTaskResult:
    """A key task in a leader's record: completion in percent with two decimals and the level, None while it is not judged."""

    key_task: KeyTask
    judgement: KeyTaskJudgement | None

    @property
    def completion(self) -> Decimal | None:
        """Percent completed."""
        return None if self.judgement is None else Decimal(self.judgement.completion) / _HUNDREDTHS

    @property
    def words(self) -> str:
        """The result in one sentence, as remarks and forms take it."""
        if self.judgement is None:
            return f"{self.key_task.title}: chưa đánh giá."
        done = f"{self.completion:f}".rstrip("0").rstrip(".").replace(".", ",")
        product = f" (sản phẩm: {self.key_task.product})" if self.key_task.product else ""
        return (
            f"{self.key_task.title}{product}: hoàn thành {done} %, mức {self.judgement.level}. {self.judgement.words}"
        )


def scheme_on(body_id: int, on: date) -> KeyTaskScheme | None:
    """Return the rules of a level in force on a day; None where it has none."""
    schemes = KeyTaskScheme.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)
    return schemes.filter(body=body_id).first()


def schemes_for(viewer: Viewer) -> QuerySet[KeyTaskScheme]:
    """Return the rules of levels the viewer runs or follows, latest first."""
    bodies = viewer.officer | viewer.headed_below | viewer.observed
    return KeyTaskScheme.objects.filter(body__among=bodies).order_by("body", "-valid_from")


def rounds_for(viewer: Viewer) -> QuerySet[Round]:
    """Return the rounds the viewer runs, takes part in by a focal point, or has a key task or a question in, latest first."""
    here = viewer.led | viewer.office | viewer.officer | viewer.observed
    runs = Q(scheme__body__among=viewer.officer | viewer.headed_below | viewer.observed)
    takes_part = Q(scheme__in=Block.objects.filter(focal_unit__among=here).values("scheme"))
    meets = Q(pk__in=KeyTask.objects.visible_to(viewer).values("round"))
    return (
        Round.objects.filter(runs | takes_part | meets)
        .select_related("scheme")
        .order_by("-starts_on", "scheme__body", "pk")
    )


def blocks_of(viewer: Viewer, found: Round) -> QuerySet[Block]:
    """Return the blocks of a round whose proposals the viewer may make."""
    return found.scheme.blocks.filter(focal_unit__among=viewer.led | viewer.office).order_by("name")


def state_counts(key_tasks: QuerySet[KeyTask]) -> dict[str, int]:
    """Return how many key tasks stand at each step; one query."""
    return dict(key_tasks.order_by().values_list("state").annotate(Count("pk")))


def overdue(key_tasks: KeyTaskQuerySet, on: date) -> KeyTaskQuerySet:
    """Return those whose deadline is past on `on` and whose product nobody filed."""
    return key_tasks.filter(state__in=(KeyTaskState.ASSIGNED, KeyTaskState.IN_HAND), due_date__lt=on)


def leader_tallies(key_tasks: QuerySet[KeyTask]) -> list[Tally]:
    """Return how each leader's key tasks stand, by name; one query."""
    return _tallies(key_tasks, "leader", "leader__full_name", "leader__sort_key")


def block_tallies(key_tasks: QuerySet[KeyTask]) -> list[Tally]:
    """Return how each block's key tasks stand, by name; one query."""
    return _tallies(key_tasks, "block", "block__name", "block__name")


def _tallies(key_tasks: QuerySet[KeyTask], by: str, name: str, order: str) -> list[Tally]:
    in_force = Q(judgements__is_current=True)
    rows = (
        key_tasks.filter(state__in=GIVEN)
        .order_by()
        .values(by, name, order)
        .annotate(
            given=Count("pk", distinct=True),
            unfiled=Count("pk", distinct=True, filter=Q(state__in=(KeyTaskState.ASSIGNED, KeyTaskState.IN_HAND))),
            unjudged=Count("pk", distinct=True, filter=Q(state=KeyTaskState.FILED)),
            first=Count("judgements", filter=in_force & Q(judgements__level=1)),
            second=Count("judgements", filter=in_force & Q(judgements__level=2)),
            third=Count("judgements", filter=in_force & Q(judgements__level=3)),
        )
        .order_by(order, by)
    )
    return [
        Tally(
            key=row[by],
            name=row[name],
            given=row["given"],
            unfiled=row["unfiled"],
            unjudged=row["unjudged"],
            levels=(row["first"], row["second"], row["third"]),
        )
        for row in rows
    ]


def in_force(key_tasks: QuerySet[KeyTask]) -> QuerySet[KeyTask]:
    """Bring the judgement in force of each (`in_force`, empty or one)."""
    return key_tasks.prefetch_related(
        Prefetch("judgements", KeyTaskJudgement.objects.filter(is_current=True), to_attr="in_force")
    )


def results_of(person_ids: Iterable[int], since: date, until: date) -> dict[int, list[KeyTaskResult]]:
    """Return, for each person, the key tasks due from `since` to `until`, both included, by deadline; two queries.

    Those stopped are left out; those not judged are in, without a result: a key task nobody judged is no failure and no success.
    """
    due = KeyTask.objects.filter(
        leader__in=list(person_ids), state__in=GIVEN, due_date__gte=since, due_date__lte=until
    ).select_related("round")
    found: dict[int, list[KeyTaskResult]] = {}
    for key_task in in_force(due).order_by("due_date", "pk"):
        current: Sequence[KeyTaskJudgement] = getattr(key_task, "in_force", [])
        result = KeyTaskResult(key_task=key_task, judgement=current[0] if current else None)
        found.setdefault(key_task.leader_id or 0, []).append(result)
    return found


def remarks_of(results: Sequence[KeyTaskResult]) -> tuple[str, str]:
    """Return what results offer for the remarks of a sheet, as lines: strengths (levels 1 and 2), and weaknesses (level 3)."""
    judged = [(one.judgement.level, one.words) for one in results if one.judgement is not None]
    good = [words for level, words in judged if level < LOWEST_LEVEL]
    return "\n".join(good), "\n".join(words for level, words in judged if level == LOWEST_LEVEL)


def history_of(key_task: KeyTask) -> list[KeyTaskMove]:
    """Return the moves of a key task with what each screening answered, latest first."""
    answers = ScreeningAnswer.objects.select_related("criterion").order_by("criterion__position")
    moves = key_task.moves.select_related("by").prefetch_related(Prefetch("answers", answers))
    return list(moves.order_by("-at", "-pk"))


def opinions_of(key_task: KeyTask) -> list[Appraisal]:
    """Return the opinions asked on a key task, as they were asked."""
    return list(key_task.appraisals.select_related("answered_by").order_by("asked_at", "pk"))


def asked_of(viewer: Viewer) -> QuerySet[Appraisal]:
    """Return the questions that wait for an answer of a body the viewer leads or works for, the earliest deadline first."""
    waiting = Appraisal.objects.filter(opinion="waiting", unit__among=viewer.led | viewer.office)
    return waiting.select_related("key_task__round").order_by("due_date", "pk")


def mergeable_with(key_task: KeyTask) -> QuerySet[KeyTask]:
    """Return the proposals of the same round that one may go into."""
    stays = (KeyTaskState.PROPOSED, KeyTaskState.SCREENED)
    return KeyTask.objects.filter(round=key_task.round_id, state__in=stays).exclude(pk=key_task.pk).order_by("title")


def leaders_under(body_id: int, units: frozenset[int], on: date) -> QuerySet[Appointment]:
    """Return the posts of heads and deputies in a level's units on a day, from whom a leader is chosen; `units` holds the level's units."""
    return (
        Appointment.objects.on(on)
        .filter(unit__among=units | {body_id}, leadership__in=(Leadership.HEAD, Leadership.DEPUTY))
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
