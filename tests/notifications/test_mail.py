"""The mail of the day: one to each who has something new, at the hour he wants it, never twice."""

import smtplib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from pytest_django import Settings

from congtam.accounts.models import User
from congtam.notifications.choices import MailOutcome
from congtam.notifications.jobs import send_due
from congtam.notifications.models import Digest, Notification
from congtam.notifications.selectors import mail_troubles
from congtam.notifications.services import NoisyHourError, claim_digest, mark_read, notify, set_preference
from tests import make

TUESDAY_EIGHT = datetime(2026, 3, 10, 1, tzinfo=UTC)
TUESDAY_SIX = datetime(2026, 3, 9, 23, tzinfo=UTC)
WEDNESDAY_EIGHT = datetime(2026, 3, 11, 1, tzinfo=UTC)
SATURDAY_EIGHT = datetime(2026, 3, 14, 1, tzinfo=UTC)
# The third day of Tết Bính Ngọ.
TET_EIGHT = datetime(2026, 2, 19, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_a_mail_server(settings: Settings) -> Iterator[None]:
    settings.MAIL_IS_ON = True
    settings.MAIL_ADDRESS = "https://congtam.songlam.example"
    Breaking.breaks_with = None
    yield
    Breaking.breaks_with = None


class Breaking(EmailBackend):
    """A mail server that breaks at the first mail, as told."""

    breaks_with: BaseException | None = None

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if Breaking.breaks_with is not None:
            error, Breaking.breaks_with = Breaking.breaks_with, None
            raise error
        return super().send_messages(messages)


def holder(name: str = "Nguyễn Thị Bình", **fields: Any) -> User:
    return make.user(name, email=fields.pop("email", "binh@songlam.example"), **fields)


def tell(user: User, words: str = "Nhiệm vụ “Báo cáo tháng” đến hạn ngày 10/03/2026", once: str = "") -> None:
    notify(
        to=[user], code="tasks.due", about=user, words=words, url="/nhiem-vu/5/", at=datetime(2026, 3, 9, tzinfo=UTC), once=once
    )  # fmt: skip


def test_everything_new_comes_in_one_mail_with_titles_and_links_and_nothing_else() -> None:
    user = holder()
    tell(user)
    tell(user, "Bạn được gia hạn “Rà soát hồ sơ” đến 20/03/2026")
    assert send_due(at=TUESDAY_EIGHT) == 1
    (letter,) = mail.outbox
    assert letter.to == ["binh@songlam.example"]
    assert letter.subject == "Công Tâm: 2 thông báo mới"
    assert "- Nhiệm vụ “Báo cáo tháng” đến hạn" in letter.body
    assert "https://congtam.songlam.example/nhiem-vu/5/" in letter.body
    assert "Bình" not in letter.body


def test_a_second_run_of_the_day_sends_nothing_and_what_came_since_waits_for_tomorrow() -> None:
    user = holder()
    tell(user)
    send_due(at=TUESDAY_EIGHT)
    tell(user, "Việc mới")
    assert send_due(at=TUESDAY_EIGHT) == 0
    assert send_due(at=WEDNESDAY_EIGHT) == 1
    assert "Việc mới" in mail.outbox[1].body
    assert "Báo cáo tháng" not in mail.outbox[1].body
    assert "Còn 1 thông báo trước đó bạn chưa đọc" in mail.outbox[1].body


def test_what_was_read_in_the_application_needs_no_mail() -> None:
    user = holder()
    tell(user)
    mark_read(actor=user, at=TUESDAY_SIX)
    assert send_due(at=TUESDAY_EIGHT) == 0


@pytest.mark.parametrize("moment", [SATURDAY_EIGHT, TET_EIGHT, TUESDAY_SIX], ids=["saturday", "tet", "before seven"])
def test_no_mail_leaves_on_a_day_of_rest_or_before_the_usual_hour(moment: datetime) -> None:
    tell(holder())
    assert send_due(at=moment) == 0
    assert not Digest.objects.exists()


def test_no_mail_leaves_to_whom_has_no_address_or_wants_none_or_is_locked() -> None:
    silent = holder("Lê Thị Hà")
    set_preference(
        by_mail=False, digest_hour=7, quiet_from=time(20), quiet_until=time(6), actor=silent, at=make.NOON
    )  # fmt: skip
    for user in (silent, holder("Trần Văn Đạt", email=""), holder("Phạm Văn Khoa", is_active=False)):
        tell(user)
    assert send_due(at=TUESDAY_EIGHT) == 0


def test_somebody_gets_his_mail_at_his_own_hour_and_not_in_his_quiet_hours() -> None:
    user = holder()
    set_preference(by_mail=True, digest_hour=13, quiet_from=time(8), quiet_until=time(12), actor=user, at=make.NOON)
    tell(user)
    assert send_due(at=TUESDAY_EIGHT) == 0
    assert send_due(at=datetime(2026, 3, 10, 6, tzinfo=UTC)) == 1


def test_an_hour_inside_the_quiet_hours_is_refused_with_what_to_do() -> None:
    user = holder()
    with pytest.raises(NoisyHourError, match="Hãy đổi một trong hai"):
        set_preference(by_mail=True, digest_hour=5, quiet_from=time(20), quiet_until=time(6), actor=user, at=make.NOON)


def test_a_mail_broken_off_in_the_middle_is_not_sent_again_and_nothing_it_told_is_lost(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    user, other = holder(), holder("Lê Thị Hà", email="ha@songlam.example")
    tell(user)
    tell(other)
    Breaking.breaks_with = SystemExit(9)
    with pytest.raises(SystemExit):
        send_due(at=TUESDAY_EIGHT)
    assert send_due(at=TUESDAY_EIGHT) == 1
    assert [letter.to for letter in mail.outbox] == [["ha@songlam.example"]]
    assert Notification.objects.filter(user=user, read_at=None).count() == 1
    assert mail_troubles(TUESDAY_EIGHT.date()) == {MailOutcome.LEAVING: 1}
    tell(user, "Việc mới")
    send_due(at=WEDNESDAY_EIGHT)
    assert "Còn 1 thông báo trước đó" in mail.outbox[-1].body


def test_a_mail_the_server_refused_is_told_again_the_next_working_day(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    tell(holder())
    Breaking.breaks_with = smtplib.SMTPRecipientsRefused({})
    assert send_due(at=TUESDAY_EIGHT) == 0
    assert send_due(at=TUESDAY_EIGHT) == 0
    assert send_due(at=WEDNESDAY_EIGHT) == 1
    assert "Báo cáo tháng" in mail.outbox[0].body


def test_a_server_that_cannot_be_reached_costs_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Breaking"
    tell(holder())
    with monkeypatch.context() as patched:
        patched.setattr(Breaking, "open", _unreachable, raising=False)
        with pytest.raises(OSError, match="nobody"):
            send_due(at=TUESDAY_EIGHT)
    assert send_due(at=TUESDAY_EIGHT) == 1


def _unreachable(_: object) -> None:
    raise OSError("nobody answers")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_mail_at_once_one_gets_it() -> None:
    user = holder()
    tell(user)
    together, taken = Barrier(2), []

    def take() -> None:
        together.wait()
        taken.append(claim_digest(user_id=user.pk, day=TUESDAY_EIGHT.date(), at=TUESDAY_EIGHT))
        connection.close()

    workers = [Thread(target=take) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(one is None for one in taken) == [False, True]
    assert Notification.objects.filter(digest__isnull=False).count() == 1
