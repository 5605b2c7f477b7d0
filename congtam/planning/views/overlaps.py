"""Pages where the office decides about plan items that may ask for one task."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.personnel.asking import Asked
from congtam.personnel.rights import may
from congtam.planning.choices import ItemVerdict, Relation
from congtam.planning.forms.work import DecideForm, PairListForm, SeparateForm
from congtam.planning.models import ItemOverlap
from congtam.planning.presenters import pairs as presenters
from congtam.planning.selectors import overlaps as selectors
from congtam.planning.selectors import work as works
from congtam.planning.selectors.overlaps import SHOWN, WantedPairs
from congtam.planning.services import merging
from congtam.planning.services import overlaps as services
from congtam.planning.services.verdicts import OverlapDecidedError
from congtam.values.known import given
from congtam.values.refusal import RefusedError

PAGE = 20
# Pairs put off while one works through the list; the address carries them.
_PUT_OFF = 40


def pairs(request: Asked) -> HttpResponse:
    """List pairs side by side: those that wait first."""
    bodies, wanted = _asked_for(request)
    if wanted is None:
        return render(request, "planning/work_items/pairs.html", {"bodies": bodies})
    viewer = request.viewer
    visible = ItemOverlap.objects.visible_to(viewer)
    page = Paginator(selectors.pairs(visible, wanted), PAGE).get_page(request.GET.get("page"))
    keeps = may(viewer, "planning.keep_work", wanted.body_id)
    context = {
        "bodies": bodies,
        "wanted": wanted,
        "page": page,
        "pairs": [presenters.side_by_side(pair) for pair in page],
        "counts": selectors.open_counts(visible, wanted.body_id, wanted.year),
        "shown": SHOWN,
        "relations": Relation.choices,
        "plans": works.plans_of(wanted.body_id, wanted.year),
        "years": [(year, str(year)) for year in range(wanted.year - 2, wanted.year + 3)],
        "keeps": keeps,
        "may_bulk": keeps and wanted.verdict == ItemVerdict.OPEN and bool(page.object_list),
        "place": f"co_quan={wanted.body_id}&nam={wanted.year}",
    }
    return render(request, "planning/work_items/pairs.html", context)


def _asked_for(request: Asked) -> tuple[works.Bodies, WantedPairs | None]:
    form = PairListForm(request.GET)
    form.is_valid()
    data, viewer = form.cleaned_data, request.viewer
    bodies = works.bodies_around(viewer, words=data.get("tim_don_vi") or "", chosen=data.get("co_quan"))
    if bodies.body_id is None:
        return bodies, None
    wanted = WantedPairs(
        body_id=bodies.body_id,
        year=data.get("nam") or viewer.on.year,
        verdict=data.get("xem") or ItemVerdict.OPEN,
        relation=data.get("quan_he") or "",
        plan_id=data.get("ke_hoach"),
        item_id=data.get("dong"),
    )
    return bodies, wanted


def pair(request: Asked, overlap_id: int) -> HttpResponse:
    """Show one pair with all that speaks for and against; on POST decide and go on to the next."""
    visible = ItemOverlap.objects.visible_to(request.viewer)
    found = get_object_or_404(selectors.with_items(visible), pk=overlap_id)
    decides = visible.decided_by(request.viewer).filter(pk=found.pk).exists()
    lower = selectors.lower_item(found, request.viewer)
    put_off = _put_off(request)
    form = DecideForm(request.POST or None)
    if request.method == "POST":
        if not decides:
            raise PermissionDenied
        if form.is_valid() and _decided(request, found, form, lower_id=lower.pk if lower else None):
            return _on(request, found, put_off)
    after = selectors.next_open(visible, found, [*put_off, found.pk])
    context = {
        "pair": presenters.side_by_side(found),
        "form": form,
        "decides": decides and found.verdict == ItemVerdict.OPEN,
        "may_reopen": decides and found.verdict in (ItemVerdict.SEPARATE, ItemVerdict.SERVES),
        "lower": lower,
        "choices": presenters.deadline_choices(found, list(selectors.asking(presenters.work_ids(found)))),
        "partners": presenters.partners_of(found, selectors.partners(found.other, visible)),
        "skip_url": _address(after, [*put_off, found.pk]) if after else "",
    }
    return render(request, "planning/work_items/pair.html", context, status=422 if form.errors else 200)


def _decided(request: Asked, found: ItemOverlap, form: DecideForm, *, lower_id: int | None) -> bool:
    """Do what was decided; False when the form must be mended first."""
    data: dict[str, Any] = {"actor": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
    try:
        match form.cleaned_data["decision"]:
            case "merge":
                chosen = merging.Governing(item_id=form.cleaned_data["item_id"], day=form.cleaned_data["day"])
                merging.merge(overlap_id=found.pk, governing=chosen, **data)
            case "separate":
                services.separate(overlap_ids=[found.pk], **data)
            case _:
                services.serve_higher(overlap_id=found.pk, lower_id=given(lower_id), **data)
    except OverlapDecidedError as refusal:
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    else:
        messages.success(request, presenters.DONE[form.cleaned_data["decision"]])
    return True


def _on(request: Asked, found: ItemOverlap, put_off: list[int]) -> HttpResponse:
    """Go on to the next pair that waits, or back to the list."""
    visible = ItemOverlap.objects.visible_to(request.viewer).decided_by(request.viewer)
    after = selectors.next_open(visible, found, put_off)
    return redirect(_address(after, put_off) if after else reverse("work:pairs"))


def _put_off(request: Asked) -> list[int]:
    parts = request.GET.get("sau", "").split(",")
    return [int(part) for part in parts if part.isdecimal() and len(part) < 18][-_PUT_OFF:]


def _address(after: ItemOverlap, put_off: list[int]) -> str:
    query = f"?sau={','.join(map(str, put_off[-_PUT_OFF:]))}" if put_off else ""
    return reverse("work:pair", args=[after.pk]) + query


@require_POST
def separate(request: Asked) -> HttpResponse:
    """Keep many pairs apart at once."""
    decided = ItemOverlap.objects.visible_to(request.viewer).decided_by(request.viewer)
    asked = [int(one) for one in request.POST.getlist("pairs") if one.isdecimal() and len(one) < 18]
    allowed = list(decided.filter(pk__in=asked).values_list("pk", flat=True))
    if len(allowed) < len(set(asked)):
        raise PermissionDenied
    form = SeparateForm(request.POST, offered=allowed)
    if form.is_valid():
        try:
            count = services.separate(
                overlap_ids=form.cleaned_data["pairs"],
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã để riêng {count} cặp.")
    else:
        messages.error(request, "Hãy chọn ít nhất một cặp và ghi lý do để riêng.")
    return redirect(f"{reverse('work:pairs')}?{request.GET.urlencode()}")


@require_POST
def reopen(request: Asked, overlap_id: int) -> HttpResponse:
    """Put a pair that was kept apart among those to decide again."""
    visible = ItemOverlap.objects.visible_to(request.viewer)
    found = get_object_or_404(visible, pk=overlap_id)
    if not visible.decided_by(request.viewer).filter(pk=found.pk).exists():
        raise PermissionDenied
    try:
        services.reopen(
            overlap_id=found.pk, reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Cặp này đã trở lại danh sách chờ xem.")
    return redirect("work:pair", found.pk)
