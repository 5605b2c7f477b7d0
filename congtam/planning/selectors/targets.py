"""Questions about targets: where each stands on a day, and how it got there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.db.models import F, QuerySet

from congtam.planning.choices import Direction, WorkState
from congtam.planning.models import Plan, Target, TargetReport, WorkItem
from congtam.planning.models.targets import TargetQuerySet
from congtam.values.names import searchable

_WHOLE = 100


class Standing(StrEnum):
    """Where a target stands: never met by silence, and a limit is kept only when its year is over."""

    MET = "met"
    NOT_YET = "not_yet"
    MISSED = "missed"
    WITHIN = "within"
    BEYOND = "beyond"
    UNREPORTED = "unreported"


STANDINGS = {
    Standing.MET: "đạt",
    Standing.NOT_YET: "chưa đạt",
    Standing.MISSED: "không đạt",
    Standing.WITHIN: "trong giới hạn",
    Standing.BEYOND: "vượt giới hạn",
    Standing.UNREPORTED: "chưa báo cáo",
}


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """A target and where it stands: the latest value, of which day, the share of the way in whole per cent (None where none can be told)."""

    target: Target
    latest: Decimal | None
    latest_on: date | None
    standing: Standing
    share: int | None
    unit_name: str
    work_count: int

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        return STANDINGS[self.standing]


def listed(targets: TargetQuerySet, body_id: int, year: int) -> TargetQuerySet:
    """Return the targets of a body and year, those followed no more last."""
    return targets.filter(body=body_id, year=year).order_by("is_dropped", "plan", "name", "pk")


def lines(targets: TargetQuerySet, on: date) -> list[TargetLine]:
    """Return targets with where each stands on the day `on`; one query."""
    return [
        TargetLine(
            target=target,
            latest=target.latest_value,
            latest_on=target.latest_on,
            standing=standing(target, target.latest_value, on),
            share=share(target, target.latest_value),
            unit_name=target.unit_name or "",
            work_count=target.work_count,
        )
        for target in targets.told(on)
    ]


def standing(target: Target, value: Decimal | None, on: date) -> Standing:
    """Return where a target stands on the day `on` with its latest value."""
    if value is None:
        return Standing.UNREPORTED
    is_over = on.year > target.year
    if target.direction == Direction.AT_MOST:
        if value > target.value:
            # What comes down from a baseline is on its way; what only must not grow has grown too far.
            going = Standing.NOT_YET if _comes_down(target) else Standing.BEYOND
            return Standing.MISSED if is_over else going
        return Standing.MET if is_over else Standing.WITHIN
    if value >= target.value:
        return Standing.MET
    return Standing.MISSED if is_over else Standing.NOT_YET


def share(target: Target, value: Decimal | None) -> int | None:
    """Return how much of the way to a target is done, in whole per cent rounded down, so that only what is met shows a hundred.

    None for a limit that nothing comes down to, before the first report, and where there is no way to go: nothing reached of nothing wanted
    is not a hundred per cent.
    """
    falls = target.direction == Direction.AT_MOST
    if value is None or (falls and not _comes_down(target)):
        return None
    begin = Fraction(target.baseline if target.baseline is not None else 0)
    sign = -1 if falls else 1
    way = sign * (Fraction(target.value) - begin)
    if way <= 0:
        return None
    done = sign * (Fraction(value) - begin) * _WHOLE / way
    return max(0, done.numerator // done.denominator)


def _comes_down(target: Target) -> bool:
    return target.direction == Direction.AT_MOST and target.baseline is not None and target.baseline > target.value


def reports_of(target: Target) -> list[TargetReport]:
    """Return the reports of a target, oldest day first; of one day the one that counts stands last."""
    return list(target.reports.select_related("reported_by").order_by("on", "reported_at", "pk"))


def counting(reports: Sequence[TargetReport]) -> list[TargetReport]:
    """Return of each day the report that counts, oldest first."""
    return list({report.on: report for report in reports}.values())


def works_for(target: Target, on: date) -> QuerySet[WorkItem]:
    """Return the work that serves a target."""
    works = target.served_by.exclude(state=WorkState.JOINED)
    return WorkItem.objects.filter(pk__in=works).told(on).order_by(F("due_date").asc(nulls_last=True), "pk")


def plans_to_set(body_id: int, year: int) -> QuerySet[Plan]:
    """Return the documents that may set a target of a body and year."""
    return Plan.objects.filter(body=body_id, year=year, state__in=("live", "ended")).order_by("issued_on", "pk")


def matches(name: str, words: str) -> bool:
    """Tell whether a name holds all of the words, diacritics left out."""
    plain = searchable(name)
    return all(word in plain for word in searchable(words).split())


def tally(found: Sequence[TargetLine]) -> dict[str, int]:
    """Return how many targets that are followed are met or within their limit, not met, and not reported."""
    followed = [line.standing for line in found if not line.target.is_dropped]
    good = sum(one in (Standing.MET, Standing.WITHIN) for one in followed)
    silent = sum(one is Standing.UNREPORTED for one in followed)
    return {"all": len(followed), "good": good, "behind": len(followed) - good - silent, "silent": silent}


def plan_named(plan_id: int) -> Plan:
    """Return a plan by its key."""
    return Plan.objects.get(pk=plan_id)
