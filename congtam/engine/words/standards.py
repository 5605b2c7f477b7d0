"""The standard of a title or commendation as a reader checks it."""

from congtam.engine.eligibility.awards import Held, Titles, TitlesInARow
from congtam.engine.eligibility.circumstances import Absent, OnFacts, TimeAway
from congtam.engine.eligibility.history import ABSENCE_KINDS
from congtam.engine.eligibility.moments import Names
from congtam.engine.eligibility.runs import Recognised
from congtam.engine.eligibility.service import Served, Service
from congtam.engine.eligibility.standards import ByPolicy, Either, Every, NotKnown, Standard
from congtam.engine.eligibility.titles import Bars
from congtam.engine.words import conditions
from congtam.engine.words.conditions import ALL_OF, ONE_OF
from congtam.engine.words.outline import Said
from congtam.engine.words.provisions import coded
from congtam.values.text import listed


def when(standard: Standard, rules: Bars) -> Said:
    """Return when a title is open or a bar stands; `rules` declares what the standard names."""
    lead = "Điều kiện" if isinstance(standard, NotKnown) else "Khi"
    return said(standard, rules).led_by(lead)


def said(standard: Standard, rules: Bars) -> Said:
    """Return `standard` with its parts below it."""
    names = rules.names
    match standard:
        case Every(all=parts):
            return Said(ALL_OF, [said(part, rules) for part in parts])
        case Either(any=parts):
            return Said(ONE_OF, [said(part, rules) for part in parts])
        case NotKnown(not_known=words):
            return Said(f"chưa đọc được: {words}")
        case ByPolicy(policy=policy, readings=readings):
            choices = rules.policies[policy].choices
            each = [said(reading, rules).led_by(f"{coded(choices[code], code)}:") for code, reading in readings.items()]
            return Said(f"theo cách hiểu {policy}:", each)
        case OnFacts(facts=condition):
            return conditions.said(condition, rules.facts)
        case Served(served=service):
            return _served(service, names)
        case Recognised(older=str(older)) | Titles(titles=TitlesInARow(older=str(older))):
            return Said(f"{standard.words(names)}; sớm hơn thì chưa rõ {older}")
        case Absent(absent=TimeAway(unclear=unclear)) if unclear:
            kinds = listed([ABSENCE_KINDS[kind] for kind in unclear])
            return Said(f"{standard.words(names)}; chưa rõ có tính {kinds} hay không")
        case Held():
            return Said(f"đã được tặng {standard.words(names)}")
        case _:
            return Said(standard.words(names))


def _served(service: Service, names: Names) -> Said:
    """Return the table of posts and years row by row, as far as it could be read."""
    table = "thuộc một trong các dòng sau" if service.rows else "theo bảng chưa đọc được"
    rows = [row.words(names) for row in service.rows]
    if service.outside:
        rows.append(f"không xét: {'; '.join(names.posts[post] for post in service.outside)}")
    if service.women:
        rows.append(f"nữ được giảm {service.women.parts}/{service.women.of} thời gian")
    return Said(f"giữ chức vụ, thời gian {table}", [Said(words) for words in rows])
