"""What is chased, in words ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from congtam.follow_up.choices import Chain
from congtam.follow_up.selectors.dossiers import DossierCounts

_CHARTED = 12


def rules_in_words(rules: Sequence[tuple[int, Chain]]) -> str:
    """Return when a body reminds whom, as one sentence."""
    said = []
    for link in Chain:
        days = sorted(number for number, to in rules if to == link)
        if days:
            said.append(f"{link.label}: {', '.join(map(_when, days))}")
    return "; ".join(said) or "không tự nhắc ai"


def _when(days: int) -> str:
    if not days:
        return "ngày đến hạn"
    return f"trước hạn {-days} ngày" if days < 0 else f"quá hạn {days} ngày"


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month on a page: its first day, the first day after, its name and how it stands in addresses."""

    first: date
    after: date

    @property
    def name(self) -> str:
        """The month in words."""
        return f"tháng {self.first.month}/{self.first.year}"

    @property
    def code(self) -> str:
        """The month as addresses say it: "2026-03"."""
        return f"{self.first:%Y-%m}"


def month_of(text: str, on: date) -> Month:
    """Return the month an address names ("2026-03"), not after that of `on`; that of `on` for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = on
    first = min(first, on).replace(day=1)
    return Month(first=first, after=(first + timedelta(days=31)).replace(day=1))


def day_after(on: date) -> date:
    """Return the next day."""
    return on + timedelta(days=1)


def dossier_chart(units: Sequence[DossierCounts]) -> dict[str, Any]:
    """Return the chart of dossiers by unit, the most overdue first."""
    shown = units[:_CHARTED]
    return {
        "kind": "stacked",
        "labels": [one.name for one in shown],
        "series": [
            {"name": "Xong đúng hạn", "values": [one.in_time for one in shown], "tone": "blue"},
            {"name": "Đang giải quyết, còn hạn", "values": [one.open for one in shown], "tone": "amber"},
            {"name": "Xong quá hạn, đang quá hạn", "values": [one.late + one.overdue for one in shown], "tone": "red"},
        ],
    }
