"""A small body at the end of its year, for the tests of ratings."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from congtam.accounts.models import User
from congtam.evaluation import services
from congtam.evaluation.models import Campaign, RatingCase
from congtam.organisation.models import SimilarGroup, Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer, viewer_of
from congtam.scoring.models import OutsideMonth
from tests import make

DECEMBER = datetime(2026, 12, 1, 3, tzinfo=UTC)
TODAY = date(2026, 12, 1)


@dataclass
class Office:
    """A province, its department with one division, and the people the tests speak of."""

    province: Unit
    body: Unit
    division: Unit
    group: SimilarGroup
    chairman: Person
    director: Person
    division_head: Person
    officer: Person
    staff: list[Person] = field(default_factory=list)

    def viewer(self, who: Person) -> Viewer:
        """What this person may see in December."""
        return viewer_of(account(who), TODAY)

    def case(self, who: Person) -> RatingCase:
        """The case of this person as it is now."""
        return RatingCase.objects.select_related("campaign", "person", "appointment").get(person=who)

    def opened(self) -> Campaign:
        """The campaign of 2026, opened, everything gone through, the meeting held, proposals made."""
        actor = account(self.officer)
        campaign = services.open_campaign(body=self.body, year=2026, actor=actor, at=DECEMBER)
        services.confirm_facts(campaign=campaign, document="Báo cáo 15/BC-VP", actor=actor, at=DECEMBER)
        services.set_body_level(campaign=campaign, level="good", document="QĐ 90/QĐ-UBND", actor=actor, at=DECEMBER)
        Campaign.objects.filter(pk=campaign.pk).update(meeting_date=TODAY)
        services.refresh_proposals(campaign=campaign, actor=actor, at=DECEMBER)
        campaign.refresh_from_db()
        return campaign


def account(who: Person) -> User:
    """The account of somebody who has one."""
    assert who.user is not None
    return who.user


def office(marks: list[int], *, months: int = 12) -> Office:
    """A department whose specialists have these marks (whole points) every month; heads have 80."""
    province = make.unit("Ủy ban nhân dân tỉnh Sông Lam", manages=True, uses=True)
    body = make.body(under=province)
    division = make.unit("Phòng Kế hoạch", under=body)
    group = make.similar_group(body)
    made = Office(
        province=province,
        body=body,
        division=division,
        group=group,
        chairman=make.head(province, "Vũ Đình Lâm", job_title="Chủ tịch"),
        director=make.head(body, "Hoàng Thị Mai", job_title="Giám đốc", similar_group=None),
        division_head=make.head(division, "Phạm Văn Khoa"),
        officer=make.officer(body, "Lê Thị Hà"),
    )
    make.duty(made.officer, body)
    made.staff = [
        make.officer(division, f"Trần Văn {name}", similar_group=group)
        for name, _ in zip("ABCDEGHIKLMNOPQRSTUV" * 5, marks, strict=False)
    ]
    people = [(who, 80) for who in (made.director, made.division_head, made.officer)]
    for who, total in [*people, *zip(made.staff, marks, strict=True)]:
        score(who, total, months=months, by=made.officer)
    return made


def score(who: Person, total: int, *, months: int = 12, by: Person) -> None:
    """Give somebody the same marks in the first `months` months."""
    OutsideMonth.objects.bulk_create(
        [
            OutsideMonth(
                person=who,
                month=date(2026, month, 1),
                total_hundredths=total * 100,
                body_name="Sở Thuỷ lợi",
                document="Công văn 1/SCT",
                recorded_by=by.user,
            )
            for month in range(1, months + 1)
        ]
    )
