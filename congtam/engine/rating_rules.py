"""The law of rating one kind of subject: levels with floors and conditions, forced levels, caps, gaps, and overlays on top."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.conditions import Condition
from congtam.engine.quota import QuotaRule
from congtam.engine.rulesets import ConditionalRule, Rule, RuleSet
from congtam.engine.scoring import ScoreRules
from congtam.engine.shapes import Number, PlacedError
from congtam.values.numbers import vietnamese

Level = Literal["excellent", "good", "completed", "not_completed"]
LEVELS: tuple[Level, ...] = ("excellent", "good", "completed", "not_completed")
LEVEL_LABELS: Mapping[str, str] = {
    "excellent": "hoàn thành xuất sắc nhiệm vụ",
    "good": "hoàn thành tốt nhiệm vụ",
    "completed": "hoàn thành nhiệm vụ",
    "not_completed": "không hoàn thành nhiệm vụ",
}


class Exclusion(ConditionalRule):
    """A case in which the subject is not rated, or not even reviewed."""

    outcome: Literal["not_rated", "not_reviewed"] = "not_rated"


class MarksRule(Rule):
    """Where the year's marks come from: the exact mean of the months, or a recorded total."""

    from_: Literal["months", "marks"] = Field(alias="from")


class Requirement(ConditionalRule):
    """A condition of a level; with `only_if`, asked only of those it concerns."""

    only_if: Condition | None = None

    def conditions(self) -> list[Condition]:
        """Return its condition, and the one that narrows whom it concerns."""
        return [self.when] if self.only_if is None else [self.only_if, self.when]


class LevelRule(Rule):
    """One level: its floor of marks, if the law has marks, and its conditions."""

    level: Level
    floor: Number | None = None
    requires: tuple[Requirement, ...] = ()


class Forced(ConditionalRule):
    """An event that forces a level whatever the marks."""

    level: Level


class Cap(ConditionalRule):
    """An event, or another's level, above which this level may not go."""

    at_most: Level | None = None
    at_most_fact: str | None = None

    @model_validator(mode="after")
    def has_one_limit(self) -> "Cap":
        """Refuse a cap with no limit or two."""
        if (self.at_most is None) == (self.at_most_fact is None):
            raise ValueError("phải có đúng một trong at_most, at_most_fact")
        return self


class Gap(ConditionalRule):
    """Something the law leaves open, or nobody could read: where it matters, a person must decide.

    `level` is the only level it could lead to; without it, it could lead anywhere.
    """

    level: Level | None = None


class Amendments(RuleSet):
    """Gates and caps that a rule-set adds on its own or lays over another."""

    forced: tuple[Forced, ...] = ()
    caps: tuple[Cap, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @model_validator(mode="after")
    def caps_name_levels(self) -> "Amendments":
        """Refuse a cap by a fact that is not a choice of levels."""
        for cap in self.caps:
            if cap.at_most_fact is not None and set(
                self.facts[cap.at_most_fact].choices if cap.at_most_fact in self.facts else ()
            ) != set(LEVELS):
                raise PlacedError(
                    cap.rule, f"at_most_fact {cap.at_most_fact!r} phải là dữ kiện loại choice gồm đủ bốn mức"
                )
        return self


class Overlay(Amendments):
    """Rules a body switches on above a base: gates and caps for named subjects."""

    over: tuple[str, ...] = Field(min_length=1)

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        return [*self.forced, *self.caps, *self.gaps]


class RatingRules(Amendments):
    """The whole law of scoring and rating one kind of subject as of one day.

    `per` says what is rated: a year, or a quarter.
    """

    per: Literal["year", "quarter"] = "year"
    score: ScoreRules | None = None
    exclusions: tuple[Exclusion, ...] = ()
    marks: MarksRule | None = None
    levels: tuple[LevelRule, ...]
    quota: QuotaRule | None = None

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        required = [requirement for level in self.levels for requirement in level.requires]
        scoring = self.score.rules() if self.score else []
        alone = [rule for rule in (self.marks, self.quota) if rule]
        return [*scoring, *self.exclusions, *alone, *self.levels, *required, *self.forced, *self.caps, *self.gaps]

    @model_validator(mode="after")
    def levels_descend(self) -> "RatingRules":
        """Refuse levels out of order, floors that rise, and marks without a source."""
        given = [level.level for level in self.levels]
        if given != list(LEVELS[: len(given)]) or len(given) < len(LEVELS) - 1:
            raise ValueError(f"levels phải đúng thứ tự {', '.join(LEVELS)}; chỉ mức cuối được để cho mục forced")
        floors = [level.floor for level in self.levels if level.floor is not None]
        if floors != sorted(floors, reverse=True) or len(set(floors)) != len(floors):
            raise ValueError("điểm sàn của các mức phải giảm dần")
        if bool(floors) != (self.marks is not None):
            raise ValueError("có điểm sàn thì phải có mục marks, không có điểm sàn thì không")
        return self


@lru_cache
def bounds(floor: Fraction | None, ceiling: Fraction | None) -> str:
    """Say a band of marks: floor included, ceiling not."""
    if floor is None:
        return f"dưới {vietnamese(ceiling)} điểm" if ceiling is not None else "mọi mức điểm"
    return f"từ {vietnamese(floor)} điểm " + (
        f"đến dưới {vietnamese(ceiling)} điểm" if ceiling is not None else "trở lên"
    )
