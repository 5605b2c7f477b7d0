"""Reminders over Tết: the holder before, nobody on days of rest, then the head, then the office; each thing once, one letter a day."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from congtam.follow_up.jobs import remind
from congtam.notifications.jobs import send_digests
from congtam.notifications.models import Notification
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from tests import make
from tests.journeys.conftest import Arrival
from tests.journeys.world import OFFICE, World, account

WORK = "Báo cáo tình hình hồ chứa trước Tết"
# Tết Bính Ngọ: nobody works from Saturday 14 to Sunday 22 February 2026. The deadline is in the middle of it.
LAST_DAY, DUE, FIRST_DAY = date(2026, 2, 13), date(2026, 2, 18), date(2026, 2, 23)
# The clock strikes at night, before the letters leave, when they do, in the afternoon and in the evening.
STRIKES = (0, 5, 7, 14, 21)


@pytest.fixture
def letters(settings: Any) -> list[tuple[datetime, str, str]]:
    """What left by mail, in its order: when, to whom, what; filled by `until`."""
    settings.MAIL_IS_ON = True
    settings.MAIL_ADDRESS = "https://congtam.songlam.example"
    return []


def until(day: date, office: World, letters: list[tuple[datetime, str, str]]) -> None:
    """Let the days pass up to the evening of `day`, and the program do at each strike of the clock what it does by itself."""
    at = datetime.now(OFFICE)
    for number in range((day - at.date()).days + 1):
        for hour in STRIKES:
            moment = datetime.combine(at.date() + timedelta(days=number), at.time(), OFFICE).replace(
                hour=hour, minute=10
            )
            if moment <= at:
                continue
            office.clock.move_to(moment)
            remind(timestamp=int(moment.timestamp()))
            send_digests(timestamp=int(moment.timestamp()))
            letters += [(moment, one.to[0], str(one.body)) for one in mail.outbox]
            mail.outbox.clear()


def with_address(who: Person) -> Person:
    """Somebody who can be written to."""
    user = account(who)
    user.email = f"{user.username}@songlam.example"
    user.save()
    return who


def test_the_holder_is_reminded_before_tet_then_his_head_then_the_office(
    arrives: Arrival, office: World, letters: list[tuple[datetime, str, str]]
) -> None:
    office.turns_to(9, 2)
    make.duty(office.bureau_head, office.body, Duty.OFFICE)
    dat, khoa, lien = (with_address(who) for who in (office.specialist, office.head, office.bureau_head))
    page = arrives(lien).goes_to("/theo-doi/nhac-viec/")
    page.writes("Trước hạn (ngày làm việc), người thực hiện", "1").ticks("Đúng ngày đến hạn, người thực hiện")
    page.writes("Quá hạn (ngày làm việc), người thực hiện", "")
    page.writes("Quá hạn (ngày làm việc), người đứng đầu đơn vị", "1").writes("Quá hạn (ngày làm việc), văn phòng", "2")
    page.presses("Lưu cách nhắc").sees("Đang áp dụng")
    task = office.gives(WORK, to=dat, due=DUE)
    Notification.objects.all().delete()

    until(LAST_DAY, office, letters)
    holder = arrives(dat).goes_to("/thong-bao/")
    holder.sees("Còn 1 ngày làm việc là đến hạn (18/02/2026)", "Đến hạn vào ngày nghỉ tới (18/02/2026)", WORK)
    arrives(khoa).goes_to("/thong-bao/").misses(WORK)

    until(FIRST_DAY - timedelta(days=1), office, letters)
    assert {moment.date() for moment, _, _ in letters} == {LAST_DAY - timedelta(days=1), LAST_DAY}

    until(FIRST_DAY, office, letters)
    head = arrives(khoa).goes_to("/").follows("Thông báo")
    head.sees("Việc bạn phụ trách quá hạn 1 ngày làm việc (18/02/2026)", WORK)
    arrives(lien).goes_to("/thong-bao/").misses(WORK)
    until(FIRST_DAY + timedelta(days=1), office, letters)
    arrives(lien).goes_to("/thong-bao/").sees("Việc của cơ quan quá hạn 2 ngày làm việc (18/02/2026)", WORK)
    head.goes_to("/thong-bao/").presses("Xem").sees(WORK)

    office.finishes(task)
    # That the work was given and finished is told as well; this story is about reminders.
    Notification.objects.exclude(words__contains="hạn").delete()
    until(FIRST_DAY + timedelta(days=5), office, letters)
    written = [(moment.date().day, moment.hour, to) for moment, to, _ in letters]
    assert written == [
        (12, 7, account(dat).email),
        (13, 7, account(dat).email),
        (23, 7, account(khoa).email),
        (24, 7, account(lien).email),
    ]
    assert all(body.count(WORK) == 1 for _, _, body in letters)
    told = Notification.objects.filter(words__contains=WORK, code="follow_up.reminded")
    assert told.count() == told.values("user", "words").distinct().count() == 4
