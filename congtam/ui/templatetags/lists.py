"""Tags for lists: tables, sorting, filters, pages, tiles."""

from collections.abc import Collection, Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict  # noqa: TID251  # only to read and write addresses
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from congtam.ui import wording

register = template.Library()

# The value a filter sends for "Chưa có…".
ABSENT = "none"


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    *,
    cards: bool = False,
    wide: bool = False,
    id: str = "",
    grid: str = "",
) -> SafeString:
    """A data table; inside: thead, tbody, tfoot (totals).

    `caption` is what screen readers hear. On a phone a table scrolls in its own box, or with `cards` each row becomes a card
    (give every cell `data-label`). `wide` scrolls in its own box on large screens too, its head and first column staying in place.
    `grid` names a scoring grid: cells are inputs, moved through and pasted into like a sheet (needs `ui/grid_scripts.html`).
    """
    values = {"content": SafeString(content), "caption": caption, "cards": cards, "wide": wide, "id": id, "grid": grid}
    return render_to_string("ui/_table.html", values)


@register.simple_tag(takes_context=True)
def th(context: Context, label: str, sort: str = "", *, num: bool = False, help: str = "") -> SafeString:
    """A column's head; with `sort` a link that sorts by it (`?sort=due`, `?sort=-due`); `num` for figures; `help` explains."""
    query = query_of(context)
    now = query.get("sort", "")
    order = {sort: "ascending", f"-{sort}": "descending"}.get(now, "") if sort else ""
    url = _address(query, sort=f"-{sort}" if now == sort else sort) if sort else ""
    values = {"label": label, "url": url, "order": order, "num": num, "help": help}
    return render_to_string("ui/_th.html", values)


@register.simple_block_tag(takes_context=True)
def filters(context: Context, content: str, label: str = "Lọc danh sách", clear: str = "") -> SafeString:
    """The filter bar: a GET form that keeps the sorting; inside: `{% text_filter %}`, `{% choice_filter %}`."""
    query = query_of(context)
    fields = {key: value for key, value in query.items() if key not in ("page", "sort")}
    values = {
        "content": SafeString(content),
        "label": label,
        "sort": query.get("sort", ""),
        "clear": clear or (context["request"].path if context.get("request") else ""),
        "filtered": any(fields.values()),
    }
    return render_to_string("ui/_filters.html", values)


@register.simple_tag(takes_context=True)
def choice_filter(
    context: Context,
    name: str,
    label: str,
    options: Iterable[Any],
    none: str = "",
    any_label: str = "Tất cả",
    narrow: str = "",
    more: int = 0,
) -> SafeString:
    """A choice in the filter bar: pairs of value and label; `none` names the option for what is missing ("Chưa có hạn").

    Of too many to offer, `narrow` names a box whose words find others, and `more` says how many are left out.
    """
    query = query_of(context)
    values: dict[str, Any] = {"name": name, "label": label, "options": options, "any_label": any_label}
    values |= {"none": none, "absent": ABSENT}
    values |= {"narrow": narrow, "more": more, "words": query.get(narrow, "") if narrow else ""}
    return render_to_string("ui/_choice_filter.html", values | {"chosen": query.get(name, "")})


@register.simple_tag(takes_context=True)
def text_filter(context: Context, name: str, label: str, placeholder: str = "") -> SafeString:
    """A box to search in the filter bar."""
    values = {"name": name, "label": label, "placeholder": placeholder, "value": query_of(context).get(name, "")}
    return render_to_string("ui/_text_filter.html", values)


@register.simple_tag
def columns(options: Iterable[Any], chosen: Collection[str], name: str = "cot") -> SafeString:
    """Which columns a list shows, in its filter bar: pairs of code and label, and the codes `chosen` now."""
    return render_to_string("ui/_columns.html", {"options": options, "chosen": chosen, "name": name})


@register.simple_tag(takes_context=True)
def pages(context: Context, page: "Page[Any]", what: str = "dòng", name: str = "page") -> SafeString:
    """Where in a long list this page is, with links to the others that keep filters and sorting; nothing for an empty list.

    `name` is the page's name in the address, its own where two lists stand on one screen.
    """
    if not page.paginator.count:
        return SafeString("")
    query = query_of(context)
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, "" if isinstance(number, str) else _address(query, **{name: str(number)})) for number in shown]
    values = {
        "page": page,
        "what": what,
        "links": links,
        "before": _address(query, **{name: str(page.number - 1)}),
        "after": _address(query, **{name: str(page.number + 1)}),
    }
    return render_to_string("ui/_pages.html", values)


@register.simple_block_tag
def tiles(content: str, label: str) -> SafeString:
    """Figures that each lead to their list; inside: `{% tile %}`."""
    return format_html('<ul class="ct-tiles" aria-label="{}">{}</ul>', label, SafeString(content))


@register.simple_tag
def tile(value: Any, label: str, url: str = "", tone: str = "plain", note: str = "") -> SafeString:
    """One figure with its list behind it; a zero is drawn quietly whatever its `tone` (plain, amber, red, green, blue)."""
    quiet = value in (0, "0")
    shown = wording.number(value) if isinstance(value, int) else value
    return render_to_string(
        "ui/_tile.html",
        {"value": shown, "label": label, "url": url, "tone": "plain" if quiet else tone, "note": note, "quiet": quiet},
    )


def query_of(context: Context) -> QueryDict:
    """Return what the address of the page asks for; nothing where a part is drawn outside a request."""
    request = context.get("request")
    return request.GET if request else QueryDict()


def _address(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    if "page" not in changes:
        changed.pop("page", None)
    for key, value in changes.items():
        changed[key] = value
    return "?" + changed.urlencode()
