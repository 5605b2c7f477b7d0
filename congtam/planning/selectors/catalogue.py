"""Questions about catalogues: which one holds on a day, what is in it, and what in it repeats itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from congtam.documents.models import StoredFile
from congtam.organisation.models import UnitState
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import CatalogueState, OverlapKind, OverlapVerdict
from congtam.planning.models import Catalogue, Product, ProductOverlap
from congtam.planning.workbooks import CatalogueTable, ProductRow
from congtam.values.likeness import collection
from congtam.values.names import searchable

# Thousandths, found by holding the finder against pairs people had labelled; the figures are in docs/performance.md.
_WORK_PERCENT, _OUTPUT_PERCENT = 65, 35
_RELATED_FROM, _SAME_FROM = 380, 460
# One task with several outputs is one work cut into steps, not a repetition.
_STEPS_OUTPUT_BELOW = 500


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Two products, by their places in what was given, that seem to repeat each other; `likeness` in thousandths."""

    one: int
    other: int
    kind: str
    likeness: int


def find_overlaps(products: Sequence[Product]) -> list[Overlap]:
    """Return the pairs of products that seem to say the same, likest first.

    `kind`: same, same_diff_marks or related. Same work with different outputs is left out: a task cut into its steps. The finder only points
    out; people decide (khoản 1 Điều 13 Nghị định 335/2025/NĐ-CP: trùng lặp phải loại bỏ).
    """
    works = collection([product.work for product in products])
    outputs = collection([product.output for product in products])
    found = []
    for one, other in works.pairs():
        work, output = works.likeness(one, other), outputs.likeness(one, other)
        likeness = (_WORK_PERCENT * work + _OUTPUT_PERCENT * output) // 100
        is_steps = works.words[one] == works.words[other] and output < _STEPS_OUTPUT_BELOW
        if likeness < _RELATED_FROM or is_steps:
            continue
        kind = OverlapKind.RELATED
        if likeness >= _SAME_FROM:
            same_marks = products[one].marks == products[other].marks
            kind = OverlapKind.SAME if same_marks else OverlapKind.SAME_DIFFERENT_MARKS
        found.append(Overlap(one=one, other=other, kind=kind, likeness=likeness))
    return sorted(found, key=lambda overlap: (-overlap.likeness, overlap.one, overlap.other))


def catalogues_for(viewer: Viewer) -> QuerySet[Catalogue]:
    """Return the catalogues this person may read: issued ones of the bodies around him, drafts where he does organisation work or heads."""
    prepares = Q(body__among=viewer.officer | viewer.headed_below)
    reads = Q(body__among=viewer.around, state=CatalogueState.ISSUED)
    return (
        Catalogue.objects.filter(prepares | reads)
        .annotate(product_count=Count("products"))
        .order_by("body", "-version")
    )


def catalogue_on(body_id: int, on: date) -> Catalogue | None:
    """Return the issued catalogue of a body that holds on a day, the latest version if several; None if none."""
    return (
        Catalogue.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on),
            body=body_id,
            state=CatalogueState.ISSUED,
            valid_from__lte=on,
        )
        .order_by("-version")
        .first()
    )


def products_of(catalogue: Catalogue, *, words: str = "", group: str = "", division: str = "") -> QuerySet[Product]:
    """Return products of a catalogue in its order, those holding all `words` (diacritics may be left out), of a group, of a division."""
    found = catalogue.products.select_related("group").order_by("position")
    for word in searchable(words).split():
        found = found.filter(search_text__contains=word)
    if group:
        found = found.filter(group__code=group)
    if division:
        found = found.filter(division=division)
    return found


def open_overlaps(catalogue: Catalogue) -> QuerySet[ProductOverlap]:
    """Return the pairs of a catalogue that nobody has looked at, likest first."""
    return (
        ProductOverlap.objects.filter(one__catalogue=catalogue, verdict=OverlapVerdict.OPEN)
        .select_related("one__group", "other__group")
        .order_by("-likeness", "pk")
    )


def decided_overlaps(catalogue: Catalogue) -> QuerySet[ProductOverlap]:
    """Return the pairs somebody has decided on, latest first."""
    return (
        ProductOverlap.objects.filter(one__catalogue=catalogue)
        .exclude(verdict=OverlapVerdict.OPEN)
        .select_related("one", "other", "decided_by")
        .order_by("-decided_at")
    )


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """A pair ready to be looked at: each text in pieces, a piece being words and whether the other text has them too."""

    overlap: ProductOverlap
    one: Product
    other: Product
    one_work: tuple[tuple[str, bool], ...]
    other_work: tuple[tuple[str, bool], ...]
    one_output: tuple[tuple[str, bool], ...]
    other_output: tuple[tuple[str, bool], ...]


def side_by_side(overlap: ProductOverlap) -> SideBySide:
    """Return a pair with the words that differ told apart."""
    one, other = overlap.one, overlap.other
    return SideBySide(
        overlap=overlap,
        one=one,
        other=other,
        one_work=_pieces(one.work, other.work),
        other_work=_pieces(other.work, one.work),
        one_output=_pieces(one.output, other.output),
        other_output=_pieces(other.output, one.output),
    )


def _pieces(text: str, against: str) -> tuple[tuple[str, bool], ...]:
    known = set(re.findall(r"\w+", against.lower()))
    return tuple(
        (piece, not re.search(r"\w", piece) or piece.lower() in known) for piece in re.findall(r"\w+|\W+", text)
    )


def group_counts(catalogue: Catalogue) -> list[Any]:
    """Return the groups of a catalogue in their order, each with its frame and how many products it holds."""
    return list(
        catalogue.groups.annotate(product_count=Count("products"))
        .order_by("position")
        .values("code", "marks_min", "marks_max", "product_count")
    )


def divisions_of(catalogue: Catalogue) -> list[str]:
    """Return the divisions a catalogue names, in its own order."""
    names = catalogue.products.exclude(division="").order_by("position").values_list("division", flat=True)
    return list(dict.fromkeys(names))


def rows_of_form(catalogue: Catalogue) -> Iterable[tuple[Any, ...]]:
    """Return the products as rows of the form's table (`planning.workbooks.COLUMNS`)."""
    for product in catalogue.products.select_related("group").order_by("position"):
        group = product.group
        frame = (
            ""
            if group.marks_min is None or group.marks_max is None
            else f"{group.marks_min.normalize():f}-{group.marks_max.normalize():f}"
        )
        yield (
            product.position,
            product.code,
            product.division,
            product.work,
            product.detail,
            product.output,
            group.code,
            frame,
            product.marks,
            product.factor,
            product.note,
        )


def bytes_of(stored: StoredFile) -> bytes:
    """Return the bytes of a stored file."""
    with stored.path.open("rb") as file:
        data: bytes = file.read()
    return data


def worst_first(table: CatalogueTable) -> list[ProductRow]:
    """Return the rows with errors first, then those worth a look, then the rest, each in the table's order."""
    return sorted(table.rows, key=lambda row: (not any(remark.is_error for remark in row.remarks), not row.remarks))


def bodies_to_prepare(viewer: Viewer) -> list[int]:
    """Return the bodies using civil servants whose catalogue this person prepares."""
    return list(
        UnitState.objects.on(viewer.on).filter(unit__among=viewer.officer, uses=True).values_list("unit_id", flat=True)
    )
