"""Finding accounts, and names for new ones."""

from collections.abc import Sequence
from itertools import chain, count

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from congtam.accounts.models import User


def accounts(words: str = "", *, state: str = "") -> QuerySet[User]:
    """Return accounts whose name or user name holds `words`; `state`: active, unused, temporary, locked, administrator or empty for all."""
    found = User.objects.order_by("full_name", "pk")
    for word in words.split():
        found = found.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    match state:
        case "active":
            found = found.filter(is_active=True)
        case "locked":
            found = found.filter(is_active=False)
        case "unused":
            found = found.filter(last_login__isnull=True, is_active=True)
        case "temporary":
            found = found.filter(temporary_until__isnull=False, is_active=True)
        case "administrator":
            found = found.filter(is_administrator=True)
        case _:
            pass
    return found


def free_usernames(wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return a user name nobody has for each pair of (own name such as an e-mail address or "", plain name).

    The own name is given as it is when it is free; else the plain name, with the first number that makes it free. One query.
    """
    taken = set(User.objects.annotate(name=Lower("username")).values_list("name", flat=True))
    found = []
    for own, plain in wanted:
        candidates = chain([own] if own else [], [plain], (f"{plain}{number}" for number in count(2)))
        name = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(name)
        found.append(name)
    return found
