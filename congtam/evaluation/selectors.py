"""Questions about campaigns, cases and decisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from congtam.evaluation.choices import JobState, Outcome, PetitionAnswer
from congtam.evaluation.models import Campaign, CampaignJob, Petition, RatingCase, RatingDecision
from congtam.follow_up.selectors.dossier_facts import DossierFacts, Handler, dossier_facts
from congtam.organisation.models import UnitState
from congtam.personnel.choices import Leadership
from congtam.personnel.selectors import Viewer
from congtam.values.names import searchable
from congtam.values.periods import period

_PAST_YEARS = 3
# What may be missing of a person, by the name of the filter that shows whom it is missing of.
GAP_WORDS = {
    "decider": "chưa rõ ai quyết định",
    "group": "chưa xếp nhóm tương đồng",
    "marks": "chưa có tháng nào có điểm",
    "self_rating": "chưa tự xếp loại",
    "party": "chưa có ý kiến cấp uỷ",
    "review": "cần xem xét",
    "decision": "chưa quyết định",
}
# Deputies of the head of a using body, and that head: the party committee gives its opinion on them (khoản 1, 2 Điều 21).
_ASKED_OF_PARTY = Q(is_body_head=True) | Q(unit_id=F("campaign__body_id"), appointment__leadership=Leadership.DEPUTY)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of a group are of one level: decided, or only proposed. `group` is None for those in no similar group."""

    group_id: int | None
    group_name: str
    level: str
    is_decided: bool
    count: int


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something missing before the next step: what, how many, and the name of the filter or page that shows it."""

    code: str
    words: str
    count: int


def with_decisions(cases: Any) -> Any:
    """Return cases with their current decision beside them: `decided_outcome`, `decided_level` and so on, None while undecided.

    Untyped: no checker follows columns that stand in a relation given a condition.
    """
    return cases.annotate(
        current=FilteredRelation("decisions", condition=Q(decisions__is_current=True)),
        decided_outcome=F("current__outcome"),
        decided_level=F("current__level"),
        decided_reason=F("current__reason"),
        decided_handling=F("current__handling"),
        decided_document=F("current__document"),
        decided_at=F("current__decided_at"),
        decided_by_name=F("current__decided_by__full_name"),
    )


def with_names(cases: QuerySet[RatingCase]) -> QuerySet[RatingCase]:
    """Return cases with person, post, group, and `unit_name` as the unit was called when the case was made."""
    name = UnitState.objects.filter(unit=OuterRef("unit"), valid_from__lte=OuterRef("campaign__opened_at__date"))
    return cases.select_related("campaign", "person", "appointment", "similar_group").annotate(
        unit_name=Subquery(name.order_by("-valid_from").values("name")[:1])
    )


def bodies_kept(viewer: Viewer) -> list[tuple[int, str]]:
    """Return the bodies using civil servants whose organisation work is the viewer's, with their names."""
    kept = UnitState.objects.on(viewer.on).filter(unit__among=viewer.officer, uses=True).order_by("position", "name")
    return list(kept.values_list("unit_id", "name"))


def body_name(campaign: Campaign) -> str:
    """Return what the campaign's body was called when the campaign was opened."""
    states = UnitState.objects.filter(unit=campaign.body_id)
    if campaign.opened_at is not None:
        states = states.filter(valid_from__lte=campaign.opened_at.date())
    state = states.order_by("-valid_from").first()
    return state.name if state else campaign.body.code


def tally(campaign: Campaign) -> list[Tally]:
    """Return how many are of each level in each similar group: decided ones by their decision, others by a proposal that names one level."""
    rows = (
        with_decisions(RatingCase.objects.filter(campaign=campaign))
        # Nobody who is not rated has a level, decided or proposed.
        .annotate(level=Coalesce("decided_level", "proposed_level"), decided=Q(decided_outcome__isnull=False))
        .exclude(level="")
        .values("similar_group_id", "similar_group__name", "level", "decided")
        .annotate(count=Count("pk"))
        .order_by("similar_group__position", "similar_group__name")
    )
    return [
        Tally(
            group_id=row["similar_group_id"],
            group_name=row["similar_group__name"] or "",
            level=row["level"],
            is_decided=row["decided"],
            count=row["count"],
        )
        for row in rows
    ]


def past_levels(person_ids: Iterable[int], year: int) -> dict[int, list[tuple[int, str]]]:
    """Return each person's published levels of the three years before `year`, oldest first: (year, level or not_rated). One query."""
    rows = RatingDecision.objects.filter(
        is_current=True,
        case__person_id__in=list(person_ids),
        case__published_at__isnull=False,
        case__campaign__year__range=(year - _PAST_YEARS, year - 1),
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for person, past, outcome, level in rows.order_by("case__campaign__year").values_list(
        "case__person_id", "case__campaign__year", "outcome", "level"
    ):
        found[person].append((past, level if outcome == Outcome.RATED else Outcome.NOT_RATED))
    return found


def needs_party_opinion(case: RatingCase) -> bool:
    """Tell whether the party committee is asked about this person: heads of bodies and their deputies (khoản 1, 2 Điều 21 Nghị định 335)."""
    return case.is_body_head or (
        case.unit_id == case.campaign.body_id and case.appointment.leadership == Leadership.DEPUTY
    )


def undecided(campaign: Campaign) -> QuerySet[RatingCase]:
    """Return the campaign's cases without a decision."""
    decided = RatingDecision.objects.filter(case__campaign=campaign, is_current=True)
    return RatingCase.objects.filter(campaign=campaign).exclude(pk__in=decided.values("case_id"))


def gaps(campaign: Campaign) -> list[Gap]:
    """Return what is still missing before everybody can be decided and published; one query."""
    counts = with_decisions(RatingCase.objects.filter(campaign=campaign)).aggregate(
        decider=Count("pk", filter=Q(deciding_unit__isnull=True)),
        group=Count("pk", filter=Q(similar_group__isnull=True)),
        marks=Count("pk", filter=Q(mean_hundredths__isnull=True) & ~Q(proposed_outcome=Outcome.NOT_RATED)),
        self_rating=Count("pk", filter=Q(self_level="") & ~Q(proposed_outcome=Outcome.NOT_RATED)),
        party=Count("pk", filter=_ASKED_OF_PARTY & Q(party_opinion="")),
        review=Count("pk", filter=Q(proposed_outcome=Outcome.NEEDS_REVIEW, decided_outcome__isnull=True)),
        decision=Count("pk", filter=Q(decided_outcome__isnull=True)),
    )
    whole = {
        "facts": ("chưa rà soát kỷ luật, kết luận", not campaign.facts_document),
        "meeting": ("chưa ghi cuộc họp", campaign.meeting_date is None),
        "body_level": ("chưa có mức của cơ quan", not campaign.body_level),
    }
    return [
        *(Gap(code=code, words=text, count=int(is_missing)) for code, (text, is_missing) in whole.items()),
        *(Gap(code=code, words=text, count=counts[code]) for code, text in GAP_WORDS.items()),
    ]


def in_gap(cases: Any, code: str) -> Any:
    """Return those of `cases` (with decisions) that a gap of this code speaks of; all of them for another code."""
    match code:
        case "decider":
            return cases.filter(deciding_unit__isnull=True)
        case "group":
            return cases.filter(similar_group__isnull=True)
        case "marks":
            return cases.filter(mean_hundredths__isnull=True).exclude(proposed_outcome=Outcome.NOT_RATED)
        case "self_rating":
            return cases.filter(self_level="").exclude(proposed_outcome=Outcome.NOT_RATED)
        case "party":
            return cases.filter(_ASKED_OF_PARTY, party_opinion="")
        case "review":
            return cases.filter(proposed_outcome=Outcome.NEEDS_REVIEW, decided_outcome__isnull=True)
        case "decision":
            return cases.filter(decided_outcome__isnull=True)
        case _:
            return cases


def petitions_for(viewer: Viewer) -> QuerySet[Any]:
    """Return petitions on cases the viewer may see, those waiting first by the day they are due."""
    rows = Petition.objects.filter(case__in=RatingCase.objects.visible_to(viewer)).select_related(
        "case__person", "case__campaign", "answered_by"
    )
    return rows.annotate(is_answered=~Q(answer=PetitionAnswer.WAITING)).order_by("is_answered", "due_date", "pk")


def running_job(campaign: Campaign) -> CampaignJob | None:
    """Return long work on this campaign that is not finished."""
    return campaign.jobs.filter(state__in=(JobState.WAITING, JobState.RUNNING)).order_by("-pk").first()


def last_number(case: RatingCase) -> int:
    """Return the number of the last decision on a case, 0 when there is none."""
    return case.decisions.aggregate(last=Max("number"))["last"] or 0


def months_of_case(case: RatingCase) -> dict[int, str]:
    """Return the marks of each scored month by its number, as kept with the proposal."""
    asked = (case.facts or {}).get("facts", {}).get("months", {})
    return {int(name[5:7]): marks for name, marks in asked.items()}


def above_name(campaign: Campaign) -> str:
    """Return the name of the unit the body stands under, empty for the topmost."""
    parent = UnitState.objects.filter(unit=campaign.body_id).order_by("-valid_from").values("parent")[:1]
    state = UnitState.objects.filter(unit=Subquery(parent)).order_by("-valid_from").first()
    return state.name if state else ""


def found(cases: Any, asked: Mapping[str, str]) -> Any:
    """Return those of `cases` (with decisions) that the filter bar asks for: `q` a part of a name, `level`, `group`."""
    if words := searchable(asked.get("q", "")):
        cases = cases.filter(person__search_name__contains=words)
    level, group = asked.get("level", ""), asked.get("group", "")
    if level == Outcome.NOT_RATED:
        cases = cases.filter(Q(decided_outcome=level) | Q(decided_outcome__isnull=True, proposed_outcome=level))
    elif level:
        cases = cases.filter(Q(decided_level=level) | Q(decided_outcome__isnull=True, proposed_level=level))
    if group == "none":
        cases = cases.filter(similar_group__isnull=True)
    elif group.isdigit():
        cases = cases.filter(similar_group_id=int(group))
    return cases


def in_order(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Return campaigns with the body's name, the newest first, then by that name."""
    name = UnitState.objects.filter(unit=OuterRef("body"), valid_from__lte=OuterRef("opened_at__date"))
    named = campaigns.annotate(body_name=Subquery(name.order_by("-valid_from").values("name")[:1]))
    return named.order_by("-year", "body_name", "pk")


def listed(campaign_ids: Iterable[int]) -> QuerySet[Campaign]:
    """Return the campaigns of one page `in_order`, with how many cases each has and how many are decided."""
    cases = RatingCase.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    return in_order(Campaign.objects.filter(pk__in=list(campaign_ids))).annotate(
        case_count=Coalesce(Subquery(cases.annotate(count=Count("pk")).values("count")), 0),
        decided_count=Coalesce(
            Subquery(cases.filter(decisions__is_current=True).annotate(count=Count("pk")).values("count")), 0
        ),
    )


def dossiers_of(cases: Iterable[RatingCase], campaign: Campaign, on: date) -> dict[int, list[DossierFacts]]:
    """Return, by person, how the dossiers of the year stood for those who handle any and for the units leaders lead, as known on `on`.

    One query for any number. No rule of the level asks for them: they are read by whoever decides.
    """
    handlers = [
        Handler(
            person_id=case.person_id,
            body_id=campaign.body_id,
            unit_id=case.unit_id if case.holds_leading_post else None,
        )
        for case in cases
    ]
    return dossier_facts(handlers, period(str(campaign.year)), on)
