"""A department with two divisions and its office, for the stories of its plans."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from congtam.values.known import given
from tests import make

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


@dataclass(frozen=True, kw_only=True)
class Department:
    """The body, its divisions, and the accounts of whoever acts."""

    body: Unit
    division: Unit
    bureau: Unit
    director: User
    head: User
    clerk: User
    specialist: User
    stranger: User

    def client(self, who: User) -> Client:
        """A browser somebody is signed in with."""
        client = Client()
        client.force_login(who)
        return client


def department() -> Department:
    """Make it."""
    body = make.body()
    division = make.unit("Phòng Quản lý công trình", under=body)
    bureau = make.unit("Văn phòng", under=body)
    clerk = make.officer(bureau, "Đỗ Thị Thuỷ")
    make.duty(clerk, body, Duty.OFFICE)
    return Department(
        body=body,
        division=division,
        bureau=bureau,
        director=account(make.head(body, "Vũ Đình Nam", job_title="Giám đốc")),
        head=account(make.head(division, "Bùi Văn Lâm")),
        clerk=account(clerk),
        specialist=account(make.officer(division, "Lê Thị Hà")),
        stranger=account(make.officer(make.body("Sở Y tế tỉnh Sông Lam"), "Hồ Văn Tài")),
    )


def account(who: Person) -> User:
    """The account of somebody who has one."""
    return given(who.user)
