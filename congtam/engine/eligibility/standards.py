"""The closed vocabulary in which law files write the standard of a title or commendation.

It joins conditions on the years of a history, on circumstances and on service with *all* and *any*, says where the law could
not be read (`not_known`), and where its wording allows two readings (`policy`).
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from congtam.engine.conditions import UnknownFactError
from congtam.engine.eligibility import verdicts
from congtam.engine.eligibility.awards import Held, Titles
from congtam.engine.eligibility.circumstances import Absent, Achieved, Disciplined, Existed, OnFacts, OnHold
from congtam.engine.eligibility.moments import Moment, Names
from congtam.engine.eligibility.runs import Rated, Recognised, Run
from congtam.engine.eligibility.service import Served
from congtam.engine.eligibility.verdicts import Judged, Need, Note, Verdict, noted
from congtam.engine.shapes import Name, Shape, Words, one_of
from congtam.engine.truth import Truth
from congtam.values.text import capital

# The choice of a policy that leaves the reading open: every other one is tried, and only what all agree on is answered.
UNDECIDED = "undecided"


class Every(Judged):
    """`{all: […]}`: every one holds."""

    all: tuple["Standard", ...] = Field(min_length=1)

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        return verdicts.every([part.judge(moment) for part in self.all])

    def holds(self, moment: Moment) -> Truth:
        """Tell whether every part holds; the first that does not settles it."""
        answer = Truth.YES
        for part in self.all:
            answer = min(answer, part.holds(moment))
            if answer is Truth.NO:
                break
        return answer

    def builds_on(self) -> Sequence[Need]:
        """Return what its parts build on."""
        return [need for part in self.all for need in part.builds_on()]

    def check(self, names: Names) -> None:
        """Check each part."""
        for part in self.all:
            part.check(names)


class Either(Judged):
    """`{any: […]}`: at least one holds."""

    any: tuple["Standard", ...] = Field(min_length=1)

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        return verdicts.some([part.judge(moment) for part in self.any])

    def holds(self, moment: Moment) -> Truth:
        """Tell whether a part holds; the first that does settles it."""
        answer = Truth.NO
        for part in self.any:
            answer = max(answer, part.holds(moment))
            if answer is Truth.YES:
                break
        return answer

    def builds_on(self) -> Sequence[Need]:
        """Return what its parts build on."""
        return [need for part in self.any for need in part.builds_on()]

    def check(self, names: Names) -> None:
        """Check each part."""
        for part in self.any:
            part.check(names)


class NotKnown(Judged):
    """`{not_known: …}`: a part of the standard that nobody could read; its words say what is open and where to read it."""

    not_known: Words

    def judge(self, moment: Moment) -> Verdict:
        """Answer unknown, whatever the history."""
        return noted(None, None, Truth.UNKNOWN, f"{capital(self.not_known)}.", self.not_known)

    def check(self, names: Names) -> None:
        """Accept: a gap needs no declaration."""


class ByPolicy(Judged):
    """`{policy: …, readings: {…}}`: the reading in force of a named policy; when it is left undecided, what all readings agree on."""

    policy: Name
    readings: dict[Name, "Standard"] = Field(min_length=2)

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        chosen = moment.policies[self.policy]
        if chosen != UNDECIDED:
            return self.readings[chosen].judge(moment)
        tried = [reading.judge(moment) for reading in self.readings.values()]
        if len({verdict.truth for verdict in tried}) == 1:
            return tried[0]
        sentence = (
            f"Các cách hiểu của chính sách {self.policy} cho kết quả khác nhau; cần chọn cách hiểu hoặc xin ý kiến"
        )
        note = Note(f"policies.{self.policy}", UNDECIDED, Truth.UNKNOWN, f"{sentence}.")
        failing = next(verdict for verdict in tried if verdict.truth is not Truth.YES)
        return Verdict(
            Truth.UNKNOWN, (note, *failing.notes), (f"chọn cách hiểu của chính sách {self.policy}", *failing.missing)
        )

    def holds(self, moment: Moment) -> Truth:
        """Tell what the reading in force answers, or all readings agree on."""
        chosen = moment.policies[self.policy]
        if chosen != UNDECIDED:
            return self.readings[chosen].holds(moment)
        tried = {reading.holds(moment) for reading in self.readings.values()}
        return tried.pop() if len(tried) == 1 else Truth.UNKNOWN

    def builds_on(self) -> Sequence[Need]:
        """Return what its readings build on."""
        return [need for reading in self.readings.values() for need in reading.builds_on()]

    def check(self, names: Names) -> None:
        """Refuse a policy that is not declared, or readings that are not its choices."""
        choices = set(names.policies.get(self.policy, ())) - {UNDECIDED}
        if choices != set(self.readings):
            raise UnknownFactError(
                f"readings của {self.policy} phải đúng các cách hiểu đã khai ở mục policies: {one_of(choices) or 'không có'}"
            )
        for reading in self.readings.values():
            reading.check(names)


_FORMS: dict[str, type[Shape]] = {
    "all": Every,
    "any": Either,
    "not_known": NotKnown,
    "policy": ByPolicy,
    "rating": Rated,
    "run": Run,
    "titles": Titles,
    "held": Held,
    "initiative": Recognised,
    "facts": OnFacts,
    "existed": Existed,
    "served": Served,
    "achievement": Achieved,
    "absent": Absent,
    "on_hold": OnHold,
    "disciplined": Disciplined,
}


def _form(given: Any) -> str | None:
    """Tell a condition's form from the key it carries."""
    if isinstance(given, Mapping):
        return next((key for key in _FORMS if key in given), None)
    return next((key for key, shape in _FORMS.items() if isinstance(given, shape)), None)


Standard = Annotated[
    Annotated[Every, Tag("all")]
    | Annotated[Either, Tag("any")]
    | Annotated[NotKnown, Tag("not_known")]
    | Annotated[ByPolicy, Tag("policy")]
    | Annotated[Rated, Tag("rating")]
    | Annotated[Run, Tag("run")]
    | Annotated[Titles, Tag("titles")]
    | Annotated[Held, Tag("held")]
    | Annotated[Recognised, Tag("initiative")]
    | Annotated[OnFacts, Tag("facts")]
    | Annotated[Existed, Tag("existed")]
    | Annotated[Served, Tag("served")]
    | Annotated[Achieved, Tag("achievement")]
    | Annotated[Absent, Tag("absent")]
    | Annotated[OnHold, Tag("on_hold")]
    | Annotated[Disciplined, Tag("disciplined")],
    Discriminator(
        _form,
        custom_error_type="unknown_form",
        custom_error_message=f"không rõ điều kiện gì; viết một trong {', '.join(_FORMS)}",
    ),
]

for _shape in (Every, Either, ByPolicy):
    _shape.model_rebuild()
