"""What the person asking can mend."""


class RefusedError(Exception):
    """Something the person asking can mend; the message is Vietnamese and says what to do. Every capability's refusals are kinds of it."""


class UnreasonedError(RefusedError):
    """The act needs a reason in words."""


def said(reason: str, what: str) -> str:
    """Return a reason without needless blanks; raise `UnreasonedError` when there is none. `what` is asked for in Vietnamese."""
    words = " ".join(reason.split())
    if not words:
        raise UnreasonedError(f"Hãy ghi {what}.")
    return words
