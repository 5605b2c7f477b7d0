"""What dossiers say of people and of the units they lead, for whoever scores and rates: figures with their source, never more than was brought.

The law gives dossiers no marks of their own in a person's month or year (Điều 7 Nghị định 335/2025/NĐ-CP counts them for organisations): these
are facts to judge by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.timezone import get_current_timezone_name

from congtam.follow_up.selectors.dossiers import DossierCounts
from congtam.values.periods import Period
from congtam.values.text import listed

# Who had dossiers so long ago is still somebody who handles them.
_BEFORE = timedelta(days=366)
_SPAN = 3


@dataclass(frozen=True, kw_only=True)
class Handler:
    """Somebody whose dossiers are asked for: `body_id` whose exports tell of them; `unit_id` the unit he leads, if he leads one."""

    person_id: int
    body_id: int
    unit_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DossierFacts:
    """How the dossiers of one person, or of the unit he leads with all below it, stood in a month or year.

    `counts` is None where no export tells of any of it. `told_until` is the last day the figures reach, `unknown` the first days of the months
    no export tells of, `source` the latest export by name.
    """

    person_id: int
    is_of_unit: bool
    period: Period
    counts: DossierCounts | None
    told_until: date
    unknown: Sequence[date]
    source: str

    @property
    def url(self) -> str:
        """The address of these dossiers in the last month told of; those of a unit stand among all the reader may see."""
        whose = "" if self.is_of_unit else f"&nguoi={self.person_id}"
        return f"{reverse('follow_up:dossiers')}?thang={self.told_until:%Y-%m}{whose}"

    @property
    def whose(self) -> str:
        """Whose dossiers these are."""
        return "Của đơn vị phụ trách" if self.is_of_unit else "Cá nhân giải quyết"

    @property
    def has_shortcomings(self) -> bool:
        """Whether any was late or is overdue."""
        return self.counts is not None and bool(self.counts.late or self.counts.overdue)

    @property
    def words(self) -> str:
        """The figures in one sentence, as remarks and forms take them."""
        of = "của đơn vị " if self.is_of_unit else ""
        when = (
            f"tháng {self.period.first_month}/{self.period.year}" if self.period.is_month else f"năm {self.period.year}"
        )
        return f"Hồ sơ thủ tục hành chính {of}{when}: {self._said}."

    @property
    def unknown_words(self) -> str:
        """Which months nobody brought figures for; empty when there are none."""
        return f"chưa có số liệu {listed(_runs(self.unknown), joined_by='và')}" if self.unknown else ""

    @property
    def _said(self) -> str:
        counts = self.counts
        if counts is None:
            return "chưa có số liệu"
        figures = (
            f"{counts.finished} đã giải quyết, {counts.in_time} đúng hạn, {counts.late} trễ hạn, "
            f"{counts.overdue} quá hạn chưa giải quyết (số liệu đến ngày {self.told_until:%d/%m/%Y})"
        )
        return "; ".join(filter(None, (figures, self.unknown_words)))


def _runs(months: Sequence[date]) -> list[str]:
    """Return months of a year in words, three and more in a row as one span."""
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] == month.month - 1:
            runs[-1].append(month.month)
        else:
            runs.append([month.month])
    words = []
    for run in runs:
        is_span = len(run) >= _SPAN
        words += [f"tháng {run[0]} đến tháng {run[-1]}"] if is_span else [f"tháng {one}" for one in run]
    return words


# The last export of a body tells of its dossiers until its day. A month is told of when an export was made in it, or when a later one brings
# dossiers received in it.
_FACTS = """
WITH RECURSIVE handler AS (
    SELECT * FROM unnest(%(people)s::bigint[], %(bodies)s::bigint[], %(units)s::bigint[]) AS handler(person, body, unit)
), latest AS (
    SELECT DISTINCT ON (body_id) body_id AS body, name, (made_at AT TIME ZONE %(zone)s)::date AS made
    FROM follow_up_dossierimport WHERE state = 'written' AND body_id IN (SELECT body FROM handler)
    ORDER BY body_id, made_at DESC, id DESC
), known AS (
    SELECT body, name, LEAST(made, %(last)s::date) AS last, ARRAY(
        SELECT month::date FROM generate_series(%(first)s::timestamp, %(last)s::timestamp, '1 month') AS month
        WHERE NOT EXISTS (
            SELECT 1 FROM follow_up_dossierimport AS brought
            WHERE brought.body_id = latest.body AND brought.state = 'written'
                AND brought.made_at >= month AT TIME ZONE %(zone)s
                AND brought.made_at < (month + '1 month'::interval) AT TIME ZONE %(zone)s
        ) AND NOT (latest.made >= month AND EXISTS (
            SELECT 1 FROM follow_up_dossier AS dossier
            WHERE dossier.body_id = latest.body
                AND dossier.received_date >= month AND dossier.received_date < month + '1 month'::interval
        )) ORDER BY month
    ) AS unknown FROM latest
), below AS (
    SELECT person, body, unit FROM handler WHERE unit IS NOT NULL
  UNION ALL
    SELECT below.person, below.body, state.unit_id
    FROM organisation_unitstate AS state JOIN below ON state.parent_id = below.unit
    WHERE state.valid_from <= %(last)s AND (state.valid_until IS NULL OR state.valid_until > %(last)s)
), told AS (
    SELECT handler.person, handler.body, FALSE AS is_of_unit, received_date, due_date, finished_date
    FROM handler JOIN follow_up_dossier AS own ON own.person_id = handler.person AND own.body_id = handler.body
  UNION ALL
    SELECT below.person, below.body, TRUE, received_date, due_date, finished_date
    FROM below JOIN follow_up_dossier AS led ON led.unit_id = below.unit AND led.body_id = below.body
)
SELECT person, is_of_unit, known.last, known.name, known.unknown,
    COUNT(*) FILTER (WHERE finished_date BETWEEN %(first)s AND known.last AND finished_date <= due_date),
    COUNT(*) FILTER (WHERE finished_date BETWEEN %(first)s AND known.last AND finished_date > due_date),
    COUNT(*) FILTER (WHERE received_date <= known.last AND COALESCE(finished_date > known.last, TRUE) AND due_date >= known.last),
    COUNT(*) FILTER (WHERE received_date <= known.last AND COALESCE(finished_date > known.last, TRUE) AND due_date < known.last)
FROM told JOIN known USING (body)
WHERE finished_date IS NULL OR finished_date >= %(recent)s
GROUP BY person, is_of_unit, known.last, known.name, known.unknown
ORDER BY person, is_of_unit
"""


def dossier_facts(handlers: Iterable[Handler], period: Period, on: date) -> dict[int, list[DossierFacts]]:
    """Return, by person, how his own dossiers and then those of the unit he leads stood in a month or year, as known on `on`; one query.

    Whoever had none in the year before is left out. A period no export tells of has no counts, which is not the same as none.
    """
    asked = list(handlers)
    first, last = period.span.start, min(period.last_day, on)
    told: dict[str, Any] = {
        "people": [one.person_id for one in asked],
        "bodies": [one.body_id for one in asked],
        "units": [one.unit_id for one in asked],
        "first": first,
        "last": last,
        "recent": first - _BEFORE,
        "zone": get_current_timezone_name(),
    }
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    found: dict[int, list[DossierFacts]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, told)
        for person, is_of_unit, until, source, unknown, in_time, late, still_open, overdue in cursor.fetchall():
            counts = DossierCounts(in_time=in_time, late=late, open=still_open, overdue=overdue)
            facts = DossierFacts(
                person_id=person,
                is_of_unit=is_of_unit,
                period=period,
                counts=counts if len(unknown) < months else None,
                told_until=until,
                unknown=unknown,
                source=source,
            )
            found.setdefault(person, []).append(facts)
    return found


def dossier_remarks(facts: Sequence[DossierFacts]) -> tuple[str, str]:
    """Return what dossiers offer for the remarks of a sheet, as lines: strengths (all in time), and weaknesses (late or overdue ones)."""
    told = [one for one in facts if one.counts is not None and one.counts.all > one.counts.open]
    good = [one.words for one in told if not one.has_shortcomings]
    return "\n".join(good), "\n".join(one.words for one in told if one.has_shortcomings)
