"""Opening, locking and recovering accounts."""

import secrets
from datetime import datetime

from django.db import transaction

from congtam.accounts.models import SavedView, User
from congtam.audit.services import Refusal, record

# Letters and digits nobody mistakes for one another when reading them out.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_MOST_VIEWS = 20


class UsernameTakenError(Refusal):
    """Somebody has this user name."""


class UnnamedViewError(Refusal):
    """A saved list has no name."""


class TooManyViewsError(Refusal):
    """Nobody finds his way among so many."""


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


def _password() -> str:
    """Return a password of twenty letters in groups of five: long enough to guard, easy to read out."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(5)) for _ in range(4))
