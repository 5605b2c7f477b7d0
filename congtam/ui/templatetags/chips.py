"""Tags for the small marks beside names: level, person, unit, deadline, state, weight, certainty."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from congtam.engine.rating_rules import LEVEL_LABELS
from congtam.engine.sources import Certainty
from congtam.ui import wording
from congtam.ui.templatetags.layout import icon as drawn_icon
from congtam.values.text import capital

register = template.Library()

# A level is told by word and shape as well as by colour.
_SHAPES = {
    "excellent": "star-filled",
    "good": "circle-filled",
    "completed": "square-filled",
    "not_completed": "triangle-filled",
    "not_rated": "circle-dashed",
    "needs_review": "help-circle",
}
_OTHER_LEVELS = {"not_rated": "không xếp loại", "needs_review": "cần xem lại"}
_SHORT = {"excellent": "Xuất sắc", "good": "Tốt", "completed": "Hoàn thành", "not_completed": "Không hoàn thành"}
_TONES = {
    "green": {
        "done",
        "accepted",
        "confirmed",
        "signed",
        "published",
        "decided",
        "closed",
        "valid",
        "present",
        "judged",
    },
    "blue": {
        "self_signed",
        "handed_in",
        "signing",
        "submitted",
        "waiting",
        "current",
        "in_hand",
        "open",
        "proposed",
        "appraised",
        "live",
        "reported",
        "filed",
        "appraising",
    },
    "red": {"returned", "refused", "rejected", "major_error", "overdue", "failed", "invalid"},
    "amber": {"sent_back", "due_soon", "needs_review", "incomplete", "missing", "completion"},
    "faded": {
        "set_aside",
        "cancelled",
        "handed_back",
        "withdrawn",
        "replaced",
        "expired",
        "locked",
        "ended",
        "discarded",
        "dropped",
        "joined",
    },
}
# Days before a deadline when it begins to be drawn as near.
SOON_DAYS = 3


@register.simple_tag
def chip(text: str, tone: str = "plain", icon: str = "", title: str = "") -> SafeString:
    """A short mark in words. `tone`: plain, blue, amber, red, green, faded."""
    drawn = drawn_icon(icon) if icon else ""
    hint = format_html(' title="{}"', title) if title else ""
    return format_html('<span class="ct-chip ct-{}"{}>{}{}</span>', tone, hint, drawn, text)


@register.simple_tag
def level(code: str | None, label: str = "", *, short: bool = False) -> SafeString:
    """A yearly level by its code; `label` replaces the law's words (a Party level); `short` for narrow columns."""
    if not code:
        return SafeString('<span class="ct-missing">Chưa có</span>')
    words = label or capital(LEVEL_LABELS.get(code) or _OTHER_LEVELS.get(code) or code)
    shown = _SHORT.get(code, words) if short else words
    hint = format_html(' title="{}"', words) if shown != words else ""
    return format_html(
        '<span class="ct-level ct-level-{}"{}>{}{}</span>',
        code,
        hint,
        drawn_icon(_SHAPES.get(code, "circle-dot")),
        shown,
    )


@register.simple_tag
def past_levels(levels: Any) -> SafeString:
    """Levels of past years as small marks: pairs of year and code (or None), oldest first."""
    return _past_levels(tuple((year, code) for year, code in levels))


# Most people of a body went through the same few years.
@lru_cache(maxsize=512)
def _past_levels(levels: tuple[tuple[int, str | None], ...]) -> SafeString:
    shown = [
        (
            code or "none",
            year,
            capital(LEVEL_LABELS.get(code or "") or _OTHER_LEVELS.get(code or "") or "chưa có"),
            drawn_icon(_SHAPES.get(code or "", "minus")),
        )
        for year, code in levels
    ]
    marks = format_html_join(
        "",
        '<li class="ct-level-{0}" title="{1}: {2}">{3}<span class="visually-hidden">{1}: {2}</span></li>',
        shown,
    )
    return format_html('<ul class="ct-past" aria-label="Các năm trước">{}</ul>', marks)


@register.simple_tag
def person(who: Any, post: str = "", url: str = "", number: str = "") -> SafeString:
    """A person: an object with `full_name`, or the name; the post below; `number` is shown masked."""
    name = getattr(who, "full_name", who) or "Chưa có người"
    told = [format_html("{}", post)] if post else []
    if number:
        hint = "Số định danh cá nhân, chỉ hiện ba số cuối"
        told.append(format_html('<span title="{}">{}</span>', hint, wording.masked(number)))
    return format_html(
        '<span class="ct-person{}"><span class="ct-person-name">{}</span> {}</span>',
        "" if who else " ct-missing",
        format_html('<a href="{}">{}</a>', url, name) if url else name,
        format_html('<span class="ct-person-post">{}</span>', SafeString(" · ".join(told))) if told else "",
    )


@register.simple_tag
def unit(name: Any, url: str = "") -> SafeString:
    """A unit by its name."""
    if not name:
        return SafeString('<span class="ct-missing">Chưa có đơn vị</span>')
    inside = format_html('<a href="{}">{}</a>', url, name) if url else name
    return format_html('<span class="ct-unit">{}</span>', inside)


@register.simple_tag(takes_context=True)
def deadline(
    context: Context, due: date | None, on: date | None = None, done: date | datetime | None = None
) -> SafeString:
    """How far a deadline is on the day `on` (else the viewer's day); with `done` whether it was kept; the date stands in the title too."""
    if due is None:
        return SafeString('<span class="ct-missing">Chưa có hạn</span>')
    due = due.date() if isinstance(due, datetime) else due
    if done is not None:
        ended = done.date() if isinstance(done, datetime) else done
        late = (ended - due).days
        tone, words, shape = (
            ("amber", f"chậm {late} ngày", "clock-exclamation") if late > 0 else ("green", "đúng hạn", "check")
        )
    else:
        request = context.get("request")
        today = on or getattr(getattr(request, "viewer", None), "on", None)
        if today is None:
            return format_html("<time datetime='{}'>{}</time>", due.isoformat(), wording.day(due))
        left = (due - today).days
        tone, shape = (
            ("red", "alert-circle")
            if left < 0
            else ("amber", "clock-exclamation")
            if left <= SOON_DAYS
            else ("plain", "")
        )
        words = wording.days_left(due, today)
    return format_html(
        '<span class="ct-deadline ct-{0}" title="Hạn {1}">{2}<span><time datetime="{3}">{1}</time> '
        '<span class="ct-deadline-words">{4}</span></span></span>',
        tone,
        wording.day(due),
        drawn_icon(shape) if shape else "",
        due.isoformat(),
        words,
    )


@register.simple_tag
def state(code: str, label: str) -> SafeString:
    """Where a record stands: its code (which decides the colour) and the words."""
    tone = next((tone for tone, codes in _TONES.items() if code in codes), "plain")
    return format_html('<span class="ct-chip ct-state ct-{}">{}</span>', tone, capital(str(label)))


@register.simple_tag
def weights(*, key: bool = False, new: bool = False, hard: bool = False) -> SafeString:
    """What makes a task weigh more: trọng tâm, mới, khó."""
    marks = [(key, "Trọng tâm", "flag-3"), (new, "Mới", "sparkles"), (hard, "Khó", "flame")]
    return SafeString(" ".join(chip(words, "plain", shape) for holds, words, shape in marks if holds))


@register.simple_tag
def certainty(mark: Certainty | str) -> SafeString:
    """How sure a rule is, in words; nothing for one checked against the text."""
    sure = Certainty(mark)
    return SafeString("") if sure is Certainty.CONFIRMED else chip(sure.label, "amber", "help-circle")
