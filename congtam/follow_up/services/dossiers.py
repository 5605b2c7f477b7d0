"""Taking in the export of the one-stop system: read, names asked about once, written whole or not at all."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.follow_up.choices import ImportState, NameKind
from congtam.follow_up.models import Dossier, DossierImport, DossierName
from congtam.follow_up.selectors.judging import judged
from congtam.follow_up.workbooks.dossiers import read_dossiers
from congtam.organisation.models import Unit
from congtam.values.days import local_day
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError

_ROWS = 50_000
_BATCH = 1000
_KINDS = (".xlsx", ".xls", ".ods", ".csv")


class UnusableExportError(RefusedError):
    """The file is too large, of another kind, or holds no dossier."""


class ImportMovedError(RefusedError):
    """The export was written or put away already."""


class NotReadyError(RefusedError):
    """Something is wrong in the export, or a name was not settled."""


@transaction.atomic
def read_export(*, body: Unit, uploaded: "UploadedFile[bytes]", actor: User, at: datetime) -> DossierImport:
    """Read an export of a body and keep its rows to be looked at; nothing else changes.

    Raises `UnusableExportError`, and `UnreadableWorkbookError` when there is no table with the needed columns.
    """
    name = unicodedata.normalize("NFC", uploaded.name or "").strip()[-200:]
    if (uploaded.size or 0) > settings.UPLOAD_LIMIT_BYTES or not name.lower().endswith(_KINDS):
        raise UnusableExportError(
            f"Chỉ nhận tệp {', '.join(_KINDS)} không quá {settings.UPLOAD_LIMIT_BYTES // 2**20} MB. Hãy xuất lại từ hệ thống một cửa."
        )
    data = uploaded.read()
    rows = read_dossiers(data, name=name)
    if not rows or len(rows) > _ROWS:
        raise UnusableExportError(f"Tệp có {len(rows)} hồ sơ; mỗi lần nhập từ 1 đến {_ROWS} hồ sơ. Hãy xuất lại.")
    brought = DossierImport.objects.create(
        body=body, name=name, digest=sha256(data).hexdigest(), rows=rows, made_by=actor, made_at=at
    )
    record(
        actor=actor,
        code="follow_up.dossiers_read",
        subject=brought,
        at=at,
        unit_id=body.pk,
        after={"name": name, "rows": len(rows), "digest": brought.digest},
    )
    return brought


@transaction.atomic
def settle_names(
    *, brought: DossierImport, units: Mapping[str, int], people: Mapping[str, int | None], actor: User, at: datetime
) -> None:
    """Keep which unit and which person (None: nobody of ours) the names of a body's export mean, for this file and those to come."""
    for kind, names in ((NameKind.UNIT, units), (NameKind.PERSON, people)):
        for name, key in names.items():
            meant = {"unit_id": key} if kind == NameKind.UNIT else {"person_id": key}
            DossierName.objects.update_or_create(
                body_id=brought.body_id,
                kind=kind,
                search_name=searchable(name),
                defaults={"name": name, "settled_by": actor, "settled_at": at, **meant},
            )
    after = {"units": dict(units), "people": dict(people)}
    record(
        actor=actor,
        code="follow_up.dossier_names_settled",
        subject=brought,
        at=at,
        unit_id=brought.body_id,
        after=after,
    )


@transaction.atomic
def write_dossiers(*, import_id: int, actor: User, at: datetime) -> DossierImport:
    """Write every dossier of an export: new ones added, known codes brought up to date; all or nothing, and the same again changes nothing.

    Raises `ImportMovedError`, or `NotReadyError` while something is wrong or not settled.
    """
    brought = _locked(import_id)
    # Of two exports of one body written at once the second sees what the first wrote.
    Unit.objects.select_for_update().get(pk=brought.body_id)
    found = judged(brought, local_day(at))
    if not found.is_ready:
        raise NotReadyError("Còn dòng sai hoặc tên chưa chọn. Hãy sửa tệp rồi nhập lại, hoặc chọn đơn vị, người.")
    Dossier.objects.bulk_create(found.new, batch_size=_BATCH)
    fields = ["procedure", "received_date", "due_date", "finished_date", "unit", "person", "brought_by"]
    Dossier.objects.bulk_update(found.changed, fields, batch_size=_BATCH)
    brought.state, brought.written_at = ImportState.WRITTEN, at
    brought.new_count, brought.changed_count = len(found.new), len(found.changed)
    # What was read stands in the dossiers now.
    brought.rows = []
    brought.save()
    after = {"new": len(found.new), "changed": len(found.changed), "same": found.same_count}
    record(
        actor=actor,
        code="follow_up.dossiers_written",
        subject=brought,
        at=at,
        unit_id=brought.body_id,
        after=after,
    )
    return brought


@transaction.atomic
def put_away(*, import_id: int, actor: User, at: datetime) -> DossierImport:
    """Put an export away without writing it. Raises `ImportMovedError`."""
    brought = _locked(import_id)
    brought.state, brought.rows = ImportState.PUT_AWAY, []
    brought.save()
    record(actor=actor, code="follow_up.dossiers_put_away", subject=brought, at=at, unit_id=brought.body_id)
    return brought


def _locked(import_id: int) -> DossierImport:
    brought = DossierImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    if brought.state != ImportState.READ:
        raise ImportMovedError(f"Tệp này {brought.get_state_display()} rồi. Không có gì thay đổi.")
    return brought
