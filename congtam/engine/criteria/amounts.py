"""What can be written where a criteria set needs a number: a small closed tree, one key for each kind of node.

This file only says what may be written. `reckoning` works an amount out, `wording` says it in Vietnamese, `limits` knows
how far it can reach, `references` what it looks at.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, model_validator

from congtam.engine.conditions import Condition
from congtam.engine.criteria.restraints import Limits, Rounding
from congtam.engine.criteria.shorthand import spelled_out
from congtam.engine.shapes import Name, Number, Shape, Words

Code = Annotated[str, Field(min_length=1)]


class Constant(Shape):
    """`'2.5'`: a number of the set itself."""

    number: Number


class Ask(Limits):
    """`done`: the value recorded for a declared ask, or worked out for a measure; yes counts 1, no counts 0."""

    ask: Name


class Entry(Limits):
    """`{entry: share}`: what the marker enters under the line's own code; yes counts 1, no counts 0."""

    entry: Literal["number", "share", "count", "yes_no"]


class Days(Shape):
    """`{days: [due, handed_in]}`: how many days from the first day to the second; below zero when it comes before."""

    days: tuple[Name, Name]


class MarksOf(Shape):
    """`{marks_of: I.2}`: the marks another line got."""

    marks_of: Code


class ShareOf(Shape):
    """`{share_of: I}`: the marks another line got, as a share of what it could get."""

    share_of: Code


class OfMax(Shape):
    """`{of_max: share}`: a share of the line's own maximum."""

    of_max: "Amount"


class Sum(Shape):
    """`{sum: [a, b]}`."""

    sum: tuple["Amount", ...] = Field(min_length=1)


class Product(Shape):
    """`{product: [a, b]}`."""

    product: tuple["Amount", ...] = Field(min_length=1)


class Minus(Shape):
    """`{minus: [a, b, c]}`: the first less all the others."""

    minus: tuple["Amount", ...] = Field(min_length=1)


class Share(Shape):
    """`{share: [part, whole]}`: one number divided by another; nothing can be told when the whole is zero."""

    share: tuple["Amount", "Amount"]


class Least(Shape):
    """`{least: [a, b]}`: the smallest."""

    least: tuple["Amount", ...] = Field(min_length=1)


class Most(Shape):
    """`{most: [a, b]}`: the greatest."""

    most: tuple["Amount", ...] = Field(min_length=1)


class Mean(Shape):
    """`{mean: [a, b]}`."""

    mean: tuple["Amount", ...] = Field(min_length=1)


class Round(Rounding):
    """`{round: a, to: '0.01', way: half_up}`."""

    round: "Amount"


class Bound(Shape):
    """The edge of a band: at most one of the four words; none means everything that is left."""

    at_least: "Amount | None" = None
    above: "Amount | None" = None
    at_most: "Amount | None" = None
    below: "Amount | None" = None

    @model_validator(mode="after")
    def has_one_edge(self) -> "Bound":
        """Refuse two edges on one row: the next row is the other edge."""
        if len(self.edges()) > 1:
            raise ValueError("mỗi nấc chỉ viết một trong at_least, above, at_most, below; nấc sau là giới hạn còn lại")
        return self

    def edges(self) -> "list[tuple[str, Amount]]":
        """Return the edge written, with its word."""
        written = (("at_least", self.at_least), ("above", self.above), ("at_most", self.at_most), ("below", self.below))
        return [(word, amount) for word, amount in written if amount is not None]


class Band(Bound):
    """One row of bands: its edge, and what it gives."""

    marks: "Amount"


class Bands(Shape):
    """`{bands: a, rows: [{at_least: '0.9', marks: '5'}, …, {marks: '1'}]}`: the first row that holds."""

    bands: "Amount"
    rows: tuple[Band, ...] = Field(min_length=1)


class Choose(Shape):
    """`{choose: name, options: {key: a}}`: by a recorded choice; without `choose`, by the line's own entry."""

    choose: Name | None = None
    options: dict[Code, "Amount"] = Field(min_length=1)


class Case(Shape):
    """One case: when it holds, what it gives; without `when`, all other cases."""

    when: Condition | None = None
    marks: "Amount"


class Cases(Shape):
    """`{cases: [{when: …, marks: a}, …, {marks: b}]}`: the first that holds; none holding is a hole, not a zero."""

    cases: tuple[Case, ...] = Field(min_length=1)


class Climb(Shape):
    """`{climb: a, from: t, base: b, step: s, per_step: p}`: b up to the threshold t, then p for each s beyond it."""

    climb: "Amount"
    from_: "Amount" = Field(alias="from")
    base: "Amount"
    step: "Amount"
    per_step: "Amount"
    down: bool = False
    whole_steps: bool = False


class Undecided(Shape):
    """`{gap: why}`: the published set does not say; people decide."""

    gap: Words


class Each(Shape):
    """`{each: records, of: a}`: over the records that satisfy `where`, the sum (or mean, most, least) of an amount."""

    each: Name
    of: "Amount"
    where: Condition | None = None
    take: Literal["sum", "mean", "most", "least"] = "sum"
    best: int | None = None

    @model_validator(mode="after")
    def takes_some(self) -> "Each":
        """Refuse the best none."""
        if self.best is not None and self.best < 1:
            raise ValueError("best phải từ 1 trở lên: chỉ tính bấy nhiêu mục cao nhất")
        return self


class Count(Shape):
    """`{count: records, where: …}`: how many records satisfy a condition."""

    count: Name
    where: Condition | None = None


class Streak(Shape):
    """`{streak: records, by: year, where: …, ending: a}`: how many in a row satisfy it, up to `ending`, else the longest run."""

    streak: Name
    by: Name
    where: Condition
    ending: "Amount | None" = None


class Peer(Shape):
    """`{peer: average, of: a}`: a figure over all the subjects scored together (or those with the same `same`)."""

    peer: Literal["average", "best", "worst", "total", "rank", "count"]
    of: "Amount | None" = None
    same: Name | None = None
    where: Condition | None = None

    @model_validator(mode="after")
    def has_something_to_compare(self) -> "Peer":
        """Refuse a comparison of nothing."""
        if (self.of is None) != (self.peer == "count"):
            raise ValueError("peer cần mục of (đại lượng đem so), riêng peer: count thì không")
        return self


class CountItems(Bound):
    """`{count_items: lines, below: '0.5', under: I}`: how many lines got such a share of their maximum."""

    count_items: Literal["lines", "parts", "failing"] | tuple[Code, ...]
    under: Code | None = None

    @model_validator(mode="after")
    def counts_one_thing(self) -> "CountItems":
        """Refuse words that would change nothing."""
        if self.count_items == "failing" and self.edges():
            raise ValueError("failing đếm các mục dưới điểm sàn của chúng; bỏ at_least, above, at_most, below")
        if isinstance(self.count_items, tuple) and self.under is not None:
            raise ValueError("đã liệt kê mã mục thì bỏ under")
        return self


_KEY_OF: dict[type[BaseModel], str] = {
    Constant: "number",
    Ask: "ask",
    Entry: "entry",
    Days: "days",
    MarksOf: "marks_of",
    ShareOf: "share_of",
    OfMax: "of_max",
    Sum: "sum",
    Product: "product",
    Minus: "minus",
    Share: "share",
    Least: "least",
    Most: "most",
    Mean: "mean",
    Round: "round",
    Bands: "bands",
    Choose: "options",
    Cases: "cases",
    Climb: "climb",
    Undecided: "gap",
    Each: "each",
    Count: "count",
    Streak: "streak",
    Peer: "peer",
    CountItems: "count_items",
}


def _form(given: Any) -> str | None:
    """Tell an amount's kind from the key it carries; the mark keeps it apart from the names of a file."""
    if isinstance(given, Mapping):
        key = next((key for key in _KEY_OF.values() if key in given), None)
    else:
        key = _KEY_OF.get(type(given))
    return None if key is None else f"amount:{key}"


Amount = Annotated[
    Annotated[Constant, Tag("amount:number")]
    | Annotated[Ask, Tag("amount:ask")]
    | Annotated[Entry, Tag("amount:entry")]
    | Annotated[Days, Tag("amount:days")]
    | Annotated[MarksOf, Tag("amount:marks_of")]
    | Annotated[ShareOf, Tag("amount:share_of")]
    | Annotated[OfMax, Tag("amount:of_max")]
    | Annotated[Sum, Tag("amount:sum")]
    | Annotated[Product, Tag("amount:product")]
    | Annotated[Minus, Tag("amount:minus")]
    | Annotated[Share, Tag("amount:share")]
    | Annotated[Least, Tag("amount:least")]
    | Annotated[Most, Tag("amount:most")]
    | Annotated[Mean, Tag("amount:mean")]
    | Annotated[Round, Tag("amount:round")]
    | Annotated[Bands, Tag("amount:bands")]
    | Annotated[Choose, Tag("amount:options")]
    | Annotated[Cases, Tag("amount:cases")]
    | Annotated[Climb, Tag("amount:climb")]
    | Annotated[Undecided, Tag("amount:gap")]
    | Annotated[Each, Tag("amount:each")]
    | Annotated[Count, Tag("amount:count")]
    | Annotated[Streak, Tag("amount:streak")]
    | Annotated[Peer, Tag("amount:peer")]
    | Annotated[CountItems, Tag("amount:count_items")],
    Discriminator(
        _form,
        custom_error_type="unknown_form",
        custom_error_message="không rõ cách tính gì; viết một số trong nháy, tên một dữ kiện, hoặc một trong "
        "if, yes_no, times, by_hand, " + ", ".join(key for key in _KEY_OF.values() if key != "number"),
    ),
    BeforeValidator(spelled_out),
]

_SHAPES: tuple[type[BaseModel], ...] = (*_KEY_OF, Bound, Band, Case)
for _shape in _SHAPES:
    _shape.model_rebuild()
