"""What the person asking can mend."""


class RefusedError(Exception):
    """Something the person asking can mend; the message is Vietnamese and says what to do. Every capability's refusals are kinds of it."""
