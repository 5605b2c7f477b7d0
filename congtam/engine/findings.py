"""A finding: one fact held against one rule, with the words and the article a person can check."""

from dataclasses import dataclass

from congtam.engine.sources import Certainty, Source
from congtam.engine.truth import Truth


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finding:
    """What one rule found; each finding is itself alone.

    `rule` names the rule in its file; `fact` and `value` what was looked at (value as text, None when unknown);
    `truth` whether the rule's condition holds; `sentence` says it in Vietnamese; `source` is the provision.
    """

    rule: str
    fact: str | None
    value: str | None
    truth: Truth
    sentence: str
    source: Source

    @property
    def certainty(self) -> Certainty:
        """How sure the rule is."""
        return self.source.certainty
