"""Conditions on the years of a history: their ratings, and what happened in a run of them.

A run ends in the proposal year and reaches back as far as the ratings allow; what the law counts "in that time" is counted
in the whole of it.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from congtam.engine import truth
from congtam.engine.eligibility.awards import Held, first_years_after, known_awards
from congtam.engine.eligibility.history import RATINGS, SCOPES, Level, Scope, or_better, or_wider
from congtam.engine.eligibility.moments import Count, Moment, Names, Years, spans
from congtam.engine.eligibility.verdicts import UNRECORDED, Judged, Need, Verdict, every, noted
from congtam.engine.shapes import Name, Shape, Words
from congtam.engine.truth import Truth
from congtam.values.text import capital, listed


class Rated(Judged):
    """`{rating: good}`: the proposal year is rated so or better."""

    rating: Level

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        level = moment.level(moment.year)
        shown = UNRECORDED if level is None else RATINGS[level]
        missing = f"xếp loại năm {moment.year}: {or_better(self.rating)}"
        if level is None:
            missing = f"xếp loại năm {moment.year} ({UNRECORDED})"
        return noted(
            f"ratings.{moment.year}",
            level,
            self.holds(moment),
            f"Xếp loại năm {moment.year}: {shown}; cần {or_better(self.rating)}.",
            missing,
        )

    def holds(self, moment: Moment) -> Truth:
        """Tell whether the year was rated so."""
        return moment.rated(moment.year, self.rating)

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        return f"xếp loại năm đề nghị: {or_better(self.rating)}"

    def check(self, names: Names) -> None:
        """Accept: a level needs no declaration."""


class Recognised(Judged):
    """`{initiative: provincial, within: 3}`: an initiative of that scope or wider in the last `within` years, the proposal year included.

    With `older`, the words for what nobody could read, an initiative of an earlier year leaves the answer open.
    """

    initiative: Scope
    within: int | None = Field(default=None, ge=1)
    older: Words | None = None

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        count, answer = self._count(moment), self.holds(moment)
        known = self._not_known(answer, moment)
        missing = f"sáng kiến, đề tài được công nhận {SCOPES[self.initiative]}{self._when(moment)}{known}"
        if self.older and answer is not count.at_least(1):
            missing = self.older
        return noted(
            f"initiatives.{self.initiative}",
            str(count.sure),
            answer,
            f"Sáng kiến, đề tài {SCOPES[self.initiative]}{self._when(moment)}: {count.sure or 'chưa có'}{known}.",
            missing,
        )

    def holds(self, moment: Moment) -> Truth:
        """Tell whether there is such an initiative."""
        answer = self._count(moment).at_least(1)
        if answer is Truth.NO and self.older:
            earlier = range(moment.first_recorded, self._first(moment))
            return truth.of(None if moment.initiative_count(self.initiative, (), earlier).possible else False)
        return answer

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        when = {None: "", 1: " trong năm đề nghị"}.get(self.within, f" trong {self.within} năm đến năm đề nghị")
        return f"có sáng kiến, đề tài được công nhận {or_wider(self.initiative)}{when}"

    def check(self, names: Names) -> None:
        """Accept: a scope needs no declaration."""

    def _first(self, moment: Moment) -> int:
        """Return the first year that is looked at."""
        return moment.first_recorded if self.within is None else moment.year - self.within + 1

    def _count(self, moment: Moment) -> Count:
        years = range(self._first(moment), moment.year + 1)
        return moment.initiative_count(self.initiative, years, years)

    def _not_known(self, answer: Truth, moment: Moment) -> str:
        """Return the words for what is not known about initiatives, when that is what decides."""
        if moment.history.initiatives is None:
            return f" (danh sách sáng kiến {UNRECORDED})"
        looked_at = range(self._first(moment), moment.year + 1)
        unclear = [made.year for made in moment.history.initiatives if made.scope is None and made.year in looked_at]
        if answer is not Truth.UNKNOWN or not unclear:
            return ""
        return f" (chưa rõ cấp công nhận sáng kiến năm {', '.join(spans(unclear))})"

    def _when(self, moment: Moment) -> str:
        if self.within is None:
            return ""
        return f" năm {', '.join(spans(range(self._first(moment), moment.year + 1)))}"


class CountedYears(Shape):
    """`{rating: excellent, times: 2}`: so many years of the run were rated so or better."""

    rating: Level
    times: int = Field(ge=1)

    def count(self, moment: Moment, sure: Years, possible: Years) -> Count:
        """Count within the years that surely, and that possibly, belong to the run."""
        return Count(
            sum(moment.rated(year, self.rating) is Truth.YES for year in sure),
            sum(moment.rated(year, self.rating) is not Truth.NO for year in possible),
        )

    def words(self, names: Names) -> str:
        """Say what is counted."""
        return f"{self.times} năm {or_better(self.rating)}"


class CountedAwards(Shape):
    """`{award: emulation_fighter_grassroots, times: 3}`: the award was given so many times in the run."""

    award: Name
    times: int = Field(ge=1)

    def count(self, moment: Moment, sure: Years, possible: Years) -> Count:
        """Count within the years that surely, and that possibly, belong to the run."""
        return moment.award_count(self.award, sure, possible)

    def words(self, names: Names) -> str:
        """Say what is counted."""
        return f"{self.times} lần {names.award(self.award)}"


class CountedInitiatives(Shape):
    """`{initiative: grassroots, times: 5}`: so many initiatives of that scope or wider were recognised in the run."""

    initiative: Scope
    times: int = Field(ge=1)

    def count(self, moment: Moment, sure: Years, possible: Years) -> Count:
        """Count within the years that surely, and that possibly, belong to the run."""
        return moment.initiative_count(self.initiative, sure, possible)

    def words(self, names: Names) -> str:
        """Say what is counted."""
        return f"{self.times} sáng kiến, đề tài {or_wider(self.initiative)}"


def _counted(given: Any) -> str | None:
    keys = given if isinstance(given, dict) else type(given).model_fields
    return next((key for key in ("rating", "award", "initiative") if key in keys), None)


Counted = Annotated[
    Annotated[CountedYears, Tag("rating")]
    | Annotated[CountedAwards, Tag("award")]
    | Annotated[CountedInitiatives, Tag("initiative")],
    Discriminator(
        _counted, custom_error_type="unknown_form", custom_error_message="viết một trong rating, award, initiative"
    ),
]


class RunOfYears(Shape):
    """`years` consecutive years or more up to the proposal year, rated `at_least` or better.

    With `after`, only years later than that award; `counting` is what the law wants to have happened in that time.
    """

    years: int = Field(ge=1)
    at_least: Level
    after: Name | None = None
    counting: tuple[Counted, ...] = ()


class Run(Judged):
    """`{run: {years: 5, at_least: good, …}}`: consecutive years up to the proposal year, and what happened in them."""

    run: RunOfYears

    @cached_property
    def given_before(self) -> Held | None:
        """The award that must come first."""
        return Held(held=self.run.after) if self.run.after else None

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        wanted = self.run
        sure, possible = self._years(moment)
        parts = [self._length(moment, sure, possible)]
        held = self.given_before.judge(moment) if self.given_before else None
        if held is None or held.truth is not Truth.NO:
            parts += [self._counted(counted, moment, sure, possible) for counted in wanted.counting]
        if held is not None:
            parts.insert(0, held)
        return every(parts)

    def holds(self, moment: Moment) -> Truth:
        """Tell whether the run is long enough and holds what is counted in it."""
        sure, possible = self._years(moment)
        answer = Count(len(sure), len(possible)).at_least(self.run.years)
        if answer is Truth.NO:
            return answer
        # An award that must come first needs no look of its own: without it there is no run.
        counts = (counted.count(moment, sure, possible).at_least(counted.times) for counted in self.run.counting)
        return truth.every([answer, *counts])

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        counting = listed([counted.words(names) for counted in self.run.counting], joined_by="và")
        return f"{self._years_words(names)}{f', trong đó có {counting}' if counting else ''}"

    def builds_on(self) -> Sequence[Need]:
        """Return the award that must come first and those counted."""
        first = [Need(self.run.after, 1)] if self.run.after else []
        return [*first, *(Need(counted.award) for counted in self.run.counting if isinstance(counted, CountedAwards))]

    def check(self, names: Names) -> None:
        """Refuse an award the rule-set does not name."""
        known_awards(names, self.builds_on())

    def _years(self, moment: Moment) -> tuple[Years, Years]:
        """Return the years of the run as it surely, and as it possibly, is."""
        wanted = self.run
        since = first_years_after(wanted.after, moment) if wanted.after else (0, 0)
        longest = wanted.years + max((counted.times for counted in wanted.counting), default=0)
        return moment.run(wanted.at_least, since, longest=longest)

    def _years_words(self, names: Names) -> str:
        after = f" sau khi được tặng {names.award(self.run.after)}" if self.run.after else ""
        return f"từ {self.run.years} năm liên tục{after} đến năm đề nghị được xếp loại {or_better(self.run.at_least)}"

    def _length(self, moment: Moment, sure: Years, possible: Years) -> Verdict:
        answer = Count(len(sure), len(possible)).at_least(self.run.years)
        counted = f"có {len(sure)} năm ({', '.join(spans(sure))})" if sure else "chưa có năm nào"
        broken = moment.year - len(sure)
        level = moment.level(broken)
        breaks = level is not None and moment.rated(broken, self.run.at_least) is Truth.NO
        reason = f"; năm {broken}: {RATINGS[str(level)]}" if breaks else ""
        sentence = f"{capital(self._years_words(moment.names))}: {counted}{reason}."
        missing = f"{self._years_words(moment.names)} ({counted}{reason})"
        unknown = [year for year in possible[: self.run.years] if moment.level(year) is None]
        if answer is Truth.UNKNOWN and unknown:
            missing = f"xếp loại năm {', '.join(spans(unknown))} ({UNRECORDED})"
        return noted("ratings", ", ".join(spans(sure)) or None, answer, sentence, missing)

    def _counted(
        self,
        counted: CountedYears | CountedAwards | CountedInitiatives,
        moment: Moment,
        sure: Years,
        possible: Years,
    ) -> Verdict:
        count = counted.count(moment, sure, possible)
        answer = count.at_least(counted.times)
        words = f"{counted.words(moment.names)} trong thời gian đó"
        doubt = f"; có thể thêm mà {UNRECORDED}" if answer is Truth.UNKNOWN else ""
        found = f"có {count.sure}{doubt}"
        fact = {"rating": "ratings", "award": "awards", "initiative": "initiatives"}[str(_counted(counted))]
        verdict = noted(fact, str(count.sure), answer, f"Cần {words}: {found}.", f"{words} ({found})")
        if answer is Truth.UNKNOWN and counted.count(moment, possible, possible).sure >= counted.times:
            # Enough is recorded; only the ratings that would make it one run are missing, and they are named already.
            return Verdict(answer, verdict.notes)
        return verdict
