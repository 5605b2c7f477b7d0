"""What the person asking can mend."""


class RefusedError(Exception):
    """Something the person asking can mend; the message is Vietnamese and says what to do. Every capability's refusals are kinds of it."""


class UnreasonedError(RefusedError):
    """The act needs words (a reason, a name, a result) or proof that are missing."""


def said(text: str, what: str, *, keeps_lines: bool = False) -> str:
    """Return words without needless blanks; raise `UnreasonedError` when there are none. `what` is asked for in Vietnamese."""
    words = text.strip() if keeps_lines else " ".join(text.split())
    if not words:
        raise UnreasonedError(f"Hãy ghi {what}.")
    return words
