"""Who asks and who is asked: which issuers speak with one voice, and whether two leads can mean the same body."""

import re
from functools import lru_cache

from congtam.planning.finding.texts import plain, words_of

_GOVERNMENT = re.compile(r"chính phủ|thủ tướng")
# Whoever signs for a body speaks for it.
_SIGNS_FOR = re.compile(r"^(?:chủ tịch|văn phòng|giám đốc|hiệu trưởng) (?=\S)")
_EVERY_MINISTRY = re.compile(r"các bộ|các cơ quan, bộ|bộ trưởng, |các cơ quan$|cơ quan trung ương")
_EVERY_UNIT = re.compile(r"các (?:đơn vị|sở|cơ quan|phòng|khoa|cục|vụ|ban|ngành|trường|trung tâm)\b")
_COMMUNE = re.compile(r"\bxã\b|phường")
_LOCALITY = re.compile(r"tỉnh|thành phố|địa phương|tp\.")
_BODY_OF_PROVINCE = re.compile(r"^(?:sở|công an|bảo hiểm|bộ chqs)")
_NAME_OF_KIND = frozenset(("bộ", "sở", "phòng", "ban"))


@lru_cache(maxsize=10_000)
def authority(issuer: str) -> str:
    """Return whose will a plan carries: a body, its head and its office are one, and the Government and the Prime Minister are."""
    words = plain(issuer)
    return "chính phủ" if _GOVERNMENT.search(words) else _SIGNS_FOR.sub("", words)


def kind_of_lead(lead: str) -> str:
    """Return what a lead names: nobody, every ministry, every unit, communes, localities, or one body."""
    if not lead:
        return ""
    for kind, form in (("ministries", _EVERY_MINISTRY), ("units", _EVERY_UNIT), ("communes", _COMMUNE)):
        if form.search(lead):
            return kind
    return "localities" if _LOCALITY.search(lead) and not _BODY_OF_PROVINCE.search(lead) else "one"


def agreement(one: str, other: str) -> float:
    """Return how far two leads, in plain words, can be the same body: 0 no, 0.5 nobody is named, 1 the same words."""
    kinds = kind_of_lead(one), kind_of_lead(other)
    if "" in kinds:
        return 0.5
    if kinds == ("one", "one"):
        words = [set(words_of(lead)) - _NAME_OF_KIND for lead in (one, other)]
        return len(words[0] & words[1]) / max(1, min(len(words[0]), len(words[1])))
    if kinds[0] == kinds[1]:
        return 0.9
    return 0.6 if set(kinds) == {"ministries", "localities"} else 0.0
