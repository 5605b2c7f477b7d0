"""`congtam demo`: the fictional province to look around in and to measure with."""

import argparse
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from congtam.site.archive import EMPTY
from congtam.site.command import database
from congtam.site.command.jsonlines import OK
from congtam.site.command.starting import open_house
from congtam.site.refusal import UnableToContinueError


def run(options: argparse.Namespace) -> int:
    """Build the demonstration in an empty house."""
    if options.scale < 0:
        raise UnableToContinueError("--scale là số người thêm vào để đo tải, từ 0 trở lên.")
    open_house()

    if not settings.DEMO:
        raise UnableToContinueError("Đang ở chế độ production: không dựng dữ liệu trình diễn vào dữ liệu thật.")
    if options.fresh:
        _empty()
    database.bring_up_to_date()
    if not build_once(_say, scale=options.scale):
        _say("Dữ liệu trình diễn đã có. Muốn dựng lại từ đầu: congtam demo --fresh")
    return OK


def build_once(say: Callable[[str], None], scale: int = 0) -> bool:
    """Build what is not there yet, the story and people to measure with, each wholly or not at all; return whether any was built now."""

    is_new = not _build().is_built()
    if is_new:
        say("Dựng dữ liệu trình diễn (một lần)…")
        with transaction.atomic():
            _build().build(at=timezone.now(), say=say)
    if not scale or _build().is_scaled():
        return is_new
    say(f"Nạp thêm {scale} người để đo tải…")
    with transaction.atomic():
        _build().scale(people=scale, at=timezone.now(), say=say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return True


def sample_people() -> Iterator[str]:
    """Yield a line for each person a visitor may sign in as."""

    for person in _build().sample_people():
        yield f"{person.name}, {person.role}: {person.try_this}"


def _build() -> ModuleType:
    # Models can be read only once Django is set up, which is after this module was.
    return import_module("congtam.site.demo.build")


def _empty() -> None:
    """Throw every table away; only a house that holds the demonstration, or nothing, is emptied."""

    if database.has_people() and not _build().is_built():
        raise UnableToContinueError(
            "Cơ sở dữ liệu này không chỉ có dữ liệu trình diễn, nên không xoá. Hãy đặt CONGTAM_HOME sang thư mục khác."
        )
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
