"""What the tests of sudden ends start as a program of its own and kill; run as `python -m tests.site.killed WHAT …`."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
HALF_DONE = "half done"


def main(what: str, *rest: str) -> None:
    """Do one thing with the application set up."""
    import django

    django.setup()
    kinds: dict[str, Callable[..., None]] = {"post": post, "roster": roster, "plan": plan, "write": write, "read": read}
    kinds[what](*rest)


def post(database: str, session: str, address: str, data: str) -> None:
    """Send one form as somebody signed in, and stop for good between the rows and the end of the transaction."""
    from django.test import Client

    _stop_before_the_end(database)
    client = Client(SERVER_NAME="localhost")
    client.cookies["sessionid"] = session
    client.post(address, json.loads(data))


def roster(database: str, body: str, actor: str, book: str) -> None:
    """Import a roster, and stop for good once everything is written and nothing confirmed."""
    from django.utils import timezone

    from congtam.accounts.models import User
    from congtam.organisation.models import Unit
    from congtam.personnel.services import import_roster

    _stop_before_the_end(database)
    import_roster(
        body=Unit.objects.get(pk=body),
        name="danh-sach.xlsx",
        data=Path(book).read_bytes(),
        actor=User.objects.get(pk=actor),
        at=timezone.now(),
    )


def plan(database: str, waiting: str, actor: str) -> None:
    """Write a waiting plan, and stop for good once every row is there and the plan is not live yet."""
    from django.utils import timezone

    from congtam.accounts.models import User
    from congtam.planning.services import writing

    _stop_before_the_end(database)
    writing.write_waiting(plan_id=int(waiting), actor=User.objects.get(pk=actor), at=timezone.now())


def write() -> None:
    """Migrate the home's own database, then open unit after unit, saying each code once it is confirmed."""
    from django.core.management import call_command
    from django.utils import timezone

    from congtam.accounts.models import User
    from congtam.organisation.services import open_unit

    call_command("migrate", interactive=False, verbosity=0)
    actor, _ = User.objects.get_or_create(username="quan-tri", full_name="Tạ Quang Trị", is_administrator=True)
    for number in range(100_000):
        at = timezone.now()
        open_unit(
            code=f"dv-{number}",
            name=f"Đơn vị {number}",
            kind="state",
            parent=None,
            on=timezone.localdate(at),
            actor=actor,
            at=at,
        )
        _say(f"dv-{number}")


def read() -> None:
    """Say what the home's own database holds."""
    from congtam.audit.models import Act
    from congtam.audit.selectors import verify
    from congtam.organisation.models import Unit

    found = {
        "units": list(Unit.objects.values_list("code", flat=True)),
        "acts": Act.objects.filter(code="organisation.unit_opened").count(),
        "is_whole": verify().is_whole,
    }
    _say(json.dumps(found))


def _stop_before_the_end(database: str) -> None:
    """Point at the tests' database, and make the last write of every act the last thing this program does."""
    from django.db import connection

    import congtam.audit.services
    import congtam.personnel.services.roster

    connection.settings_dict["NAME"] = database
    recorded = congtam.audit.services.record_many
    wanted = os.environ["CODE"]

    def and_stop(*, entries: Any, **more: Any) -> None:
        recorded(entries=entries, **more)
        if any(entry.code == wanted for entry in entries):
            _stop()

    # This program exists to be killed here.
    for module in (congtam.audit.services, congtam.personnel.services.roster):
        mock.patch.object(module, "record_many", and_stop).start()


def _stop() -> NoReturn:
    _say(HALF_DONE)
    while True:
        time.sleep(60)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
