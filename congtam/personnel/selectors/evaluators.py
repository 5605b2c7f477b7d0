"""Whose head scores whom (Điều 10 Nghị định 335/2025/NĐ-CP)."""

from collections.abc import Iterable
from datetime import date

from congtam.organisation.selectors import managing_bodies_above, units_above, using_bodies
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment


def head_of(unit_id: int, on: date) -> Appointment | None:
    """Return the post of whoever heads (or acts as head of) a unit on `on`."""
    return heads_of([unit_id], on).get(unit_id)


def heads_of(unit_ids: Iterable[int], on: date) -> dict[int, Appointment]:
    """Return the post of the head of each of these units on `on`; units without a head are left out. One query."""
    heads = Appointment.objects.on(on).filter(unit_id__in=set(unit_ids), leadership=Leadership.HEAD)
    return {post.unit_id: post for post in heads.select_related("person")}


def superior_of(person_id: int, unit_id: int, on: date) -> Appointment | None:
    """Return the post of the nearest head at or above a unit on `on` who is not this person himself; two queries."""
    chain = [unit_id, *reversed(units_above(unit_id, on))]
    heads = heads_of(chain, on)
    return next((heads[unit] for unit in chain if unit in heads and heads[unit].person_id != person_id), None)


def evaluator_unit(appointment: Appointment, on: date) -> int | None:
    """Return the unit whose head scores this post on `on`; None when the records do not say. See `evaluator_units`."""
    return evaluator_units([appointment], on)[appointment.pk]


def evaluator_units(appointments: Iterable[Appointment], on: date) -> dict[int, int | None]:
    """Return, by post id, the unit whose head scores it on `on`; None when the tree does not say. Two queries for any number.

    Khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP: staff are scored by the head of the unit that directly uses them; heads of such units, and
    whoever is placed at the using body itself, by the head of the using body; the head of the using body by the managing body above it.
    """
    posts = list(appointments)
    bodies = using_bodies({post.unit_id for post in posts}, on)
    above = managing_bodies_above(
        {
            post.unit_id
            for post in posts
            if post.leadership == Leadership.HEAD and bodies.get(post.unit_id) == post.unit_id
        },
        on,
    )
    return {post.pk: _evaluator(post, bodies.get(post.unit_id), above) for post in posts}


def _evaluator(post: Appointment, body: int | None, above: dict[int, int]) -> int | None:
    if post.unit_id == body:
        return above.get(post.unit_id) if post.leadership == Leadership.HEAD else body
    return body if post.leadership == Leadership.HEAD else post.unit_id
