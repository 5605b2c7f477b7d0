"""Changes of units that carry people with them: closing, merging, splitting, and moving several people at once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.organisation.services import close_unit, merge_units, split_unit, transfer_part
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors.tree import leadership_moved, why_not_moved
from congtam.personnel.services.posts import PostDetails, UnableToAppointError, details_of, transfer


@transaction.atomic
def merge_with_people(
    *,
    units: Sequence[Unit],
    into: Unit,
    on: date,
    actor: User,
    at: datetime,
    head: Person | None = None,
    document: str = "",
) -> int:
    """Merge `units` into one from `on`, moving everybody who serves in them; return how many people moved.

    `head` becomes its head; without one, whoever heads `into` stays so. Other heads are moved as deputies, for their decisions to correct.
    Raises what the moves and the merger raise; nothing is half done.
    """
    moved = 0
    for post in _left(units, on):
        details = details_of(post)
        leads = post.person_id == head.pk if head is not None else False
        if post.leadership == Leadership.HEAD or leads:
            details = _with(details, Leadership.HEAD if leads else Leadership.DEPUTY, document)
        _carry(post, into, details, on, actor, at)
        moved += 1
    merge_units(units=units, into=into, on=on, actor=actor, at=at, document=document)
    return moved


@transaction.atomic
def close_with_people(*, unit: Unit, on: date, actor: User, at: datetime, document: str = "") -> None:
    """End a unit in which nobody serves any more; raise `UnableToAppointError` naming who still does."""
    _refuse_people(unit, on)
    close_unit(unit=unit, on=on, actor=actor, at=at, document=document)


@transaction.atomic
def split_with_people(
    *, unit: Unit, into: Sequence[Unit], on: date, actor: User, at: datetime, document: str = ""
) -> None:
    """End a unit whose people were all moved to the units after it; raise `UnableToAppointError` naming who was not."""
    _refuse_people(unit, on)
    split_unit(unit=unit, into=into, on=on, actor=actor, at=at, document=document)


@transaction.atomic
def move_people(
    *, posts: Iterable[Appointment], to: Unit, on: date, actor: User, at: datetime, document: str = ""
) -> int:
    """Transfer several people to one unit with the posts they have, heads as deputies; return how many."""
    wanted = Appointment.objects.filter(pk__in=[post.pk for post in posts]).select_related(
        "person", "unit", "similar_group"
    )
    rows = list(wanted.order_by("person_id"))
    for post in rows:
        _carry(post, to, _with(details_of(post), leadership_moved(post), document), on, actor, at)
    return len(rows)


@transaction.atomic
def move_part(
    *, unit: Unit, to: Unit, posts: Iterable[Appointment], on: date, actor: User, at: datetime, document: str = ""
) -> int:
    """Record that a part of a unit's work went to another on `on`, moving the holders of `posts` with it; return how many people moved.

    Both units go on. Raises what the moves raise; nothing is half done.
    """
    transfer_part(unit=unit, to=to, on=on, actor=actor, at=at, document=document)
    return move_people(posts=posts, to=to, on=on, actor=actor, at=at, document=document)


def _left(units: Sequence[Unit], on: date) -> list[Appointment]:
    """Return posts in `units` that reach into `on`, in one order for everybody so that locks never cross."""
    posts = Appointment.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), unit__in=units)
    return list(posts.select_related("person", "unit", "similar_group").order_by("person_id", "pk"))


def _carry(post: Appointment, to: Unit, details: PostDetails, on: date, actor: User, at: datetime) -> None:
    if problem := why_not_moved(post, on):
        raise UnableToAppointError(problem)
    transfer(person=post.person, to=to, details=details, on=on, actor=actor, at=at)


def _refuse_people(unit: Unit, on: date) -> None:
    left = _left([unit], on)
    if left:
        names = ", ".join(post.person.full_name for post in left[:3])
        raise UnableToAppointError(
            f"Còn {len(left)} người có vị trí ở đơn vị từ ngày {on:%d/%m/%Y} ({names}). Hãy điều động hoặc kết thúc vị trí của họ trước."
        )


def _with(details: PostDetails, leadership: str, document: str) -> PostDetails:
    return PostDetails(
        job_title=details.job_title,
        category=details.category,
        leadership=leadership,
        similar_group=details.similar_group,
        is_acting=details.is_acting,
        document=document or details.document,
    )
