"""Tags for the small marks beside names: level, person, unit, deadline, state, weight, certainty."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
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
    "green": {"done", "accepted", "confirmed", "signed", "published", "decided", "closed", "valid", "present"},
    "blue": {
        "self_signed",
        "handed_in",
        "submitted",
        "waiting",
        "current",
        "in_hand",
        "open",
        "proposed",
        "appraised",
        "live",
        "reported",
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
    shown = [
        (
            year,
            code or "none",
            _SHAPES.get(code or "", "minus"),
            capital(LEVEL_LABELS.get(code) or _OTHER_LEVELS.get(code) or "chưa có"),
        )
        for year, code in levels
    ]
    return render_to_string("ui/_past_levels.html", {"levels": shown})


@register.simple_tag
def person(who: Any, post: str = "", url: str = "", number: str = "") -> SafeString:
    """A person: an object with `full_name`, or the name; the post below; `number` is shown masked."""
    name = getattr(who, "full_name", who) or "Chưa có người"
    return render_to_string(
        "ui/_person.html", {"name": name, "post": post, "url": url, "number": number, "missing": not who}
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
    values = {"due": due, "tone": tone, "words": words, "icon": shape}
    return render_to_string("ui/_deadline.html", values)


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
