"""Finding accounts, and names for new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count
from urllib.parse import parse_qsl, urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from congtam.accounts.models import SavedView, User


@dataclass(frozen=True, kw_only=True)
class SavedViews:
    """The lists somebody saved of one page, and the one he sees now (`query`: without the page number; empty when nothing is narrowed)."""

    path: str
    query: str
    views: tuple[SavedView, ...]

    @property
    def can_save(self) -> bool:
        """Whether what is seen now is worth keeping and not kept already."""
        return bool(self.query) and all(view.query != self.query for view in self.views)

    @property
    def rows(self) -> list[tuple[SavedView, str]]:
        """Each saved list with the address that forgets it."""
        return [(view, reverse("accounts:drop_view", args=[view.pk])) for view in self.views]

    @property
    def save_url(self) -> str:
        """The address that keeps what is seen now."""
        return reverse("accounts:save_view")


def saved_views(user: User, path: str, query: str) -> SavedViews:
    """Return what `user` saved of the page at `path`, seen now with the address `query`; one query."""
    kept = urlencode([(name, value) for name, value in parse_qsl(query) if name != "page"])
    views = SavedView.objects.filter(user=user, path=path).order_by("name")
    return SavedViews(path=path, query=kept, views=tuple(views))


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
