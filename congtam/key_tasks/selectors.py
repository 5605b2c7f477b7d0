"""Reads of key tasks: rounds, boards, one record, and the results that scoring and rating use."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from congtam.key_tasks.choices import KeyTaskState
from congtam.key_tasks.models import (
    Appraisal,
    Block,
    KeyTask,
    KeyTaskChange,
    KeyTaskJudgement,
    KeyTaskMove,
    KeyTaskQuerySet,
    KeyTaskScheme,
    ProposalOverlap,
    ProposalOverlapQuerySet,
    Round,
    ScreeningAnswer,
)
from congtam.meetings.choices import OVER
from congtam.meetings.models import Meeting
from congtam.organisation.selectors import with_descendants
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import ItemVerdict, PlanKind, PlanState
from congtam.planning.models import PlanItem, Target, WorkItem
from congtam.planning.selectors.overlaps import asking

# Given out and not stopped: what boards call the key tasks of a round.
GIVEN = (KeyTaskState.ASSIGNED, KeyTaskState.IN_HAND, KeyTaskState.FILED, KeyTaskState.JUDGED)
# Given out, and nothing filed yet.
UNFILED = (KeyTaskState.ASSIGNED, KeyTaskState.IN_HAND)
LEVELS = (1, 2, 3)
LOWEST_LEVEL = 3
COUNTED = frozenset({"given", "unfiled", "unjudged", *(f"level_{level}" for level in LEVELS)})
_HUNDREDTHS = 100


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How the key tasks of somebody, of a block or of a round stand; `levels` counts those judged of level 1, 2 and 3."""

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
    def url(self) -> str:
        """The address of the key task."""
        return reverse("key_tasks:key_task", args=[self.key_task.pk])

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
    """Return the rules of levels the viewer runs, follows or takes part in, latest first: whoever proposes may read by what he is judged."""
    runs = Q(body__among=viewer.officer | viewer.headed_below | viewer.observed)
    takes_part = Q(pk__in=rounds_for(viewer).order_by().values("scheme"))
    speaks = Q(pk__in=Block.objects.filter(focal_unit__among=viewer.led | viewer.office).values("scheme"))
    return KeyTaskScheme.objects.filter(runs | takes_part | speaks).order_by("body", "-valid_from")


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
    """Return the blocks of a round whose proposals the viewer may make, by name."""
    return found.scheme.blocks.filter(focal_unit__among=viewer.led | viewer.office).order_by("name")


@dataclass(frozen=True, kw_only=True)
class RoundCounts:
    """How the key tasks of a round stand: how many at each step, overdue, with another deadline than first approved, arisen after the list."""

    by_state: Mapping[str, int]
    overdue: int
    renewed: int
    arisen: int


def round_counts(key_tasks: QuerySet[KeyTask], on: date) -> RoundCounts:
    """Return how key tasks of a round stand on `on`, with what changed in the round (đổi hạn) and what arose in it (phát sinh); one query."""
    late = Q(state__in=UNFILED, due_date__lt=on)
    counted = {"count": Q(), "overdue": late, "renewed": renewed_in_round(), "arisen": arisen_in_round()}
    counts = {name: Count("pk", filter=condition) for name, condition in counted.items()}
    rows = list(key_tasks.order_by().values("state").annotate(**counts).values_list("state", *counts))
    return RoundCounts(
        by_state={state: count for state, count, *_ in rows},
        overdue=sum(row[2] for row in rows),
        renewed=sum(row[3] for row in rows),
        arisen=sum(row[4] for row in rows),
    )


def renewed_in_round() -> Q:
    """Return what tells a key task whose deadline was changed after it was approved, and that was not stopped."""
    return Q(Exists(KeyTaskChange.objects.filter(key_task=OuterRef("pk"), field="due_date")), state__in=GIVEN)


def arisen_in_round() -> Q:
    """Return what tells a key task that came beside the list of its round: given out only after the day by which the list was to be decided."""
    given = KeyTaskMove.objects.filter(key_task=OuterRef("pk"), state=KeyTaskState.ASSIGNED)
    in_list = given.filter(at__date__lte=OuterRef("round__decide_until"))
    return ~Q(Exists(in_list)) & Q(state__in=GIVEN)


def overdue(key_tasks: KeyTaskQuerySet, on: date) -> KeyTaskQuerySet:
    """Return those whose deadline is past on `on` and whose product nobody filed."""
    return key_tasks.filter(state__in=UNFILED, due_date__lt=on)


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """How key tasks stand: of one round by leader and by block, both by name; and by round, the earliest first."""

    leaders: list[Tally]
    blocks: list[Tally]
    rounds: list[Tally]


def tallies(key_tasks: QuerySet[KeyTask], found: Round, among: Sequence[Round]) -> Tallies:
    """Return how the key tasks of a round stand, and beside it those of the rounds of its level there are `among`; one query."""
    periods = [one.pk for one in among if one.scheme.body_id == found.scheme.body_id]
    judged = {f"level_{level}": Count("judgements", filter=_in_force(level)) for level in LEVELS}
    rows = (
        key_tasks.filter(state__in=GIVEN, round__in=periods)
        .order_by()
        .values(
            "leader",
            "leader__full_name",
            "leader__sort_key",
            "block",
            "block__name",
            "round",
            "round__name",
            "round__starts_on",
        )
        .annotate(
            given=Count("pk", distinct=True),
            unfiled=Count("pk", distinct=True, filter=Q(state__in=UNFILED)),
            unjudged=Count("pk", distinct=True, filter=Q(state=KeyTaskState.FILED)),
            **judged,
        )
    )
    by_round = sorted(rows, key=lambda row: (row["round__starts_on"], row["round"]))
    here = sorted((row for row in by_round if row["round"] == found.pk), key=lambda row: row["leader__sort_key"])
    by_block = sorted(here, key=lambda row: str(row["block__name"]))
    return Tallies(
        leaders=_added(here, "leader", "leader__full_name"),
        blocks=_added(by_block, "block", "block__name"),
        rounds=_added(by_round, "round", "round__name"),
    )


def _in_force(level: int) -> Q:
    return Q(judgements__is_current=True, judgements__level=level)


def _added(rows: Iterable[Mapping[str, Any]], by: str, name: str) -> list[Tally]:
    """Add up the rows of one leader, of one block or of one round, in the order they first come."""
    sums: dict[int, Counter[str]] = {}
    names: dict[int, str] = {}
    for row in rows:
        names[row[by]] = row[name]
        counted = {key: value for key, value in row.items() if key in COUNTED}
        sums.setdefault(row[by], Counter()).update(counted)
    return [
        Tally(
            key=key,
            name=names[key],
            given=one["given"],
            unfiled=one["unfiled"],
            unjudged=one["unjudged"],
            levels=(one["level_1"], one["level_2"], one["level_3"]),
        )
        for key, one in sums.items()
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


def leaders_of(found: Round, on: date) -> QuerySet[Person]:
    """Return the heads and deputies of a level's units on a day, from whom a leader is chosen."""
    body = found.scheme.body_id
    inside = with_descendants([body], on).get(body, frozenset({body}))
    posts = Appointment.objects.on(on).filter(unit__among=inside, leadership__in=(Leadership.HEAD, Leadership.DEPUTY))
    return Person.objects.filter(pk__in=posts.order_by().values("person")).order_by("sort_key")


def goals_of(found: Round, viewer: Viewer) -> tuple[QuerySet[KeyTask], QuerySet[Target], QuerySet[PlanItem]]:
    """Return what a proposal of a round may say it serves: key tasks of other levels, targets of the year, items of resolutions and the like."""
    here = viewer.colleagues | viewer.overseen | viewer.office
    above = KeyTask.objects.visible_to(viewer).filter(state__in=GIVEN)
    targets = Target.objects.visible_to(viewer).filter(is_dropped=False, year=found.starts_on.year)
    kinds = (PlanKind.RESOLUTION, PlanKind.DIRECTIVE, PlanKind.PROGRAMME)
    items = PlanItem.objects.filter(plan__body__among=here, plan__kind__in=kinds, plan__state=PlanState.LIVE)
    return (
        above.exclude(round__scheme__body=found.scheme.body_id).order_by("title"),
        targets.order_by("name"),
        items.select_related("plan").order_by("-pk"),
    )


def meetings_over(key_task: KeyTask) -> QuerySet[Meeting]:
    """Return the meetings of a level that are over, latest first: those that can have decided on its key tasks."""
    return Meeting.objects.filter(unit=key_task.round.scheme.body_id, state__in=OVER).order_by("-starts_at")


def proposals_of(key_tasks: KeyTaskQuerySet, found: Round, block: Block) -> QuerySet[KeyTask]:
    """Return what a block proposed in a round, in the order in which it was written; drafts and what was put away are no proposals."""
    sent = key_tasks.filter(round=found, block=block).exclude(state__in=(KeyTaskState.DRAFT, KeyTaskState.STOPPED))
    return sent.order_by("pk")


def rounds_run_by(viewer: Viewer) -> QuerySet[Round]:
    """Return the rounds of levels the viewer runs or follows."""
    here = viewer.officer | viewer.headed_below | viewer.observed
    return Round.objects.filter(scheme__body__among=here).select_related("scheme")


def pairs_of(
    found: ProposalOverlapQuerySet, of_round: Round, verdict: ItemVerdict = ItemVerdict.OPEN
) -> ProposalOverlapQuerySet:
    """Return the pairs of a round with this verdict, in the order they are looked at; of those that wait only what still matters."""
    rows = found.filter(proposal__round=of_round, verdict=verdict)
    return (rows.live() if verdict == ItemVerdict.OPEN else rows).told().in_turn()


def open_pairs(found: ProposalOverlapQuerySet, of_round: Round) -> int:
    """Return how many pairs of a round wait to be decided about."""
    return found.filter(proposal__round=of_round, verdict=ItemVerdict.OPEN).live().count()


def pairs_with(found: ProposalOverlapQuerySet, key_task: KeyTask) -> list[ProposalOverlap]:
    """Return the pairs a proposal is part of that wait to be decided about, likest first."""
    mine = found.filter(Q(proposal=key_task) | Q(key_task=key_task), verdict=ItemVerdict.OPEN)
    return list(mine.live().select_related("proposal", "key_task", "work").in_turn())


def behind(work_ids: Sequence[int], viewer: Viewer) -> tuple[dict[int, list[PlanItem]], set[int]]:
    """Return the items of plans that ask for each work, oldest first, and the work whose pages the viewer may open; two queries."""
    items: dict[int, list[PlanItem]] = {}
    for item in asking(work_ids).defer("vector", "search_text"):
        items.setdefault(item.work_id or 0, []).append(item)
    return items, set(WorkItem.objects.visible_to(viewer).filter(pk__in=work_ids).values_list("pk", flat=True))
