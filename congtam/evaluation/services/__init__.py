"""What changes a yearly rating: opening and preparing it, what people say on the way, decisions, publication, petitions."""

from congtam.evaluation.services.campaigns import (
    CampaignAlreadyOpenError,
    CampaignClosedError,
    MissingDocumentError,
    add_cases,
    confirm_facts,
    open_campaign,
    record_meeting,
    set_body_level,
    set_share,
)
from congtam.evaluation.services.deciding import (
    LostRaceError,
    NotReadyError,
    QuotaExceededError,
    ReasonNeededError,
    clean_cases,
    decide,
    decide_clean,
    replace_decision,
)
from congtam.evaluation.services.petitions import PetitionRefusedError, answer_petition, petition
from congtam.evaluation.services.proposing import refresh_proposals
from congtam.evaluation.services.publishing import NotYetDecidedError, publish
from congtam.evaluation.services.saying import (
    record_conclusions,
    record_opinion,
    record_party_opinion,
    self_rate,
)

__all__ = [
    "CampaignAlreadyOpenError",
    "CampaignClosedError",
    "LostRaceError",
    "MissingDocumentError",
    "NotReadyError",
    "NotYetDecidedError",
    "PetitionRefusedError",
    "QuotaExceededError",
    "ReasonNeededError",
    "add_cases",
    "answer_petition",
    "clean_cases",
    "confirm_facts",
    "decide",
    "decide_clean",
    "open_campaign",
    "petition",
    "publish",
    "record_conclusions",
    "record_meeting",
    "record_opinion",
    "record_party_opinion",
    "refresh_proposals",
    "replace_decision",
    "self_rate",
    "set_body_level",
    "set_share",
]
