"""Key tasks of the running quarter at the department: one at every step, as far as the day of the demonstration has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from congtam.accounts.models import User
from congtam.key_tasks import services
from congtam.key_tasks.choices import Check, Opinion, Rhythm
from congtam.key_tasks.models import Block, KeyTask, Round
from congtam.key_tasks.services import comparing
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import heads_of
from congtam.site.demo.bodies import Bodies
from congtam.site.demo.material import Calendar, material, moment
from congtam.values.known import given

_QUARTERS = ("I", "II", "III", "IV")
_CRITERIA = (
    ("Thuộc chức năng, nhiệm vụ và thẩm quyền của đơn vị", Check.ASKED),
    ("Trong khả năng nguồn lực được giao", Check.ASKED),
    ("Có sản phẩm cụ thể, nghiệm thu được", Check.PRODUCT),
    ("Đo được: có thước đo và mức phải đạt", Check.MEASURE),
    ("Có nguồn minh chứng", Check.EVIDENCE),
    ("Có hạn hoàn thành trong kỳ", Check.DEADLINE),
    ("Rõ một người chịu trách nhiệm", Check.LEADER),
    ("Phục vụ một mục tiêu của cấp trên", Check.GOAL),
)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Whoever acts in the story, and the moment nothing is told after."""

    calendar: Calendar
    now: datetime
    officer: User
    heads: dict[int, Person]

    def day(self, days: int) -> datetime:
        """Return a moment of the quarter, so many days after its first."""
        return moment(quarter_start(self.calendar.today) + timedelta(days=days), 9)

    def act(self, service: Callable[..., Any], days: int, who: User | None = None, **values: Any) -> Any:
        """Do an act on a day of the quarter; None when that day has not come."""
        at = self.day(days)
        return service(actor=who or self.officer, at=at, **values) if at < self.now else None


def quarter_start(today: date) -> date:
    """Return the first day of the quarter a day lies in."""
    return date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)


def tell(*, bodies: Bodies, officer: User, calendar: Calendar, now: datetime) -> int:
    """Tell the quarter's key tasks and return how many there are."""
    told = material("key_tasks")
    body = bodies.units[told["body"]]
    units = {name: bodies.units[name] for name in {block["focal"] for block in told["blocks"]} | set(told["asked"])}
    posts = heads_of({unit.pk for unit in bodies.units.values()}, calendar.today)
    heads = {unit: post.person for unit, post in posts.items()}
    telling = Telling(calendar=calendar, now=now, officer=officer, heads=heads)
    scheme = services.set_scheme(
        body=body,
        rules=services.Rules(
            name=told["name"],
            document=f"Quyết định số 77/QĐ-SKHCN ngày 22/12/{calendar.year - 1}",
            rhythm=Rhythm.QUARTER,
            valid_from=calendar.new_year,
            **told["rules"],
        ),
        criteria=_CRITERIA,
        blocks=[(block["name"], units[block["focal"]]) for block in told["blocks"]],
        actor=officer,
        at=calendar.prepared_at,
    )
    start = quarter_start(calendar.today)
    number = (start.month - 1) // 3
    end = (start + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    found = services.open_round(
        scheme=scheme,
        calendar=services.Calendar(
            name=f"Quý {_QUARTERS[number]}/{start.year}",
            starts_on=start,
            ends_on=end,
            propose_until=start + timedelta(days=6),
            appraise_until=start + timedelta(days=12),
            decide_until=start + timedelta(days=16),
            judge_until=end + timedelta(days=3),
        ),
        actor=officer,
        at=moment(start, 8),
    )
    blocks = {block.name: block for block in scheme.blocks.all()}
    asked = [units[name] for name in told["asked"]]
    count = sum(_one(telling, found, blocks, bodies, asked, row) for row in told["key_tasks"])
    comparing.search(round_id=found.pk, actor=officer, at=now)
    return count


def _one(
    telling: Telling,
    found: Round,
    blocks: dict[str, Block],
    bodies: Bodies,
    asked: list[Unit],
    row: dict[str, Any],
) -> bool:
    """Tell one key task as far as its row goes; say whether there is one yet."""
    block = blocks[row["block"]]
    focal = given(telling.heads[block.focal_unit_id].user)
    leader = telling.heads[bodies.units[row["leader"]].pk]
    proposal = services.Proposal(
        title=row["title"],
        product=row.get("product", ""),
        measure=row.get("measure", ""),
        quantity=Decimal(row["quantity"]) if "quantity" in row else None,
        standard=row.get("standard", ""),
        evidence=row.get("evidence", ""),
        due_date=found.ends_on - timedelta(days=row.get("days_left", 10)),
        leader=leader,
        serves_text=row.get("serves", ""),
    )
    made = telling.act(services.draft, 2, focal, round_id=found.pk, block=block, proposal=proposal)
    if made is None or row["until"] == "draft":
        return made is not None
    _chosen(telling, made, asked, focal, row)
    return True


def _chosen(telling: Telling, made: KeyTask, asked: list[Unit], focal: User, row: dict[str, Any]) -> None:
    """Tell how a proposal was screened, appraised and decided."""
    key = made.pk
    if telling.act(services.propose, 3, focal, key_task_id=key) is None or row["until"] == "proposed":
        return
    fails = row.get("fails", "")
    answers = {
        one.criterion.pk: (not fails, fails) for one in services.checked(made) if one.criterion.check_by == Check.ASKED
    }
    if telling.act(services.screen, 7, answers=answers, key_task_id=key) is None or row["until"] == "screened" or fails:
        return
    due = (telling.day(12)).date()
    questions = telling.act(services.ask_opinions, 8, units=asked, due_date=due, key_task_id=key)
    for one in questions or ():
        who = given(telling.heads[one.unit_id].user)
        telling.act(services.give_opinion, 10, who, appraisal_id=one.pk, opinion=Opinion.AGREES, text="")
        if row["until"] == "appraising":
            return
    if (
        telling.act(services.appraise, 13, is_fit=True, conclusion="Đúng thẩm quyền, đủ nguồn lực.", key_task_id=key)
        is None
    ):
        return
    document = f"Thông báo kết luận số 118/TB-SKHCN ngày {telling.day(15):%d/%m/%Y}"
    decided = telling.act(services.decide, 15, key_task_ids=[made.pk], is_chosen=True, meeting=None, document=document)
    leader = given(made.leader)
    if decided is None or telling.act(services.assign, 16, leader=leader, key_task_id=key) is None:
        return
    if row["until"] != "assigned":
        _done(telling, key, given(leader.user), row)


def _done(telling: Telling, key: int, leader: User, row: dict[str, Any]) -> None:
    """Tell how a leader did a key task, and how it was judged."""
    if telling.act(services.accept, 17, leader, key_task_id=key) is None:
        return
    for days, reached, words in row.get("reports", ()):
        telling.act(services.report, days, leader, text=words, reached=Decimal(reached), key_task_id=key)
    if row["until"] == "accepted":
        return
    filed = telling.act(
        services.report, 40, leader, text=row["filed"], document=row["document"], is_product=True, key_task_id=key
    )
    if filed is not None and row["until"] == "judged":
        shares = dict(zip(("quantity", "quality", "time"), map(Decimal, row["shares"]), strict=True))
        judgement = services.Judgement(words=row["words"], **shares)
        telling.act(services.judge, 46, judgement=judgement, key_task_id=key)
