"""Two texts side by side: which words differ."""

import re
from difflib import SequenceMatcher

_PIECE = re.compile(r"\w+|[^\w\s]+|\s+")
_LONGEST = 2_000


def differing(one: str, other: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return both texts in pieces with whether each differs; joined, the pieces give the text back.

    Large and small letters count as equal, and so do spaces and punctuation. What stands behind the first 2,000 pieces counts as different.
    """
    pieces = _PIECE.findall(one), _PIECE.findall(other)
    words = [[place for place, piece in enumerate(side[:_LONGEST]) if re.match(r"\w", piece)] for side in pieces]
    spoken = [[side[place].lower() for place in held] for side, held in zip(pieces, words, strict=True)]
    compared = SequenceMatcher(None, spoken[0], spoken[1], autojunk=False)
    marked = [[bool(re.match(r"\w", piece)) for piece in side] for side in pieces]
    for block in compared.get_matching_blocks():
        for step in range(block.size):
            marked[0][words[0][block.a + step]] = False
            marked[1][words[1][block.b + step]] = False
    return _joined(pieces[0], marked[0]), _joined(pieces[1], marked[1])


def _joined(pieces: list[str], marked: list[bool]) -> list[tuple[str, bool]]:
    """Return neighbours of one kind as one piece; a space between two differing words belongs to them."""
    made: list[tuple[str, bool]] = []
    for place, (piece, differs) in enumerate(zip(pieces, marked, strict=True)):
        between = piece.isspace() and 0 < place < len(pieces) - 1 and marked[place - 1] and marked[place + 1]
        if made and made[-1][1] == (differs or between):
            made[-1] = (made[-1][0] + piece, made[-1][1])
        else:
            made.append((piece, differs or between))
    return made
