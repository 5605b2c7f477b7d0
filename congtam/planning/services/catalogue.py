"""Making, checking and issuing catalogues."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.models import StoredFile
from congtam.organisation.models import Unit
from congtam.planning.choices import CatalogueState, OverlapVerdict
from congtam.planning.models import Catalogue, ComplexityGroup, Product, ProductOverlap
from congtam.planning.selectors.catalogue import find_overlaps
from congtam.planning.workbooks import CatalogueTable
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError


class CatalogueHasErrorsError(RefusedError):
    """The table cannot be taken in as it stands."""


class CatalogueAlreadyIssuedError(RefusedError):
    """What was issued does not change; a change is a new version."""


class OverlapAlreadyDecidedError(RefusedError):
    """Somebody has decided on this pair before."""


class CatalogueDatesError(RefusedError):
    """The first day of a version cannot be the one given."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import made."""

    catalogue: Catalogue
    product_count: int
    overlap_count: int


@transaction.atomic
def import_catalogue(
    *, body: Unit, name: str, table: CatalogueTable, source: StoredFile, actor: User, at: datetime
) -> Imported:
    """Make the next draft version of a body's catalogue from a judged table, whole or not at all.

    Points out what in it repeats itself. Raises `CatalogueHasErrorsError` while any row has an error.
    """
    if table.errors:
        raise CatalogueHasErrorsError(
            f"Còn {len(table.errors)} lỗi trong bảng. Hãy sửa trong tệp Excel rồi tải lên lại; chưa có gì được ghi."
        )
    # Locked first: two officers may import for one body in the same minute.
    Unit.objects.select_for_update().get(pk=body.pk)
    version = 1 + (body.catalogues.aggregate(last=Max("version"))["last"] or 0)
    catalogue = Catalogue.objects.create(
        body=body,
        version=version,
        name=name,
        standard_marks=table.standard_marks,
        standard_product=_standard_product(table),
        source=source,
    )
    groups = {
        group.code: group
        for group in ComplexityGroup.objects.bulk_create(
            ComplexityGroup(
                catalogue=catalogue,
                position=place,
                code=frame.code,
                marks_min=frame.marks_min,
                marks_max=frame.marks_max,
            )
            for place, frame in enumerate(table.groups, start=1)
        )
    }
    products = Product.objects.bulk_create(
        [
            Product(
                catalogue=catalogue,
                group=groups[row.group],
                position=place,
                code=row.code,
                division=row.division,
                work=row.work,
                detail=row.detail,
                output=row.output,
                marks=row.marks or Decimal(0),
                factor=row.factor or Decimal(0),
                note=row.note,
                search_text=searchable(f"{row.code} {row.work} {row.detail} {row.output}"),
            )
            for place, row in enumerate(table.rows, start=1)
        ],
        batch_size=1000,
    )
    overlaps = ProductOverlap.objects.bulk_create(
        [
            ProductOverlap(one=products[pair.one], other=products[pair.other], kind=pair.kind, likeness=pair.likeness)
            for pair in find_overlaps(products)
        ],
        batch_size=1000,
    )
    record(
        actor=actor,
        code="planning.catalogue_imported",
        subject=catalogue,
        at=at,
        unit_id=body.pk,
        after={"version": version, "products": len(products), "overlaps": len(overlaps), "file": source.digest},
    )
    return Imported(catalogue=catalogue, product_count=len(products), overlap_count=len(overlaps))


def _standard_product(table: CatalogueTable) -> str:
    """Return the work whose factor is 1, the first of them."""
    return next((row.work for row in table.rows if row.factor == 1), "")


@transaction.atomic
def issue_catalogue(*, catalogue: Catalogue, document: str, valid_from: date, actor: User, at: datetime) -> None:
    """Put a draft in force from a day by a decision of the competent head (khoản 2 Điều 13 Nghị định 335/2025/NĐ-CP).

    The version in force until then ends that day. Work assigned before keeps the factor it was given. Raises `CatalogueAlreadyIssuedError`,
    `CatalogueDatesError` when an issued version starts on or after that day.
    """
    locked = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    if locked.state == CatalogueState.ISSUED:
        raise CatalogueAlreadyIssuedError(
            f"Phiên bản {locked.version} đã ban hành theo {locked.document}. Muốn thay đổi, hãy nhập phiên bản mới."
        )
    issued = Catalogue.objects.select_for_update().filter(body=locked.body_id, state=CatalogueState.ISSUED)
    later = issued.filter(valid_from__gte=valid_from).order_by("valid_from").first()
    if later is not None:
        raise CatalogueDatesError(
            f"Phiên bản {later.version} áp dụng từ {later.valid_from:%d/%m/%Y}. Hãy chọn ngày sau ngày đó."
        )
    issued.filter(valid_until__isnull=True).update(valid_until=valid_from)
    locked.state, locked.document, locked.valid_from = CatalogueState.ISSUED, document, valid_from
    locked.save(update_fields=["state", "document", "valid_from"])
    record(
        actor=actor,
        code="planning.catalogue_issued",
        subject=locked,
        at=at,
        unit_id=locked.body_id,
        after={"document": document, "valid_from": valid_from.isoformat()},
    )


@transaction.atomic
def discard_draft(*, catalogue: Catalogue, reason: str, actor: User, at: datetime) -> None:
    """Remove a draft nobody has used. Raises `CatalogueAlreadyIssuedError` for an issued version."""
    locked = Catalogue.objects.select_for_update().get(pk=catalogue.pk)
    if locked.state == CatalogueState.ISSUED:
        raise CatalogueAlreadyIssuedError("Danh mục đã ban hành không xoá được. Muốn thay đổi, hãy nhập phiên bản mới.")
    record(
        actor=actor,
        code="planning.catalogue_discarded",
        subject=locked,
        at=at,
        unit_id=locked.body_id,
        before={"version": locked.version},
        reason=reason,
    )
    locked.products.all().delete()
    locked.delete()


@transaction.atomic
def decide_overlap(*, overlap: ProductOverlap, verdict: OverlapVerdict, reason: str, actor: User, at: datetime) -> None:
    """Keep what a person decided about two products. Raises `OverlapAlreadyDecidedError` when somebody was faster."""
    locked = (
        ProductOverlap.objects.select_for_update(of=("self",))
        .select_related("one__catalogue", "decided_by")
        .get(pk=overlap.pk)
    )
    if locked.verdict != OverlapVerdict.OPEN:
        raise OverlapAlreadyDecidedError(
            f"{locked.decided_by} đã kết luận “{locked.get_verdict_display()}” về cặp này. Hãy tải lại trang để xem."
        )
    locked.verdict, locked.reason, locked.decided_by, locked.decided_at = verdict, reason, actor, at
    locked.save(update_fields=["verdict", "reason", "decided_by", "decided_at"])
    record(
        actor=actor,
        code="planning.overlap_decided",
        subject=locked,
        at=at,
        unit_id=locked.one.catalogue.body_id,
        after={"one": locked.one.code, "other": locked.other.code, "verdict": verdict},
        reason=reason,
    )
