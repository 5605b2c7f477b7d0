"""Importing a roster: look first, then all or nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from congtam.accounts.models import User
from congtam.audit.services import Entry, record, record_many
from congtam.documents.models import StoredFile
from congtam.documents.services import store_bytes, store_upload
from congtam.organisation.models import SimilarGroup, Unit
from congtam.organisation.services import add_similar_group, move_unit, open_unit, rename_unit
from congtam.personnel.choices import ImportState
from congtam.personnel.models import Appointment, PartyMembership, Person, RosterImport
from congtam.personnel.selectors.roster import Judgement, PersonLine, Step, UnitLine, judge_roster
from congtam.personnel.services.people import Identity
from congtam.personnel.workbooks import read_roster
from congtam.values.days import local_day
from congtam.values.known import given
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError

# More rows than this are written by the worker, so that no page waits for them.
MOST_ROWS_AT_ONCE = 1000
_ERRORS_TOLD = 5
_LOCK = 335_002


class UnableToImportError(RefusedError):
    """The roster cannot be imported; the message says why and what to do."""


@transaction.atomic
def preview_roster(*, body: Unit, uploaded: "UploadedFile[bytes]", actor: User, at: datetime) -> RosterImport:
    """Keep the workbook, judge every row of it for `body`, keep what was judged, and return it; changes nothing else.

    Raises `UnsafeFileError` or `UnreadableWorkbookError` for a file that cannot be kept or read.
    """
    return _previewed(body, store_upload(uploaded=uploaded, actor=actor, at=at), actor, at)


def start_applying(*, roster_import: RosterImport, actor: User, at: datetime) -> RosterImport:
    """Apply an import now, or hand a long one to the worker (its state is then WAITING). Raises `UnableToImportError`."""
    if roster_import.row_count <= MOST_ROWS_AT_ONCE:
        return apply_roster(roster_import=roster_import, actor=actor, at=at)
    with transaction.atomic():
        waiting = _locked(roster_import, {ImportState.PREVIEWED})
        waiting.state, waiting.problem = ImportState.WAITING, ""
        waiting.save(update_fields=["state", "problem"])
        # The job is a row of this same transaction: either both are there or neither.
        jobs.configure_task("personnel.apply_roster").defer(import_id=waiting.pk, actor_id=actor.pk, at=at.isoformat())
    return waiting


@transaction.atomic
def apply_roster(*, roster_import: RosterImport, actor: User, at: datetime) -> RosterImport:
    """Write everything an import says in one transaction, and return it.

    Rows are judged again first, since the records may have moved since the preview. Raises `UnableToImportError` when it was applied or
    refused before, or when a row has an error now; then nothing is written.
    """
    roster_import = _locked(roster_import, {ImportState.PREVIEWED, ImportState.WAITING})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, roster_import.body_id])
    judgement = _judged(roster_import.body, roster_import.file, at)
    if judgement.errors:
        raise UnableToImportError(
            f"Có {len(judgement.errors)} lỗi nên chưa ghi gì. {_told(judgement)} Hãy sửa tệp rồi tải lên lại."
        )
    _write(judgement, roster_import.body, actor, at)
    _keep(roster_import, judgement)
    roster_import.state, roster_import.applied_by, roster_import.applied_at = ImportState.APPLIED, actor, at
    roster_import.problem = ""
    roster_import.save()
    record(
        actor=actor,
        code="personnel.roster_applied",
        subject=roster_import,
        at=at,
        unit_id=roster_import.body_id,
        after={"rows": roster_import.row_count, "changes": roster_import.change_count},
    )
    return roster_import


@transaction.atomic
def refuse_roster(*, roster_import: RosterImport, actor: User, at: datetime, problem: str = "") -> None:
    """Put an import away unwritten; raises `UnableToImportError` when it was applied."""
    refused = _locked(roster_import, {ImportState.PREVIEWED, ImportState.WAITING})
    refused.state, refused.problem = ImportState.REFUSED, problem
    refused.save(update_fields=["state", "problem"])
    record(
        actor=actor, code="personnel.roster_refused", subject=refused, at=at, unit_id=refused.body_id, reason=problem
    )


@transaction.atomic
def send_back_roster(*, roster_import: RosterImport, problem: str, actor: User, at: datetime) -> None:
    """Put an import the worker could not write back to its preview, with the reason."""
    waiting = _locked(roster_import, {ImportState.WAITING})
    waiting.state, waiting.problem = ImportState.PREVIEWED, problem
    waiting.save(update_fields=["state", "problem"])
    record(
        actor=actor, code="personnel.roster_sent_back", subject=waiting, at=at, unit_id=waiting.body_id, reason=problem
    )


@transaction.atomic
def import_roster(*, body: Unit, name: str, data: bytes, actor: User, at: datetime) -> RosterImport:
    """Preview and apply a workbook in one go, all or nothing; raises `UnableToImportError` with the first errors."""
    stored = store_bytes(name=name, data=data, actor=actor, at=at)
    return apply_roster(roster_import=_previewed(body, stored, actor, at), actor=actor, at=at)


def _previewed(body: Unit, stored: StoredFile, actor: User, at: datetime) -> RosterImport:
    judgement = _judged(body, stored, at)
    preview = RosterImport(body=body, file=stored, made_by=actor, made_at=at)
    _keep(preview, judgement)
    preview.save()
    after = {"rows": preview.row_count, "errors": preview.error_count, "changes": preview.change_count}
    record(actor=actor, code="personnel.roster_previewed", subject=preview, at=at, unit_id=body.pk, after=after)
    return preview


def _judged(body: Unit, stored: StoredFile, at: datetime) -> Judgement:
    with stored.path.open("rb") as file:
        data = file.read()
    return judge_roster(roster=read_roster(data), body=body, on=local_day(at))


def _locked(roster_import: RosterImport, states: set[ImportState]) -> RosterImport:
    locked = (
        RosterImport.objects.select_for_update(of=("self",)).select_related("body", "file").get(pk=roster_import.pk)
    )
    if locked.state in states:
        return locked
    if locked.applied_at is not None and locked.applied_by is not None:
        raise UnableToImportError(
            f"Danh sách này đã được {locked.applied_by.full_name} ghi lúc {timezone.localtime(locked.applied_at):%H:%M %d/%m/%Y}."
        )
    raise UnableToImportError(
        f"Danh sách này ở trạng thái “{locked.get_state_display()}”. Hãy tải tệp lên lại nếu cần."
    )


def _told(judgement: Judgement) -> str:
    shown = judgement.errors[:_ERRORS_TOLD]
    return " ".join(f"{problem.address}: {problem.message}" for _, problem in shown)


def _keep(roster_import: RosterImport, judgement: Judgement) -> None:
    """Keep what was judged for the page that shows it; numbers of people stay in the file alone."""
    lines = list(judgement.lines)
    roster_import.rows = [_shown(line) for line in lines]
    roster_import.row_count = len(lines)
    roster_import.error_count = len(judgement.errors)
    roster_import.warning_count = judgement.warning_count
    roster_import.change_count = judgement.change_count
    roster_import.ignored_columns = list(judgement.unknown_columns)


def _shown(line: UnitLine | PersonLine) -> dict[str, Any]:
    return {
        "sheet": "Đơn vị" if isinstance(line, UnitLine) else "Nhân sự",
        "row": line.number,
        "label": line.label,
        "place": "" if isinstance(line, UnitLine) else line.unit_name,
        "says": line.says,
        "problems": [
            {"address": problem.address, "message": problem.message, "is_error": problem.is_error}
            for problem in line.problems
        ],
    }


def _write(judgement: Judgement, body: Unit, actor: User, at: datetime) -> None:
    units = _write_units(judgement.units, body, actor, at)
    groups = {
        searchable(group.name): group
        for group in [
            *SimilarGroup.objects.filter(body=body),
            *(add_similar_group(body=body, name=name, actor=actor, at=at) for name in judgement.new_groups),
        ]
    }
    entries = _write_people(judgement.people, body)
    entries += _write_posts(judgement.people, units, groups)
    entries += _write_cells(judgement.people)
    record_many(actor=actor, at=at, entries=entries)


def _write_units(lines: Iterable[UnitLine], body: Unit, actor: User, at: datetime) -> dict[str, Unit]:
    """Open, rename and move units, those above first; return the opened ones by code."""
    waiting = {line.code.lower(): line for line in lines if line.changes}
    by_code = {unit.code.lower(): unit for unit in Unit.objects.filter(code__in=_codes(lines))}
    opened: dict[str, Unit] = {}

    def write(line: UnitLine) -> None:
        parent_code = line.parent_code.lower()
        if parent_code in waiting:
            write(waiting.pop(parent_code))
        parent = opened.get(parent_code) or by_code.get(parent_code) or body
        start = given(line.start)
        if line.unit_id is None:
            opened[line.code.lower()] = open_unit(
                code=line.code,
                kind=body.kind,
                name=line.name,
                short_name=line.short_name,
                parent=parent,
                on=start,
                actor=actor,
                at=at,
            )
            return
        unit = by_code[line.code.lower()]
        if "đổi tên" in line.changes:
            rename_unit(unit=unit, name=line.name, short_name=line.short_name, on=start, actor=actor, at=at)
        if "chuyển sang đơn vị cấp trên khác" in line.changes:
            move_unit(unit=unit, parent=parent, on=start, actor=actor, at=at)

    while waiting:
        write(waiting.pop(next(iter(waiting))))
    return opened


def _codes(lines: Iterable[UnitLine]) -> set[str]:
    return {line.code for line in lines} | {line.parent_code for line in lines}


def _write_people(lines: Iterable[PersonLine], body: Unit) -> list[Entry]:
    """Add people, and fill what was empty of those on record; sets `person_id` of every row."""
    new = {line.personal_id: line for line in lines if line.person_id is None}
    made = Person.objects.bulk_create(
        [
            Person(
                personal_id=line.personal_id,
                **Identity(
                    personal_id=line.personal_id,
                    full_name=line.full_name,
                    birth_date=line.birth_date,
                    gender=line.gender,
                    staff_code=line.staff_code,
                    email=line.email,
                ).fields,
            )
            for line in new.values()
        ],
        batch_size=1000,
    )
    ids = {person.personal_id: person.pk for person in made}
    filled: dict[int, dict[str, Any]] = {}
    for line in lines:
        line.person_id = line.person_id or ids[line.personal_id]
        if line.fills:
            filled.setdefault(line.person_id, {}).update(line.fills)
    people = list(Person.objects.select_for_update().filter(pk__in=filled))
    for person in people:
        for field, value in filled[person.pk].items():
            setattr(person, field, value)
    Person.objects.bulk_update(people, ["birth_date", "gender", "staff_code", "email"], batch_size=1000)
    return [
        Entry(code="personnel.person_added", subject=person, unit_id=body.pk, after={"full_name": person.full_name})
        for person in made
    ] + [
        Entry(
            code="personnel.person_corrected",
            subject=person,
            unit_id=body.pk,
            after={field: str(value) for field, value in filled[person.pk].items()},
        )
        for person in people
    ]


def _write_posts(lines: Iterable[PersonLine], units: dict[str, Unit], groups: dict[str, SimilarGroup]) -> list[Entry]:
    """End, correct, then open posts: in that order a head who leaves makes room for the next."""
    moving = [line for line in lines if line.step != Step.NOTHING]
    ends = {line.closes: line.until if line.step == Step.END else line.start for line in moving if line.closes}
    corrected = {line.corrects: line for line in moving if line.corrects}
    touched = {post.pk: post for post in Appointment.objects.select_for_update().filter(pk__in={*ends, *corrected})}
    # A change keeps what the file does not speak of.
    kept = {pk: (post.similar_group_id, post.is_acting, post.is_seconded) for pk, post in touched.items()}
    ending = [touched[pk] for pk in ends]
    for post in ending:
        post.valid_until = ends[post.pk]
    Appointment.objects.bulk_update(ending, ["valid_until"], batch_size=1000)
    entries = [
        Entry(code="personnel.post_ended", subject=post, unit_id=post.unit_id, after={"until": str(post.valid_until)})
        for post in ending
    ]
    # Those who stop being head come before those who start.
    for pk in sorted(corrected, key=lambda pk: corrected[pk].leadership == "head"):
        post = touched[pk]
        fields = _fields(corrected[pk], groups)
        if fields["similar_group"] is None:
            del fields["similar_group"]
        for field, value in fields.items():
            setattr(post, field, value)
        post.valid_until = corrected[pk].until or post.valid_until
        post.save()
        entries.append(Entry(code="personnel.post_changed", subject=post, unit_id=post.unit_id, after=_post(post)))
    opening = []
    for line in moving:
        if line.step not in (Step.APPOINT, Step.TRANSFER, Step.CHANGE):
            continue
        post = Appointment(
            person_id=line.whose,
            unit_id=line.unit if isinstance(line.unit, int) else units[str(line.unit)].pk,
            valid_from=line.start or date.min,
            valid_until=line.until,
            **_fields(line, groups),
        )
        if line.step == Step.CHANGE and line.closes is not None:
            group_id, post.is_acting, post.is_seconded = kept[line.closes]
            post.similar_group_id = post.similar_group_id or group_id
        opening.append((line.step, post))
    Appointment.objects.bulk_create([post for _, post in opening], batch_size=1000)
    codes = {Step.APPOINT: "appointed", Step.TRANSFER: "transferred", Step.CHANGE: "post_changed"}
    return entries + [
        Entry(code=f"personnel.{codes[step]}", subject=post, unit_id=post.unit_id, after=_post(post))
        for step, post in opening
    ]


def _fields(line: PersonLine, groups: dict[str, SimilarGroup]) -> dict[str, Any]:
    return {
        "job_title": line.job_title,
        "category": line.category,
        "leadership": line.leadership,
        "similar_group": groups[searchable(line.similar_group)] if line.similar_group else None,
        "is_primary": line.is_primary,
    }


def _write_cells(lines: Iterable[PersonLine]) -> list[Entry]:
    joining = {line.whose: line for line in lines if line.joins_cell}
    old = list(PartyMembership.objects.select_for_update().filter(person__in=joining, valid_until__isnull=True))
    for place in old:
        place.valid_until = joining[place.person_id].start
    PartyMembership.objects.bulk_update(old, ["valid_until"], batch_size=1000)
    made = PartyMembership.objects.bulk_create(
        [
            PartyMembership(
                person_id=person,
                cell_id=line.cell_id or 0,
                standing=line.standing,
                position=line.party_position,
                valid_from=line.start or date.min,
            )
            for person, line in joining.items()
        ],
        batch_size=1000,
    )
    return [
        Entry(code="personnel.placed_in_cell", subject=place, unit_id=place.cell_id, after={"cell": place.cell_id})
        for place in made
    ]


def _post(post: Appointment) -> dict[str, Any]:
    return {"unit": post.unit_id, "job_title": post.job_title, "from": str(post.valid_from)}
