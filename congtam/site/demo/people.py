"""People of the fictional province: accounts, posts through the years, Party places, what they look after, what befell them."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.personnel.choices import (
    AbsenceKind,
    Category,
    DisciplineSide,
    Duty,
    Leadership,
    PartyStanding,
)
from congtam.personnel.models import (
    Absence,
    Appointment,
    DisciplinaryAction,
    PartyMembership,
    Person,
    Responsibility,
)
from congtam.site.demo.bodies import (
    COMMUNES_MERGED,
    DEPARTMENT,
    DEPARTMENTS_MERGED,
    FINANCE,
    HOME_AFFAIRS,
    LONG_AGO,
    OLD_COMMUNES,
    OLD_DISTRICT,
    PARTY_OFFICE,
    PROVINCE,
    Bodies,
)
from congtam.site.demo.material import Calendar, Words, fact, material
from congtam.values.names import initials, searchable, sort_key

# Somebody of the province's own bodies is needed so that the heads of the two shown have a superior and an observer.
_OTHERS: list[Words] = [
    {
        "key": "nghiem-dinh-thuan", "full_name": "Nghiêm Đình Thuận", "gender": "male", "birth_date": date(1969, 4, 12),
        "post": "Chủ tịch UBND tỉnh", "leadership": "head", "category": "elected_official", "unit": PROVINCE,
        "since": date(2021, 6, 1),
    },
    {
        "key": "kieu-ngoc-anh", "full_name": "Kiều Ngọc Ánh", "gender": "female", "birth_date": date(1985, 10, 3),
        "post": "Chuyên viên công chức, viên chức", "leadership": "none", "category": "civil_servant",
        "unit": HOME_AFFAIRS, "since": date(2012, 5, 1), "role": "observer",
    },
]  # fmt: skip
_DUTIES = {
    "organisation_officer": Duty.ORGANISATION_OFFICER,
    "office": Duty.OFFICE,
    "observer": Duty.OBSERVER,
}
_EMULATION = "luu-manh-toan"
_CELL_POSTS = {"secretary": "Bí thư chi bộ", "deputy_secretary": "Phó Bí thư chi bộ", "member": ""}
ADMINISTRATOR = "le-trong-hung"


class People:
    """People, their accounts and posts, by the keys of the material."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.users: dict[str, User] = {}
        self.people: dict[str, Person] = {}
        self.rows: dict[str, Words] = {
            row["key"]: row for row in (*_OTHERS, *material("department")["people"], *material("commune")["people"])
        }
        self.party_rows: dict[str, Words] = {row["key"]: row for row in material("party")["members"]}

    def open_accounts(self) -> User:
        """Make everybody and an account for each; return the administrator, who sets the rest up."""
        rows = [*self.rows.values(), *self.party_rows.values()]
        users = User.objects.bulk_create(
            User(
                username=row["key"],
                full_name=row["full_name"],
                # Nobody signs in here by password: the demonstration has cards to choose from.
                password=make_password(None),
                is_active=self._still_serves(row),
                is_administrator=row.get("role") == "administrator",
                joined_at=self.calendar.prepared_at,
            )
            for row in rows
        )
        self.users = {user.username: user for user in users}
        numbers = count(240_000_001, 37)
        people = Person.objects.bulk_create(
            Person(
                personal_id=f"000{next(numbers):09d}",
                full_name=row["full_name"],
                sort_key=sort_key(row["full_name"]),
                search_name=f"{searchable(row['full_name'])} {initials(row['full_name'])}",
                birth_date=row["birth_date"],
                gender=row["gender"],
                user=self.users[row["key"]],
            )
            for row in rows
        )
        self.people = dict(zip((row["key"] for row in rows), people, strict=True))
        return self.users[ADMINISTRATOR]

    def give_posts(self, bodies: Bodies) -> None:
        """Give everybody the posts of a working life."""
        posts = [
            Appointment(person=self.people[key], **post)
            for key, row in self.rows.items()
            for post in (*self._before(row, bodies), *self._now(row, bodies))
        ]
        posts += [
            Appointment(
                person=self.people[key],
                unit=bodies.units[_division(row["cell"], bodies)],
                job_title=row["post"],
                category=Category.CONTRACT_WORKER if row["post"].startswith("Nhân viên") else Category.CIVIL_SERVANT,
                leadership=_party_leadership(row),
                valid_from=max(date(row["birth_date"].year + 25, 1, 1), date(2016, 1, 1)),
            )
            for key, row in self.party_rows.items()
        ]
        Appointment.objects.bulk_create(posts)

    def _still_serves(self, row: Words) -> bool:
        return "until" not in row or self.calendar.day(row["until"]) > self.calendar.today

    def _now(self, row: Words, bodies: Bodies) -> Iterator[Words]:
        """Yield what the material says of somebody: the post, those held beside it, those before it in the same story."""
        day = self.calendar.day
        common = {"category": row["category"], "similar_group": bodies.groups.get(row.get("similar_group", ""))}
        main = {
            "unit": bodies.place(row["unit"]),
            "job_title": row["post"],
            # Whoever is in charge while there is no head heads the unit.
            "leadership": Leadership.HEAD if row.get("acting") else row["leadership"],
            "is_acting": bool(row.get("acting")),
            "valid_from": day(row["since"]),
            "valid_until": day(row["until"]) if "until" in row else None,
        }
        if lent := row.get("seconded"):
            main["valid_until"] = day(lent["since"])
            yield {
                **common,
                "similar_group": bodies.groups["cv-tham-muu-xa"],
                "unit": bodies.place(lent["unit"]),
                "job_title": row["post"],
                "is_seconded": True,
                "document": "Quyết định biệt phái số 96/QĐ-SKHCN",
                "valid_from": day(lent["since"]),
                "valid_until": day(lent["until"]),
            }
            yield {**common, **main, "valid_from": day(lent["until"]), "valid_until": None}
        yield common | main
        for one in row.get("also", ()):
            yield common | _post(one, bodies, day(one["since"]), None) | {"is_primary": False}
        for one in row.get("earlier", ()):
            yield common | _post(one, bodies, day(one["since"]), day(one["until"]))
        for one in row.get("earlier_elsewhere", ()):
            elsewhere = _post(one | {"unit": FINANCE}, bodies, day(one["since"]), day(one["until"]))
            yield common | elsewhere | {"similar_group": None}

    def _before(self, row: Words, bodies: Bodies) -> Iterator[Words]:
        """Yield the posts before those the material tells of, so that a working life has its years."""
        first = min(
            [row["since"], *(one["since"] for one in (*row.get("earlier", ()), *row.get("earlier_elsewhere", ())))]
        )
        joined = max(date(row["birth_date"].year + 24, 9, 1), LONG_AGO)
        common: dict[str, Any] = {"category": Category.CIVIL_SERVANT, "similar_group": None}
        if row["unit"].startswith("xa-"):
            if first == COMMUNES_MERGED and joined < first:
                unit, title, leadership = _in_old_commune(row, len(row["key"]) % 2, bodies)
                yield common | {
                    "unit": unit,
                    "job_title": title,
                    "leadership": leadership,
                    "valid_from": joined,
                    "valid_until": first,
                }
        elif row["leadership"] != Leadership.NONE and joined < first - timedelta(days=400):
            unit = bodies.place(row["unit"])
            head = row["leadership"] == Leadership.HEAD
            middle = (
                first.replace(year=first.year - 5) if head and joined < first.replace(year=first.year - 6) else first
            )
            yield common | {"unit": unit, "job_title": "Chuyên viên", "valid_from": joined, "valid_until": middle}
            if middle < first:
                yield common | {
                    "unit": unit,
                    "job_title": "Phó " + row["post"],
                    "leadership": Leadership.DEPUTY,
                    "valid_from": middle,
                    "valid_until": first,
                }

    def join_cells(self, bodies: Bodies) -> None:
        """Give members their Party places."""
        memberships = []
        for key, row in self.rows.items():
            if cell := row.get("party_cell"):
                formed = DEPARTMENTS_MERGED if cell.startswith("cb-so-") else COMMUNES_MERGED
                standing = row.get("party_standing", PartyStanding.OFFICIAL)
                admitted = date(2026, 2, 3)
                if key == "duong-dang-nghia":
                    admitted = fact("probationary_member", "admitted")
                memberships.append(
                    PartyMembership(
                        person=self.people[key],
                        cell=bodies.units[cell],
                        standing=standing,
                        position=_cell_post(key, cell),
                        valid_from=self.calendar.day(admitted)
                        if standing == PartyStanding.PROBATIONARY
                        else max(formed, date(row["birth_date"].year + 26, 5, 19)),
                        valid_until=self.calendar.day(row["until"]) if "until" in row else None,
                    )
                )
        for key, row in self.party_rows.items():
            memberships += _party_office_places(self.people[key], row, bodies, self.calendar)
        PartyMembership.objects.bulk_create(memberships)

    def give_duties(self, bodies: Bodies) -> None:
        """Say who looks after what."""
        since = date(self.calendar.year - 1, 12, 1)
        duties = [
            Responsibility(
                person=self.people[key],
                unit=bodies.units[PROVINCE] if row["role"] == "observer" else bodies.body_of(row["unit"]),
                duty=_DUTIES[row["role"]],
                document="Quyết định phân công nhiệm vụ",
                valid_from=since,
            )
            for key, row in self.rows.items()
            if row.get("role") in _DUTIES
        ]
        duties.append(
            Responsibility(
                person=self.people[_EMULATION],
                unit=bodies.units[DEPARTMENT],
                duty=Duty.EMULATION_OFFICER,
                document="Quyết định phân công nhiệm vụ",
                valid_from=since,
            )
        )
        Responsibility.objects.bulk_create(duties)

    def tell_absences(self) -> None:
        """Record who was away."""
        kinds = {
            "maternity": (AbsenceKind.MATERNITY, "Quyết định nghỉ thai sản (sinh đôi)"),
            "sick_leave": (AbsenceKind.SICK, "Giấy chứng nhận nghỉ việc hưởng bảo hiểm xã hội"),
            "unpaid_leave": (AbsenceKind.UNPAID, "Quyết định cho nghỉ không hưởng lương"),
        }
        people = {"maternity": "le-thi-mai-thao", "sick_leave": "pham-quynh-nguyet", "unpaid_leave": "pham-sy-tuan"}
        Absence.objects.bulk_create(
            Absence(
                person=self.people[people[key]],
                kind=kind,
                document=document,
                valid_from=self.calendar.day(fact(key, "from")),
                valid_until=self.calendar.day(fact(key, "until")),
            )
            for key, (kind, document) in kinds.items()
            if self.calendar.day(fact(key, "from")) <= self.calendar.today
        )

    def tell_discipline(self) -> None:
        """Record decisions on discipline made so far, each classified by the organisation officer of the body."""
        commune, department = self.users["pham-thi-tuyet-trang"], self.users["nguyen-thu-duyen"]
        twice = "Để mất hồ sơ công đức trong đợt kiểm kê di tích"
        told: list[tuple[str, DisciplineSide, str, date, date, bool, User, str, bool]] = [
            (
                "nguyen-phuc-phuoc", DisciplineSide.STATE, "Thẩm tra hồ sơ đất không đúng quy định",
                fact("discipline_duty", "act_on"), fact("discipline_duty", "decided_on"), True, commune,
                "Quyết định kỷ luật số 412/QĐ-UBND", False,
            ),
            (
                "pham-quoc-long", DisciplineSide.PARTY, "Vi phạm nồng độ cồn khi điều khiển xe trong ngày nghỉ",
                fact("discipline_private", "act_on"), fact("discipline_private", "decided_on"), False, department,
                "Quyết định thi hành kỷ luật số 09-QĐ/CB", False,
            ),
            (
                "do-dinh-dong", DisciplineSide.PARTY, twice, fact("one_act_two_decisions", "act_on"),
                fact("one_act_two_decisions", "party_decided_on"), True, commune,
                "Quyết định thi hành kỷ luật số 14-QĐ/ĐU", True,
            ),
            (
                "do-dinh-dong", DisciplineSide.STATE, twice, fact("one_act_two_decisions", "act_on"),
                fact("one_act_two_decisions", "state_decided_on"), True, commune,
                "Quyết định kỷ luật số 57/QĐ-UBND", False,
            ),
        ]  # fmt: skip
        DisciplinaryAction.objects.bulk_create(
            DisciplinaryAction(
                person=self.people[key],
                side=side,
                kind="reprimand",
                act=act,
                acted_from=self.calendar.day(acted),
                decided_date=self.calendar.day(decided),
                document=document,
                is_duty_related=is_duty_related,
                is_already_counted=is_already_counted,
                classified_by=by,
            )
            for key, side, act, acted, decided, is_duty_related, by, document, is_already_counted in told
            if self.calendar.day(decided) <= self.calendar.today
        )


def _post(one: Words, bodies: Bodies, since: date, until: date | None) -> Words:
    return {
        "unit": bodies.place(one["unit"]),
        "job_title": one["post"],
        "leadership": one["leadership"],
        "valid_from": since,
        "valid_until": until,
    }


def _in_old_commune(row: Words, place: int, bodies: Bodies) -> tuple[Unit, str, str]:
    """Return the post somebody of the new commune had before the two communes became one."""
    if row["unit"] == "xa-lanh-dao" and row["leadership"] == Leadership.HEAD:
        return bodies.units[OLD_COMMUNES[0]], "Chủ tịch UBND xã", Leadership.HEAD
    if row["unit"] == "xa-lanh-dao":
        return bodies.units[OLD_DISTRICT], "Phó Trưởng phòng", Leadership.NONE
    if row["leadership"] != Leadership.NONE:
        return bodies.units[OLD_DISTRICT], "Chuyên viên", Leadership.NONE
    return bodies.units[OLD_COMMUNES[place]], "Công chức xã", Leadership.NONE


def _division(cell: str, bodies: Bodies) -> str:
    key = cell.replace("cb-tu-", "vptu-")
    return key if key in bodies.units else PARTY_OFFICE


def _party_leadership(row: Words) -> str:
    title = row["post"]
    if title == "Chánh Văn phòng Tỉnh ủy" or (row["cell_post"] == "secretary" and title.startswith("Trưởng phòng")):
        return Leadership.HEAD
    return Leadership.DEPUTY if title.startswith("Phó") else Leadership.NONE


def _cell_post(key: str, cell: str) -> str:
    row = next(row for row in material("party")["cells"] if row["key"] == cell)
    post = {row["secretary"]: "secretary", row["deputy_secretary"]: "deputy_secretary"}.get(key, "member")
    return _CELL_POSTS[post]


def _party_office_places(person: Person, row: Words, bodies: Bodies, calendar: Calendar) -> list[PartyMembership]:
    """Return a member's place in a cell of the provincial Party office; an exempt member was an official one before."""
    admitted = calendar.day(row["admitted"])
    place = {"person": person, "cell": bodies.units[row["cell"]], "position": _CELL_POSTS[row["cell_post"]]}
    since = max(admitted, LONG_AGO)
    if row["standing"] != PartyStanding.EXEMPT:
        return [PartyMembership(standing=row["standing"], valid_from=since, **place)]
    exempt = date(2025, 9, 1)
    return [
        PartyMembership(standing=PartyStanding.OFFICIAL, valid_from=since, valid_until=exempt, **place),
        PartyMembership(standing=PartyStanding.EXEMPT, valid_from=exempt, **place),
    ]
