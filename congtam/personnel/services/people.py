"""People and their accounts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.services.posts import PostDetails, appoint
from congtam.values.names import initials, searchable, sort_key
from congtam.values.refusal import RefusedError


class UnableToChangePersonError(RefusedError):
    """What is known of somebody cannot be changed so; the message says why and what to do."""


def named(full_name: str) -> dict[str, str]:
    """Return the fields of a person that follow from the name."""
    return {
        "full_name": full_name,
        "sort_key": sort_key(full_name),
        "search_name": f"{searchable(full_name)} {initials(full_name)}",
    }


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who somebody is: a personal identification number of 12 digits, the name; `gender` is a code of `Gender` or empty."""

    personal_id: str
    full_name: str
    birth_date: date | None = None
    gender: str = ""
    staff_code: str = ""
    email: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """What is kept besides the number: what was given, and what follows from the name."""
        given = {name: getattr(self, name) for name in ("birth_date", "gender", "staff_code", "email")}
        return given | named(self.full_name)


@transaction.atomic
def add_person(*, identity: Identity, actor: User, at: datetime, unit_id: int | None = None) -> Person:
    """Add somebody and return the person. Raises `UnableToChangePersonError` when somebody has that number."""
    # Of two officers who add the same number at once the second meets the first one's person.
    person, is_new = Person.objects.get_or_create(personal_id=identity.personal_id, defaults=identity.fields)
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
        after={"full_name": identity.full_name},
    )
    return person


@transaction.atomic
def correct_person(*, person: Person, identity: Identity, reason: str, actor: User, at: datetime) -> None:
    """Correct what identifies somebody; raises `UnableToChangePersonError` when the number is another person's."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if Person.objects.filter(personal_id=identity.personal_id).exclude(pk=person.pk).exists():
        raise UnableToChangePersonError("Số định danh này là của một người khác. Hãy kiểm tra lại giấy tờ.")
    before = _shown(person)
    has_other_number = person.personal_id != identity.personal_id
    for field, value in {"personal_id": identity.personal_id, **identity.fields}.items():
        setattr(person, field, value)
    person.save()
    after = _shown(person)
    if has_other_number:
        after["personal_id"] = "đã sửa"  # the number itself stays out of the trail
    record(
        actor=actor, code="personnel.person_corrected", subject=person, at=at, before=before, after=after, reason=reason
    )


@transaction.atomic
def take_in(*, identity: Identity, unit: Unit, details: PostDetails, on: date, actor: User, at: datetime) -> Person:
    """Take somebody into a unit from `on`: a new person, or one on record who has left his old body, and return the person.

    Raises `UnableToChangePersonError` when the number is on record under another name, `UnableToAppointError` as `appoint` does.
    """
    person = Person.objects.filter(personal_id=identity.personal_id).first()
    if person is None:
        person = add_person(identity=identity, actor=actor, at=at, unit_id=unit.pk)
    elif searchable(person.full_name) != searchable(identity.full_name):
        raise UnableToChangePersonError(
            "Số định danh này đã có trong hệ thống dưới một họ tên khác. Hãy kiểm tra lại số trên giấy tờ."
        )
    appoint(person=person, unit=unit, details=details, on=on, actor=actor, at=at)
    return person


def _shown(person: Person) -> dict[str, str]:
    names = ("full_name", "birth_date", "gender", "staff_code", "email")
    return {name: str(getattr(person, name) or "") for name in names}
