"""What the person asking can mend."""


class Refusal(Exception):  # noqa: N818  # what the person meets is a refusal; each kind of it is an …Error
    """Something the person asking can mend; the message is Vietnamese and says what to do. Every capability's refusals are kinds of it."""
