"""One search box over people, units, products and tasks, each reached through what the viewer may see."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import states_on
from congtam.personnel.asking import Asked
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import CatalogueState, WorkState
from congtam.planning.models import Product, WorkItem
from congtam.tasks.models import Task
from congtam.values.names import searchable

SHOWN = 10
SHORTEST = 2


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing found."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Things of one kind, the first few."""

    label: str
    found: tuple[Found, ...]
    has_more: bool


def search(request: Asked) -> HttpResponse:
    """Answer the search box."""
    words = " ".join(request.GET.get("q", "").split())
    is_long_enough = len(words) >= SHORTEST
    kinds = [kind for kind in _kinds(request.viewer, searchable(words)) if kind.found] if is_long_enough else []
    return render(request, "site/search.html", {"words": words, "kinds": kinds, "is_long_enough": is_long_enough})


def _kinds(viewer: Viewer, words: str) -> Iterator[Kind]:
    people = list(
        Person.objects.visible_to(viewer).filter(_holding("search_name", words)).order_by("sort_key")[: SHOWN + 1]
    )
    places = _places(people, viewer)
    yield _kind(
        "Người",
        [
            Found(
                label=person.full_name,
                url=_url("personnel:person", person.pk),
                note="; ".join(places.get(person.pk, ())),
            )
            for person in people
        ],
    )
    units = (
        UnitState.objects.on(viewer.on).filter(_holding("search_name", words)).order_by("position", "pk")[: SHOWN + 1]
    )
    yield _kind("Đơn vị", [Found(label=state.name, url=_url("organisation:unit", state.unit_id)) for state in units])
    tasks = (
        Task.objects.visible_to(viewer)
        .filter(_holding("search_text", words))
        .select_related("holder")
        .order_by("-due_date", "pk")
    )[: SHOWN + 1]
    yield _kind(
        "Nhiệm vụ",
        [
            Found(
                label=task.title,
                url=_url("tasks:task", task.pk),
                note=f"{task.holder.full_name}, hạn {task.due_date:%d/%m/%Y}",
            )
            for task in tasks
        ],
    )
    works = (
        WorkItem.objects.visible_to(viewer)
        .exclude(state=WorkState.JOINED)
        .filter(_holding("search_text", words))
        .order_by("-year", "-pk")
    )[: SHOWN + 1]
    yield _kind(
        "Nhiệm vụ của cơ quan",
        [
            Found(label=work.title, url=_url("work:one", work.pk), note=f"năm {work.year}, {work.get_state_display()}")
            for work in works
        ],
    )
    products = (
        Product.objects.filter(catalogue__body__among=viewer.around, catalogue__state=CatalogueState.ISSUED)
        .filter(_holding("search_text", words))
        .order_by("code")
    )[: SHOWN + 1]
    yield _kind(
        "Sản phẩm, công việc",
        [
            Found(
                label=product.work,
                url=_url("planning:catalogue", product.catalogue_id) + f"?q={product.code}",
                note=product.code,
            )
            for product in products
        ],
    )


def _places(people: list[Person], viewer: Viewer) -> dict[int, list[str]]:
    """Return where each of these people serves today, so that namesakes are told apart."""
    seen = Appointment.objects.visible_to(viewer).on(viewer.on).filter(person__in=people)
    posts = list(seen.order_by("-is_primary", "pk"))
    units = states_on({post.unit_id for post in posts}, viewer.on)
    places: dict[int, list[str]] = {}
    for post in posts:
        places.setdefault(post.person_id, []).append(f"{post.job_title}, {units[post.unit_id].name}")
    return places


def _holding(field: str, words: str) -> Q:
    """Return the condition that a field holds every word, in any order."""
    wanted = Q()
    for word in words.split():
        wanted &= Q(**{f"{field}__contains": word})
    return wanted


def _kind(label: str, found: list[Found]) -> Kind:
    return Kind(label=label, found=tuple(found[:SHOWN]), has_more=len(found) > SHOWN)


def _url(name: str, key: int) -> str:
    return reverse(name, args=[key])
