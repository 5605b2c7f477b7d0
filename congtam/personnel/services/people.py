"""People and their accounts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congtam.accounts import services as accounts
from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.services.posts import PostDetails, appoint
from congtam.values.names import initials, searchable, sort_key
from congtam.values.refusal import Refusal


class UnableToChangePersonError(Refusal):
    """What is known of somebody cannot be changed so; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class OpenedAccount:
    """An account just opened, with the password to hand over: shown once, kept nowhere."""

    user: User
    password: str


def named(full_name: str) -> dict[str, str]:
    """Return the fields of a person that follow from the name."""
    return {
        "full_name": full_name,
        "sort_key": sort_key(full_name),
        "search_name": f"{searchable(full_name)} {initials(full_name)}",
    }


@transaction.atomic
def add_person(
    *,
    personal_id: str,
    full_name: str,
    actor: User,
    at: datetime,
    birth_date: date | None = None,
    gender: str = "",
    unit_id: int | None = None,
) -> Person:
    """Add somebody under a personal identification number of 12 digits; `gender` is a code of `Gender` or empty.

    Raises `UnableToChangePersonError` when somebody has that number.
    """
    given = {"birth_date": birth_date, "gender": gender, **named(full_name)}
    # Of two officers who add the same number at once the second meets the first one's person.
    person, is_new = Person.objects.get_or_create(personal_id=personal_id, defaults=given)
    if not is_new:
        raise UnableToChangePersonError(
            f"Số định danh này đã có trong hồ sơ của {person.full_name}. Nếu đúng là người này, hãy thêm vị trí công tác cho người đó."
        )
    record(
        actor=actor,
        code="personnel.person_added",
        subject=person,
        at=at,
        unit_id=unit_id,
        after={"full_name": full_name},
    )
    return person


@transaction.atomic
def correct_person(
    *,
    person: Person,
    personal_id: str,
    full_name: str,
    birth_date: date | None,
    gender: str,
    reason: str,
    actor: User,
    at: datetime,
) -> None:
    """Correct what identifies somebody; raises `UnableToChangePersonError` when the number is another person's."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if Person.objects.filter(personal_id=personal_id).exclude(pk=person.pk).exists():
        raise UnableToChangePersonError("Số định danh này là của một người khác. Hãy kiểm tra lại giấy tờ.")
    before = {"full_name": person.full_name, "birth_date": _text(person.birth_date), "gender": person.gender}
    has_other_number = person.personal_id != personal_id
    for field, value in {
        "personal_id": personal_id,
        "birth_date": birth_date,
        "gender": gender,
        **named(full_name),
    }.items():
        setattr(person, field, value)
    person.save()
    after = {"full_name": full_name, "birth_date": _text(birth_date), "gender": gender}
    if has_other_number:
        after["personal_id"] = "đã sửa"  # the number itself stays out of the trail
    record(
        actor=actor, code="personnel.person_corrected", subject=person, at=at, before=before, after=after, reason=reason
    )


@transaction.atomic
def open_account(*, person: Person, username: str, actor: User, at: datetime) -> OpenedAccount:
    """Open an account for somebody and return it with a password made by chance, to be handed over and changed.

    Raises `UnableToChangePersonError` when he has one, `accounts.services.UsernameTakenError` when the name is taken.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id is not None:
        raise UnableToChangePersonError(f"{person.full_name} đã có tài khoản. Không cần mở thêm.")
    user, password = accounts.open_account(username=username, full_name=person.full_name, actor=actor, at=at)
    person.user = user
    person.save(update_fields=["user"])
    record(actor=actor, code="personnel.account_opened", subject=person, at=at, after={"username": username})
    return OpenedAccount(user=user, password=password)


@transaction.atomic
def take_in(
    *,
    personal_id: str,
    full_name: str,
    birth_date: date | None,
    gender: str,
    unit: Unit,
    details: PostDetails,
    on: date,
    actor: User,
    at: datetime,
) -> Person:
    """Take somebody into a unit from `on`: a new person, or one on record who has left his old body, and return the person.

    Raises `UnableToChangePersonError` when the number is on record under another name, `UnableToAppointError` as `appoint` does.
    """
    person = Person.objects.filter(personal_id=personal_id).first()
    if person is None:
        person = add_person(
            personal_id=personal_id,
            full_name=full_name,
            birth_date=birth_date,
            gender=gender,
            actor=actor,
            at=at,
            unit_id=unit.pk,
        )
    elif searchable(person.full_name) != searchable(full_name):
        raise UnableToChangePersonError(
            "Số định danh này đã có trong hệ thống dưới một họ tên khác. Hãy kiểm tra lại số trên giấy tờ."
        )
    appoint(person=person, unit=unit, details=details, on=on, actor=actor, at=at)
    return person


def _text(day: date | None) -> str:
    return "" if day is None else str(day)
