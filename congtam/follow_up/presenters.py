"""What is chased, in words ready to print."""

from collections.abc import Sequence

from congtam.follow_up.choices import Chain


def rules_in_words(rules: Sequence[tuple[int, Chain]]) -> str:
    """Return when a body reminds whom, as one sentence."""
    said = []
    for link in Chain:
        days = sorted(number for number, to in rules if to == link)
        if days:
            said.append(f"{link.label}: {', '.join(map(_when, days))}")
    return "; ".join(said) or "không tự nhắc ai"


def _when(days: int) -> str:
    if not days:
        return "ngày đến hạn"
    return f"trước hạn {-days} ngày" if days < 0 else f"quá hạn {days} ngày"
