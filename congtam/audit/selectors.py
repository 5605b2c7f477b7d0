"""Reading the trail: by record, by person, and whether anybody touched it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, models

from congtam.audit.models import Act

# Each seal must name the seal before it, hold the digest of its own act, and follow in an unbroken count; each act must have its seal.
_BROKEN = """
WITH chain AS (
    SELECT seal.position, seal.act_id, seal.previous, seal.digest,
           lag(seal.digest) OVER (ORDER BY seal.position) AS before,
           lag(seal.position, 1, 0::bigint) OVER (ORDER BY seal.position) AS position_before,
           audit_digest(seal.previous, act) AS reckoned
    FROM audit_seal AS seal LEFT JOIN audit_act AS act ON act.id = seal.act_id
)
SELECT position, act_id FROM chain
WHERE position <> position_before + 1 OR previous IS DISTINCT FROM before OR digest IS DISTINCT FROM reckoned
UNION ALL
SELECT NULL, act.id FROM audit_act AS act WHERE NOT EXISTS (SELECT FROM audit_seal AS seal WHERE seal.act_id = act.id)
ORDER BY 1 NULLS LAST, 2 LIMIT 20
"""


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a check of the whole trail found. `head` is the digest of the last seal, to be written down outside the system."""

    act_count: int
    head: str
    broken: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, removed or slipped in."""
        return not self.broken


def verify(*, known_heads: Collection[str] = ()) -> Verification:
    """Check the whole chain inside the database and return what was found.

    `known_heads`: digests noted down earlier; one that is no longer in the chain proves that the end was cut off or rewritten.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BROKEN)
        broken = [
            f"dấu vết {act} không có niêm phong"
            if position is None
            else f"niêm phong {position} không khớp dấu vết {act}"
            for position, act in cursor.fetchall()
        ]
        cursor.execute("SELECT count(*) FROM audit_act")
        (count,) = cursor.fetchone()
        cursor.execute("SELECT encode(digest, 'hex') FROM audit_seal ORDER BY position DESC LIMIT 1")
        head = (cursor.fetchone() or ("",))[0]
        if known_heads:
            cursor.execute(
                "SELECT encode(digest, 'hex') FROM audit_seal WHERE encode(digest, 'hex') = ANY(%s)",
                [list(known_heads)],
            )
            found = {row[0] for row in cursor.fetchall()}
            broken += [f"không còn dấu niêm phong đã ghi lại {known}" for known in known_heads if known not in found]
    return Verification(act_count=count, head=head, broken=tuple(broken))


def acts_about(*subjects: models.Model) -> models.QuerySet[Act]:
    """Return the acts on these records, latest first. The caller has checked who may read the records."""
    about = models.Q(pk__in=[])
    for subject in subjects:
        about |= models.Q(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))
    return Act.objects.filter(about).select_related("actor").order_by("-at", "-pk")
