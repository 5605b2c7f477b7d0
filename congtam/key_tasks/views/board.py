"""The board of a round, the rules of a level, and opening a round."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from congtam.documents.serving import attachment
from congtam.key_tasks import papers, selectors, services
from congtam.key_tasks.forms.levels import STATE_CHOICES, RoundForm, SchemeForm, initial_scheme
from congtam.key_tasks.models import KeyTask, KeyTaskScheme, ProposalOverlap
from congtam.key_tasks.presenters import board as presenters
from congtam.organisation.models import Unit
from congtam.organisation.selectors import unit_choices, with_descendants
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.refusal import RefusedError

ROWS = 50
# Of the rounds beside one another in a chart.
PERIODS = 12
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def board(request: Asked) -> HttpResponse:
    """Show the key tasks of a round the viewer takes part in, by step, leader and block."""
    viewer, query = request.viewer, request.GET
    rounds = list(selectors.rounds_for(viewer)[:ROWS])
    asked = query.get("ky", "")
    found = next((one for one in rounds if str(one.pk) == asked), rounds[0] if rounds else None)
    waiting = list(selectors.asked_of(viewer)[:ROWS])
    context: dict[str, Any] = {"round": found, "rounds": [(one.pk, one.name) for one in rounds], "waiting": waiting}
    context["runs_levels"] = bool(viewer.officer or viewer.headed_below)
    if found is None:
        return render(request, "key_tasks/board.html", context)
    seen = KeyTask.objects.visible_to(viewer)
    around = seen.filter(round=found)
    rows = presenters.narrowed(around, query, viewer.on)
    counts = selectors.round_counts(around, viewer.on)
    tallies = selectors.tallies(seen, found, rounds[:PERIODS])
    blocks = list(found.scheme.blocks.select_related("scheme").order_by("name"))
    page = Paginator(selectors.in_force(rows.told().order_by("block__name", "due_date", "pk")), ROWS)
    runs = found.scheme.body_id in viewer.officer | viewer.headed_below | viewer.observed
    context |= {
        "page": page.get_page(query.get("page")),
        "tiles": presenters.tiles(counts),
        "leaders": tallies.leaders,
        "blocks": tallies.blocks,
        "periods": tallies.rounds,
        "chart": presenters.chart(tallies.leaders),
        "block_chart": presenters.chart(tallies.blocks),
        "period_chart": presenters.chart(tallies.rounds),
        "states": STATE_CHOICES,
        "block_options": [(block.pk, block.name) for block in blocks],
        "may_propose": any(may(viewer, "key_tasks.speak_for", block) for block in blocks),
        "round_query": f"{found.pk}&",
        "gathered": [block for block in blocks if may(viewer, "key_tasks.gather", block)],
        "pairs": selectors.open_pairs(ProposalOverlap.objects.visible_to(viewer), found) if runs else None,
        "clear_url": f"{presenters.board_url()}?ky={found.pk}",
    }
    return render(request, "key_tasks/board.html", context)


def export(request: Asked, round_id: int) -> HttpResponse:
    """Give the key tasks of a round as a paper, as far as the viewer sees them."""
    found = get_object_or_404(selectors.rounds_for(request.viewer), pk=round_id)
    rows = KeyTask.objects.visible_to(request.viewer).filter(round=found, state__in=selectors.GIVEN)
    listed = list(selectors.in_force(rows.told().order_by("block__name", "pk")))
    paper = papers.round_paper(found, listed, selectors.round_counts(rows, request.viewer.on), request.viewer.on)
    return attachment(paper, name=f"Nhiệm vụ trọng tâm {found.name.replace('/', '-')}.docx", media_type=_DOCX)


def schemes(request: Asked) -> HttpResponse:
    """List the rules of the levels the viewer runs or takes part in, and their rounds."""
    found = list(selectors.schemes_for(request.viewer).prefetch_related("criteria", "blocks", "rounds")[:ROWS])
    bodies = unit_choices(
        request.viewer.officer | request.viewer.headed, request.viewer.on, words=request.GET.get("tim_don_vi", "")
    )
    context = {"schemes": presenters.schemes(found, request.viewer), "bodies": bodies}
    return render(request, "key_tasks/schemes.html", context)


def set_scheme(request: Asked, body_id: int) -> HttpResponse:
    """Write the rules of a level from a day on."""
    body = get_object_or_404(Unit, pk=body_id)
    require(request.viewer, "key_tasks.run_level", body.pk)
    inside = with_descendants([body.pk], request.viewer.on).get(body.pk, frozenset({body.pk}))
    units = unit_choices(inside, request.viewer.on)
    before = selectors.scheme_on(body.pk, request.viewer.on)
    form = SchemeForm(request.POST or None, units=units.options, initial=initial_scheme(before))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_scheme(
                body=body,
                rules=form.rules(),
                criteria=form.criteria(),
                blocks=form.blocks(),
                actor=request.user,
                at=timezone.now(),
            )
            return redirect("key_tasks:schemes")
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "body": body, "before": before, "lines": form.lines()}
    return render(request, "key_tasks/scheme.html", context, status=422 if form.errors else 200)


def open_round(request: Asked, scheme_id: int) -> HttpResponse:
    """Open a round under the rules of a level."""
    scheme = get_object_or_404(KeyTaskScheme, pk=scheme_id)
    require(request.viewer, "key_tasks.run_level", scheme.body_id)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_round(scheme=scheme, calendar=form.calendar(), actor=request.user, at=timezone.now())
            return redirect(f"{presenters.board_url()}?ky={made.pk}")
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "key_tasks/round.html", {"form": form, "scheme": scheme}, status=422 if form.errors else 200)
