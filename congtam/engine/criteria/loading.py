"""Opens criteria sets: from a file's text, and among the templates that come with the program."""

from pathlib import Path

import yaml

from congtam.engine import strict_yaml
from congtam.engine.criteria.checks import problems
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.rulebook import LAW_FOLDER
from congtam.engine.shapes import mistakes
from congtam.engine.strict_yaml import LawFileError

TEMPLATES = LAW_FOLDER / "criteria_sets"


class BadSetError(Exception):
    """Because a criteria set cannot work as written; holds every problem found, in the order of the file."""

    def __init__(self, found: list[LawFileError]) -> None:
        self.found = found
        super().__init__("\n".join(str(problem) for problem in found))


def read_set(text: str, file: str) -> CriteriaSet:
    """Return the criteria set written in `text`; `file` is only a name for messages.

    Raises `BadSetError` with every problem: what is badly written, or, once it is well written, what cannot work.
    """
    try:
        document = strict_yaml.read(text, file)
    except LawFileError as problem:
        raise BadSetError([problem]) from None
    if wrong := mistakes(document, CriteriaSet):
        raise BadSetError(wrong)
    rules = CriteriaSet.model_validate(document.data)
    if found := problems(rules):
        errors = [document.error(problem.path, problem.message) for problem in found]
        raise BadSetError(sorted(errors, key=lambda error: error.line or 0))
    return rules


def written_out(rules: CriteriaSet) -> str:
    """Return a set as YAML that reads back as the same set."""
    plain = rules.model_dump(by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(_plain(plain), allow_unicode=True, sort_keys=False, width=120)


def template_ids() -> list[str]:
    """Return the ids of the templates that come with the program."""
    return sorted(path.stem for path in TEMPLATES.glob("*.yaml") if not path.name.endswith(".entries.yaml"))


def template_path(set_id: str) -> Path | None:
    """Return the file of the template with this id, whatever the case of its letters; None when there is none."""
    return TEMPLATES / f"{set_id.lower()}.yaml" if set_id.lower() in template_ids() else None


def _plain(value: object) -> object:
    """Return a dumped value as YAML's own kinds, tuples as lists."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, str) else value
