"""Telling people: once, each his own."""

import pytest

from congtam.accounts.models import User
from congtam.notifications.models import Notification
from congtam.notifications.services import notify
from tests import make

pytestmark = pytest.mark.django_db


def tell(*people: User, once: str = "") -> None:
    unit = make.unit()
    notify(
        to=people,
        code="tasks.due",
        about=unit,
        words="Nhiệm vụ “Báo cáo tháng” đến hạn ngày 10/03/2026",
        url="/nhiem-vu/1/",
        at=make.NOON,
        once=once,
    )


def test_everybody_named_is_told_once_even_when_named_twice() -> None:
    holder, head = make.user(), make.user("Phạm Văn Khoa")
    tell(holder, head, holder)
    assert sorted(Notification.objects.values_list("user", flat=True)) == sorted([holder.pk, head.pk])


def test_the_same_occasion_is_not_told_to_the_same_person_again() -> None:
    holder, newcomer = make.user(), make.user("Lê Thị Hà")
    tell(holder, once="due:1:2026-03-10")
    tell(holder, newcomer, once="due:1:2026-03-10")
    assert list(Notification.objects.order_by("pk").values_list("user", flat=True)) == [holder.pk, newcomer.pk]


def test_without_an_occasion_telling_again_is_meant() -> None:
    holder = make.user()
    tell(holder)
    tell(holder)
    assert Notification.objects.filter(user=holder, read_at=None).count() == 2
