"""Where a value of the law comes from, and how sure it is."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from congtam.engine.shapes import Shape, Words

InstrumentId = str


class Certainty(StrEnum):
    """How sure a rule is, best first; `rank` orders them."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"
    DRAFT = "draft"

    @property
    def rank(self) -> int:
        """0 for the surest."""
        return _RANKS[self]

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Certainty.CONFIRMED: "đã đối chiếu văn bản",
            Certainty.SECONDARY: "theo nguồn thứ cấp",
            Certainty.UNCONFIRMED: "chưa đối chiếu",
            Certainty.DRAFT: "theo dự thảo",
        }[self]


_RANKS = {certainty: rank for rank, certainty in enumerate(Certainty)}

Sureness = Annotated[Certainty, Field(strict=False)]


class Instrument(Shape):
    """One law, decree, regulation or guidance in the register."""

    id: InstrumentId
    kind: Literal[
        "law",
        "decree",
        "circular",
        "decision",
        "regulation",
        "guideline",
        "conclusion",
        "directive",
        "official_letter",
        "bylaw",
        "resolution",
        "notice",
    ]
    number: Words
    name: Words
    issuer: Words
    signed: date | None
    in_force_from: date | None
    in_force_until: date | None = None
    replaces: tuple[InstrumentId, ...] = ()
    amends: tuple[InstrumentId, ...] = ()
    certainty: Sureness
    read_at: tuple[Words, ...] = ()
    note: Words | None = None


class Register(Shape):
    """The register of instruments."""

    instruments: tuple[Instrument, ...]


class Source(Shape):
    """The provision behind a value. Articles that nobody could read are left out, never guessed."""

    instrument: InstrumentId
    article: int | str | None = None
    clause: int | str | None = None
    point: str | None = None
    item: str | None = None
    annex: str | None = None
    certainty: Sureness = Certainty.CONFIRMED
    note: Words | None = None
    printed: str = Field(default="", description="filled when the file is loaded")


def sureness(source: Source, adopts: frozenset[InstrumentId]) -> Certainty:
    """Return how sure a provision is for a body that adopted the instruments in `adopts` by its by-law.

    A second-hand provision the body adopted is its own; what is unconfirmed or only drafted cannot be adopted.
    """
    adopted = source.instrument in adopts and source.certainty is Certainty.SECONDARY
    return Certainty.CONFIRMED if adopted else source.certainty
