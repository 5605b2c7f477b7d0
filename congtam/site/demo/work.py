"""A year of everyday work for everybody, drawn from the sentences of the material."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from congtam.personnel.choices import Category, Leadership
from congtam.planning.models import Product
from congtam.site.demo.jobs import Job
from congtam.site.demo.material import Calendar, Words, material, moment, next_month, working_day
from congtam.site.demo.office import Office, Place
from congtam.tasks.choices import Origin
from congtam.values.names import searchable

# A sentence with one of these words belongs to these months; any other to every month.
_SEASONS: dict[str, tuple[int, ...]] = {
    "dịp Tết": (1, 2), "quyết toán": (2, 3), "giao quân": (1, 2), "năm 2026 và": (1,), "lễ hội": (3, 4), "18/5": (4, 5),
    "vụ xuân": (5, 6), "trước mùa mưa": (4, 5), "sáu tháng": (6, 7), "giữa năm": (6, 7), "27/7": (7,), "2/9": (8,),
    "đầu năm học": (8, 9), "Trung thu": (9,), "mưa lũ": (9, 10), "sau lũ": (10, 11), "mưa lớn": (9, 10),
    "sơ tán": (9, 10), "năm 2027": (10, 11, 12), "cuối năm": (11, 12), "Ngày hội": (9, 10), "dịp nghỉ lễ": (4, 9),
    "ngày lễ": (4, 9), "phòng chống thiên tai năm": (4, 5), "ổ dịch": (8, 9), "nghỉ thai sản": (3, 4),
}  # fmt: skip
_FOR_LEADERS = ("DC.18", "DC.19", "DC.20", "XC.15", "XC.16", "XC.17")
_DIRECTING: dict[str, list[tuple[str, str, str]]] = {
    "so-": [
        ("DC.18", "Phân công, điều phối công việc tháng của phòng", "1"),
        ("DC.19", "Rà soát dự thảo của chuyên viên trước khi trình", "3"),
        ("DC.20", "Chủ trì họp kiểm điểm công việc tháng của phòng", "1"),
    ],
    "xa-": [
        ("XC.15", "Phân công công việc tháng của phòng", "1"),
        ("XC.16", "Kiểm tra chất lượng dự thảo trước khi trình", "4"),
    ],
}
_PLAIN_WORDS = frozenset(
    [
        "chuyen",
        "vien",
        "cong",
        "chuc",
        "nhan",
        "phong",
        "truong",
        "pho",
        "trung",
        "tam",
        "linh",
        "vuc",
        "va",
        "ket",
        "qua",
        "tra",
        "so",
        "xa",
        "quan",
        "ly",
        "tong",
        "hop",
        "giam",
        "doc",
        "chanh",
        "van",
        "tiep",
        "chinh",
        "hanh",
        "nghiep",
        "vu",
        "phu",
        "trach",
        "trong",
        "cua",
        "cac",
    ]
)
_UNITS_MIN, _UNITS_MAX = 26, 37
_LINES_MAX = 8
_NOW_AND_THEN = 0.12
_MOST_OF_A_MONTH = Decimal("0.35")  # of a month's work one line takes, but now and then
_SMALL_PIECE = Decimal("0.25")
_LARGE_PIECE = Decimal("0.45")
_LITTLE = Decimal("0.42")
_BADLY = 50
_BARELY = 65


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How somebody works: shares of the work that is late, returned for an error, or not done in its month."""

    late: float
    error: float
    undone: float


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of the material with its product."""

    text: str
    product: Product
    quantity: Decimal
    words: frozenset[str]
    is_key: bool = False
    is_new: bool = False
    is_hard: bool = False


def habits_of(aim: float) -> Habits:
    """Return habits that let somebody reach about `aim` marks a month."""
    for least, habits in (
        (91, Habits(late=0.02, error=0.01, undone=0)),
        (86, Habits(late=0.06, error=0.04, undone=0.012)),
        (80, Habits(late=0.12, error=0.09, undone=0.07)),
        (72, Habits(late=0.2, error=0.14, undone=0.2)),
        (55, Habits(late=0.25, error=0.2, undone=0.45)),
    ):
        if aim >= least:
            return habits
    return Habits(late=0.1, error=0.1, undone=0)


class Year:
    """Everybody's everyday work of the running year."""

    def __init__(self, *, calendar: Calendar, now: datetime, office: Office, products: dict[str, Product]) -> None:
        self.calendar = calendar
        self.now = now
        self.office = office
        self.products = products
        self.rng = Random(335)  # the same each time
        self._pools = _sentences(products)
        self._unplanned = list(material("remarks")["unplanned_work"])
        self._returned = list(material("remarks")["return_reasons"])
        self._numbers = iter(range(101, 100_000))

    def month(self, month: date, aims: dict[str, float]) -> Iterator[Job]:
        """Yield the work of a month for everybody not told of elsewhere; `aims` are marks by person."""
        start = first_working_day(month)
        if moment(start, 8) >= self.now:
            return
        for key, place in self.office.places(start).items():
            if self.office.is_away(place.post, start + timedelta(days=9)):
                continue
            for job in self._of(place, month, start, aims[key]):
                yield self.until_now(job)

    def until_now(self, job: Job) -> Job:
        """Return the job with only what has happened so far."""
        job.steps = [step for step in job.steps if step.at < self.now]
        return job

    def evidence(self) -> str:
        """Return the number of a document that proves some work."""
        return f"Văn bản số {next(self._numbers)}"

    def finish(self, job: Job, place: Place, day: date, *, quantity: Decimal | None = None) -> Job:
        """Let the work be handed in on `day` and accepted within a day."""
        amount = job.quantity if quantity is None else quantity
        handed_in = moment(day, self.rng.randint(9, 15), self.rng.randint(0, 59))
        job.then("hand_in", handed_in, place.user, quantity=amount, text=self.evidence())
        # Whatever lies with the head at the end of a month is looked at before the month is cut off.
        judged = working_day(day + timedelta(days=1), forward=True)
        judged, when = (day, 17) if judged.month != day.month else (judged, 8)
        return job.then("accept_result", moment(judged, when, self.rng.randint(0, 59)), place.judge, quantity=amount)

    def _of(self, place: Place, month: date, start: date, aim: float) -> Iterator[Job]:
        target = Decimal(self.rng.randint(_UNITS_MIN, _UNITS_MAX))
        given, done = Decimal(0), Decimal(0)
        habits = habits_of(aim)
        for sentence in self._drawn(place, month):
            factor = sentence.product.factor
            if given >= target - 3:
                break
            if factor > _MOST_OF_A_MONTH * target and self.rng.random() > _NOW_AND_THEN:
                continue
            fits = int(min(target - given, _MOST_OF_A_MONTH * target) / factor)
            quantity = Decimal(max(1, min(int(sentence.quantity), fits)))
            units = quantity * factor
            given += units
            # In the one month of the story that goes badly most of the work is left; in any other only a small piece.
            is_left = done + units > _LITTLE * target if aim < _BADLY else None
            done += 0 if is_left else units
            small = units <= (_SMALL_PIECE if aim > _BARELY else _LARGE_PIECE) * target
            yield self._job(place, sentence, quantity, month, start, habits, is_left=is_left, may_be_left=small)
        if self.rng.random() < _NOW_AND_THEN:
            yield self._unplanned_job(place, start)

    def _drawn(self, place: Place, month: date) -> list[Sentence]:
        """Return sentences for a person in the order drawn, those that fit the post first."""
        code = place.post.unit.code
        leads = place.post.leadership != Leadership.NONE
        pool = [one for one in self._pools[code] if _in_season(one.text, month) and (leads or not _for_leaders(one))]
        own = _words(place.post.job_title)
        fitting = [one for one in pool if one.words & own]
        if place.post.category == Category.CONTRACT_WORKER and fitting:
            return fitting
        if leads:
            directing = [one for one in pool if _for_leaders(one)]
            rest = [one for one in pool if not _for_leaders(one)]
            return self.rng.sample(directing, min(3, len(directing))) + self.rng.sample(
                rest, min(_LINES_MAX - 3, len(rest))
            )
        ranked = sorted(pool, key=lambda one: self.rng.random() - 0.6 * min(2, len(one.words & own)))
        return ranked[:_LINES_MAX]

    def _job(  # a piece of work and how it may go
        self,
        place: Place,
        sentence: Sentence,
        quantity: Decimal,
        month: date,
        start: date,
        habits: Habits,
        *,
        is_left: bool | None,
        may_be_left: bool,
    ) -> Job:
        last = next_month(month) - timedelta(days=1)
        due = working_day(start + timedelta(days=self.rng.randint(5, last.day - start.day - 3)))
        job = Job(
            post=place.post,
            product=sentence.product,
            quantity=quantity,
            due=due,
            at=moment(start, 8, self.rng.randint(0, 50)),
            by=place.judge,
            title=sentence.text,
            is_key=sentence.is_key,
            is_new=sentence.is_new,
            is_hard=sentence.is_hard,
        )
        job.then("accept", moment(start, self.rng.randint(9, 16), self.rng.randint(0, 59)), place.user)
        fate = self.rng.random()
        if is_left or (is_left is None and may_be_left and fate < habits.undone):
            return self._finish_next_month(job, place, month)
        if fate < habits.undone + habits.late:
            return self.finish(job, place, _late(due, last, self.rng.randint(1, 3)))
        if fate < habits.undone + habits.late + habits.error and due.day - start.day >= 4:
            early = working_day(due - timedelta(days=3))
            job.then("hand_in", moment(early, 10), place.user, quantity=quantity, text=self.evidence())
            back = min(working_day(early + timedelta(days=1), forward=True), due)
            job.then("error", moment(back, 16), place.judge, text=self.rng.choice(self._returned))
            return self.finish(job, place, due if back < due else _late(due, last, 1))
        day = due
        if due > start + timedelta(days=5):
            day = working_day(
                max(start + timedelta(days=1), due - timedelta(days=self.rng.randint(0, 4))), forward=True
            )
        return self.finish(job, place, min(day, due))

    def _finish_next_month(self, job: Job, place: Place, month: date) -> Job:
        """Let the work miss its month, and be done in the next one by a new deadline."""
        after = next_month(month)
        start = first_working_day(after)
        due = working_day(start + timedelta(days=self.rng.randint(6, 18)))
        words = "Chưa hoàn thành trong tháng, gia hạn để hoàn thành dứt điểm"
        job.then("deadline", moment(start, 9), place.judge, due=due, text=words)
        return self.finish(job, place, due)

    def _unplanned_job(self, place: Place, start: date) -> Job:
        day = working_day(start + timedelta(days=self.rng.randint(3, 20)))
        job = Job(
            post=place.post,
            product=None,
            quantity=Decimal(self.rng.randint(1, 3)),
            due=working_day(day + timedelta(days=1), forward=True),
            at=moment(day, 8),
            by=place.user,
            title=self.rng.choice(self._unplanned).rstrip("."),
            origin=Origin.UNPLANNED,
            is_new=True,
        )
        return self.finish(job, place, day)

    def this_week(self, aims: dict[str, float]) -> Iterator[Job]:
        """Yield work given in the last days: some not yet taken, due in the coming ones."""
        for key, place in self.office.places(self.calendar.today).items():
            if key not in aims or self.office.is_away(place.post, self.calendar.today):
                continue
            pool = self._drawn(place, self.calendar.this_month)
            if not pool:
                continue
            sentence = self.rng.choice(pool)
            given = working_day(self.calendar.today - timedelta(days=self.rng.randint(1, 4)))
            due = working_day(self.calendar.today + timedelta(days=self.rng.randint(1, 12)), forward=True)
            job = Job(
                post=place.post,
                product=sentence.product,
                quantity=min(sentence.quantity, Decimal(2)),
                due=due,
                at=moment(given, self.rng.randint(8, 13), self.rng.randint(0, 59)),
                by=place.judge,
                title=sentence.text,
                is_key=sentence.is_key,
                is_hard=sentence.is_hard,
            )
            if given < first_working_day(self.calendar.new_year) or place.post.valid_from > given:
                continue
            if self.rng.random() < 0.65:
                job.then("accept", moment(given, 14, self.rng.randint(0, 59)), place.user)
                if self.rng.random() < 0.25:
                    handed_in = moment(given, self.rng.randint(15, 16), self.rng.randint(0, 59))
                    job.then("hand_in", handed_in, place.user, quantity=job.quantity, text=self.evidence())
            yield self.until_now(job)


def first_working_day(month: date) -> date:
    """Return the first working day of a month; New Year's Day is none."""
    first = month.replace(day=2) if month.month == 1 else month.replace(day=1)
    return working_day(first, forward=True)


def _late(due: date, last: date, days: int) -> date:
    """Return a working day some days after a deadline, still in its month."""
    late = working_day(due + timedelta(days=days), forward=True)
    return min(late, working_day(last))


def _sentences(products: dict[str, Product]) -> dict[str, list[Sentence]]:
    """Return the sentences by the code of the unit they belong to; leaders serve at the body itself."""
    pools: dict[str, list[Sentence]] = {}
    body = {"lanh-dao-so": "so-khoa-hoc-cong-nghe", "xa-lanh-dao": "ubnd-xa-phu-trach"}
    for row in material("tasks")["tasks"]:
        pools.setdefault(body.get(row["unit"], row["unit"]), []).append(_sentence(row, products[row["product"]]))
    for code, pool in pools.items():
        # Leaders of the body have sentences of their own.
        directing = () if code in body.values() else _DIRECTING["so-" if code.startswith("so-") else "xa-"]
        for product, text, quantity in directing:
            pool.append(_sentence({"text": text, "quantity": quantity}, products[product]))
    return pools


def _sentence(row: Words, product: Product) -> Sentence:
    return Sentence(
        text=row["text"],
        product=product,
        quantity=Decimal(row["quantity"]),
        words=_words(f"{row['text']} {product.work}"),
        is_key=row.get("key", False),
        is_new=row.get("new", False),
        is_hard=row.get("hard", False),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(",.-") for word in searchable(text).split()) - _PLAIN_WORDS - {"", "-"}


def _in_season(text: str, month: date) -> bool:
    return all(month.month in months for word, months in _SEASONS.items() if word in text)


def _for_leaders(one: Sentence) -> bool:
    return one.product.code in _FOR_LEADERS
