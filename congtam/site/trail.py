"""The trail of acts, for those who answer for it."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.dateparse import parse_date

from congtam.audit.models import Act
from congtam.personnel.asking import Asked
from congtam.personnel.selectors import Viewer
from congtam.site.acts import changes, people_in, sentences


def acts_for(viewer: Viewer) -> QuerySet[Act]:
    """Return the acts this person answers for: an organisation officer those of his units, an administrator all."""
    acts = Act.objects.select_related("actor", "seal").order_by("-at", "-pk")
    return acts if viewer.is_administrator else acts.filter(unit_id__in=viewer.officer)


def trail(request: Asked) -> HttpResponse:
    """List acts, latest first."""
    viewer, query = request.viewer, request.GET
    if not (viewer.is_administrator or viewer.officer):
        raise PermissionDenied
    acts, named = acts_for(viewer), sentences()
    if code := query.get("code"):
        acts = acts.filter(code=code)
    if words := query.get("q"):
        acts = acts.filter(actor__full_name__icontains=words)
    if day := parse_date(query.get("day") or "0"):
        acts = acts.filter(at__date=day)
    page = Paginator(acts, 50).get_page(query.get("page"))
    people = people_in(page)
    rows = [(act, named.get(act.code, act.code), list(changes(act, people))) for act in page]
    # Who keeps the system running sees that something happened, not what a dossier says.
    reads_dossiers = bool(viewer.officer)
    options = sorted(named.items(), key=lambda pair: pair[1])
    context = {"page": page, "rows": rows, "options": options, "reads_dossiers": reads_dossiers}
    return render(request, "site/trail.html", context)


urlpatterns = ([path("", trail, name="trail")], "audit")
