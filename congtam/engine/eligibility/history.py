"""What is recorded about a person or collective: ratings, awards, initiatives and what stands against a proposal.

A list that was given is complete; a list that is None was not given, and everything it could hold is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from congtam.engine import truth
from congtam.engine.facts import Facts
from congtam.engine.rating_rules import LEVEL_LABELS
from congtam.engine.truth import Truth

Subject = Literal["person", "collective"]
Level = Literal["excellent", "good", "completed", "not_completed", "not_rated"]
Scope = Literal["grassroots", "provincial", "national"]
Sex = Literal["female", "male"]

# Best first. A year that was not rated is known, and reaches no level.
LEVELS: tuple[Level, ...] = ("excellent", "good", "completed", "not_completed", "not_rated")
RANKS: Mapping[str, int] = {level: rank for rank, level in enumerate(LEVELS)}
RATINGS: Mapping[str, str] = {**LEVEL_LABELS, "not_rated": "không xếp loại"}
# Narrowest first.
SCOPES: Mapping[str, str] = {
    "grassroots": "cấp cơ sở",
    "provincial": "cấp bộ, ban, ngành, tỉnh",
    "national": "toàn quốc",
}
# Loại hình khen thưởng: Điều 8 Luật 06/2022/QH15; "chuyên đề" apart, because it never feeds a merit chain.
AWARD_KINDS: Mapping[str, str] = {
    "merit": "công trạng",
    "sudden": "đột xuất",
    "thematic": "chuyên đề",
    "movement": "phong trào",
    "service": "quá trình cống hiến",
    "tenure": "niên hạn",
    "foreign": "đối ngoại",
}
HOLD_KINDS: Mapping[str, str] = {
    "discipline_review": "đang xem xét kỷ luật",
    "investigation": "đang điều tra",
    "inspection": "đang thanh tra, kiểm tra có dấu hiệu vi phạm",
    "audit": "đang kiểm toán có dấu hiệu vi phạm",
    "complaint": "khiếu nại đang xác minh",
    "denunciation": "tố cáo đang xác minh",
    "press_report": "báo chí nêu tham nhũng, tiêu cực đang xác minh",
}
DISCIPLINE_FORMS: Mapping[str, str] = {
    "reprimand": "khiển trách",
    "warning": "cảnh cáo",
    "salary_reduction": "hạ bậc lương",
    "demotion": "giáng chức",
    "removal": "cách chức",
    "dismissal": "buộc thôi việc",
}
ABSENCE_KINDS: Mapping[str, str] = {
    "maternity": "nghỉ thai sản",
    "rescue_treatment": "điều trị do chiến đấu, dũng cảm cứu người, cứu tài sản",
    "sick": "nghỉ ốm đau",
    "unpaid": "nghỉ không hưởng lương",
    "study": "đi học",
    "other": "nghỉ khác",
}
NOT_FOR_MERIT = ("sudden", "thematic")


def or_better(level: Level) -> str:
    """Return the words for a level or a better one."""
    return RATINGS[level] if level == LEVELS[0] else f"{RATINGS[level]} trở lên"


def or_wider(scope: Scope) -> str:
    """Return the words for a scope or a wider one."""
    return SCOPES[scope] if scope == "national" else f"{SCOPES[scope]} trở lên"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A title or commendation already decided: its code, its year, its kind of achievement (None when not known)."""

    code: str
    year: int
    kind: str | None

    @property
    def feeds_merit(self) -> Truth:
        """Whether it may stand in a merit chain.

        Điều 4 Nghị định 98/2023/NĐ-CP: sudden and thematic awards may not. A movement award may be thematic, so it
        stays unknown until its kind is told more closely.
        """
        if self.kind in NOT_FOR_MERIT:
            return Truth.NO
        return Truth.UNKNOWN if self.kind in (None, "movement") else Truth.YES


@dataclass(frozen=True, slots=True, kw_only=True)
class Initiative:
    """A recognised initiative or accepted research topic: its year and the widest scope recognised (None when not known)."""

    year: int
    scope: str | None

    def reaches(self, scope: str) -> Truth:
        """Tell whether it is recognised at `scope` or wider."""
        if self.scope is None:
            return Truth.UNKNOWN
        widths = list(SCOPES)
        return truth.of(widths.index(self.scope) >= widths.index(scope))


@dataclass(frozen=True, slots=True, kw_only=True)
class Discipline:
    """A disciplinary decision.

    `ended` is the day its effect ended, None while it lasts; `end_known` is False when nobody recorded either.
    `already_counted` says that its act already cost an earlier year.
    """

    decided: date
    ended: date | None
    end_known: bool
    form: str | None
    already_counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A matter under examination that stops proposals from `start` until the day `until` (None while it is open)."""

    kind: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Time away in one year, in working days, in months, or both; None is not known."""

    year: int
    kind: str
    working_days: Fraction | None
    months: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post held from `start` until the day `until` (None while it is held)."""

    post: str
    start: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """An achievement outside the merit chain: the ground it falls under and the level at which it is judged outstanding."""

    ground: str
    level: str


@dataclass(frozen=True, kw_only=True)
class History:
    """Everything recorded about one subject. `facts` are those of the proposal year."""

    ratings: Mapping[int, str] = field(default_factory=dict)
    awards: tuple[Award, ...] | None = None
    initiatives: tuple[Initiative, ...] | None = None
    discipline: tuple[Discipline, ...] | None = None
    holds: tuple[Hold, ...] | None = None
    absences: tuple[Absence, ...] | None = None
    posts: tuple[Post, ...] | None = None
    achievements: tuple[Achievement, ...] | None = None
    sex: Sex | None = None
    facts: Facts = field(default_factory=dict)

    @cached_property
    def first_year(self) -> int | None:
        """The first year in which a rating, an award or an initiative is recorded."""
        years = [
            *self.ratings,
            *(award.year for award in self.awards or ()),
            *(made.year for made in self.initiatives or ()),
        ]
        return min(years, default=None)

    @cached_property
    def merit_years(self) -> Mapping[str, tuple[list[int], list[int]]]:
        """By code, the years, oldest first, in which an award surely, and in which it possibly, was given for merit.

        Surely, an award is given once a year, however often it was written down; possibly it was as often as written.
        """
        found: dict[str, tuple[list[int], list[int]]] = {}
        for award in sorted(self.awards or (), key=lambda award: award.year):
            sure, possible = found.setdefault(award.code, ([], []))
            if award.feeds_merit is Truth.YES and award.year not in sure:
                sure.append(award.year)
            if award.feeds_merit is not Truth.NO:
                possible.append(award.year)
        return found
