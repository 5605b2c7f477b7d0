"""What was read long ago goes away; what nobody read, and what proves a reminder, stays."""

from datetime import datetime, timedelta

import pytest

from congtam.audit.models import Act
from congtam.notifications import jobs
from congtam.notifications.choices import READ_DAYS, REMINDER_DAYS
from congtam.notifications.models import Notification
from congtam.notifications.services import clear_old
from tests import make

pytestmark = pytest.mark.django_db


def told(*, read_days_ago: int | None, once: str = "", at: datetime = make.NOON) -> Notification:
    """Something somebody was told three years ago and read so many days ago, or never."""
    return Notification.objects.create(
        user=make.user(),
        code="tasks.assigned",
        about_kind="tasks.task",
        about_id=1,
        words="Việc mới",
        url="/nhiem-vu/1/",
        once=once,
        created_at=at - timedelta(days=1100),
        read_at=None if read_days_ago is None else at - timedelta(days=read_days_ago),
    )


def test_what_was_read_more_than_half_a_year_ago_goes() -> None:
    old, fresh = told(read_days_ago=READ_DAYS + 1), told(read_days_ago=READ_DAYS)
    acts = Act.objects.count()
    assert clear_old(at=make.NOON) == 1
    assert list(Notification.objects.all()) == [fresh]
    assert not Notification.objects.filter(pk=old.pk).exists()
    assert Act.objects.count() == acts


def test_what_nobody_read_stays_however_old_it_is() -> None:
    told(read_days_ago=None)
    assert clear_old(at=make.NOON) == 0


def test_a_reminder_stays_two_years_as_proof_that_it_was_sent() -> None:
    told(read_days_ago=READ_DAYS + 1, once="follow_up.reminded:1")
    told(read_days_ago=REMINDER_DAYS + 1, once="follow_up.reminded:2")
    assert clear_old(at=make.NOON) == 1
    assert Notification.objects.get().once == "follow_up.reminded:1"


def test_more_than_fit_in_one_go_all_go_and_a_second_night_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("congtam.notifications.services.clearing._AT_ONCE", 2)
    for _ in range(5):
        told(read_days_ago=READ_DAYS + 1)
    jobs.clear(timestamp=int(make.NOON.timestamp()))
    assert not Notification.objects.exists()
    assert clear_old(at=make.NOON) == 0
