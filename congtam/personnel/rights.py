"""What somebody may do to a record: the predicates of personnel, and the two pieces every capability uses."""

from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from congtam.organisation.models import Unit
from congtam.personnel.choices import ImportState
from congtam.personnel.models import Person, RosterImport
from congtam.personnel.selectors import Viewer


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing the viewer may do now to a record; pages draw their buttons from these and from nothing else.

    `url` is posted to, with a `reason` when one is needed; with `opens_page` it is a page to open (a form to fill in).
    """

    code: str
    label: str
    url: str
    is_primary: bool = False
    needs_reason: bool = False
    opens_page: bool = False


def may(viewer: Viewer, right: str, record: object = None) -> bool:
    """Tell whether `viewer` has the right called `right` (a name given to `rules.add_rule`) on `record`."""
    return bool(rules.test_rule(right, viewer, record))


def require(viewer: Viewer, right: str, record: object = None) -> None:
    """Raise `PermissionDenied` (page 403) unless `viewer` has the right called `right` on `record`.

    A record the viewer may not even see is a 404: load it through `visible_to` first.
    """
    if not may(viewer, right, record):
        raise PermissionDenied(right)


@rules.predicate
def is_officer_somewhere(viewer: Viewer) -> bool:
    """Whether organisation work of some body is this person's duty."""
    return bool(viewer.officer)


@rules.predicate
def is_administrator(viewer: Viewer) -> bool:
    """Whether this person looks after the system."""
    return viewer.is_administrator


@rules.predicate
def is_officer_of_unit(viewer: Viewer, unit: Unit | None) -> bool:
    """Whether organisation work of this unit is this person's duty; with no unit named, of any."""
    return bool(viewer.officer) if unit is None else unit.pk in viewer.officer


@rules.predicate
def is_officer_of_person(viewer: Viewer, person: Person | None) -> bool:
    """Whether this person's file is kept by the viewer: a post, now or earlier or soon, in a unit he is officer of."""
    if person is None:
        return bool(viewer.officer)
    # Pages load people with `is_kept`, so that ten buttons do not ask ten times.
    kept = getattr(person, "is_kept", None)
    return person.appointments.filter(unit__among=viewer.officer).exists() if kept is None else bool(kept)


@rules.predicate
def is_self(viewer: Viewer, person: Person | None) -> bool:
    """Whether the record is about the viewer."""
    return person is not None and person.pk == viewer.person_id


rules.add_rule("organisation.open_body", is_administrator)
rules.add_rule("organisation.change_unit", is_officer_of_unit)
rules.add_rule("personnel.export", is_officer_somewhere)
rules.add_rule("personnel.add_person", is_officer_somewhere)
rules.add_rule("personnel.change_person", is_officer_of_person & ~is_self)
rules.add_rule("personnel.change_posts", is_officer_of_person)
rules.add_rule("personnel.discipline", is_officer_of_person & ~is_self)
rules.add_rule("personnel.similar_groups", is_officer_of_unit)
rules.add_rule("personnel.give_responsibility", is_officer_of_unit | is_administrator)
rules.add_rule("personnel.open_account", is_officer_of_person | is_administrator)
rules.add_rule("personnel.open_accounts", is_officer_of_unit | is_administrator)
rules.add_rule("personnel.import_roster", is_officer_of_unit | is_administrator)
rules.add_rule("personnel.report_wrong_evaluator", is_self)


def unit_actions(viewer: Viewer, unit: Unit) -> tuple[Action, ...]:
    """Return what the viewer may do to a unit."""
    if not may(viewer, "organisation.change_unit", unit):
        return ()
    pages = (
        ("take_in", "Thêm người", f"{reverse('personnel:take_in')}?don-vi={unit.pk}"),
        ("open", "Lập đơn vị bên trong", reverse("organisation:open_unit", args=[unit.pk])),
        ("rename", "Đổi tên", reverse("organisation:rename_unit", args=[unit.pk])),
        ("move", "Chuyển cấp trên", reverse("organisation:move_unit", args=[unit.pk])),
        ("move_people", "Chuyển nhiều người", reverse("organisation:move_people", args=[unit.pk])),
        ("move_part", "Chuyển một phần việc", reverse("organisation:move_part", args=[unit.pk])),
        ("merge", "Nhận sáp nhập", reverse("organisation:merge_units", args=[unit.pk])),
        ("split", "Chia, tách", reverse("organisation:split_unit", args=[unit.pk])),
        ("roles", "Đổi vai trò", reverse("organisation:set_roles", args=[unit.pk])),
        ("close", "Kết thúc đơn vị", reverse("organisation:close_unit", args=[unit.pk])),
    )
    return tuple(_page(code, label, url, is_primary=code == "take_in") for code, label, url in pages)


def person_actions(viewer: Viewer, person: Person, *, is_serving: bool = True) -> tuple[Action, ...]:
    """Return what the viewer may do to what is known of somebody, who holds a post or holds none any more."""
    pages = (
        ("personnel.change_posts", "transfer", "Điều động", "personnel:transfer"),
        ("personnel.change_posts", "appoint", "Thêm vị trí", "personnel:appoint"),
        ("personnel.change_posts", "second", "Biệt phái", "personnel:second"),
        ("personnel.change_person", "absence", "Ghi thời gian nghỉ", "personnel:add_absence"),
        ("personnel.discipline", "discipline", "Ghi kỷ luật", "personnel:add_discipline"),
        ("personnel.change_person", "party", "Xếp vào chi bộ", "personnel:place_in_cell"),
        ("personnel.change_person", "correct", "Sửa thông tin cá nhân", "personnel:correct"),
    )
    allowed = [
        _page(code, label, reverse(name, args=[person.pk]), is_primary=code == "transfer")
        for right, code, label, name in pages
        if may(viewer, right, person)
    ]
    if person.user_id is None and may(viewer, "personnel.open_account", person):
        allowed.append(_page("account", "Mở tài khoản", reverse("personnel:open_account", args=[person.pk])))
    elif person.user_id is not None and not is_serving and may(viewer, "personnel.open_account", person):
        allowed.append(_page("reopen", "Mở lại tài khoản", reverse("personnel:reopen_account", args=[person.pk])))
    return tuple(allowed)


def import_actions(viewer: Viewer, roster_import: RosterImport) -> tuple[Action, ...]:
    """Return what the viewer may do to a roster that was brought."""
    is_open = roster_import.state in (ImportState.PREVIEWED, ImportState.WAITING)
    if not is_open or not may(viewer, "personnel.import_roster", roster_import.body):
        return ()
    put_away = Action(
        code="refuse", label="Bỏ, không ghi", url=reverse("personnel:refuse_import", args=[roster_import.pk])
    )
    # One that waits can still be put away, should the worker never come to it.
    if roster_import.state == ImportState.WAITING or roster_import.error_count or not roster_import.change_count:
        return (put_away,)
    write = Action(
        code="apply",
        label=f"Ghi {roster_import.change_count} thay đổi",
        url=reverse("personnel:apply_import", args=[roster_import.pk]),
        is_primary=True,
    )
    return (write, put_away)


def _page(code: str, label: str, url: str, *, is_primary: bool = False) -> Action:
    return Action(code=code, label=label, url=url, is_primary=is_primary, opens_page=True)
