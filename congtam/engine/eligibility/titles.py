"""How the law of titles and commendations is written down: standards, bars, and what surrounds a decision."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine.conditions import UnknownFactError
from congtam.engine.eligibility.circumstances import Achieved
from congtam.engine.eligibility.history import Scope, Subject
from congtam.engine.eligibility.moments import Names
from congtam.engine.eligibility.standards import UNDECIDED, Standard
from congtam.engine.rulesets import Rule, RuleSet, Statement
from congtam.engine.shapes import Name, Number, Shape, Words

# The readings a policy on the year in which a discipline ends must offer; `UNDECIDED` leaves it open.
YEAR_COUNTS, YEAR_DOES_NOT_COUNT = "counted", "not_counted"


class Route(Rule):
    """One way to a title or commendation: the standard of one provision."""

    when: Standard


class Ground(Rule):
    """Another point of the same article, outside the merit chain: an achievement of one `ground` at `level` or wider.

    `lower` says what could not be read where narrower achievements may be enough too.
    """

    ground: Name
    level: Scope
    lower: Words | None = None

    @property
    def when(self) -> Achieved:
        """The standard of the ground."""
        return Achieved(achievement=self.ground, level=self.level, lower=self.lower)


class Title(Shape):
    """A title (danh hiệu) or commendation (hình thức khen thưởng): any of its routes, or of its other grounds, is enough.

    `same_award` is the code of the award it leads to, where another title leads to the same: an order is one order, for merit
    or for long service.
    """

    code: Name
    same_award: Name | None = None
    label: Words
    subject: Subject
    form: Literal["title", "commendation"]
    routes: tuple[Route, ...] = Field(min_length=1)
    other_grounds: tuple[Ground, ...] = ()


class Bar(Rule):
    """What keeps a subject from the titles in `codes` (all of them when empty), or sends the case to people."""

    codes: tuple[Name, ...] = ()
    effect: Literal["not_eligible", "needs_review"] = "not_eligible"
    when: Standard


class Restart(Rule):
    """Achievements count from the end of a discipline; `policy` says whether the year in which it ends counts."""

    policy: Name


class CouncilVote(Statement):
    """Who votes on which titles, and the share of votes it takes; a share nobody could read is left out."""

    codes: tuple[Name, ...] = Field(min_length=1)
    by: Literal["emulation_council"]
    share: Number | None = None
    of: Literal["all_members", "present_members"] | None = None
    secret: bool | None = None


class TitleQuota(Statement):
    """How many of a base may get a title; `least` is given even where the share comes to less than one."""

    code: Name
    base: Name
    share: Number | None = None
    least: int = 0


class Publication(Statement):
    """For how many working days the names are published before submission."""

    codes: tuple[Name, ...] = Field(min_length=1)
    working_days: int


class Money(Statement):
    """The bonus, as a multiple of the base salary; `collective_times` multiplies it for a collective."""

    code: Name
    base_salaries: Number
    collective_times: Number | None = None


class Transition(Statement):
    """Dossiers received under the law `earlier` are tried under this one too, and the more favourable is proposed."""

    earlier: str


class Bars(RuleSet):
    """The bars and quotas that a law has of its own, or a branch of the state lays over it."""

    bars: tuple[Bar, ...] = ()
    quotas: tuple[TitleQuota, ...] = ()

    @cached_property
    def names(self) -> Names:
        """The words for every code of this rule-set."""
        return Names(awards={}, facts=self.facts, posts={}, policies={}, grounds={})

    def statements(self) -> Sequence[Statement]:
        """Return the quotas."""
        return self.quotas


class EmulationOverlay(Bars):
    """A branch's own bars and quotas above the laws in `over`."""

    kind: Literal["emulation_overlay"]
    over: tuple[str, ...] = Field(min_length=1)

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        return [*self.bars]

    @model_validator(mode="after")
    def names_hold(self) -> "EmulationOverlay":
        """Refuse bars on facts that are not declared."""
        for bar in self.bars:
            checked(bar, self.names)
        return self


class EmulationRules(Bars):
    """The whole law of titles and commendations under one law, as of one day."""

    kind: Literal["emulation"]
    other_awards: dict[Name, Words] = {}
    posts: dict[Name, Words] = {}
    grounds: dict[Name, Words] = {}
    titles: tuple[Title, ...]
    restart: Restart | None = None
    once: Rule | None = None
    votes: tuple[CouncilVote, ...] = ()
    publication: tuple[Publication, ...] = ()
    money: tuple[Money, ...] = ()
    transition: Transition | None = None

    def rules(self) -> list[Rule]:
        """Return the rules in reading order."""
        ways = [rule for title in self.titles for rule in (*title.routes, *title.other_grounds)]
        return [*ways, *self.bars, *(rule for rule in (self.restart, self.once) if rule)]

    def statements(self) -> Sequence[Statement]:
        """Return the quotas, votes, publication, money and transition, in this order."""
        transition = (self.transition,) if self.transition else ()
        return (*self.quotas, *self.votes, *self.publication, *self.money, *transition)

    def of_subject(self, subject: str) -> list[Title]:
        """Return the titles a person, or a collective, may be given."""
        return [title for title in self.titles if title.subject == subject]

    @cached_property
    def names(self) -> Names:
        """The words for every code of this rule-set."""
        return Names(
            awards={title.code: title.label for title in self.titles} | self.other_awards,
            facts=self.facts,
            posts=self.posts,
            policies={name: tuple(policy.choices) for name, policy in self.policies.items()},
            grounds=self.grounds,
            same_award={title.code: title.same_award for title in self.titles if title.same_award},
        )

    @model_validator(mode="after")
    def names_hold(self) -> "EmulationRules":
        """Refuse codes, posts, facts, grounds and policies that are used but not declared, and a title written twice."""
        names = self.names
        for title in self.titles:
            for route in title.routes:
                checked(route, names)
            for ground in title.other_grounds:
                checked(ground, names)
        used = [quota.code for quota in self.quotas] + [money.code for money in self.money]
        used += names.same_award.values()
        for bar in self.bars:
            checked(bar, names)
            used += bar.codes
        used += [code for vote in self.votes for code in vote.codes]
        used += [code for publication in self.publication for code in publication.codes]
        for code in used:
            if code not in names.awards:
                raise ValueError(f"danh hiệu, hình thức khen thưởng {code!r} chưa có ở mục titles hoặc other_awards")
        keys = [(title.code, title.subject) for title in self.titles]
        if len(set(keys)) < len(keys):
            raise ValueError("một danh hiệu, hình thức khen thưởng viết hai lần cho cùng đối tượng")
        if self.restart and set(names.policies.get(self.restart.policy, ())) != {
            YEAR_COUNTS,
            YEAR_DOES_NOT_COUNT,
            UNDECIDED,
        }:
            raise ValueError(
                f"restart: chính sách {self.restart.policy!r} phải có các cách hiểu {YEAR_COUNTS}, {YEAR_DOES_NOT_COUNT}, {UNDECIDED}"
            )
        return self


def checked(way: Route | Ground | Bar, names: Names) -> None:
    """Raise `ValueError` naming the rule when its standard uses something that is not declared."""
    try:
        way.when.check(names)
    except UnknownFactError as problem:
        raise ValueError(f"{way.rule}: {problem}") from None


def titles_quota(quota: TitleQuota, base_count: int) -> int | None:
    """Return how many of `base_count` may get the title: the share rounded down, `least` at least; None when it is not known."""
    if quota.share is None:
        return None
    return min(base_count, max(quota.least, int(quota.share * Fraction(base_count))))
