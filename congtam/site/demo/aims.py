"""What marks everybody's months come to, so that the year looks as years do: most between 70 and 90, excellence rare."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from congtam.site.demo.material import Calendar, fact, situations

# The five of one group who all reach the highest band, more than the quota of the group.
_OVER_QUOTA = tuple(situations()["quota_exceeded"]["people"])
_ALSO_EXCELLENT = (
    "tran-cong-toan",
    "le-thi-ngoc-hang",
    "dinh-huy-bao",
    "hoang-xuan-phong",
    "bach-tuan-dat",
    "trinh-mai-chau",
)
_POOR = ("duong-huu-tien", "tran-thi-tuyet-loan", "bui-thanh-hieu", "do-nhat-hoan", "luong-sy-giang", "vo-huy-kien")
_VERY_POOR = 40.0
_QUARTER = 25
_GENERAL_LEAST, _GENERAL_MOST = 1250, 2950


def exact_means() -> dict[str, int]:
    """Return the yearly means the story fixes, in hundredths."""
    return {
        "nguyen-tuan-khanh": _hundredths(fact("leader_above_body", "score")),
        "pham-kim-chi": _hundredths(fact("just_below_ninety", "score")),
    }


@dataclass(kw_only=True)
class Aims:
    """Marks to aim at, by person's key, and what the story says of single months."""

    calendar: Calendar
    keys: dict[int, str]
    exact: dict[str, int] = field(default_factory=exact_means)
    early: dict[date, tuple[str, ...]] = field(default_factory=dict)
    waiting: set[tuple[str, date]] = field(default_factory=set)
    prompt: set[str] = field(default_factory=set)
    months: dict[str, dict[date, int]] = field(default_factory=dict)
    base: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw everybody's aim."""
        rng = Random(70)  # the same each time
        for key in self.keys.values():
            draw = rng.random()
            self.base[key] = (
                rng.uniform(85, 88.6) if draw < 0.5 else rng.uniform(79, 85) if draw < 0.88 else rng.uniform(73, 79)
            )
        self.base |= (
            dict.fromkeys(_OVER_QUOTA, 92.2) | dict.fromkeys(_ALSO_EXCELLENT, 91.6) | dict.fromkeys(_POOR, 61.0)
        )
        self.base |= {key: mean / 100 for key, mean in self.exact.items()}
        self._rng = rng
        last = (self.calendar.this_month - timedelta(days=1)).replace(day=1)
        before = (last - timedelta(days=1)).replace(day=1)
        # Until when the exact means are reckoned: a director's last month waits for everybody below him.
        self._last = {"nguyen-tuan-khanh": before, "pham-kim-chi": last}
        self.prompt |= {"pham-kim-chi", *_OVER_QUOTA}

    def working(self, month: date) -> dict[str, float]:
        """Return everybody's aim for the work of a month."""
        told = dict(self.base)
        if month == self.calendar.month(fact("leader_half_d", "month")):
            told["ngo-minh-trung"] = _VERY_POOR
        if month == self.calendar.month(fact("more_than_assigned", "month")):
            told["pham-thi-thanh-quynh"] = self.base["hoang-thi-minh-loan"]
        return told

    def key_of(self, person_id: int) -> str:
        """Return the key of a person."""
        return self.keys[person_id]

    def general(self, key: str, month: date, task: Fraction) -> int:
        """Return general marks, in hundredths, that bring a month with these task marks to where it should be."""
        if key in self.early.get(month, ()):
            task = Fraction(70)  # signed before all of the month's work was looked at; the marks are those of any month
        aim = self._aim(key, month)
        marks = aim - int(task * 100 + Fraction(1, 2))
        if key not in self.exact and not self._is_low(key, month):
            marks = round(marks / _QUARTER) * _QUARTER  # people mark in quarters
        return max(_GENERAL_LEAST, min(_GENERAL_MOST, marks))

    def reached(self, key: str, month: date, hundredths: int) -> None:
        """Note what a month came to."""
        if key in self.exact:
            self.months.setdefault(key, {})[month] = hundredths

    def _is_low(self, key: str, month: date) -> bool:
        return key == "ngo-minh-trung" and month == self.calendar.month(fact("leader_half_d", "month"))

    def _aim(self, key: str, month: date) -> int:
        if self._is_low(key, month):
            return _hundredths(fact("leader_half_d", "subordinate_score"))
        if key not in self.exact:
            return int(100 * (self.base[key] + self._rng.uniform(-2.2, 2.2)))
        done = [marks for passed, marks in self.months.get(key, {}).items() if passed < month]
        owed = self.exact[key] * (len(done) + 1) - sum(done)
        if month >= self._last[key]:
            return owed
        return owed + self._rng.choice((-45, -20, 0, 20, 45))


def tell_story_of_months(aims: Aims, calendar: Calendar) -> None:
    """Note what the situations say of single months' sheets."""
    aims.early[calendar.month(fact("correction_after_signature", "month"))] = ("hoang-quang-canh",)
    aims.waiting.add(("dinh-sy-tien", calendar.month(fact("unscored_month", "month"))))
    aims.prompt |= {"hoang-quang-canh"}


def _hundredths(marks: str) -> int:
    return int(Fraction(marks) * 100)
