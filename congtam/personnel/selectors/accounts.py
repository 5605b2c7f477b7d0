"""Who can sign in, who cannot yet, and whose account closed with the last post."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Max, Q

from congtam.accounts.models import User
from congtam.accounts.selectors import free_usernames
from congtam.organisation.models import UnitState
from congtam.organisation.selectors import states_on, units_of_body
from congtam.personnel.choices import AccountState, UsernameRule
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors.people import people_of
from congtam.personnel.viewer import Viewer
from congtam.values.names import searchable

# As many slips as one hand-out holds.
MOST_AT_ONCE = 500
# The colour of each state; the others have none.
TONES = {
    AccountState.NONE: "red",
    AccountState.UNUSED: "amber",
    AccountState.TEMPORARY: "amber",
    AccountState.ACTIVE: "green",
}


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """Somebody of a body with the account; `until` is the first day without any post, None while he serves."""

    person: Person
    user: User | None
    job_title: str
    place: str
    state: AccountState
    until: date | None = None

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return TONES.get(self.state, "")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An account to open for somebody; `note` says why the user name is not as the rule would have it."""

    post: Appointment
    place: str
    username: str
    note: str = ""


def closed_from(viewer: Viewer) -> date | None:
    """Return the first day somebody who left every post may sign in no more; None for everybody else.

    Nobody closes without having served: whoever waits for a first post, and whoever only looks after the system, comes in.
    """
    if viewer.person_id is None or viewer.posts or viewer.is_administrator:
        return None
    posts = Appointment.objects.filter(person=viewer.person_id)
    if posts.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=viewer.on)).exists():
        return None
    left: date | None = posts.aggregate(last=Max("valid_until"))["last"]
    kept = viewer.user.kept_open_until
    return None if kept is not None and kept > viewer.on else left


def account_rows(body_id: int, on: date) -> list[AccountRow]:
    """Return everybody who serves in a body on `on`, and those who left it but have an account, in order of names; four queries."""
    here = {post.person_id: post for post in people_of(body_id, on).select_related("person__user")}
    gone = _gone(body_id, on)
    places = states_on({post.unit_id for post in here.values()}, on)
    rows = [_row(post, places, on) for post in (*here.values(), *gone)]
    return sorted(rows, key=lambda row: (row.person.sort_key, row.person.pk))


def without_account(body_id: int, on: date, categories: Collection[str]) -> list[Appointment]:
    """Return one post on `on` of everybody of a body, in these categories, who has no account, in order of names."""
    posts = people_of(body_id, on).filter(person__user__isnull=True, category__in=categories)
    return list(
        {post.person_id: post for post in posts.order_by("person__sort_key", "person_id", "is_primary")}.values()
    )


def unused_accounts(body_id: int, on: date) -> list[AccountRow]:
    """Return those of a body whose password was handed over and who never signed in."""
    return [row for row in account_rows(body_id, on) if row.state == AccountState.UNUSED]


def proposals(posts: Sequence[Appointment], rule: str, on: date) -> list[Proposal]:
    """Return an account to open for each of `posts`; `rule` is a code of `UsernameRule`. Whoever lacks what it asks for is named by his name."""
    own = [_own_name(post.person, rule) for post in posts]
    names = free_usernames(
        [(name, plain_username(post.person.full_name)) for name, post in zip(own, posts, strict=True)]
    )
    places = states_on({post.unit_id for post in posts}, on)
    return [
        Proposal(
            post=post,
            place=_place(post, places),
            username=username,
            note="" if username == wanted or rule == UsernameRule.NAME else _NOTES[bool(wanted)].format(wanted),
        )
        for post, wanted, username in zip(posts, own, names, strict=True)
    ]


def digest_of(found: Iterable[Proposal]) -> str:
    """Return a mark of a list of proposals: what was looked at is what is done, or nothing is."""
    said = "\n".join(f"{one.post.person_id} {one.username}" for one in found)
    return sha256(said.encode()).hexdigest()[:32]


def plain_username(full_name: str) -> str:
    """Return the user name that follows from a name: the given name, a dot, the first letters of the others: "Trần Văn Đạt" → "dat.tv"."""
    words = [
        "".join(sign for sign in word if sign.isascii() and sign.isalnum()) for word in searchable(full_name).split()
    ]
    *others, given = [word for word in words if word] or ["nguoidung"]
    return ".".join(part for part in (given, "".join(word[0] for word in others)) if part)


_NOTES = {False: "chưa ghi nên lấy theo họ tên", True: "“{}” đã có người dùng nên lấy theo họ tên"}


def _own_name(person: Person, rule: str) -> str:
    if rule == UsernameRule.NAME:
        return ""
    text = person.staff_code if rule == UsernameRule.STAFF_CODE else person.email
    return "".join(searchable(text).split())


def _gone(body_id: int, on: date) -> list[Appointment]:
    """Return the last post of those who left the body, and every other, and have an account."""
    posts = Appointment.objects.filter(unit_id__in=units_of_body(body_id, on), person__user__isnull=False)
    serving = Appointment.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    ended = posts.exclude(person_id__in=serving.values("person_id")).select_related("person__user")
    return list({post.person_id: post for post in ended.order_by("person_id", "valid_until")}.values())


def _row(post: Appointment, places: Mapping[int, UnitState], on: date) -> AccountRow:
    user = post.person.user
    until = post.valid_until if post.valid_until is not None and post.valid_until <= on else None
    return AccountRow(
        person=post.person,
        user=user,
        job_title=post.job_title,
        place=_place(post, places),
        state=_state(user, until, on),
        until=until,
    )


def _state(user: User | None, until: date | None, on: date) -> AccountState:
    if user is None:
        return AccountState.NONE
    if not user.is_active:
        return AccountState.LOCKED
    if until is not None and (user.kept_open_until is None or user.kept_open_until <= on):
        return AccountState.LEFT
    if user.last_login is None:
        return AccountState.UNUSED
    return AccountState.TEMPORARY if user.temporary_until is not None else AccountState.ACTIVE


def _place(post: Appointment, places: Mapping[int, UnitState]) -> str:
    return places[post.unit_id].name if post.unit_id in places else ""
