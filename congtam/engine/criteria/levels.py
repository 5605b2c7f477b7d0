"""Levels and what bears on them: floors, conditions, events that force or cap a level, flags, ranks and quotas."""

from typing import Literal

from pydantic import model_validator

from congtam.engine.conditions import Condition
from congtam.engine.criteria.amounts import Amount, Bound, Code, Constant
from congtam.engine.criteria.items import WHOLE
from congtam.engine.shapes import Name, Shape, Words


class Level(Bound):
    """One level, best first: a floor, conditions, or both; without either, everything that is left.

    `of` names the measure the floor is held against (the total unless written). A row with `gap` instead of a code
    declares marks that the published set gives no level.
    """

    code: Code | None = None
    label: Words | None = None
    of: Name = WHOLE
    when: Condition | None = None
    gap: Words | None = None

    @model_validator(mode="after")
    def is_a_level_or_a_gap(self) -> "Level":
        """Refuse a nameless level, and ceilings: levels have floors only."""
        if (self.code is None) == (self.gap is None):
            raise ValueError("viết code (mã mức), hoặc gap (khoảng điểm mà văn bản không xếp mức nào)")
        if self.at_most is not None or self.below is not None:
            raise ValueError(
                "mức chỉ có sàn: viết at_least (từ … trở lên) hoặc above (trên …); mức trên là giới hạn còn lại"
            )
        return self

    @property
    def shown(self) -> str:
        """The words on screen."""
        return self.label or self.code or ""


class Event(Shape):
    """Something that, when its condition holds, matters beyond the marks; `say` is the sentence a person reads."""

    name: Name
    when: Condition
    say: Words


class Forced(Event):
    """An event that gives a level whatever the marks."""

    level: Code


class LevelCap(Shape):
    """An event after which the level is at most `level`, or at most the level recorded under `level_of`."""

    name: Name
    when: Condition | None = None
    say: Words
    level: Code | None = None
    level_of: Name | None = None

    @model_validator(mode="after")
    def names_one_limit(self) -> "LevelCap":
        """Refuse a cap with no limit or two."""
        if (self.level is None) == (self.level_of is None):
            raise ValueError("viết một trong level (mức cao nhất được xếp), level_of (dữ kiện ghi mức không được vượt)")
        return self


class Ranking(Shape):
    """How subjects scored together are put in order: each amount breaks the ties the one before left, the greater first."""

    by: tuple[Amount, ...]
    within: Name | None = None

    @model_validator(mode="after")
    def ranks_by_something(self) -> "Ranking":
        """Refuse an order by nothing."""
        if not self.by:
            raise ValueError("by phải có ít nhất một đại lượng, ví dụ [total]")
        return self


class Quota(Shape):
    """How many may have a level or a flag: a share of those at the base levels (or of all), or a number.

    Whoever is over is flagged, never lowered: people decide who.
    """

    name: Name
    say: Words
    level: Code
    share: Amount | None = None
    of_levels: tuple[Code, ...] = ()
    of_everyone: bool = False
    demoted_join: bool = False
    limit: Amount | None = None
    rounding: Literal["down", "half_up", "up"] = "down"
    at_least_one: bool = False
    within: Name | None = None

    @model_validator(mode="after")
    def has_one_limit(self) -> "Quota":
        """Refuse a quota without a limit or with two."""
        if (self.share is None) == (self.limit is None):
            raise ValueError("viết một trong share (tỷ lệ) và limit (số lượng)")
        if (self.share is not None) != (bool(self.of_levels) or self.of_everyone) or (
            self.of_levels and self.of_everyone
        ):
            raise ValueError(
                "share cần biết tính trên ai: viết một trong of_levels (các mức) và of_everyone: true; limit thì không"
            )
        if isinstance(self.share, Constant) and not 0 <= self.share.number <= 1:
            raise ValueError("share viết từ 0 đến 1, ví dụ 20% là '0.2'")
        if isinstance(self.limit, Constant) and (self.limit.number < 0 or self.limit.number.denominator != 1):
            raise ValueError("limit là một số nguyên không âm")
        if self.demoted_join and (self.share is None or self.level in self.of_levels):
            raise ValueError("demoted_join chỉ dùng với share, khi mức bị giới hạn không nằm trong of_levels")
        return self
