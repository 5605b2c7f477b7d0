"""When whom is reminded: the rules of bodies, and on which day each falls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congtam.engine.state_calendar import is_working_day, working_day_away
from congtam.follow_up.choices import DAYS_AFTER, DAYS_BEFORE, USUAL_REMINDERS, Chain
from congtam.follow_up.models import ReminderRule, ReminderRun, ReminderScheme
from congtam.organisation.models import UnitState
from congtam.organisation.selectors import UnitChoices, unit_choices, using_bodies
from congtam.personnel.selectors import Viewer

# Working days may lie so far apart over Tết that this many days hold all a rule can reach.
_REACH = timedelta(days=2 * (DAYS_AFTER + DAYS_BEFORE))
# Working days without a run that the next one makes good; older reminders would only confuse.
_MADE_GOOD = 5

Rules = Sequence[tuple[int, Chain]]


def reminder_day(due: date, days: int) -> date:
    """Return the working day on which a rule reminds of a deadline: `days` working days after it, before it when below zero.

    A deadline on a day of rest is reminded of on the working day before it, and counted from there.
    """
    falls = due if is_working_day(due) else working_day_away(due, -1)
    return working_day_away(falls, days)


def days_to_run(on: date) -> list[date]:
    """Return the working days whose reminders are to be sent on `on`: that day, and those since the last run, at most five; one query."""
    if not is_working_day(on):
        return []
    last = ReminderRun.objects.filter(day__lt=on).order_by("-day").values_list("day", flat=True).first()
    days = [on]
    while last is not None and len(days) < _MADE_GOOD and (before := working_day_away(days[0], -1)) > last:
        days.insert(0, before)
    return days


def ran_before(on: date) -> datetime | None:
    """Return when the last run before `on` happened; None before the first; one query."""
    return ReminderRun.objects.filter(day__lt=on).order_by("-day").values_list("ran_at", flat=True).first()


def deadlines_reminded(run: Sequence[date], days: int) -> frozenset[date]:
    """Return the deadlines that the rule `days` reminds of on the days of a run."""
    wanted, first = set(run), run[0] - _REACH
    around = (first + timedelta(days=number) for number in range((run[-1] + _REACH - first).days + 1))
    return frozenset(due for due in around if reminder_day(due, days) in wanted)


def rules_of_bodies() -> dict[int, Rules]:
    """Return the rules of every body that set its own; two queries."""
    latest = ReminderScheme.objects.order_by("body", "-set_at", "-pk").distinct("body").values_list("pk", "body_id")
    bodies = dict(latest)
    found: dict[int, list[tuple[int, Chain]]] = {body: [] for body in bodies.values()}
    rules = ReminderRule.objects.filter(scheme__in=list(bodies)).values_list("scheme_id", "days", "to")
    for scheme, days, to in rules:
        found[bodies[scheme]].append((days, Chain(to)))
    return dict(found)


@dataclass(frozen=True, kw_only=True)
class BodyReminders:
    """How a body reminds: the rules in force by link of the chain, and everybody who set them, the latest first."""

    rules: Rules
    history: Sequence[ReminderScheme]

    @property
    def is_usual(self) -> bool:
        """Whether nobody set anything else."""
        return not self.history

    def days_for(self, link: Chain) -> list[int]:
        """Return the working days after the deadline on which a link of the chain is reminded."""
        return sorted(days for days, to in self.rules if to == link)


def reminders_of(body_id: int) -> BodyReminders:
    """Return how a body reminds; two queries."""
    history = list(
        ReminderScheme.objects.filter(body=body_id)
        .select_related("set_by")
        .prefetch_related("rules")
        .order_by("-set_at", "-pk")[:20]
    )
    rules = [(rule.days, Chain(rule.to)) for rule in history[0].rules.all()] if history else USUAL_REMINDERS
    return BodyReminders(rules=rules, history=history)


def kept_bodies(viewer: Viewer) -> frozenset[int]:
    """Return the units for whose bodies the viewer says how work is chased: those he is the office of, and those he heads."""
    return viewer.office | viewer.headed_below


def body_to_keep(viewer: Viewer, *, words: str = "", chosen: int | None = None) -> UnitChoices:
    """Return the bodies whose chasing of work the viewer keeps, the one `chosen` if it is among them, else the one he serves in, else the first.

    Three queries at most.
    """
    own = frozenset(using_bodies(viewer.posts, viewer.on).values())
    return _chosen(viewer, _kept(viewer), own, words, chosen)


def body_to_read(viewer: Viewer, *, words: str = "", chosen: int | None = None) -> UnitChoices:
    """Return the bodies whose way of chasing work the viewer may read: those he keeps and those he serves in. Three queries at most."""
    own = frozenset(using_bodies(viewer.posts, viewer.on).values())
    return _chosen(viewer, _kept(viewer) | own, own, words, chosen)


def _kept(viewer: Viewer) -> frozenset[int]:
    kept = UnitState.objects.on(viewer.on).filter(unit__among=kept_bodies(viewer), uses=True)
    return frozenset(kept.values_list("unit_id", flat=True))


def _chosen(viewer: Viewer, bodies: frozenset[int], own: frozenset[int], words: str, chosen: int | None) -> UnitChoices:
    if chosen not in bodies:
        chosen = min(own & bodies or bodies, default=None)
    return unit_choices(bodies, viewer.on, words=words, chosen=chosen)
