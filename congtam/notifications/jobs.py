"""The mail of the day: one to each person who has something new, at the hour he wants it, on working days. And, at night, clearing up."""

import logging
import smtplib
from datetime import UTC, datetime
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from procrastinate.contrib.django import app

from congtam.notifications.models import Digest
from congtam.notifications.selectors import letter_of, mail_waits_for
from congtam.notifications.services import claim_digest, clear_old, end_digest
from congtam.values.days import local_day

_log = logging.getLogger(__name__)
_AT_ONCE = 200
# Refused by name, before anything was taken: the mail surely did not leave.
_REFUSALS = (smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


@app.periodic(cron="*/10 * * * *")
@app.task(name="notifications.send_digests", queueing_lock="notifications.send_digests")
def send_digests(timestamp: int) -> None:
    """Send what is due now; without a mail server people are told in the application alone."""
    if settings.MAIL_IS_ON:
        # A run that waited long for its turn looks at the hour it really is.
        send_due(at=max(timezone.now(), datetime.fromtimestamp(timestamp, UTC)))


@app.periodic(cron="20 2 * * *")
@app.task(name="notifications.clear_old", queueing_lock="notifications.clear_old")
def clear(timestamp: int) -> None:
    """Put away, once a day at night, what was read long ago; a night that was missed is made good by the next."""
    clear_old(at=datetime.fromtimestamp(timestamp, UTC))


def send_due(*, at: datetime) -> int:
    """Send every mail due at `at`, and return how many left.

    A server that cannot be reached leaves everything to the next run. A mail the server broke off in the middle of is not sent again: the
    server may have taken it.
    """
    sent, day = 0, local_day(at)
    while users := mail_waits_for(at, _AT_ONCE):
        with get_connection() as server:
            for user_id in users:
                digest = claim_digest(user_id=user_id, day=day, at=at)
                if digest is not None:
                    sent += _sent(digest, server, at)
    return sent


def _sent(digest: Digest, server: BaseEmailBackend, at: datetime) -> bool:
    try:
        server.send_messages([_message(digest)])
    except _REFUSALS as refusal:
        _log.warning("mail of digest %s refused: %s", digest.pk, type(refusal).__name__)
        end_digest(digest=digest, is_refused=True, at=at)
        return False
    end_digest(digest=digest, is_refused=False, at=at)
    return True


def _message(digest: Digest) -> EmailMessage:
    letter = letter_of(digest)
    lines = [(words, urljoin(settings.MAIL_ADDRESS, url)) for words, url in letter.lines]
    page = urljoin(settings.MAIL_ADDRESS, "/thong-bao/")
    body = render_to_string("notifications/digest.txt", {"lines": lines, "older": letter.older, "page": page})
    return EmailMessage(
        subject=f"Công Tâm: {len(lines)} thông báo mới",
        body=body,
        to=[letter.user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
