"""`congtam user …`: the first administrator, and whoever forgot or must be kept out."""

import argparse
import sys

from django.utils import timezone

from congtam.accounts import services
from congtam.accounts.models import User
from congtam.site.command.jsonlines import OK
from congtam.site.refusal import UnableToContinueError

# Nobody is signed in at the console: the trail shows these acts without an actor.
_CONSOLE = None


def create(options: argparse.Namespace) -> int:
    """Make an account and print its password, which is kept nowhere."""
    _, password = services.open_account(
        username=options.username,
        full_name=options.name,
        is_administrator=options.administrator,
        actor=_CONSOLE,
        at=timezone.now(),
    )
    return _handed_over(options.username, password)


def password(options: argparse.Namespace) -> int:
    """Give an account a new password and print it."""
    user = account(options.username)
    return _handed_over(user.username, services.reset_password(user=user, actor=_CONSOLE, at=timezone.now()))


def lock(options: argparse.Namespace) -> int:
    """Let nobody sign in to an account any more."""
    user = account(options.username)
    services.lock(user=user, reason=options.reason, actor=_CONSOLE, at=timezone.now())
    sys.stdout.write(f"Đã khoá {user.username} ({user.full_name}).\n")
    return OK


def unlock(options: argparse.Namespace) -> int:
    """Let somebody sign in again."""
    user = account(options.username)
    services.unlock(user=user, actor=_CONSOLE, at=timezone.now())
    sys.stdout.write(f"Đã mở khoá {user.username} ({user.full_name}).\n")
    return OK


def account(username: str) -> User:
    """Return the account of a user name; raise `UnableToContinueError` when nobody has it."""
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise UnableToContinueError(f"Không có tài khoản {username}. Hãy xem lại tên đăng nhập.")
    return user


def _handed_over(username: str, secret: str) -> int:
    sys.stdout.write(
        f"Tên đăng nhập: {username}\nMật khẩu:      {secret}\nMật khẩu chỉ hiện một lần; hãy trao tận tay.\n"
    )
    return OK
