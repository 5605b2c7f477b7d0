"""Finding accounts."""

from django.db.models import Q, QuerySet

from congtam.accounts.models import User


def accounts(words: str = "", *, state: str = "") -> QuerySet[User]:
    """Return accounts whose name or user name holds `words`; `state`: active, locked, administrator or empty for all."""
    found = User.objects.order_by("full_name", "pk")
    for word in words.split():
        found = found.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    match state:
        case "active":
            found = found.filter(is_active=True)
        case "locked":
            found = found.filter(is_active=False)
        case "administrator":
            found = found.filter(is_administrator=True)
        case _:
            pass
    return found
