"""What the finder is given and what it answers."""

from dataclasses import dataclass
from enum import StrEnum

from congtam.values.dues import Due


class Relation(StrEnum):
    """How two items of plans stand to each other."""

    SAME = "same"
    SAME_OTHER_DEADLINE = "same_other_deadline"
    RELATED = "related"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Item:
    """One item as a plan words it.

    `plan` tells the items of one plan from those of another and `place` is the row in it, counted in the order of the plan. `issuer` is who
    sent the plan, `source` the document that assigned the work. What is not known stays empty.
    """

    key: str
    task: str
    lead: str = ""
    coordinating: str = ""
    output: str = ""
    issuer: str = ""
    plan: str = ""
    place: int = 0
    source: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A possible partner: whose key it is, the verdict, the chance per mille that it is the same task, and what spoke for and against."""

    other: str
    relation: Relation
    chance: int
    reasons: tuple[str, ...]
