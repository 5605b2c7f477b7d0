"""An export judged before anything is written: what its names mean, what is wrong, what would change."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from congtam.follow_up.choices import NameKind
from congtam.follow_up.models import Dossier, DossierImport, DossierName
from congtam.organisation.models import UnitState
from congtam.organisation.selectors import with_descendants
from congtam.personnel.models import Appointment
from congtam.values.names import searchable


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What an export comes to: `new` and `changed` are rows to write, `problems` sentences, `unknown` names to ask about by kind.

    `meant` gives the unit or person of each name by (kind, name to compare); a person's may be None.
    """

    new: Sequence[Dossier]
    changed: Sequence[Dossier]
    same_count: int
    problems: Sequence[str]
    unknown: Sequence[tuple[NameKind, str, int]]

    @property
    def is_ready(self) -> bool:
        """Whether it can be written as it stands."""
        return not self.problems and not self.unknown


_FIELDS = ("procedure", "received_date", "due_date", "finished_date", "unit_id", "person_id")


def judged(brought: DossierImport, on: date) -> Judged:
    """Return what an export comes to on the day `on`; six queries, whatever its length."""
    units, people = _meanings(brought.body_id, on)
    asked: Counter[tuple[NameKind, str]] = Counter()
    problems = [problem for row in brought.rows for problem in row["problems"]]
    first: dict[str, dict[str, Any]] = {}
    for row in brought.rows:
        earlier = first.setdefault(row["code"], row)
        if earlier is not row and row["code"] and _content(earlier) != _content(row):
            problems.append(
                f"Dòng {row['number']}: mã {row['code']} đã có ở dòng {earlier['number']} với nội dung khác."
            )
        if row["unit"] and searchable(row["unit"]) not in units:
            asked[NameKind.UNIT, row["unit"]] += 1
        if row["person"] and searchable(row["person"]) not in people:
            asked[NameKind.PERSON, row["person"]] += 1
    unknown = [(kind, name, count) for (kind, name), count in asked.most_common()]
    if problems or unknown:
        return Judged(new=[], changed=[], same_count=0, problems=problems, unknown=unknown)
    kept = {one.code: one for one in Dossier.objects.filter(body=brought.body_id, code__in=list(first))}
    new, changed, same = [], [], 0
    for row in first.values():
        made = _dossier(brought, row, units, people)
        old = kept.get(made.code)
        if old is None:
            new.append(made)
        elif all(getattr(old, name) == getattr(made, name) for name in _FIELDS):
            same += 1
        else:
            for name in _FIELDS:
                setattr(old, name, getattr(made, name))
            old.brought_by = brought
            changed.append(old)
    return Judged(new=new, changed=changed, same_count=same, problems=[], unknown=[])


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "number"}


def _dossier(
    brought: DossierImport, row: dict[str, Any], units: dict[str, int], people: dict[str, int | None]
) -> Dossier:
    return Dossier(
        body_id=brought.body_id,
        code=row["code"],
        procedure=row["procedure"],
        received_date=date.fromisoformat(row["received"]),
        due_date=date.fromisoformat(row["due"]),
        finished_date=date.fromisoformat(row["finished"]) if row["finished"] else None,
        unit_id=units[searchable(row["unit"])],
        person_id=people[searchable(row["person"])] if row["person"] else None,
        brought_by=brought,
    )


def _meanings(body_id: int, on: date) -> tuple[dict[str, int], dict[str, int | None]]:
    """Return units and people of a body by their names to compare, with what was settled; a name two carry stands for neither."""
    inside = with_descendants([body_id], on)[body_id]
    states = UnitState.objects.on(on).filter(unit__among=inside)
    units = _single(
        (name, unit)
        for unit, full, short in states.values_list("unit_id", "search_name", "short_name")
        for name in {full, searchable(short)}
        if name
    )
    posts = Appointment.objects.on(on).filter(unit__among=inside)
    people: dict[str, int | None] = dict(
        _single({(searchable(name), person) for person, name in posts.values_list("person_id", "person__full_name")})
    )
    for settled in DossierName.objects.filter(body=body_id):
        if settled.unit_id is not None:
            units[settled.search_name] = settled.unit_id
        if settled.kind == NameKind.PERSON:
            people[settled.search_name] = settled.person_id
    return units, people


def _single(pairs: Any) -> dict[str, int]:
    found: dict[str, set[int]] = {}
    for name, key in pairs:
        found.setdefault(name, set()).add(key)
    return {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}


def units_offered(body_id: int, on: date) -> list[tuple[int, str]]:
    """Return the units of a body a name may mean, by name."""
    inside = with_descendants([body_id], on)[body_id]
    states = UnitState.objects.on(on).filter(unit__among=inside).order_by("search_name", "unit_id")
    return list(states.values_list("unit_id", "name"))


def people_offered(body_id: int, on: date) -> list[tuple[int, str]]:
    """Return the people of a body a name may mean, each once, by name."""
    inside = with_descendants([body_id], on)[body_id]
    posts = Appointment.objects.on(on).filter(unit__among=inside).order_by("person__sort_key", "person_id")
    names = posts.values_list("person_id", "person__full_name", "job_title")
    return list({person: (person, f"{name}, {title}") for person, name, title in names}.values())
