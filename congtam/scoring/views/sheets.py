"""One person's sheets: the year, a sheet, and what its owner, his superior and the officer do to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from congtam.documents.papers import DOCX_TYPE, PDF_TYPE, to_docx, to_pdf
from congtam.documents.serving import attachment
from congtam.follow_up.selectors.dossier_facts import dossier_remarks
from congtam.key_tasks.selectors import remarks_of, results_of
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.scoring import papers, presenters, rights, selectors, services
from congtam.scoring.choices import SheetState
from congtam.scoring.facts import criteria_of
from congtam.scoring.forms import ConfirmForm, CorrectForm, JudgeForm, MarksForm, mark_name
from congtam.scoring.models import ScoreSheet
from congtam.values.refusal import RefusedError

CONFLICT, UNREADABLE = 409, 422


@require_GET
def mine(request: Asked) -> HttpResponse:
    """Show the viewer's year: months, marks, and the sheet that waits for him."""
    viewer = request.viewer
    if viewer.person_id is None:
        return render(request, "scoring/no_person.html")
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else viewer.on.year
    sheets = selectors.own_sheets(viewer, year)
    scored = selectors.months_of(person_ids=[viewer.person_id], year=year)[viewer.person_id]
    rows = presenters.year_rows(year, sheets, scored)
    context = {
        "year": year,
        "years": [(str(one), f"Năm {one}") for one in range(viewer.on.year, viewer.on.year - 5, -1)],
        "rows": rows,
        "shown": [row for row in rows if row.sheet is not None or row.elsewhere],
        "chart": presenters.year_chart(rows),
        "waiting": [sheet for sheet in sheets if rights.may_mark(viewer, sheet)],
    }
    return render(request, "scoring/mine.html", context)


@require_GET
def sheet(request: Asked, sheet_id: int) -> HttpResponse:
    """Show one sheet."""
    return _page(request, _found(request, sheet_id))


@require_POST
def mark(request: Asked, sheet_id: int) -> HttpResponse:
    """Keep the owner's marks, and sign with them when that button was pressed."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.mark", found)
    form = MarksForm(presenters.criterion_triples(criteria_of(found.period.month)), request.POST)
    if not form.is_valid():
        return _page(request, found, marks=form, status=UNREADABLE)
    act: Callable[..., ScoreSheet] = services.self_sign if "sign" in request.POST else services.save_marks
    said = "Đã ký phiếu và chuyển cấp trên." if "sign" in request.POST else "Đã lưu điểm tự chấm."
    try:
        act(sheet_id=found.pk, entered=form.entered(), actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        return _refused(request, found, refusal, marks=form)
    messages.success(request, said)
    return redirect("scoring:sheet", found.pk)


@require_POST
def copy(request: Asked, sheet_id: int) -> HttpResponse:
    """Fill the empty criteria from the month before."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.mark", found)
    return _done(request, found, services.copy_last_month, "Đã lấy điểm kỳ trước vào các ô còn trống.")


@require_POST
def confirm(request: Asked, sheet_id: int) -> HttpResponse:
    """Confirm one sheet; of a leader keep the conclusions first, or only them."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.confirm", found)
    form = _judging_form(found, selectors.unit_results_of([found]).get(found.pk), request.POST)
    if not form.is_valid():
        return _page(request, found, judging=form, status=UNREADABLE)
    keeps_only = "keep" in request.POST
    conclusions = form.conclusions() if isinstance(form, JudgeForm) else None
    try:
        if keeps_only and conclusions is not None:
            services.judge(sheet_id=found.pk, conclusions=conclusions, actor=request.user, at=timezone.now())
        else:
            services.confirm(
                sheet_id=found.pk,
                comment=form.cleaned_data["comment"],
                conclusions=conclusions,
                actor=request.user,
                at=timezone.now(),
            )
    except RefusedError as refusal:
        return _refused(request, found, refusal, judging=form)
    messages.success(request, "Đã lưu kết luận." if keeps_only else f"Đã xác nhận phiếu của {found.person}.")
    return redirect("scoring:sheet", found.pk)


@require_POST
def send_back(request: Asked, sheet_id: int) -> HttpResponse:
    """Give a sheet back to its owner."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.confirm", found)
    return _done(request, found, services.send_back, f"Đã trả lại phiếu cho {found.person}.", **_reason(request))


@require_POST
def set_aside(request: Asked, sheet_id: int) -> HttpResponse:
    """Take a sheet out of its month."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.set_aside", found)
    return _done(request, found, services.set_aside, "Đã ghi: không chấm tháng này.", **_reason(request))


@require_POST
def take_up(request: Asked, sheet_id: int) -> HttpResponse:
    """Put a sheet back into its month."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.set_aside", found)
    return _done(request, found, services.take_up, "Phiếu được chấm lại.", **_reason(request))


def correct(request: Asked, sheet_id: int) -> HttpResponse:
    """Ask why and on whose authority, then make the next version."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.correct", found)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.correct(sheet_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã lập phiên bản {made.version}. {made.person} tự chấm lại trên phiên bản này.")
            return redirect("scoring:sheet", made.pk)
    status = UNREADABLE if form.errors else 200
    return render(request, "scoring/correct.html", {"sheet": found, "form": form}, status=status)


@require_POST
def correct_results(request: Asked, sheet_id: int) -> HttpResponse:
    """Make the next version of a leader's sheet because sheets below were corrected."""
    found = _found(request, sheet_id)
    require(request.viewer, "scoring.correct", found)
    try:
        made = services.correct_results(sheet_id=found.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        return _refused(request, found, refusal)
    messages.success(
        request, f"Đã lập phiên bản {made.version} để tính lại d. {made.person} ký lại trên phiên bản này."
    )
    return redirect("scoring:sheet", made.pk)


@require_GET
def paper(request: Asked, sheet_id: int, ending: str) -> HttpResponse:
    """Give Mẫu số 01 as .docx or PDF."""
    found = _found(request, sheet_id)
    kinds = {"docx": (to_docx, DOCX_TYPE), "pdf": (to_pdf, PDF_TYPE)}
    if ending not in kinds:
        raise Http404
    write, media_type = kinds[ending]
    names = selectors.around(found)
    judge = found.confirmed_by.full_name if found.confirmed_by else ""
    criteria = presenters.criterion_triples(criteria_of(found.period.month))
    form = papers.month_form(found, names, criteria, judge=judge)
    data = write(papers.month_paper(form))
    return attachment(data, name=papers.month_file_name(form, ending), media_type=media_type)


def _found(request: Asked, sheet_id: int) -> ScoreSheet:
    found = get_object_or_404(selectors.named_sheets_for(request.viewer), pk=sheet_id)
    request.is_own = found.person_id == request.viewer.person_id
    return found


def _reason(request: Asked) -> dict[str, Any]:
    return {"reason": request.POST.get("reason", "")}


def _done(request: Asked, found: ScoreSheet, act: Callable[..., ScoreSheet], said: str, **given: Any) -> HttpResponse:
    try:
        act(sheet_id=found.pk, actor=request.user, at=timezone.now(), **given)
    except RefusedError as refusal:
        return _refused(request, found, refusal)
    messages.success(request, said)
    return redirect("scoring:sheet", found.pk)


def _refused(request: Asked, found: ScoreSheet, refusal: RefusedError, **forms_given: Any) -> HttpResponse:
    lost = isinstance(refusal, services.SheetMovedError | services.ClosedPeriodError)
    fresh = _found(request, found.pk)
    return _page(request, fresh, refusal=str(refusal), status=CONFLICT if lost else UNREADABLE, **forms_given)


def _judging_form(found: ScoreSheet, results: selectors.UnitResults | None, data: Any = None) -> ConfirmForm:
    initial = {name: getattr(found, name) for name in _JUDGED} if data is None else None
    if results is None:
        return ConfirmForm(data, initial=initial)
    return JudgeForm(data, initial=initial, asks_unit_results=not results.has_people)


def _page(  # each is a part of the page that may be shown again with what was typed
    request: Asked,
    found: ScoreSheet,
    *,
    marks: MarksForm | None = None,
    judging: forms.Form | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    viewer, month = request.viewer, found.period.month
    criteria = criteria_of(month)
    rows = presenters.criterion_rows(criteria, found.general)
    lines = selectors.lines_of([found], viewer.on)
    reading = selectors.reading_of(found.period.body_id, month)
    results = selectors.unit_results_of([found]).get(found.pk)
    is_final = found.state == SheetState.CONFIRMED
    now = None if is_final else presenters.standing(found, lines[found.pk], reading, results)
    deductions = selectors.deductions_of(lines[found.pk], month)
    names, moves = selectors.around(found), selectors.moves_of(found)
    key_results = results_of([found.person_id], month, selectors.month_end(month)).get(found.person_id, [])
    dossiers = selectors.dossiers_of([found], viewer.on).get(found.person_id, [])
    can_mark, can_confirm = rights.may_mark(viewer, found), rights.may_confirm(viewer, found)
    if can_mark and marks is None:
        # What key tasks and dossiers came to is offered where nothing was written yet; the owner keeps, mends or drops it.
        offered = zip(remarks_of(key_results), dossier_remarks(dossiers), strict=True)
        initial = {mark_name(row.code): row.mark for row in rows} | {
            name: getattr(found, name) or "\n".join(filter(None, words))
            for name, words in zip(("strengths", "weaknesses"), offered, strict=True)
        }
        marks = MarksForm(presenters.criterion_triples(criteria), initial=initial)
    context = {
        "sheet": found,
        "key_results": key_results,
        "dossiers": dossiers,
        "names": names,
        "head": presenters.head_of_sheet(found, names, is_final=is_final),
        "sent_back": presenters.reason_sent_back(found, moves),
        "rows": [(row, marks[mark_name(row.code)]) for row in rows]
        if marks is not None and can_mark
        else [(row, None) for row in rows],
        "marks": marks if can_mark else None,
        "judging": (judging or _judging_form(found, results)) if can_confirm else None,
        "figures": presenters.figures_of(found, now, results),
        "is_final": is_final,
        "work": presenters.work_rows(lines[found.pk], deductions, reading, month),
        "changed": found.pk in selectors.changed_since_signing([found], lines, viewer.on) if can_confirm else False,
        "results": results,
        "can_finish": results is None or not results.has_people or bool(results.value),
        "stages": presenters.stages_of(found),
        "actions": rights.actions_for(viewer, found),
        "moves": moves,
        "versions": presenters.versions_of(moves),
        "reading": reading,
        "last": selectors.previous_sheet(found) if can_mark else None,
        "outdated": _outdated(request, found),
        "refusal": refusal,
    }
    return render(request, "scoring/sheet.html", context, status=status)


def _outdated(request: Asked, found: ScoreSheet) -> list[tuple[services.Outdated, bool]]:
    if not (found.holds_leading_post and found.state == SheetState.CONFIRMED):
        return []
    own = selectors.sheets_for(request.viewer).filter(pk=found.pk)
    return presenters.outdated_rows(request.viewer, services.outdated_results(own))


_JUDGED = ("comment", "organising", "organising_reason", "unity", "unity_reason", "unit_results", "unit_results_reason")
