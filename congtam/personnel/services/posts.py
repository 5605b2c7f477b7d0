"""Posts: who serves where, from a day until a day. A change ends one post and opens the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.audit.services import Entry, record, record_many
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.organisation.selectors import using_bodies
from congtam.personnel.choices import Category, Leadership
from congtam.personnel.models import Appointment, Person
from congtam.values.refusal import RefusedError


class UnableToAppointError(RefusedError):
    """The post cannot be given, changed or ended so; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class PostDetails:
    """What a post is: everything but whose, where and when. Codes of `Category` and `Leadership`."""

    job_title: str
    category: str = Category.CIVIL_SERVANT
    leadership: str = Leadership.NONE
    similar_group: SimilarGroup | None = None
    is_acting: bool = False
    document: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a post."""
        return {
            "job_title": self.job_title,
            "category": self.category,
            "leadership": self.leadership,
            "similar_group": self.similar_group,
            "is_acting": self.is_acting,
            "document": self.document,
        }


@transaction.atomic
def appoint(  # the sides of an appointment, all named
    *,
    person: Person,
    unit: Unit,
    details: PostDetails,
    on: date,
    actor: User,
    at: datetime,
    until: date | None = None,
    is_primary: bool = True,
) -> Appointment:
    """Give `person` a post in `unit` from `on` (until a day, not included), and return it.

    Raises `UnableToAppointError` when the unit does not exist then, when he has a main post or a post there at that time, or the unit a head.
    """
    _lock(person, unit)
    post = _opened(person, unit, details, on=on, until=until, is_primary=is_primary)
    _recorded("personnel.appointed", post, actor, at, after=shown(post), reason=details.document)
    return post


@transaction.atomic
def end_post(*, post: Appointment, on: date, actor: User, at: datetime, document: str = "") -> None:
    """End a post: `on` is the first day it is no longer held. Raises `UnableToAppointError` for a day outside the post."""
    _lock(post.person, post.unit)
    before = shown(post)
    _end(post, on)
    _recorded("personnel.post_ended", post, actor, at, before=before, after=shown(post), reason=document)


@transaction.atomic
def change_post(*, post: Appointment, details: PostDetails, on: date, actor: User, at: datetime) -> Appointment:
    """Change what a post is from `on` and return the post that then holds; on the post's own first day, correct it.

    Raises `UnableToAppointError` for a day outside the post, or when the unit has another head.
    """
    _lock(post.person, post.unit)
    post = Appointment.objects.select_for_update().get(pk=post.pk)
    before = shown(post)
    if on == post.valid_from:
        _refuse_second_head(post.unit, details.leadership, on, post.valid_until, but=post)
        for field, value in details.fields.items():
            setattr(post, field, value)
        post.save()
        changed = post
    else:
        until, seconded, primary = post.valid_until, post.is_seconded, post.is_primary
        _end(post, on)
        changed = _opened(post.person, post.unit, details, on=on, until=until, is_primary=primary, is_seconded=seconded)
    _recorded(
        "personnel.post_changed", changed, actor, at, before=before, after=shown(changed), reason=details.document
    )
    return changed


@transaction.atomic
def transfer(*, person: Person, to: Unit, details: PostDetails, on: date, actor: User, at: datetime) -> Appointment:
    """Move somebody's main post to another unit from `on`, and return the new one.

    Raises `UnableToAppointError` when he has no main post the day before, when the unit is the same, or as `appoint` does.
    """
    _lock(person, to)
    old = _main_post(person, on)
    if old.unit_id == to.pk:
        raise UnableToAppointError("Người này đang ở chính đơn vị đó. Nếu chỉ đổi chức vụ, hãy dùng “Thay đổi vị trí”.")
    _end(old, on)
    post = _opened(person, to, details, on=on, until=None, is_primary=True)
    _recorded("personnel.transferred", post, actor, at, before=shown(old), after=shown(post), reason=details.document)
    return post


@transaction.atomic
def second(  # the sides of a secondment, all named
    *, person: Person, to: Unit, details: PostDetails, on: date, until: date | None, actor: User, at: datetime
) -> Appointment:
    """Second somebody to another unit from `on` until a day (not included; None while nobody knows), and return the post there.

    The unit he is seconded to uses and scores him; his own post is opened again as it was on `until`. Not modelled: a share of both, since
    the decree says nothing about secondment.
    """
    _lock(person, to)
    home = _main_post(person, on)
    if home.unit_id == to.pk:
        raise UnableToAppointError("Đơn vị nhận biệt phái phải khác đơn vị đang công tác. Hãy chọn đơn vị khác.")
    home_until = home.valid_until
    if until is not None and home_until is not None and until > home_until:
        raise UnableToAppointError(
            f"Vị trí hiện tại kết thúc ngày {home_until:%d/%m/%Y}, trước ngày hết biệt phái. Hãy chọn lại ngày."
        )
    _end(home, on)
    post = _opened(person, to, details, on=on, until=until, is_primary=True, is_seconded=True)
    if until is not None and until != home_until:
        Appointment.objects.create(
            person=person,
            unit=home.unit,
            valid_from=until,
            valid_until=home_until,
            is_primary=True,
            **details_of(home).fields,
        )
    _recorded("personnel.seconded", post, actor, at, before=shown(home), after=shown(post), reason=details.document)
    return post


@transaction.atomic
def set_similar_group(*, posts: Iterable[Appointment], group: SimilarGroup, on: date, actor: User, at: datetime) -> int:
    """Put posts into a group of similar tasks from `on`; return how many changed.

    A post without a group gets it for its whole time; one that had another is ended and opened again on `on`. Raises
    `UnableToAppointError` when a post is not of the group's body.
    """
    wanted = {post.pk for post in posts}
    rows = list(
        Appointment.objects.select_for_update(of=("self",)).filter(pk__in=wanted).select_related("person", "unit")
    )
    bodies = using_bodies({row.unit_id for row in rows}, on)
    strangers = [row.person.full_name for row in rows if bodies.get(row.unit_id) != group.body_id]
    if strangers:
        raise UnableToAppointError(f"{strangers[0]} không thuộc cơ quan của nhóm này. Hãy bỏ chọn người đó.")
    changed = [row for row in rows if row.similar_group_id != group.pk]
    entries = []
    for row in changed:
        before, held = row.similar_group_id, row
        if before is None or row.valid_from >= on:
            row.similar_group = group
            row.save(update_fields=["similar_group"])
        else:
            until = row.valid_until
            _end(row, on)
            held = _reopened(row, on=on, until=until, similar_group=group)
        entries.append(
            Entry(
                code="personnel.similar_group_set",
                subject=held,
                unit_id=row.unit_id,
                before={"similar_group": before},
                after={"similar_group": group.pk},
            )
        )
    record_many(actor=actor, at=at, entries=entries)
    return len(changed)


def details_of(post: Appointment) -> PostDetails:
    """Return what a post is, to open the next one like it."""
    return PostDetails(
        job_title=post.job_title,
        category=post.category,
        leadership=post.leadership,
        similar_group=post.similar_group,
        is_acting=post.is_acting,
        document=post.document,
    )


def shown(post: Appointment) -> dict[str, Any]:
    """Return a post for the trail."""
    return {
        "unit": post.unit_id,
        "job_title": post.job_title,
        "category": post.category,
        "leadership": post.leadership,
        "similar_group": post.similar_group_id,
        "from": str(post.valid_from),
        "until": str(post.valid_until or ""),
    }


def _lock(person: Person, unit: Unit) -> None:
    # Person first, then unit, everywhere: two officers at once wait for each other instead of tripping over a constraint.
    Person.objects.select_for_update().get(pk=person.pk)
    Unit.objects.select_for_update().get(pk=unit.pk)


def _opened(
    person: Person, unit: Unit, details: PostDetails, *, on: date, until: date | None, **kind: bool
) -> Appointment:
    if until is not None and until <= on:
        raise UnableToAppointError("Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa một trong hai ngày.")
    if not UnitState.objects.on(on).filter(unit=unit).exists():
        raise UnableToAppointError(f"Đơn vị không tồn tại vào ngày {on:%d/%m/%Y}. Hãy chọn đơn vị hoặc ngày khác.")
    held = [
        post
        for post in _overlapping(person, on, until)
        if post.unit_id == unit.pk or (post.is_primary and kind["is_primary"])
    ]
    if held:
        raise UnableToAppointError(
            f"{person.full_name} đang giữ vị trí “{held[0].job_title}” từ ngày {held[0].valid_from:%d/%m/%Y}. "
            "Hãy dùng “Điều động”, kết thúc vị trí đó trước, hoặc ghi đây là vị trí kiêm nhiệm ở đơn vị khác."
        )
    _refuse_second_head(unit, details.leadership, on, until, but=None)
    return Appointment.objects.create(
        person=person, unit=unit, valid_from=on, valid_until=until, **kind, **details.fields
    )


def _reopened(post: Appointment, *, on: date, until: date | None, similar_group: SimilarGroup) -> Appointment:
    return Appointment.objects.create(
        person=post.person,
        unit=post.unit,
        valid_from=on,
        valid_until=until,
        is_primary=post.is_primary,
        is_seconded=post.is_seconded,
        **(details_of(post).fields | {"similar_group": similar_group}),
    )


def _overlapping(person: Person, on: date, until: date | None) -> list[Appointment]:
    posts = Appointment.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), person=person)
    return list((posts if until is None else posts.filter(valid_from__lt=until)).order_by("valid_from"))


def _refuse_second_head(unit: Unit, leadership: str, on: date, until: date | None, *, but: Appointment | None) -> None:
    if leadership != Leadership.HEAD:
        return
    heads = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), unit=unit, leadership=Leadership.HEAD
    )
    if until is not None:
        heads = heads.filter(valid_from__lt=until)
    other = (heads.exclude(pk=but.pk) if but else heads).select_related("person").first()
    if other is not None:
        raise UnableToAppointError(
            f"Đơn vị đã có người đứng đầu là {other.person.full_name} từ ngày {other.valid_from:%d/%m/%Y}. "
            "Hãy kết thúc hoặc thay đổi vị trí của người đó trước."
        )


def _main_post(person: Person, on: date) -> Appointment:
    post = (
        Appointment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on), person=person, is_primary=True, valid_from__lt=on
        )
        .select_related("unit", "similar_group")
        .order_by("-valid_from")
        .first()
    )
    if post is None:
        raise UnableToAppointError(
            f"{person.full_name} không giữ vị trí chính nào ngay trước ngày {on:%d/%m/%Y}. Hãy dùng “Bố trí vị trí”."
        )
    return post


def _end(post: Appointment, on: date) -> None:
    if on <= post.valid_from or (post.valid_until is not None and on > post.valid_until):
        until = "nay" if post.valid_until is None else f"{post.valid_until:%d/%m/%Y}"
        raise UnableToAppointError(
            f"Vị trí này có từ ngày {post.valid_from:%d/%m/%Y} đến {until}. Hãy chọn một ngày sau ngày bắt đầu và không quá ngày đó."
        )
    post.valid_until = on
    post.save(update_fields=["valid_until"])


def _recorded(code: str, post: Appointment, actor: User, at: datetime, **sides: Any) -> None:
    record(actor=actor, code=code, subject=post, at=at, unit_id=post.unit_id, **sides)
