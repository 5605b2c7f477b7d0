"""Accounts of people: opened for one or for everybody who has none, handed over anew, opened again after the last post."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from congtam.accounts import services as accounts
from congtam.accounts.models import User
from congtam.accounts.services import NewAccount
from congtam.audit.services import Entry, record, record_many
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors.accounts import MOST_AT_ONCE, digest_of, proposals, unused_accounts, without_account
from congtam.personnel.services.people import UnableToChangePersonError
from congtam.values.refusal import RefusedError


class UnableToOpenAccountsError(RefusedError):
    """The accounts cannot be opened as they were looked at; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class OpenedAccount:
    """Somebody's account with the password to hand over: shown once, kept nowhere."""

    user: User
    password: str = field(repr=False)
    job_title: str = ""
    place: str = ""


@transaction.atomic
def open_account(*, person: Person, username: str, actor: User, at: datetime) -> OpenedAccount:
    """Open an account for somebody and return it with a password made by chance, to be handed over and changed.

    Raises `UnableToChangePersonError` when he has one, `accounts.services.UsernameTakenError` when the name is taken.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id is not None:
        raise UnableToChangePersonError(f"{person.full_name} đã có tài khoản. Không cần mở thêm.")
    wanted = NewAccount(username=username, full_name=person.full_name, email=person.email)
    (opened,) = accounts.open_accounts(wanted=[wanted], actor=actor, at=at)
    person.user = opened.user
    person.save(update_fields=["user"])
    record(actor=actor, code="personnel.account_opened", subject=person, at=at, after={"username": username})
    return OpenedAccount(user=opened.user, password=opened.password)


@transaction.atomic
def open_accounts(
    *, body: Unit, rule: str, categories: Collection[str], seen: str, on: date, actor: User, at: datetime
) -> list[OpenedAccount]:
    """Open an account for everybody of a body on `on` who has none, all or nothing, and return them in order of names.

    `rule` is a code of `UsernameRule`, `categories` codes of `Category`; `seen` is `digest_of` the proposals that were looked at: raises
    `UnableToOpenAccountsError` when they are others by now.
    """
    posts = without_account(body.pk, on, categories)[:MOST_AT_ONCE]
    # Locked first: of two officers who open them at once the second meets people who have accounts.
    people = {
        one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[post.person_id for post in posts])
    }
    found = proposals([post for post in posts if people[post.person_id].user_id is None], rule, on)
    if digest_of(found) != seen:
        raise UnableToOpenAccountsError(
            "Danh sách người chưa có tài khoản hoặc tên đăng nhập đã thay đổi từ lúc xem. Chưa mở tài khoản nào; hãy xem lại rồi mở."
        )
    wanted = [
        NewAccount(username=one.username, full_name=one.post.person.full_name, email=one.post.person.email)
        for one in found
    ]
    opened = accounts.open_accounts(wanted=wanted, actor=actor, at=at)
    for one, made in zip(found, opened, strict=True):
        people[one.post.person_id].user = made.user
    Person.objects.bulk_update(people.values(), ["user"])
    entries = [
        Entry(
            code="personnel.account_opened",
            subject=one.post.person,
            unit_id=one.post.unit_id,
            after={"username": one.username},
        )
        for one in found
    ]
    record_many(actor=actor, at=at, entries=entries)
    return [
        OpenedAccount(user=made.user, password=made.password, job_title=one.post.job_title, place=one.place)
        for one, made in zip(found, opened, strict=True)
    ]


@transaction.atomic
def renew_unused(*, body: Unit, on: date, actor: User, at: datetime) -> list[OpenedAccount]:
    """Give new passwords to everybody of a body who never signed in, the slips being lost or too old; the old passwords end.

    Raises `UnableToOpenAccountsError` when everybody has signed in.
    """
    rows = {row.user.pk: row for row in unused_accounts(body.pk, on)[:MOST_AT_ONCE] if row.user is not None}
    # Looked at again under the lock: whoever signs in this minute keeps the password he has.
    users = User.objects.select_for_update().filter(pk__in=rows, last_login__isnull=True)
    renewed = accounts.reset_passwords(users=list(users), actor=actor, at=at)
    if not renewed:
        raise UnableToOpenAccountsError("Mọi người có tài khoản đều đã đăng nhập. Không có gì để cấp lại.")
    return [
        OpenedAccount(
            user=one.user, password=one.password, job_title=rows[one.user.pk].job_title, place=rows[one.user.pk].place
        )
        for one in sorted(renewed, key=lambda one: rows[one.user.pk].person.sort_key)
    ]


@transaction.atomic
def reopen_account(*, person: Person, until: date, reason: str, actor: User, at: datetime) -> None:
    """Let somebody who left every post sign in until the day before `until`. Raises `UnableToChangePersonError` without an account."""
    if person.user is None:
        raise UnableToChangePersonError(f"{person.full_name} chưa có tài khoản. Hãy mở tài khoản trước.")
    accounts.keep_open(user=person.user, until=until, reason=reason, actor=actor, at=at)
