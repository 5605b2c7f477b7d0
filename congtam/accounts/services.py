"""Opening, locking and recovering accounts."""

import secrets
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.values.refusal import Refusal

# Letters and digits nobody mistakes for one another when reading them out.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


class UsernameTakenError(Refusal):
    """Somebody has this user name."""


class LastAdministratorError(Refusal):
    """Nobody would be left to look after the system."""


@transaction.atomic
def open_account(
    *, username: str, full_name: str, actor: User | None, at: datetime, is_administrator: bool = False
) -> tuple[User, str]:
    """Make an account; return it with a password to hand over once, which is kept nowhere in plain words.

    `actor` is None when the console makes the first one. Raises `UsernameTakenError`.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTakenError(f"Đã có tài khoản {username}. Hãy chọn tên đăng nhập khác.")
    password = _password()
    user = User.objects.create_user(
        username, password, full_name=full_name, is_administrator=is_administrator, joined_at=at
    )
    record(actor=actor, code="accounts.opened", subject=user, at=at, after={"username": username})
    return user, password


@transaction.atomic
def reset_password(*, user: User, actor: User | None, at: datetime) -> str:
    """Give an account a new password, end its sessions, and return the password to hand over once."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    password = _password()
    # A new password changes what sessions are signed with: every open one ends by it.
    locked.set_password(password)
    locked.save(update_fields=["password"])
    record(actor=actor, code="accounts.password_reset", subject=locked, at=at)
    return password


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


def _password() -> str:
    """Return a password of twenty letters in groups of five: long enough to guard, easy to read out."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
