"""Changing the tree of units. A change closes one state and opens the next; what was true on a day stays true for that day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.organisation.choices import SuccessionKind
from congtam.organisation.models import SimilarGroup, Succession, Unit, UnitState
from congtam.organisation.selectors import with_descendants
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError

# Any number of ours, the same for everybody who changes the tree: two moves at once could otherwise close a ring.
_TREE = 335_001
# What a unit keeps when its next state opens.
_KEPT = ("parent", "name", "short_name", "search_name", "manages", "uses", "is_hardship", "position")


class UnableToChangeUnitError(RefusedError):
    """The tree cannot be changed so; the message says why and what to do."""


@transaction.atomic
def open_unit(
    *,
    code: str,
    kind: str,
    name: str,
    parent: Unit | None,
    on: date,
    actor: User,
    at: datetime,
    short_name: str = "",
    uses: bool = False,
    manages: bool = False,
    is_hardship: bool = False,
) -> Unit:
    """Open a unit from `on` and return it; `kind` is a code of `UnitKind`.

    Raises `UnableToChangeUnitError` when the code is taken or the unit above does not exist on that day.
    """
    _lock_tree()
    if Unit.objects.filter(code=code).exists():
        raise UnableToChangeUnitError(f"Mã đơn vị “{code}” đã có. Hãy chọn mã khác.")
    if parent is not None:
        _state(parent, on)
    unit = Unit.objects.create(code=code, kind=kind, valid_from=on)
    state = UnitState.objects.create(
        unit=unit,
        parent=parent,
        name=name,
        short_name=short_name,
        search_name=searchable(f"{name} {short_name}"),
        uses=uses,
        manages=manages,
        is_hardship=is_hardship,
        position=UnitState.objects.on(on).filter(parent=parent).count() + 1,
        valid_from=on,
    )
    _recorded("organisation.unit_opened", unit, actor, at, after=_shown(state))
    return unit


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, on: date, actor: User, at: datetime, short_name: str = "", document: str = ""
) -> UnitState:
    """Give a unit another name from `on`; earlier days keep the earlier name. Raises `UnableToChangeUnitError`."""
    changes = {"name": name, "short_name": short_name, "search_name": searchable(f"{name} {short_name}")}
    return _changed("organisation.unit_renamed", unit, on, changes, actor, at, document)


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit | None, on: date, actor: User, at: datetime, document: str = "") -> UnitState:
    """Put a unit under another from `on`. Raises `UnableToChangeUnitError`, also when `parent` stands under the unit itself."""
    _lock_tree()
    if parent is not None:
        _state(parent, on)
        if parent.pk in with_descendants([unit.pk], on)[unit.pk]:
            raise UnableToChangeUnitError(
                "Không đặt được đơn vị dưới chính nó hoặc dưới đơn vị cấp dưới của nó. Hãy chọn đơn vị cấp trên khác."
            )
    return _changed("organisation.unit_moved", unit, on, {"parent": parent}, actor, at, document)


@transaction.atomic
def set_unit_roles(
    *, unit: Unit, uses: bool, manages: bool, is_hardship: bool, on: date, actor: User, at: datetime
) -> UnitState:
    """Say from `on` whether a unit uses or manages civil servants (khoản 1 Điều 3 Nghị định 335/2025/NĐ-CP), and lies in a hard area."""
    changes = {"uses": uses, "manages": manages, "is_hardship": is_hardship}
    return _changed("organisation.unit_roles_set", unit, on, changes, actor, at, "")


@transaction.atomic
def close_unit(*, unit: Unit, on: date, actor: User, at: datetime, document: str = "") -> None:
    """End a unit: `on` is the first day it no longer exists. Raises `UnableToChangeUnitError` while units stand under it.

    People are not looked at here: whoever closes a unit with people in it calls `personnel.services`, which moves or refuses first.
    """
    _lock_tree()
    state = _closable(unit, on)
    left = _children(unit, on)
    if left:
        names = ", ".join(child.name for child in left[:3])
        raise UnableToChangeUnitError(f"Còn {len(left)} đơn vị cấp dưới ({names}). Hãy chuyển các đơn vị này trước.")
    _end(unit, state, on)
    _recorded(
        "organisation.unit_closed", unit, actor, at, before=_shown(state), after={"until": str(on)}, reason=document
    )


@transaction.atomic
def merge_units(*, units: Sequence[Unit], into: Unit, on: date, actor: User, at: datetime, document: str = "") -> None:
    """End `units` on `on`, `into` being their successor; what stood under them stands under it from that day."""
    _lock_tree()
    _state(into, on)
    if into in units:
        raise UnableToChangeUnitError(
            "Đơn vị nhận sáp nhập không thể là một trong các đơn vị kết thúc. Hãy bỏ chọn nó."
        )
    for unit in units:
        if into.pk in with_descendants([unit.pk], on)[unit.pk]:
            raise UnableToChangeUnitError(
                "Đơn vị nhận sáp nhập đang nằm dưới một đơn vị sẽ kết thúc. Hãy chuyển nó sang cấp trên khác trước."
            )
        for child in _children(unit, on):
            _changed("organisation.unit_moved", child.unit, on, {"parent": into}, actor, at, document)
        _succeed(unit, [into], SuccessionKind.MERGE, on, document)
        _recorded("organisation.units_merged", unit, actor, at, after={"into": into.pk, "on": str(on)}, reason=document)


@transaction.atomic
def split_unit(*, unit: Unit, into: Sequence[Unit], on: date, actor: User, at: datetime, document: str = "") -> None:
    """End `unit` on `on`, the units `into` being its successors. Units under it must have been moved before."""
    _lock_tree()
    if not into or unit in into:
        raise UnableToChangeUnitError("Hãy chọn ít nhất một đơn vị mới nhận việc của đơn vị bị chia, tách.")
    for successor in into:
        _state(successor, on)
    if _children(unit, on):
        raise UnableToChangeUnitError("Còn đơn vị cấp dưới. Hãy chuyển chúng sang các đơn vị mới trước khi chia, tách.")
    _succeed(unit, into, SuccessionKind.SPLIT, on, document)
    after = {"into": [successor.pk for successor in into], "on": str(on)}
    _recorded("organisation.unit_split", unit, actor, at, after=after, reason=document)


@transaction.atomic
def transfer_part(*, unit: Unit, to: Unit, on: date, actor: User, at: datetime, document: str = "") -> None:
    """Record that a part of a unit's work went to another on `on`; both go on."""
    _state(unit, on)
    _state(to, on)
    Succession.objects.get_or_create(
        predecessor=unit,
        successor=to,
        on_date=on,
        defaults={"kind": SuccessionKind.PART_TRANSFER, "document": document},
    )
    after = {"to": to.pk, "on": str(on)}
    _recorded("organisation.part_transferred", unit, actor, at, after=after, reason=document)


@transaction.atomic
def add_similar_group(*, body: Unit, name: str, actor: User, at: datetime) -> SimilarGroup:
    """Add a group of similar tasks to a body (khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP); raise when the name is taken there."""
    # Locked first: of two who add the same name at once the second is told.
    Unit.objects.select_for_update().get(pk=body.pk)
    groups = SimilarGroup.objects.filter(body=body)
    if groups.filter(name__iexact=name).exists():
        raise UnableToChangeUnitError(f"Cơ quan đã có nhóm “{name}”. Hãy dùng nhóm đó hoặc đặt tên khác.")
    group = SimilarGroup.objects.create(body=body, name=name, position=groups.count() + 1)
    record(
        actor=actor,
        code="organisation.similar_group_added",
        subject=group,
        at=at,
        unit_id=body.pk,
        after={"name": name},
    )
    return group


@transaction.atomic
def rename_similar_group(*, group: SimilarGroup, name: str, actor: User, at: datetime) -> None:
    """Give a group another name; raise when the name is taken in its body."""
    Unit.objects.select_for_update().get(pk=group.body_id)
    if SimilarGroup.objects.filter(body=group.body_id, name__iexact=name).exclude(pk=group.pk).exists():
        raise UnableToChangeUnitError(f"Cơ quan đã có nhóm “{name}”. Hãy đặt tên khác.")
    before = group.name
    group.name = name
    group.save(update_fields=["name"])
    record(
        actor=actor,
        code="organisation.similar_group_renamed",
        subject=group,
        at=at,
        unit_id=group.body_id,
        before={"name": before},
        after={"name": name},
    )


def _lock_tree() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TREE])


def _state(unit: Unit, on: date) -> UnitState:
    state = UnitState.objects.on(on).filter(unit=unit).first()
    if state is None:
        raise UnableToChangeUnitError(f"Đơn vị “{unit.code}” không tồn tại vào ngày {on:%d/%m/%Y}. Hãy chọn ngày khác.")
    return state


def _changed(
    code: str, unit: Unit, on: date, changes: dict[str, Any], actor: User, at: datetime, document: str
) -> UnitState:
    """Close the state of `on` and open the next with `changes`; a change on a state's own first day corrects that state."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    state = _state(unit, on)
    _refuse_later(unit, on)
    before = _shown(state)
    if state.valid_from < on:
        kept = {field: getattr(state, field) for field in _KEPT}
        until, state.valid_until = state.valid_until, on
        state.save(update_fields=["valid_until"])
        state = UnitState(unit=unit, valid_from=on, valid_until=until, **kept)
    for field, value in changes.items():
        setattr(state, field, value)
    state.save()
    after = _shown(state)
    told = {key for key, value in after.items() if before[key] != value} | {"from"}
    _recorded(
        code,
        unit,
        actor,
        at,
        before={key: before[key] for key in told},
        after={key: after[key] for key in told},
        reason=document,
    )
    return state


def _closable(unit: Unit, on: date) -> UnitState:
    Unit.objects.select_for_update().get(pk=unit.pk)
    state = _state(unit, on)
    _refuse_later(unit, on)
    if on <= unit.valid_from:
        raise UnableToChangeUnitError(
            f"Đơn vị mới lập ngày {unit.valid_from:%d/%m/%Y}. Hãy chọn ngày kết thúc sau ngày đó."
        )
    return state


def _refuse_later(unit: Unit, on: date) -> None:
    later = UnitState.objects.filter(unit=unit, valid_from__gt=on).order_by("valid_from").first()
    if later is not None:
        raise UnableToChangeUnitError(
            f"Đơn vị đã có thay đổi từ ngày {later.valid_from:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi."
        )


def _children(unit: Unit, on: date) -> list[UnitState]:
    return list(UnitState.objects.on(on).filter(parent=unit).select_related("unit").order_by("position", "pk"))


def _succeed(unit: Unit, into: Iterable[Unit], kind: SuccessionKind, on: date, document: str) -> None:
    _end(unit, _closable(unit, on), on)
    Succession.objects.bulk_create(
        Succession(predecessor=unit, successor=successor, kind=kind, on_date=on, document=document)
        for successor in into
    )


def _end(unit: Unit, state: UnitState, on: date) -> None:
    if state.valid_from == on:
        state.delete()  # it was to begin on the very day the unit ends, so it never held
    else:
        state.valid_until = on
        state.save(update_fields=["valid_until"])
    unit.valid_until = on
    unit.save(update_fields=["valid_until"])


def _shown(state: UnitState) -> dict[str, Any]:
    return {
        "name": state.name,
        "short_name": state.short_name,
        "parent": state.parent_id,
        "uses": state.uses,
        "manages": state.manages,
        "is_hardship": state.is_hardship,
        "from": str(state.valid_from),
    }


def _recorded(code: str, unit: Unit, actor: User, at: datetime, **sides: Any) -> None:
    record(actor=actor, code=code, subject=unit, at=at, unit_id=unit.pk, **sides)
