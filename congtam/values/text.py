"""Vietnamese text: one way to write each letter."""

import unicodedata


def is_composed(text: str) -> bool:
    """Tell whether `text` is NFC: every accented letter one character, so that equal words are equal strings."""
    return unicodedata.is_normalized("NFC", text)


def listed(words: list[str], *, joined_by: str = "hoặc") -> str:
    """Return words as a Vietnamese list: ``"a, b hoặc c"``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


def shortened(words: str, most: int = 120) -> str:
    """Return `words` cut to at most so many characters, the last of them a mark that something was left out."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def capital(words: str) -> str:
    """Return `words` as the beginning of a sentence."""
    return words[:1].upper() + words[1:]
