"""One person as his page shows him, and what waits for the officer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from congtam.organisation.models import SimilarGroup, UnitState
from congtam.organisation.selectors import states_on, units_of_body, using_bodies
from congtam.personnel.models import (
    Absence,
    Appointment,
    AppointmentQuerySet,
    DisciplinaryAction,
    PartyMembership,
    Person,
    Responsibility,
    RosterImport,
    WrongEvaluatorReport,
)
from congtam.personnel.selectors.evaluators import evaluator_units, heads_of
from congtam.personnel.viewer import Viewer

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Placed(Generic[Fact]):
    """A row with the name of the unit it is about, as the unit is called now or was called last."""

    what: Fact
    place: str


@dataclass(frozen=True, kw_only=True)
class Evaluator:
    """Who scores a post in `place`: the head of `unit_name`; no `head` when nobody holds that post today."""

    post: Appointment
    place: str
    unit_name: str
    head: Appointment | None


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """Everything of somebody the viewer may see on a day; posts newest first."""

    person: Person
    current: tuple[Appointment, ...]
    posts: tuple[Placed[Appointment], ...]
    evaluators: tuple[Evaluator, ...]
    party: tuple[Placed[PartyMembership], ...]
    absences: tuple[Absence, ...]
    discipline: tuple[DisciplinaryAction, ...]
    duties: tuple[Placed[Responsibility], ...]
    waiting_report: WrongEvaluatorReport | None


def people_seen(viewer: Viewer) -> QuerySet[Person]:
    """Return the people the viewer may know of, each with `is_kept`: whether he keeps that file."""
    kept = Appointment.objects.filter(person=OuterRef("pk"), unit__among=viewer.officer)
    return Person.objects.visible_to(viewer).select_related("user").annotate(is_kept=Exists(kept))


def posts_seen(viewer: Viewer) -> AppointmentQuerySet:
    """Return the posts the viewer may know of."""
    return Appointment.objects.visible_to(viewer).select_related("person", "unit", "similar_group")


def absences_seen(viewer: Viewer) -> QuerySet[Absence]:
    """Return the absences the viewer may know of."""
    return Absence.objects.visible_to(viewer).select_related("person")


def discipline_seen(viewer: Viewer) -> QuerySet[DisciplinaryAction]:
    """Return the decisions on discipline the viewer may know of."""
    return DisciplinaryAction.objects.visible_to(viewer).select_related("person")


def imports_seen(viewer: Viewer) -> QuerySet[RosterImport]:
    """Return the rosters brought that the viewer may know of, newest first."""
    return (
        RosterImport.objects.visible_to(viewer).select_related("body", "file", "made_by", "applied_by").order_by("-pk")
    )


def reports_seen(viewer: Viewer) -> QuerySet[WrongEvaluatorReport]:
    """Return the reports of wrong superiors in units the viewer is officer of, those waiting first."""
    reports = WrongEvaluatorReport.objects.filter(unit__among=viewer.officer).select_related("person", "answered_by")
    return reports.order_by("answered_at", "-reported_at")


def duties_in(unit_ids: frozenset[int] | None, on: date) -> QuerySet[Responsibility]:
    """Return the responsibilities that hold on `on` or later in these units (None: everywhere)."""
    duties = Responsibility.objects.exclude(valid_until__lte=on)
    if unit_ids is not None:
        duties = duties.filter(unit_id__in=unit_ids)
    return duties.select_related("person", "unit").order_by("unit_id", "duty", "person__sort_key")


def groups_seen(viewer: Viewer) -> QuerySet[SimilarGroup]:
    """Return the groups of similar tasks of the bodies the viewer is officer of."""
    return SimilarGroup.objects.filter(body__among=viewer.officer).select_related("body")


def people_in_body(unit_id: int, on: date) -> QuerySet[Person]:
    """Return who serves on `on` in the using body a unit belongs to, in order of names."""
    body = using_bodies([unit_id], on).get(unit_id, unit_id)
    posts = Appointment.objects.on(on).filter(unit_id__in=units_of_body(body, on))
    return Person.objects.filter(pk__in=posts.values("person_id")).order_by("sort_key", "pk")


def person_record(person: Person, viewer: Viewer, on: date) -> PersonRecord:
    """Return what the viewer may see of `person` on `on`; nine queries whatever the length of the history."""
    posts = list(
        Appointment.objects.visible_to(viewer)
        .filter(person=person)
        .select_related("similar_group", "unit")
        .order_by("-valid_from", "-pk")
    )
    current = [post for post in posts if post.valid_from <= on and (post.valid_until is None or post.valid_until > on)]
    evaluating = evaluator_units(current, on) if current else {}
    units = {unit for unit in evaluating.values() if unit is not None}
    heads = heads_of(units, on) if units else {}
    party = list(PartyMembership.objects.visible_to(viewer).filter(person=person).order_by("-valid_from"))
    duties = list(Responsibility.objects.filter(person=person).exclude(valid_until__lte=on).order_by("duty"))
    names = last_names(
        {post.unit_id for post in posts}
        | {place.cell_id for place in party}
        | {duty.unit_id for duty in duties}
        | units
    )
    return PersonRecord(
        person=person,
        current=tuple(current),
        posts=tuple(Placed(post, names.get(post.unit_id, "")) for post in posts),
        evaluators=tuple(
            Evaluator(
                post=post,
                place=names.get(post.unit_id, ""),
                unit_name=names.get(unit or 0, ""),
                head=heads.get(unit or 0),
            )
            for post in current
            for unit in [evaluating[post.pk]]
        ),
        party=tuple(Placed(place, names.get(place.cell_id, "")) for place in party),
        absences=tuple(Absence.objects.visible_to(viewer).filter(person=person).order_by("-valid_from")),
        discipline=tuple(
            DisciplinaryAction.objects.visible_to(viewer).filter(person=person).order_by("-decided_date", "-pk")
        ),
        duties=tuple(Placed(duty, names.get(duty.unit_id, "")) for duty in duties),
        waiting_report=(
            WrongEvaluatorReport.objects.filter(person=person, answered_at__isnull=True).first()
            if person.pk == viewer.person_id
            else None
        ),
    )


def last_names(unit_ids: set[int]) -> dict[int, str]:
    """Return what each unit is called, or was called last; one query."""
    states = UnitState.objects.filter(unit_id__in=unit_ids).order_by("valid_from")
    return dict(states.values_list("unit_id", "name"))


def with_names(rows: Iterable[Fact], unit_id_of: Callable[[Fact], int]) -> list[Placed[Fact]]:
    """Return rows with the names of the units they are about; one query."""
    found = list(rows)
    names = last_names({unit_id_of(row) for row in found})
    return [Placed(row, names.get(unit_id_of(row), "")) for row in found]


def unit_name(unit_id: int, on: date) -> str:
    """Return what a unit is called on `on`, or was called last."""
    state = states_on([unit_id], on).get(unit_id)
    return state.name if state else last_names({unit_id}).get(unit_id, "")
