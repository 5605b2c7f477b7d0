"""The condition on long service: posts held, and for how long."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from pydantic import Field

from congtam.engine.conditions import UnknownFactError
from congtam.engine.eligibility.circumstances import full_months
from congtam.engine.eligibility.history import Post
from congtam.engine.eligibility.moments import Moment, Names
from congtam.engine.eligibility.verdicts import UNRECORDED, Judged, Verdict, noted, some
from congtam.engine.shapes import Name, Shape
from congtam.engine.truth import Truth
from congtam.values.numbers import vietnamese
from congtam.values.text import capital, listed


class ServiceRow(Shape):
    """One row of the table: `posts` held for `at_least` years.

    From `below` years on, another order is due (the row no longer holds); beyond `at_most` years the table is silent (unknown).
    """

    posts: tuple[Name, ...] = Field(min_length=1)
    at_least: int = Field(ge=0)
    below: int | None = None
    at_most: int | None = None

    def judge_years(self, years: Fraction, needed: Fraction) -> Truth:
        """Tell whether `years` in these posts fit the row, `needed` being the years at least asked of this person."""
        if years < needed or (self.below is not None and years >= self.below):
            return Truth.NO
        return Truth.UNKNOWN if self.at_most is not None and years > self.at_most else Truth.YES

    def words(self, names: Names) -> str:
        """Say the row in Vietnamese."""
        upper = f" đến dưới {self.below} năm" if self.below is not None else ""
        upper = f" đến {self.at_most} năm" if self.at_most is not None else upper
        years = f"từ {self.at_least} năm" if self.at_least else "không kể thời gian"
        return f"{listed([names.posts[post] for post in self.posts])} {years}{upper}"


class Reduction(Shape):
    """What women are spared of the years asked: `parts` out of `of`."""

    parts: int = Field(ge=1)
    of: int = Field(ge=2)

    def needed(self, years: int) -> Fraction:
        """Return the years asked of a woman."""
        return years * (1 - Fraction(self.parts, self.of))


class Service(Shape):
    """The table of posts and years, as far as it could be read.

    Posts `outside` it give no claim; any other post leaves the answer open.
    """

    rows: tuple[ServiceRow, ...] = ()
    outside: tuple[Name, ...] = ()
    women: Reduction | None = None


class Served(Judged):
    """`{served: {rows: [{posts: […], at_least: 10, below: 15}], …}}`: posts were held long enough for this order."""

    served: Service

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        posts = moment.history.posts
        if posts is None:
            label = "quá trình giữ chức vụ"
            return noted(
                "posts", None, Truth.UNKNOWN, f"Quá trình giữ chức vụ: {UNRECORDED}.", f"{label} ({UNRECORDED})"
            )
        listed_posts = {post for row in self.served.rows for post in row.posts}
        parts = [self._row(row, posts, moment) for row in self.served.rows]
        parts += [self._unlisted(held, moment) for held in posts if held.post not in listed_posts]
        if not parts:
            words = "chức vụ thuộc diện xét"
            return noted("posts", None, Truth.NO, f"Chưa giữ {words}.", words)
        return some(parts)

    def check(self, names: Names) -> None:
        """Refuse a post the rule-set does not name."""
        for post in (*(post for row in self.served.rows for post in row.posts), *self.served.outside):
            if post not in names.posts:
                raise UnknownFactError(f"chức vụ {post!r} chưa có ở mục posts")

    def _row(self, row: ServiceRow, posts: tuple[Post, ...], moment: Moment) -> Verdict:
        held = [post for post in posts if post.post in row.posts and post.start <= moment.on]
        months = months_held(held, moment.on)
        years = Fraction(months, 12)
        answers = {row.judge_years(years, needed) for needed in self._needed(row, moment.history.sex)}
        # A post never held fits no row, not even one that asks for no number of years.
        by_sex = bool(held) and len(answers) > 1
        answer = Truth.UNKNOWN if by_sex else min(answers) if held else Truth.NO
        doubt = "; chưa rõ giới tính để tính mức giảm" if by_sex else ""
        words = row.words(moment.names)
        so_far = f"đã giữ {months // 12} năm {months % 12} tháng{doubt}"
        return noted("posts", vietnamese(years, 2), answer, f"Cần {words}: {so_far}.", f"{words} ({so_far})")

    def _unlisted(self, held: Post, moment: Moment) -> Verdict:
        name = moment.names.posts[held.post]
        if held.post in self.served.outside:
            return noted(
                "posts",
                held.post,
                Truth.NO,
                f"{capital(name)} không thuộc diện xét.",
                f"chức vụ thuộc diện xét ({name} không thuộc)",
            )
        return noted(
            "posts",
            held.post,
            Truth.UNKNOWN,
            f"Chưa đối chiếu được {name} trong bảng chức vụ, thời gian.",
            f"đối chiếu {name} với bảng chức vụ, thời gian",
        )

    def _needed(self, row: ServiceRow, sex: str | None) -> list[Fraction]:
        """Return the years asked of this person: of a woman and of a man when nobody recorded which."""
        usual = Fraction(row.at_least)
        if self.served.women is None or sex == "male":
            return [usual]
        reduced = self.served.women.needed(row.at_least)
        return [reduced] if sex == "female" else [reduced, usual]


def months_held(posts: Iterable[Post], on: date) -> int:
    """Return the full months in any of `posts` up to the day `on`; posts that follow each other at once are one stretch of time."""
    stretches: list[tuple[date, date]] = []
    for held in sorted(posts, key=lambda post: post.start):
        start, until = held.start, on if held.until is None else min(held.until, on)
        if stretches and start <= stretches[-1][1]:
            start, last = stretches.pop()
            until = max(until, last)
        stretches.append((start, until))
    return sum(full_months(start, until) for start, until in stretches)
