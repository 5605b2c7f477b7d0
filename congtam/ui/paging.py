"""Pages of a list whose rows are not counted in the usual way."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

if TYPE_CHECKING:
    _Pages = Paginator[Any]
else:
    _Pages = Paginator

# Nobody turns two hundred pages; who looks for something in so many rows narrows the list.
MOST_COUNTED = 10_000


class CountedPaginator(_Pages):
    """Pages of rows whose number is `known` already; `is_cut` when there are more rows than can be paged through."""

    def __init__(self, rows: QuerySet[Any], per_page: int, *, known: int, is_cut: bool = False) -> None:
        super().__init__(rows, per_page)
        self._known = known
        self.is_cut = is_cut

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return self._known


def long_pages(rows: QuerySet[Any], per_page: int) -> CountedPaginator:
    """Return pages of a queryset of which at most `MOST_COUNTED` rows are counted and shown."""
    found = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
    return CountedPaginator(rows, per_page, known=min(found, MOST_COUNTED), is_cut=found > MOST_COUNTED)
