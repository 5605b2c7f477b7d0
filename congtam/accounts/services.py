"""Opening, locking and recovering accounts."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models.functions import Lower

from congtam.accounts.hashers import OneTimeHasher
from congtam.accounts.models import SavedView, User
from congtam.audit.services import Entry, record, record_many
from congtam.values.days import day_begins, local_day
from congtam.values.refusal import RefusedError

# How many days after today a password that was handed over opens the page that changes it.
TEMPORARY_DAYS: Final = 14

# Any number of ours, the same for everybody who opens accounts.
_NAMES = 335_003
# Letters and digits nobody mistakes for one another when reading them out.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_MOST_VIEWS = 20


class UsernameTakenError(RefusedError):
    """Somebody has this user name."""


class UnnamedViewError(RefusedError):
    """A saved list has no name."""


class TooManyViewsError(RefusedError):
    """Nobody finds his way among so many."""


class LastAdministratorError(RefusedError):
    """Nobody would be left to look after the system."""


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """An account to open."""

    username: str
    full_name: str
    email: str = ""
    is_administrator: bool = False


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """An account with its password of one use, to be handed over once; `password` is kept nowhere in plain words."""

    user: User
    password: str = field(repr=False)


def open_account(
    *, username: str, full_name: str, actor: User | None, at: datetime, is_administrator: bool = False
) -> tuple[User, str]:
    """Make an account; return it with a password to hand over once, which must be changed at the first sign-in.

    `actor` is None when the console makes the first one. Raises `UsernameTakenError`.
    """
    wanted = NewAccount(username=username, full_name=full_name, is_administrator=is_administrator)
    (opened,) = open_accounts(wanted=[wanted], actor=actor, at=at)
    return opened.user, opened.password


@transaction.atomic
def open_accounts(*, wanted: Sequence[NewAccount], actor: User | None, at: datetime) -> list[HandedOver]:
    """Make accounts, all or none, and return them in the same order with passwords to hand over once.

    Raises `UsernameTakenError` naming the first user name somebody has.
    """
    with connection.cursor() as cursor:
        # Of two who open one name at the same moment the second is told.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NAMES])
    names = [one.username.lower() for one in wanted]
    taken = User.objects.annotate(name=Lower("username")).filter(name__in=names).order_by("name").first()
    if taken is not None or len(set(names)) < len(names):
        name = next(one.username for one in wanted if taken is None or one.username.lower() == taken.username.lower())
        raise UsernameTakenError(f"Đã có tài khoản {name}. Hãy chọn tên đăng nhập khác.")
    passwords = [_password() for _ in wanted]
    users = User.objects.bulk_create(
        User(
            username=one.username,
            full_name=one.full_name,
            email=one.email,
            is_administrator=one.is_administrator,
            password=make_password(password, hasher=OneTimeHasher.algorithm),
            temporary_until=temporary_until(at),
            joined_at=at,
        )
        for one, password in zip(wanted, passwords, strict=True)
    )
    entries = [Entry(code="accounts.opened", subject=user, after={"username": user.username}) for user in users]
    record_many(actor=actor, at=at, entries=entries)
    return [HandedOver(user=user, password=password) for user, password in zip(users, passwords, strict=True)]


def reset_password(*, user: User, actor: User | None, at: datetime) -> str:
    """Give an account a new password, end its sessions, and return the password to hand over once."""
    (renewed,) = reset_passwords(users=[user], actor=actor, at=at)
    return renewed.password


@transaction.atomic
def reset_passwords(*, users: Sequence[User], actor: User | None, at: datetime) -> list[HandedOver]:
    """Give accounts new passwords of one use, in the order of their keys; the old ones and every open session end."""
    locked = list(User.objects.select_for_update().filter(pk__in=[user.pk for user in users]).order_by("pk"))
    renewed = [HandedOver(user=user, password=_password()) for user in locked]
    for one in renewed:
        # A new password changes what sessions are signed with: every open one ends by it.
        one.user.password = make_password(one.password, hasher=OneTimeHasher.algorithm)
        one.user.temporary_until = temporary_until(at)
    User.objects.bulk_update(locked, ["password", "temporary_until"])
    record_many(
        actor=actor, at=at, entries=[Entry(code="accounts.password_reset", subject=one.user) for one in renewed]
    )
    return renewed


@transaction.atomic
def keep_open(*, user: User, until: date, reason: str, actor: User, at: datetime) -> None:
    """Let somebody who left every post sign in again until the day before `until`, to read and petition about his own record."""
    User.objects.filter(pk=user.pk).update(kept_open_until=until)
    record(actor=actor, code="accounts.kept_open", subject=user, at=at, after={"until": str(until)}, reason=reason)


@transaction.atomic
def lock(*, user: User, reason: str, actor: User | None, at: datetime) -> None:
    """Let nobody sign in to an account any more. Raises `LastAdministratorError` for the last one."""
    administrators = User.objects.select_for_update().filter(is_administrator=True, is_active=True)
    if user.is_administrator and [other.pk for other in administrators] == [user.pk]:
        raise LastAdministratorError(
            "Đây là tài khoản quản trị cuối cùng. Hãy lập tài khoản quản trị khác trước khi khoá."
        )
    User.objects.filter(pk=user.pk).update(is_active=False)
    record(actor=actor, code="accounts.locked", subject=user, at=at, reason=reason)


@transaction.atomic
def unlock(*, user: User, actor: User | None, at: datetime) -> None:
    """Let somebody sign in again."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(actor=actor, code="accounts.unlocked", subject=user, at=at)


@transaction.atomic
def save_view(*, path: str, name: str, query: str, actor: User, at: datetime) -> SavedView:
    """Keep a list as `actor` sees it under a name of his own; the same name again replaces what it stood for.

    Raises `UnnamedViewError` without a name, `TooManyViewsError` beyond twenty on one page.
    """
    called = " ".join(name.split())[:80]
    if not called:
        raise UnnamedViewError("Hãy đặt tên cho bộ lọc, ví dụ “Quá hạn của phòng”.")
    User.objects.select_for_update().get(pk=actor.pk)
    others = SavedView.objects.filter(user=actor, path=path).exclude(name=called)
    if others.count() >= _MOST_VIEWS:
        raise TooManyViewsError(f"Mỗi trang giữ tối đa {_MOST_VIEWS} bộ lọc. Hãy bỏ bớt một bộ lọc không còn dùng.")
    view, _ = SavedView.objects.update_or_create(user=actor, path=path, name=called, defaults={"query": query})
    record(actor=actor, code="accounts.view_saved", subject=view, at=at, after={"name": called})
    return view


@transaction.atomic
def drop_view(*, view: SavedView, actor: User, at: datetime) -> None:
    """Forget a saved list; what it showed is untouched."""
    record(actor=actor, code="accounts.view_dropped", subject=view, at=at, before={"name": view.name})
    view.delete()


def temporary_until(at: datetime) -> datetime:
    """Return the moment a password handed over at `at` ends: the midnight after its last whole day."""
    return day_begins(local_day(at) + timedelta(days=TEMPORARY_DAYS + 1))


def _password() -> str:
    """Return a password of twenty letters in groups of five: long enough to guard, easy to read out."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
