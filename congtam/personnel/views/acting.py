"""What every form page here has in common: show, check, act once, go back with a word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import UnitChoices, unit_choices
from congtam.personnel.asking import Asked
from congtam.values.periods import NotAPeriodError
from congtam.values.periods import day as read_day
from congtam.values.refusal import RefusedError

UNPROCESSABLE = 422


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """The words around a form: `back` is where it leads afterwards, `crumbs` are pairs of label and address."""

    title: str
    button: str
    done: str
    back: str
    over: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    note: str = ""
    is_grave: bool = False


def form_page(
    request: Asked, form: forms.Form, page: FormPage, do: Callable[[dict[str, Any], datetime], object]
) -> HttpResponse:
    """Answer a page with one form: `do` gets what was typed, clean, and the moment; a refusal is shown with what was typed.

    Whoever only looks for a unit gets back what he typed, and nothing is done.
    """
    if is_looking(request):
        form = _as_typed(form)
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data, timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, page.done)
            return redirect(page.back)
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    context = {"form": form, "page": page, "find_words": _words(request)}
    return render(request, "personnel/form.html", context, status=status)


def is_looking(request: Asked) -> bool:
    """Say whether a form was sent by its button “Tìm”: further units are wanted, no act."""
    return "tim" in request.POST


def units_offered(request: Asked, among: frozenset[int], field: str) -> UnitChoices:
    """Return the units `among` that a form offers in `field`: of many, those found by the words typed, and those picked already."""
    picked = request.POST.getlist(field) or request.GET.getlist("don-vi")
    kept = frozenset(int(one) for one in picked if one.isdecimal())
    return unit_choices(among, request.viewer.on, words=_words(request), kept=kept)


def _words(request: Asked) -> str:
    return request.POST.get("tim_don_vi", "") or request.GET.get("tim_don_vi", "")


def _as_typed(form: forms.Form) -> forms.Form:
    """Return a form that shows what was typed into it and complains of nothing."""
    form.initial = {
        name: field.widget.value_from_datadict(form.data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }
    form.is_bound = False
    return form


def try_act(request: Asked, act: Callable[[datetime], object], done: str) -> None:
    """Do one act of a button and tell how it went."""
    try:
        act(timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)


def body_asked(request: Asked, bodies: Sequence[UnitState]) -> UnitState | None:
    """Return the body of `bodies` in the page's address or form (`co-quan`), else the first; a form that names another is refused."""
    named = request.POST.get("co-quan", "")
    wanted = named or request.GET.get("co-quan", "")
    found = next((state for state in bodies if str(state.unit_id) == wanted), None)
    if found is None and named:
        raise PermissionDenied
    return found or next(iter(bodies), None)


def day_asked(request: Asked) -> date:
    """Return the day in the page's address (`?ngay=2026-03-01`), else the viewer's day."""
    try:
        return read_day(request.GET.get("ngay", ""))
    except NotAPeriodError:
        return request.viewer.on
