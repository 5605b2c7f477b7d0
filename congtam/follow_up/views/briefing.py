"""The briefing pack: as a page, as a Word document, as Excel."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congtam.documents.papers import DOCX_TYPE
from congtam.documents.serving import attachment
from congtam.follow_up import papers
from congtam.follow_up.forms.briefing import BriefingForm
from congtam.follow_up.selectors.briefing import EXPORTED, WHAT, Briefing, briefing
from congtam.follow_up.selectors.weeks import Week, month_of, week_of
from congtam.follow_up.workbooks import briefing as workbooks
from congtam.organisation.selectors import UnitChoices, unit_choices, using_bodies
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.tasks.selectors import followed_units
from congtam.values.text import capital

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a paper lists of each part; a workbook has all.
_PRINTED = 150
_TONES = {
    "overdue": "red",
    "due": "amber",
    "pushed": "plain",
    "arisen": "plain",
    "extensions": "amber",
    "waiting": "blue",
    "concluded": "amber",
    "dossiers": "red",
}


@require_safe
def page(request: Asked) -> HttpResponse:
    """Show the pack of a unit and a week or month: counts first, then every part with its lines."""
    asked, units, week = _asked(request)
    pack = briefing(request.viewer, _unit(units), week)
    step = timedelta(days=1)
    context = {
        "pack": pack,
        "period": papers.period_words(pack),
        "units": units,
        "kinds": [("tuan", "Tuần"), ("thang", "Tháng")],
        "kind": "thang" if week.is_month else "tuan",
        "before": (week.start - step).isoformat(),
        "after": week.until.isoformat(),
        "is_now": asked["ngay"] is None,
        "tiles": [
            (getattr(pack.total, one.code), one.title, f"#{one.code}", _TONES[one.code]) for one in pack.sections
        ],
        "sections": [
            (section, [(line, papers.note_words(line), WHAT[line.what]) for line in section.lines])
            for section in pack.sections
        ],
        "since": papers.told_since(pack),
        "day": asked["ngay"].isoformat() if asked["ngay"] else "",
        "answers": may(request.viewer, "follow_up.see_reminders"),
    }
    return render(request, "follow_up/briefing.html", context)


@require_safe
def document(request: Asked) -> HttpResponse:
    """Give the pack as a Word document."""
    _, units, week = _asked(request)
    pack = briefing(request.viewer, _unit(units), week, limit=_PRINTED)
    name = papers.briefing_name(pack, "docx")
    return attachment(papers.briefing_document(pack), name=name, media_type=DOCX_TYPE)


@require_safe
def export(request: Asked) -> HttpResponse:
    """Give the pack as Excel."""
    _, units, week = _asked(request)
    pack = briefing(request.viewer, _unit(units), week, limit=EXPORTED)
    heading = [
        pack.unit,
        papers.period_words(pack),
        f"Số liệu đến ngày {pack.on:%d/%m/%Y}. {papers.told_since(pack)}",
        capital(papers.totals_words(pack)),
    ]
    data = workbooks.briefing_table(_rows(pack), heading=heading)
    return attachment(data, name=papers.briefing_name(pack, "xlsx"), media_type=XLSX)


def _rows(pack: Briefing) -> list[tuple[Any, ...]]:
    lines = [(section.title, line) for section in pack.sections for line in section.lines]
    return [
        (
            number,
            title,
            WHAT[line.what],
            line.title,
            line.unit,
            line.who,
            line.due_date,
            line.days_late or None,
            papers.note_words(line),
        )
        for number, (title, line) in enumerate(lines, start=1)
    ]


def _asked(request: Asked) -> tuple[dict[str, Any], UnitChoices, Week]:
    """Return what the address asks for: the units to choose from, the one chosen or one's own, and the days."""
    require(request.viewer, "tasks.look_over")
    viewer, asked = request.viewer, BriefingForm.read(request.GET)
    units = followed_units(viewer)
    own = set(using_bodies(viewer.posts, viewer.on).values()) | viewer.headed
    chosen = asked["don_vi"] if asked["don_vi"] in units else min(own & units, default=min(units, default=None))
    choices = unit_choices(units, viewer.on, words=asked["tim_don_vi"] or "", chosen=chosen)
    if asked["ky"] == "thang":
        return asked, choices, month_of(asked["ngay"] or viewer.on)
    # On a Saturday or Sunday the pack of the week to come is wanted.
    return asked, choices, week_of(asked["ngay"] or viewer.on + timedelta(days=2))


def _unit(units: UnitChoices) -> int:
    if units.chosen is None:
        raise Http404
    return units.chosen
