"""Pages of a list that may be too long to count."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

# Nobody turns two hundred pages; who looks for something in so many rows narrows the list.
MOST_COUNTED = 10_000


class LongPaginator(Paginator):  # type: ignore[type-arg]  # at run time the class of Django takes none
    """Pages of a queryset of which at most `MOST_COUNTED` rows are counted and shown."""

    @cached_property
    def found(self) -> int:
        """How many rows there are, one more than `MOST_COUNTED` standing for any greater number."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]  # a paginator takes lists too; this one is given none
        return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return min(self.found, MOST_COUNTED)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than can be paged through."""
        return self.found > MOST_COUNTED


class CountedPaginator(Paginator):  # type: ignore[type-arg]  # at run time the class of Django takes none
    """Pages of rows whose number the page asked for already, for another of its figures."""

    def __init__(self, rows: QuerySet[Any], per_page: int, *, known: int) -> None:
        super().__init__(rows, per_page)
        self._known = known

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._known
