"""Conditions on awards: those held, and titles given in a row."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from congtam.engine import truth
from congtam.engine.conditions import UnknownFactError
from congtam.engine.eligibility.moments import MANY, Count, Moment, Names, Years, spans
from congtam.engine.eligibility.verdicts import UNRECORDED, Judged, Need, Verdict, noted
from congtam.engine.shapes import Name, Shape, Words
from congtam.engine.truth import Truth
from congtam.values.text import capital

# Later than any year: the first year of a chain that has none, for instance while a discipline lasts.
NEVER = 9999


class Held(Judged):
    """`{held: pm_merit_certificate}`: the award was given for merit, `times` times or more; with `after`, later than that award."""

    held: Name
    times: int = Field(default=1, ge=1)
    after: Name | None = None

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        sure, possible = self._years(moment)
        answer = self.holds(moment)
        doubt = _unless_known(self.held, answer, moment)
        if answer is Truth.UNKNOWN and self.after and not doubt:
            doubt = f" ({moment.names.award(self.after)}: {_doubt(self.after, moment)})"
        return noted(
            f"awards.{self.held}",
            str(len(sure)),
            answer,
            f"{capital(moment.names.award(self.held))}: {_award_sentence(self.held, sure, possible, moment)}.",
            f"{self.words(moment.names)}{doubt}",
        )

    def holds(self, moment: Moment) -> Truth:
        """Tell whether the award was given often enough."""
        sure, possible = self._years(moment)
        return Count(len(sure), len(possible) if moment.awards_complete else MANY).at_least(self.times)

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        times = f"{self.times} lần " if self.times > 1 else ""
        after = f" sau khi được tặng {names.award(self.after)}" if self.after else ""
        return f"{times}{names.award(self.held)}{after} (thành tích công trạng)"

    def builds_on(self) -> Sequence[Need]:
        """Return the award and the one it must come after."""
        return [Need(self.held), Need(self.after, 1)] if self.after else [Need(self.held, self.times)]

    def check(self, names: Names) -> None:
        """Refuse an award the rule-set does not name."""
        known_awards(names, self.builds_on())

    def _years(self, moment: Moment) -> tuple[Years, Years]:
        """Return the years in which the award surely, and in which it possibly, was given as asked."""
        sure, possible = moment.award_years(self.held)
        if self.after is None:
            return sure, possible
        first_sure, first_possible = first_years_after(self.after, moment)
        return (
            [year for year in sure if year >= max(first_sure, moment.counts_from)],
            [year for year in possible if year >= max(first_possible, moment.counts_from)],
        )


class TitlesInARow(Shape):
    """How titles follow each other: `consecutive` of them, at most `apart` years between neighbours.

    The last one is at most `ended_within` years before the proposal year; without it, any time before. With `older`, the words
    for what nobody could read, a row that ended earlier leaves the answer open.
    """

    code: Name
    consecutive: int = Field(ge=1)
    apart: int = Field(default=1, ge=1)
    ended_within: int | None = Field(default=None, ge=0)
    older: Words | None = None


class Titles(Judged):
    """`{titles: {code: …, consecutive: 3, ended_within: 0}}`: the title was given so many times in a row."""

    titles: TitlesInARow

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        wanted = self.titles
        sure, possible = self._years(moment)
        answer, in_time = self.holds(moment), self._in_time(moment)
        missing = f"{self.words(moment.names)}{self._lacking(sure, moment)}{_unless_known(wanted.code, answer, moment)}"
        if wanted.older and answer is not in_time:
            missing = wanted.older
        return noted(
            f"awards.{wanted.code}",
            ", ".join(map(str, sure)) or None,
            answer,
            f"{capital(moment.names.award(wanted.code))}: {_award_sentence(wanted.code, sure, possible, moment)};"
            f" cần {self.words(moment.names)}.",
            missing,
        )

    def holds(self, moment: Moment) -> Truth:
        """Tell whether the row is long enough and ends in time."""
        answer = self._in_time(moment)
        if answer is Truth.NO and self.titles.older:
            row = self._longest_row(self._years(moment)[1], 0)
            return truth.of(None if row >= self.titles.consecutive else False)
        return answer

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        wanted = self.titles
        when = {
            None: "",
            0: ", lần cuối trong năm đề nghị",
            1: ", lần cuối trong năm đề nghị hoặc năm liền trước",
        }.get(wanted.ended_within, f", lần cuối cách năm đề nghị không quá {wanted.ended_within} năm")
        apart = f" (hai lần liền nhau cách không quá {wanted.apart} năm)" if wanted.apart > 1 else ""
        return f"{wanted.consecutive} lần liên tục đạt {names.award(wanted.code)}{apart}{when}"

    def builds_on(self) -> Sequence[Need]:
        """Return the title."""
        return [Need(self.titles.code)]

    def check(self, names: Names) -> None:
        """Refuse a title the rule-set does not name."""
        known_awards(names, self.builds_on())

    def _years(self, moment: Moment) -> tuple[Years, Years]:
        """Return the years that count in which the title surely, and in which it possibly, was given."""
        sure, possible = moment.award_years(self.titles.code)
        if not moment.counts_from:
            return sure, possible
        return (
            [year for year in sure if year >= moment.counts_from],
            [year for year in possible if year >= moment.counts_from],
        )

    def _in_time(self, moment: Moment) -> Truth:
        """Tell whether a row is long enough that ends late enough."""
        wanted = self.titles
        sure, possible = self._years(moment)
        earliest_end = 0 if wanted.ended_within is None else moment.year - wanted.ended_within
        possible_row = self._longest_row(possible, earliest_end) if moment.awards_complete else MANY
        return Count(self._longest_row(sure, earliest_end), possible_row).at_least(wanted.consecutive)

    def _longest_row(self, years: Years, earliest_end: int) -> int:
        """Return the length of the longest row of `years` that ends in `earliest_end` or later."""
        longest = row = 0
        previous = None
        for year in years:
            if year != previous:
                row = row + 1 if previous is not None and year - previous <= self.titles.apart else 1
            previous = year
            if year >= earliest_end:
                longest = max(longest, row)
        return longest

    def _lacking(self, sure: Years, moment: Moment) -> str:
        """Return the years of the row that have no title, where the title is yearly and the row ends in the proposal year."""
        wanted = self.titles
        if wanted.apart > 1 or wanted.ended_within != 0:
            return ""
        row = range(moment.year - wanted.consecutive + 1, moment.year + 1)
        return f": chưa có năm {', '.join(spans(year for year in row if year not in sure))}"


def first_years_after(code: str, moment: Moment) -> tuple[int, int]:
    """Return the first year later than an award that surely, and one that possibly, was given; `NEVER` when there is none."""
    sure, possible = moment.award_years(code)
    first_sure = sure[0] + 1 if sure else NEVER
    if not moment.awards_complete:
        return first_sure, 0
    return first_sure, possible[0] + 1 if possible else NEVER


def _award_sentence(code: str, sure: Years, possible: Years, moment: Moment) -> str:
    """Say in which years an award was given, for which its kind is not known or what must come first is not, and which do not count."""
    left_out = [award for award in moment.history.awards or () if award.code == code and award.feeds_merit is Truth.NO]
    for_merit, _ = moment.award_years(code)
    unclear = [year for year in possible if year not in for_merit]
    waiting = [year for year in possible if year not in sure and year not in unclear]
    parts = [f"năm {', '.join(spans(sure))}"] if sure else []
    if waiting:
        parts.append(f"năm {', '.join(spans(waiting))} chưa rõ có được tính không")
    if unclear:
        parts.append(f"năm {', '.join(spans(unclear))} chưa rõ loại hình thành tích")
    if left_out:
        parts.append(
            f"không tính lần khen đột xuất, chuyên đề năm {', '.join(spans(award.year for award in left_out))}"
        )
    if not moment.awards_complete:
        parts.append(f"danh sách khen thưởng {UNRECORDED}")
    return "; ".join(parts) or "chưa có"


def _unless_known(code: str, answer: Truth, moment: Moment) -> str:
    """Return the words for what is not known about an award, when that is what decides."""
    doubt = _doubt(code, moment) if answer is Truth.UNKNOWN else ""
    return f" ({doubt})" if doubt else ""


def _doubt(code: str, moment: Moment) -> str:
    """Return the words for what is not known about an award, empty where all is."""
    if not moment.awards_complete:
        return f"danh sách khen thưởng {UNRECORDED}"
    sure, possible = moment.award_years(code)
    unclear = ", ".join(spans(year for year in possible if year not in sure))
    return f"chưa rõ loại hình thành tích năm {unclear}" if unclear else ""


def known_awards(names: Names, needs: Iterable[Need]) -> None:
    """Raise `UnknownFactError` for an award the rule-set does not name."""
    for need in needs:
        if need.code not in names.awards:
            raise UnknownFactError(
                f"danh hiệu, hình thức khen thưởng {need.code!r} chưa có ở mục titles hoặc other_awards"
            )
