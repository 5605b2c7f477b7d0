"""Tags for the frame of a page: headings, icons, tabs, stages, drawers, notes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from congtam.ui.templatetags.lists import query_of

register = template.Library()

THEMES = ("light", "dark")
# Letters that still read well in a narrow column.
_LONG_FACT = 90
_TONES = {
    "blue": "info-circle",
    "amber": "alert-triangle",
    "red": "alert-circle",
    "green": "circle-check",
    "plain": "info-circle",
}


@register.simple_tag
# A list draws the same few icons hundreds of times, and the address of their file is long in the making.
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of `congtam/ui/vendor.json`; with `label` it is read aloud, else it is left out of reading."""
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="ct-icon" width="20" height="20" {}><use href="{}#{}"></use></svg>',
        voice,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def theme(context: Context) -> SafeString:
    """Write the theme this reader chose as an attribute of the page; nothing when the system decides."""
    request = context.get("request")
    chosen = request.COOKIES.get("ct_theme", "") if request else ""
    return format_html('data-theme="{}"', chosen) if chosen in THEMES else SafeString("")


@register.simple_tag
def crumb(label: str, name: str = "", *args: Any) -> SafeString:
    """One step of the breadcrumbs (block `crumbs`): label and, unless it is the last, the URL name with its arguments."""
    if not name:
        return format_html('<li aria-current="page">{}</li>', label)
    return format_html('<li><a href="{}">{}</a></li>', reverse(name, args=args), label)


@register.simple_block_tag
def header(content: str, title: str, meta: str = "", over: str = "") -> SafeString:
    """The head of a page: its only `h1`, a line of facts under it (`meta`), a small line above (`over`); inside: buttons."""
    return _drawn("header", content=content, title=title, meta=meta, over=over)


@register.simple_tag
def stages(steps: Sequence[Any], label: str = "Các bước") -> SafeString:
    """The stage bar. Each step has `name`, `state` (done, current, returned, todo) and may have `who` and `on` (a day)."""
    words = {"done": "đã xong", "current": "đang ở bước này", "returned": "bị trả lại", "todo": "chưa tới"}
    return _drawn("stages", steps=steps, label=label, words=words)


@register.simple_block_tag
def tabs(content: str, label: str) -> SafeString:
    """A row of links to the sides of one record; inside: `{% tab %}`. `label` says what the tabs divide."""
    return format_html('<nav class="ct-tabs" aria-label="{}"><ul>{}</ul></nav>', label, SafeString(content))


@register.simple_tag
def tab(label: str, url: str, *, active: bool = False, count: int | None = None) -> SafeString:
    """One tab: label, address, whether it is open now, and how many things wait behind it."""
    return _drawn("tab", label=label, url=url, active=active, count=count)


@register.simple_block_tag
def nothing(content: str, title: str, text: str = "", icon: str = "inbox") -> SafeString:
    """What stands where a list is empty: what would be here (`title`), what to do (`text`); inside: a button."""
    return _drawn("nothing", content=content, title=title, text=text, icon=icon)


@register.simple_block_tag
def note(content: str, tone: str = "blue", title: str = "") -> SafeString:
    """A note in the page. `tone`: blue (to know), amber (soon), red (refused, overdue), green (done), plain."""
    return _drawn("note", content=content, tone=tone, title=title, icon=_TONES[tone])


@register.simple_block_tag
def drawer(content: str, title: str, *, open: bool = True, icon: str = "") -> SafeString:
    """A part of the right-hand column (block `drawer`): evidence, history. Folds without JavaScript."""
    return _drawn("drawer", content=content, title=title, open=open, icon=icon)


@register.simple_block_tag
def panel(content: str, title: str = "", level: int = 2, id: str = "") -> SafeString:
    """A titled part of a page; `level` keeps headings in order."""
    return _drawn("panel", content=content, title=title, level=level, id=id)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of named facts; inside: `{% fact %}`."""
    return format_html('<dl class="ct-facts">{}</dl>', SafeString(content))


@register.simple_block_tag
def fact(content: str, name: str) -> SafeString:
    """One named fact: the name, and inside what holds; a long text takes a row of its own."""
    is_long = "<details" not in content and len(" ".join(strip_tags(content).split())) > _LONG_FACT
    return format_html(
        "<div{}><dt>{}</dt><dd>{}</dd></div>",
        SafeString(' class="ct-fact-long"' if is_long else ""),
        name,
        SafeString(content),
    )


@register.simple_block_tag
def timeline(content: str, label: str = "Lịch sử") -> SafeString:
    """What happened, newest first; inside: `{% event %}`."""
    return format_html('<ol class="ct-timeline" aria-label="{}">{}</ol>', label, SafeString(content))


@register.simple_block_tag
def event(content: str, at: Any, who: str = "", tone: str = "plain") -> SafeString:
    """One thing that happened: when (moment or day), by whom; inside: what."""
    return _drawn("event", content=content, at=at, who=who, tone=tone)


@register.simple_tag(takes_context=True)
def switch(
    context: Context,
    name: str,
    label: str,
    options: Sequence[Any],
    chosen: Any = None,
    narrow: str = "",
    more: int = 0,
) -> SafeString:
    """A switcher in the page's address (`period`, `unit`): pairs of value and label, and the value chosen now.

    Of too many to offer, `narrow` names a box whose words find others, and `more` says how many are left out.
    """
    query = query_of(context)
    kept = [(key, value) for key, values in query.lists() if key not in (name, "page", narrow) for value in values]
    words = query.get(narrow, "") if narrow else ""
    parts = {"name": name, "label": label, "options": options, "chosen": str(chosen), "kept": kept}
    return _drawn("switch", **parts, narrow=narrow, more=more, words=words)


def _drawn(part: str, **values: Any) -> SafeString:
    if "content" in values:
        values["content"] = SafeString(values["content"])
    return render_to_string(f"ui/_{part}.html", values)
