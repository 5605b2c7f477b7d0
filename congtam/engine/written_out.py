"""Write a rule-set out as YAML, with every default and citation spelled, so that it can be kept and read again."""

from typing import Any

import yaml

from congtam.engine.rulesets import RuleSet

_FILLED_ON_LOADING = {"id", "digest", "printed"}


def written_out(rules: RuleSet) -> str:
    """Return `rules` as YAML text that loads into an equal rule-set."""
    data = rules.model_dump(mode="json", by_alias=True, exclude_none=True)
    return yaml.dump(_kept(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def _kept(data: Any) -> Any:
    """Leave out what loading fills in."""
    if isinstance(data, dict):
        return {
            key: _kept(value)
            for key, value in data.items()
            if key not in _FILLED_ON_LOADING or (key == "id" and "kind" not in data)
        }
    if isinstance(data, list):
        return [_kept(value) for value in data]
    return data


class _Dumper(yaml.SafeDumper):
    """Writes days bare, as law files do, and quotes every other text that YAML would take for something else."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    plain_day = len(text) == len("2026-01-01") and text[4] == "-" == text[7] and text.replace("-", "").isdigit()
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp" if plain_day else "tag:yaml.org,2002:str", text)


_Dumper.add_representer(str, _text)
