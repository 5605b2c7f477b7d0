"""Reminding: by the rules of each body every working day, and by hand."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.engine.state_calendar import is_working_day
from congtam.follow_up.choices import DAYS_AFTER, DAYS_BEFORE, USUAL_REMINDERS, Chain
from congtam.follow_up.models import Reminder, ReminderRule, ReminderRun, ReminderScheme
from congtam.follow_up.selectors.chain import Directory, directory
from congtam.follow_up.selectors.chased import Chased, dossiers_overdue, falling_due
from congtam.follow_up.selectors.reminders import days_to_run, deadlines_reminded, ran_before, rules_of_bodies
from congtam.follow_up.selectors.sent import REMINDED
from congtam.follow_up.services.dossier_reminders import dossier_notices
from congtam.notifications.services import Notice, notify_many
from congtam.organisation.models import Unit
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError
from congtam.values.text import capital, shortened


class UnusableRuleError(RefusedError):
    """A reminder lies too far from the deadline."""


class AlreadyRemindedError(RefusedError):
    """Somebody reminded of this today; the message says who."""


class NobodyToRemindError(RefusedError):
    """Nobody who answers for the work has an account."""


@transaction.atomic
def set_reminders(*, body: Unit, rules: Iterable[tuple[int, Chain]], actor: User, at: datetime) -> ReminderScheme:
    """Set when a body reminds whom: pairs of working days after the deadline (below zero: before) and link of the chain.

    No pairs: this body sends no reminders by itself. What held before stays to be read. Raises `UnusableRuleError`.
    """
    wanted = sorted(set(rules))
    for days, _ in wanted:
        if not -DAYS_BEFORE <= days <= DAYS_AFTER:
            raise UnusableRuleError(
                f"Chỉ nhắc trong khoảng {DAYS_BEFORE} ngày làm việc trước hạn đến {DAYS_AFTER} ngày sau hạn. Hãy sửa số {days}."
            )
    scheme = ReminderScheme.objects.create(body=body, set_by=actor, set_at=at)
    ReminderRule.objects.bulk_create(ReminderRule(scheme=scheme, days=days, to=to) for days, to in wanted)
    after = {"rules": [f"{Chain(to).label}: {days:+d}" for days, to in wanted]}
    record(actor=actor, code="follow_up.reminders_set", subject=scheme, at=at, unit_id=body.pk, after=after)
    return scheme


def send_reminders(*, at: datetime) -> int:
    """Remind everybody whom the rules of his body name for the working day of `at`; return how many were told.

    A day is run once, whole or not at all; days that were missed since the last run are made good. On a day of rest nothing happens.
    """
    on = local_day(at)
    # No act of anybody's, so not in the trail: the run says by itself what was done, and the notifications to whom.
    with transaction.atomic():
        days = days_to_run(on)
        if not days:
            return 0
        run, is_ours = ReminderRun.objects.get_or_create(day=on, defaults={"ran_at": at})
        if not is_ours:
            return 0
        notices = _notices(days)
        notify_many(notices=notices, at=at)
        run.count = len(notices)
        run.save(update_fields=["count"])
        return run.count


def _notices(run: Sequence[date]) -> list[Notice]:
    """Return what is told on the days of a run: of several rules that reach somebody about one thing, the latest."""
    own_rules = rules_of_bodies()
    offsets = {days for rules in (USUAL_REMINDERS, *own_rules.values()) for days, _ in rules}
    reached = {days: deadlines_reminded(run, days) for days in offsets}
    things = list(falling_due(frozenset[date]().union(*reached.values())))
    after = frozenset[date]().union(*(dues for days, dues in reached.items() if days > 0))
    dossiers = list(dossiers_overdue(after, run[-1], ran_before(run[-1])))
    answering = [one for thing in [*things, *dossiers] for one in (thing.holder_id, thing.leader_id) if one]
    known = directory(run[-1], answering)
    found: dict[tuple[int, str], Notice] = {}
    for thing in things:
        for days, to in sorted(own_rules.get(known.body_of(thing.unit_id), USUAL_REMINDERS)):
            if thing.due_date in reached[days]:
                for user in known.told(thing, to):
                    found[user, thing.key] = _notice(thing, user, days, to)
    return [*found.values(), *dossier_notices(dossiers, own_rules=own_rules, reached=reached, known=known)]


def _notice(thing: Chased, user_id: int, days: int, to: Chain) -> Notice:
    return Notice(
        user_id=user_id,
        code=REMINDED,
        about=thing.about,
        words=_words(thing, days, to),
        url=thing.url,
        once=f"{REMINDED}:{thing.key}:{thing.due_date}:{days}",
    )


def _words(thing: Chased, days: int, to: Chain) -> str:
    whose = {Chain.HOLDER: "", Chain.HEAD: "Việc bạn phụ trách ", Chain.OFFICE: "Việc của cơ quan "}[to]
    if days > 0:
        when = f"quá hạn {days} ngày làm việc"
    elif days < 0:
        when = f"còn {-days} ngày làm việc là đến hạn"
    else:
        when = "đến hạn hôm nay" if is_working_day(thing.due_date) else "đến hạn vào ngày nghỉ tới"
    said = f"{whose}{when}"
    return f"{capital(said)} ({thing.due_date:%d/%m/%Y}): {shortened(thing.title)}"


@transaction.atomic
def remind(*, thing: Chased, note: str, url: str, actor: User, at: datetime) -> Reminder:
    """Remind by hand whoever answers for a thing (đôn đốc), with a few words; at most once a day about one thing.

    `url` is the page where the words are read. Raises `AlreadyRemindedError` when somebody did today, `NobodyToRemindError` when nobody can be told.
    """
    on = local_day(at)
    words = " ".join(note.split())
    kind = thing.about._meta.label_lower
    try:
        with transaction.atomic():
            sent = Reminder.objects.create(
                about_kind=kind, about_id=thing.about.pk, day=on, sent_by=actor, sent_at=at, note=words
            )
    except IntegrityError:
        first = Reminder.objects.select_related("sent_by").get(about_kind=kind, about_id=thing.about.pk, day=on)
        raise AlreadyRemindedError(
            f"{first.sent_by.full_name} đã đôn đốc việc này lúc {timezone.localtime(first.sent_at):%H:%M} hôm nay. "
            "Mỗi ngày đôn đốc một lần là đủ; mai có thể nhắc lại."
        ) from None
    told = _answering(thing, directory(on, [one for one in (thing.holder_id, thing.leader_id) if one]), actor)
    due = "" if thing.due_date == date.max else f" (hạn {thing.due_date:%d/%m/%Y})"
    # What was written stays on the page: a mail carries titles and days only.
    said = f"Đôn đốc{due}{', có lời nhắn' if words else ''}: {shortened(thing.title)}"
    notices = [
        Notice(user_id=user, code=REMINDED, about=thing.about, words=said, url=url, once=f"{REMINDED}:{sent.pk}")
        for user in told
    ]
    notify_many(notices=notices, at=at)
    record(actor=actor, code="follow_up.reminded", subject=thing.about, at=at, reason=words)
    return sent


def _answering(thing: Chased, known: Directory, actor: User) -> Sequence[int]:
    told = [user for user in known.told(thing, Chain.HOLDER) if user != actor.pk]
    if not told:
        raise NobodyToRemindError(
            "Chưa có ai phụ trách việc này có tài khoản để nhận lời nhắc. Hãy chọn đơn vị, người chủ trì hoặc nhắc trực tiếp."
        )
    return told
