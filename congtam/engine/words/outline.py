"""Sentences with other sentences below them, laid out as plain text under headings."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH = 110
# Keeps the words around it on one line; printed as an ordinary space.
TIE = "\N{NO-BREAK SPACE}"
_NUMBER_WIDTH = len("100. ")
_MARKS = ("- ", "+ ", "· ")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what is said below it."""

    text: str
    below: Sequence["Said"] = ()

    def led_by(self, words: str) -> "Said":
        """Return the same with `words` before its sentence."""
        return Said(f"{words} {self.text}", self.below)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what is said under it."""

    heading: str
    items: Sequence[Said]


def laid_out(sections: Iterable[Section]) -> Iterator[str]:
    """Yield the lines of the sections that say anything, their items numbered through, no line wider than `WIDTH`."""
    number = 0
    for section in sections:
        if section.items:
            yield ""
            yield from underlined(section.heading, "-")
        for item in section.items:
            number += 1
            yield from hung(item.text, f"{number}.".ljust(_NUMBER_WIDTH))
            for part in item.below:
                yield from _lines(part, 0)


def underlined(heading: str, stroke: str) -> list[str]:
    """Return a heading and the line under it."""
    lines = hung(heading)
    return [*lines, stroke * max(map(len, lines))]


def hung(text: str, mark: str = "", indent: int = 0) -> list[str]:
    """Return `text` in lines, the first begun with `mark`, the others hanging below its first word."""
    lines = textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent + mark,
        subsequent_indent=" " * (indent + len(mark)),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(TIE, " ") for line in lines]


def _lines(said: Said, depth: int) -> Iterator[str]:
    yield from hung(said.text, _MARKS[min(depth, len(_MARKS) - 1)], _NUMBER_WIDTH + 2 * depth)
    for part in said.below:
        yield from _lines(part, depth + 1)
