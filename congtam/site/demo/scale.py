"""Thousands of invented people with five years of records, to measure with: loaded by the database itself, in minutes.

Everything hangs on numbers: person n serves in body n ÷ 60, and each row's number follows from the person's. Triggers and the checking of
references rest during the load (the rows are made to fit), plain indexes are built afterwards; unique and exclusion constraints stay.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from time import monotonic

from django.contrib.auth.hashers import make_password
from django.db import connection

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.audit.services import record
from congtam.evaluation.models import Campaign, RatingCase, RatingDecision
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.personnel.choices import Duty
from congtam.personnel.models import Appointment, Person, Responsibility
from congtam.planning.models import Catalogue, ComplexityGroup, Product
from congtam.scoring.models import ScoreSheet, ScoringPeriod, SheetLine
from congtam.site.choices import SCALE_LOADED
from congtam.site.demo.bodies import PROVINCE
from congtam.site.demo.loading import array, copy, indexes_resting, insert, last_number, quoted
from congtam.site.demo.material import Calendar, material
from congtam.tasks.models import Deadline, Evidence, HandIn, Task, TaskMove
from congtam.values.names import initials, searchable, sort_key

PEOPLE_A_BODY = 60
DIVISIONS = 6
PRODUCTS_A_BODY = 12
TASKS_A_PERSON = 17
YEARS = 5
_LEADERS_AT_BODY = 3
_SENTENCES = 60
# Tables that grow large: what only speeds reading is built once they are full.
_LARGE = (
    Task,
    TaskMove,
    Deadline,
    HandIn,
    Evidence,
    ScoreSheet,
    SheetLine,
    RatingCase,
    RatingDecision,
    Person,
    Product,
)


def is_loaded() -> bool:
    """Tell whether people to measure with are there."""
    return Act.objects.filter(code=SCALE_LOADED).exists()


@dataclass(frozen=True, kw_only=True)
class First:
    """The number before the first new row of each table."""

    unit: int
    user: int
    person: int
    post: int
    catalogue: int
    group: int
    product: int
    similar: int
    period: int
    sheet: int
    task: int
    hand_in: int
    campaign: int
    case: int


def load(*, people: int, calendar: Calendar, at: datetime, actor: User, say: Callable[[str], None]) -> None:
    """Load `people` people (60 a body) with accounts, posts, a year's tasks, five years of sheets and ratings, in the caller's transaction.

    Needs a database account that may rest triggers (the one of our own server may).
    """
    begun = monotonic()
    loader = _Loader(people=people, calendar=calendar, at=at, say=say)
    with connection.cursor() as cursor:
        # What the transaction has done before is checked now: tables with checks waiting cannot lose their indexes.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute("SET LOCAL work_mem = '256MB'")
    with indexes_resting(_LARGE):
        loader.run()
        say("  dựng chỉ mục…")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
    # One act stands for the load; what was loaded never happened.
    record(actor=actor, code=SCALE_LOADED, subject=actor, at=at, after={"people": loader.people})
    say(f"  đã nạp {loader.people} người trong {monotonic() - begun:.0f} giây")


class _Loader:
    def __init__(self, *, people: int, calendar: Calendar, at: datetime, say: Callable[[str], None]) -> None:
        self.bodies = max(1, people // PEOPLE_A_BODY)
        self.people = self.bodies * PEOPLE_A_BODY
        self.calendar = calendar
        self.at = at
        self.say = say
        self.first = First(
            unit=last_number(Unit), user=last_number(User), person=last_number(Person), post=last_number(Appointment),
            catalogue=last_number(Catalogue), group=last_number(ComplexityGroup), product=last_number(Product),
            similar=last_number(SimilarGroup), period=last_number(ScoringPeriod), sheet=last_number(ScoreSheet), task=last_number(Task),
            hand_in=last_number(HandIn), campaign=last_number(Campaign), case=last_number(RatingCase),
        )  # fmt: skip
        # What every statement may speak of: constants, and a person's numbers from n (from 0).
        f, year = self.first, calendar.year
        self.words = {
            "today": f"DATE '{calendar.today}'",
            "this_month": f"DATE '{calendar.this_month}'",
            "started": f"DATE '{year - YEARS + 1}-01-01'",
            "body": f"({f.unit} + 1 + (n / {PEOPLE_A_BODY}) * {DIVISIONS + 1})",
            "place": f"(n % {PEOPLE_A_BODY})",
            "user": f"({f.user} + 1 + n)",
            "person": f"({f.person} + 1 + n)",
            "post": f"({f.post} + 1 + n)",
        }
        place, body = self.words["place"], self.words["body"]
        self.words["division"] = f"((({place} - {_LEADERS_AT_BODY}) % {DIVISIONS}) + 1)"
        self.words["unit"] = (
            f"(CASE WHEN {place} < {_LEADERS_AT_BODY} THEN {body} ELSE {body} + {self.words['division']} END)"
        )
        head_of_division = f"({place} >= {_LEADERS_AT_BODY} AND {place} < {_LEADERS_AT_BODY + DIVISIONS})"
        deputy = f"({place} IN (1, 2) OR {place} BETWEEN {_LEADERS_AT_BODY + DIVISIONS} AND {_LEADERS_AT_BODY + 2 * DIVISIONS - 1})"
        self.words["leadership"] = (
            f"(CASE WHEN {place} = 0 OR {head_of_division} THEN 'head' WHEN {deputy} THEN 'deputy' ELSE 'none' END)"
        )
        self.words["judging"] = (
            f"(CASE WHEN {place} = 0 THEN {self._province()} WHEN {place} < {_LEADERS_AT_BODY} OR {head_of_division} THEN {body} ELSE {self.words['unit']} END)"
        )
        head = f"({f.user} + 1 + (n / {PEOPLE_A_BODY}) * {PEOPLE_A_BODY})"
        own_head = f"({head} + {_LEADERS_AT_BODY} + {self.words['division']} - 1)"
        self.words["judge"] = (
            f"(CASE WHEN {place} < {_LEADERS_AT_BODY} OR {head_of_division} THEN {head} ELSE {own_head} END)"
        )

    def run(self) -> None:
        """Load everything, what is referred to before what refers."""
        for name, step in (
            ("đơn vị", self._units), ("người, tài khoản", self._people), ("vị trí", self._posts),
            ("danh mục", self._catalogues), ("nhiệm vụ", self._tasks), ("phiếu tháng", self._sheets),
            ("xếp loại năm", self._ratings),
        ):  # fmt: skip
            begun = monotonic()
            count = step()
            self.say(f"  {name}: {count} dòng, {monotonic() - begun:.0f} giây")

    def _province(self) -> int:
        return Unit.objects.get(code=PROVINCE).pk

    def _units(self) -> int:
        numbers = f"generate_series(0, {self.bodies - 1}) AS b, generate_series(0, {DIVISIONS}) AS d"
        unit = f"{self.first.unit} + 1 + b * {DIVISIONS + 1}"
        values = {
            "id": f"{unit} + d",
            "code": "'tai-' || b || '-' || d",
            "kind": "'state'",
            "valid_from": "DATE '2015-01-01'",
        }
        count = insert(Unit, values, numbers)
        name = "CASE WHEN d = 0 THEN 'Sở thử tải số ' || (b + 1) ELSE 'Phòng Nghiệp vụ ' || d END"
        plain = "CASE WHEN d = 0 THEN 'so thu tai so ' || (b + 1) ELSE 'phong nghiep vu ' || d END"
        values = {
            "unit": f"{unit} + d",
            "parent": f"CASE WHEN d = 0 THEN {self._province()} ELSE {unit} END",
            "name": name,
            "search_name": plain,
            "uses": "d = 0",
            "position": "CASE WHEN d = 0 THEN 100 + b ELSE d END",
            "valid_from": "DATE '2015-01-01'",
        }
        groups = {
            "id": f"{self.first.similar} + 1 + b",
            "body": unit,
            "name": "'Chuyên viên tham mưu'",
            "position": "1",
        }
        alone = f"generate_series(0, {self.bodies - 1}) AS b"
        return count + insert(UnitState, values, numbers) + insert(SimilarGroup, groups, alone)

    def _people(self) -> int:
        """Copy people and accounts in: their names are sorted by rules the database does not know."""
        nobody = make_password(None)
        first = self.first
        users = (
            {
                "id": first.user + 1 + n,
                "username": f"tai-{n:06d}",
                "full_name": name,
                "password": nobody,
                "joined_at": self.at,
            }
            for n, (name, _) in enumerate(self._names())
        )
        people = (
            {
                "id": first.person + 1 + n,
                "personal_id": f"000{500_000_000 + n:09d}",
                "full_name": name,
                "sort_key": sort_key(name),
                "search_name": f"{searchable(name)} {initials(name)}",
                "birth_date": date(1966 + n % 35, 1 + n % 12, 1 + n % 28),
                "gender": gender,
                "user": first.user + 1 + n,
            }
            for n, (name, gender) in enumerate(self._names())
        )
        return copy(User, users) + copy(Person, people)

    def _names(self) -> Iterator[tuple[str, str]]:
        rng = Random(60_000)  # the same each time
        pools = material("names")
        for n in range(self.people):
            gender = "female" if n % 2 else "male"
            pool = pools[gender]
            yield f"{rng.choice(pools['family'])} {rng.choice(pool['middle'])} {rng.choice(pool['given'])}", gender

    def _posts(self) -> int:
        w = self.words
        values = {
            "id": w["post"],
            "person": w["person"],
            "unit": w["unit"],
            "job_title": f"CASE {w['leadership']} WHEN 'head' THEN 'Người đứng đầu' WHEN 'deputy' THEN 'Cấp phó' ELSE 'Chuyên viên' END",
            "category": "'civil_servant'",
            "leadership": w["leadership"],
            "similar_group": f"CASE WHEN {w['leadership']} = 'none' THEN {self.first.similar} + 1 + n / {PEOPLE_A_BODY} END",
            "valid_from": "DATE '2015-01-01'",
        }
        count = insert(Appointment, values, self._everybody())
        duty = {
            "person": w["person"],
            "unit": w["body"],
            "duty": f"'{Duty.ORGANISATION_OFFICER}'",
            "valid_from": "DATE '2021-12-01'",
        }
        return count + insert(Responsibility, duty, f"{self._everybody()} WHERE {w['place']} = {PEOPLE_A_BODY - 1}")

    def _catalogues(self) -> int:
        f, bodies = self.first, f"generate_series(0, {self.bodies - 1}) AS b"
        catalogue = {
            "id": f"{f.catalogue} + 1 + b",
            "body": f"{f.unit} + 1 + b * {DIVISIONS + 1}",
            "version": "1",
            "name": "'Danh mục sản phẩm, công việc quy đổi'",
            "state": "'issued'",
            "document": "'Quyết định số 1/QĐ'",
            "valid_from": "DATE '2022-01-01'",
        }
        count = insert(Catalogue, catalogue, bodies)
        group = {"id": f"{f.group} + 1 + b", "catalogue": f"{f.catalogue} + 1 + b", "position": "1", "code": "'N1'"}
        count += insert(ComplexityGroup, group, bodies)
        rows = material("catalogue_department")["products"][:PRODUCTS_A_BODY]
        count += sum(insert(Product, self._product(place, row), bodies) for place, row in enumerate(rows))
        return count

    def _product(self, place: int, row: dict[str, str]) -> dict[str, str]:
        return {
            "id": f"{self.first.product} + 1 + b * {PRODUCTS_A_BODY} + {place}",
            "catalogue": f"{self.first.catalogue} + 1 + b",
            "group": f"{self.first.group} + 1 + b",
            "position": str(place + 1),
            "code": quoted(row["code"]),
            "work": quoted(row["task"]),
            "output": quoted(row["output"]),
            "marks": row["marks"],
            "factor": row["factor"],
            "search_text": quoted(searchable(f"{row['code']} {row['task']} {row['output']}")),
        }

    def _tasks(self) -> int:
        """Load a year's work, spread over the year's months up to the next two weeks; what is past is done, but for one in fifty."""
        w, f = self.words, self.first
        sentences = [row["text"] for row in material("tasks")["tasks"][:_SENTENCES]]
        days = max(30, (self.calendar.today - self.calendar.new_year).days + 14)
        rows = f"""(
            SELECT n, t, n * {TASKS_A_PERSON} + t AS k, (n + t) % {PRODUCTS_A_BODY} AS p, (n * 7 + t * 13) % {_SENTENCES} AS s,
                DATE '{self.calendar.new_year}' + 4 + ((t * {days} / {TASKS_A_PERSON}) + (n * 31 + t * 17) % 15)::int AS due
            FROM {self._everybody()}, generate_series(0, {TASKS_A_PERSON - 1}) AS t
        ) AS work"""
        is_done = f"(due < {w['today']} AND k % 50 <> 0)"
        is_late = "k % 17 = 0"
        handed_in = f"((due + (CASE WHEN {is_late} THEN 2 ELSE -1 END)) + TIME '09:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"
        judged = f"((due + (CASE WHEN {is_late} THEN 3 ELSE 0 END)) + TIME '10:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"
        given = "((due - 12) + TIME '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"
        task = f"{f.task} + 1 + k"
        factors = [row["factor"] for row in material("catalogue_department")["products"][:PRODUCTS_A_BODY]]
        texts, plain = array(sentences), array([searchable(text) for text in sentences])
        values = {
            "id": task,
            "unit": w["unit"],
            "holder": w["person"],
            "product": f"{f.product} + 1 + (n / {PEOPLE_A_BODY}) * {PRODUCTS_A_BODY} + p",
            "title": f"({texts})[s + 1]",
            "search_text": f"({plain})[s + 1]",
            "factor": f"(ARRAY[{', '.join(factors)}]::numeric[])[p + 1]",
            "quantity": "1 + k % 3",
            "done": f"CASE WHEN {is_done} THEN 1 + k % 3 ELSE 0 END",
            "state": f"CASE WHEN {is_done} THEN 'done' WHEN k % 7 = 0 THEN 'assigned' ELSE 'in_hand' END",
            "assigned_date": "due - 12",
            "moved_date": f"CASE WHEN {is_done} THEN due + (CASE WHEN {is_late} THEN 3 ELSE 0 END) WHEN k % 7 <> 0 THEN due - 12 END",
            "due_date": "due",
            "month": "date_trunc('month', due)::date",
            "done_date": f"CASE WHEN {is_done} THEN due + (CASE WHEN {is_late} THEN 2 ELSE -1 END) END",
            "is_key": "k % 40 = 0",
            "assigned_by": w["judge"],
        }
        count = insert(Task, values, rows)
        count += insert(Deadline, {"task": task, "due_date": "due", "set_at": given, "set_by": w["judge"]}, rows)
        moves = [
            ("assigned", w["judge"], given, "TRUE"),
            ("in_hand", w["user"], f"{given} + INTERVAL '5 hours'", f"{is_done} OR k % 7 <> 0"),
        ]
        moves += [("handed_in", w["user"], handed_in, is_done), ("done", w["judge"], judged, is_done)]
        for state, by, at, when in moves:
            count += insert(TaskMove, {"task": task, "state": f"'{state}'", "by": by, "at": at}, f"{rows} WHERE {when}")
        hand_in = {
            "id": f"{f.hand_in} + 1 + k", "task": task, "quantity": "1 + k % 3", "handed_in_at": handed_in,
            "handed_in_by": w["user"], "verdict": "'accepted'", "judged_at": judged, "judged_by": w["judge"],
            "accepted": "1 + k % 3",
        }  # fmt: skip
        count += insert(HandIn, hand_in, f"{rows} WHERE {is_done}")
        proof = {"hand_in": f"{f.hand_in} + 1 + k", "kind": "'document'", "text": "'Văn bản số ' || k"}
        return count + insert(Evidence, proof, f"{rows} WHERE {is_done}")

    def _sheets(self) -> int:
        """Load five years of months: all confirmed but the last one's, the current month only opened."""
        w, f = self.words, self.first
        months = f"(12 * {YEARS - 1} + {self.calendar.today.month})"
        body = f"{f.unit} + 1 + b * {DIVISIONS + 1}"
        month = f"({w['started']} + m * INTERVAL '1 month')::date"
        end = f"({w['started']} + (m + 1) * INTERVAL '1 month' - INTERVAL '1 day')::date"
        periods = {
            "id": f"{f.period} + 1 + b * {months} + m",
            "body": body,
            "month": month,
            "cut_off_date": end,
            "state": f"CASE WHEN m < {months} - 2 THEN 'closed' ELSE 'open' END",
            "closed_at": f"CASE WHEN m < {months} - 2 THEN {end} + INTERVAL '8 days' END",
            "closed_by": f"CASE WHEN m < {months} - 2 THEN {f.user} + 1 + b * {PEOPLE_A_BODY} END",
        }
        count = insert(
            ScoringPeriod, periods, f"generate_series(0, {self.bodies - 1}) AS b, generate_series(0, {months} - 1) AS m"
        )
        sign, confirm = f"m < {months} - 1", f"(m < {months} - 2 OR (m = {months} - 2 AND n % 4 <> 0))"
        marks = "(6200 + (n * 7919 + m * 104729) % 800)"
        general = "(1500 + (n * 31 + m * 17) % 1000)"
        total = f"({marks} + {general})"
        leads = f"{w['leadership']} <> 'none'"
        rules = f"CASE WHEN {sign} THEN 'rating/civil_servant/2026-01-01' ELSE '' END"
        values = {
            "id": f"{f.sheet} + 1 + n::bigint * {months} + m",
            "period": f"{f.period} + 1 + (n / {PEOPLE_A_BODY}) * {months} + m",
            "person": w["person"],
            "appointment": w["post"],
            "unit": w["unit"],
            "judging_unit": w["judging"],
            "holds_leading_post": leads,
            "state": f"CASE WHEN {confirm} THEN 'confirmed' WHEN {sign} THEN 'self_signed' ELSE 'draft' END",
            "general": f"CASE WHEN {sign} THEN {quoted(json.dumps(_general()))}::jsonb ELSE '{{}}'::jsonb END",
            "unit_results": f"CASE WHEN {leads} AND {sign} THEN 'full' ELSE '' END",
            "organising": f"CASE WHEN {leads} AND {sign} THEN 'full' ELSE '' END",
            "unity": f"CASE WHEN {leads} AND {sign} THEN 'full' ELSE '' END",
            "general_hundredths": f"CASE WHEN {sign} THEN {general} END",
            "task_hundredths": f"CASE WHEN {sign} THEN {marks} END",
            "total_hundredths": f"CASE WHEN {sign} THEN {total} END",
            "band": f"CASE WHEN {sign} THEN CASE WHEN {total} >= 9000 THEN 'excellent' ELSE 'good' END ELSE '' END",
            "rule_set": rules,
            "self_signed_at": f"CASE WHEN {sign} THEN {end} + INTERVAL '2 days' END",
            "self_signed_by": f"CASE WHEN {sign} THEN {w['user']} END",
            "confirmed_at": f"CASE WHEN {confirm} THEN {end} + INTERVAL '4 days' END",
            "confirmed_by": f"CASE WHEN {confirm} THEN {w['judge']} END",
        }
        rows = f"{self._everybody()}, generate_series(0, {months} - 1) AS m"
        count += insert(ScoreSheet, values, rows)
        return count + self._lines(months)

    def _lines(self, months: str) -> int:
        """Load the lines of the running year's signed sheets from the work itself."""
        f = self.first
        person = f"(task.holder_id - {f.person} - 1)"
        m = f"(12 * {YEARS - 1} + EXTRACT(MONTH FROM task.month)::int - 1)"
        values = {
            "sheet": f"{f.sheet} + 1 + {person}::bigint * {months} + {m}", "task": "task.id", "position": "1",
            "title": "task.title", "due_date": "task.due_date", "done_date": "task.done_date", "origin": "task.origin",
            "factor": "task.factor", "assigned": "task.quantity", "done": "task.done", "quality_faults": "0",
            "excused_quality_faults": "0", "delays": "CASE WHEN task.done_date <= task.due_date THEN 0 ELSE 1 END",
            "excused_delays": "0",
        }  # fmt: skip
        here = f"tasks_task AS task WHERE task.id > {f.task} AND task.month < {self.words['this_month']}"
        return insert(SheetLine, values, f"{here} AND task.month >= DATE '{self.calendar.new_year}'")

    def _ratings(self) -> int:
        """Load the years behind, decided and published, and open the running one."""
        w, f, year = self.words, self.first, self.calendar.year
        opened = f"make_timestamptz({year} - y, 11, 15, 2, 0, 0)"
        done = f"make_timestamptz({year} - y + 1, 1, 12, 2, 0, 0)"
        head = f"{f.user} + 1 + b * {PEOPLE_A_BODY}"
        years = f"generate_series(0, {YEARS - 1}) AS y"
        campaign = {
            "id": f"{f.campaign} + 1 + b * {YEARS} + y",
            "body": f"{f.unit} + 1 + b * {DIVISIONS + 1}",
            "year": f"{year} - y",
            "state": "CASE WHEN y = 0 THEN 'open' ELSE 'published' END",
            "opened_at": opened,
            "opened_by": head,
            "published_at": f"CASE WHEN y > 0 THEN {done} END",
            "published_by": f"CASE WHEN y > 0 THEN {head} END",
        }
        count = insert(Campaign, campaign, f"generate_series(0, {self.bodies - 1}) AS b, {years}")
        case = {
            "id": f"{f.case} + 1 + n * {YEARS} + y",
            "campaign": f"{f.campaign} + 1 + (n / {PEOPLE_A_BODY}) * {YEARS} + y",
            "person": w["person"],
            "appointment": w["post"],
            "unit": w["unit"],
            "deciding_unit": f"CASE WHEN {w['place']} = 0 THEN {self._province()} ELSE {w['body']} END",
            "similar_group": f"CASE WHEN {w['leadership']} = 'none' THEN {f.similar} + 1 + n / {PEOPLE_A_BODY} END",
            "is_body_head": f"{w['place']} = 0",
            "holds_leading_post": f"{w['leadership']} <> 'none'",
            "proposed_outcome": "'rated'",
            "proposed_level": "CASE WHEN n % 9 = 0 THEN 'excellent' ELSE 'good' END",
            "mean_hundredths": "CASE WHEN n % 9 = 0 THEN 9000 + n % 300 ELSE 7800 + n % 1100 END",
            "published_at": f"CASE WHEN y > 0 THEN {done} END",
        }
        count += insert(RatingCase, case, f"{self._everybody()}, {years}")
        decision = {
            "case": f"{f.case} + 1 + n * {YEARS} + y",
            "number": "1",
            "outcome": "'rated'",
            "level": "CASE WHEN (n + y) % 6 = 0 THEN 'excellent' ELSE 'good' END",
            "decided_by": w["judge"],
            "decided_at": done,
        }
        return count + insert(RatingDecision, decision, f"{self._everybody()}, {years} WHERE y > 0")

    def _everybody(self) -> str:
        return f"generate_series(0, {self.people - 1}) AS n"


def _general() -> dict[str, str]:
    criteria = {
        "I.1": "3.5",
        "I.2": "3.5",
        **{f"II.{n}": "1.5" for n in range(1, 5)},
        **{f"III.{n}": "1.5" for n in range(1, 5)},
    }
    return {code: str(Decimal(mark)) for code, mark in criteria.items()}
