"""What dossiers of administrative procedures say beside the figures of a month."""

from collections.abc import Iterable
from datetime import date

from congtam.follow_up.selectors.dossier_facts import DossierFacts, Handler, dossier_facts
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors.months import month_name
from congtam.values.periods import period


def dossiers_of(sheets: Iterable[ScoreSheet], on: date) -> dict[int, list[DossierFacts]]:
    """Return, by person, how the dossiers of those who handle any, and of the units leaders lead, stood in the month of `sheets`.

    All are of one month; one query for any number. Nothing here changes a mark.
    """
    kept = list(sheets)
    if not kept:
        return {}
    handlers = [
        Handler(
            person_id=sheet.person_id,
            body_id=sheet.period.body_id,
            unit_id=sheet.unit_id if sheet.holds_leading_post else None,
        )
        for sheet in kept
    ]
    return dossier_facts(handlers, period(month_name(kept[0].period.month)), on)
