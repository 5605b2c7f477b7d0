"""Reminding of dossiers that are overdue: one notice for all of a day, as hundreds may fall due together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256

from django.urls import reverse

from congtam.follow_up.choices import USUAL_REMINDERS, Chain
from congtam.follow_up.selectors.chain import Directory
from congtam.follow_up.selectors.chased import Chased
from congtam.follow_up.selectors.reminders import Rules
from congtam.follow_up.selectors.sent import REMINDED
from congtam.notifications.services import Notice
from congtam.values.text import capital

_NAMED = 5
_WHOSE = {Chain.HOLDER: "", Chain.HEAD: "đơn vị bạn phụ trách có ", Chain.OFFICE: "cơ quan có "}


def dossier_notices(
    dossiers: Iterable[Chased],
    *,
    own_rules: Mapping[int, Rules],
    reached: Mapping[int, Collection[date]],
    known: Directory,
) -> list[Notice]:
    """Return what is told of overdue dossiers: one notice a person and day they were due, by the rules after the deadline.

    `reached` gives, by rule, the deadlines it reminds of in this run. A dossier brought only after a rule's day is told of now.
    """
    told_by_day = frozenset[date]().union(*(dues for days, dues in reached.items() if days > 0))
    groups: dict[tuple[int, date], dict[str, Chased]] = {}
    rules: dict[tuple[int, date], tuple[int, Chain]] = {}
    for one in dossiers:
        for days, to in sorted(own_rules.get(known.body_of(one.unit_id), USUAL_REMINDERS)):
            is_late = one.due_date not in told_by_day and one.due_date < min(reached[days], default=date.min)
            if days > 0 and (is_late or one.due_date in reached[days]):
                for user in known.told(one, to):
                    groups.setdefault((user, one.due_date), {})[one.key] = one
                    rules[user, one.due_date] = (days, to)
    return [_notice(user, due, list(told.values()), *rules[user, due]) for (user, due), told in groups.items()]


def _notice(user_id: int, due: date, dossiers: Sequence[Chased], days: int, to: Chain) -> Notice:
    named = ", ".join(one.title for one in dossiers[:_NAMED])
    more = f" và {len(dossiers) - _NAMED} hồ sơ khác" if len(dossiers) > _NAMED else ""
    keys = sha256(" ".join(sorted(one.key for one in dossiers)).encode()).hexdigest()
    return Notice(
        user_id=user_id,
        code=REMINDED,
        about=dossiers[0].about,
        words=capital(f"{_WHOSE[to]}{len(dossiers)} hồ sơ một cửa quá hạn (hẹn trả {due:%d/%m/%Y}): {named}{more}"),
        url=reverse("follow_up:dossiers"),
        once=f"{REMINDED}:dossiers:{keys}:{days}",
    )
