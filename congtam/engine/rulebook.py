"""Finds which rule-set governs a subject on a day, and loads it whole or not at all."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from congtam.engine import strict_yaml
from congtam.engine.kinds import SHAPES
from congtam.engine.rulesets import RuleSet
from congtam.engine.shapes import bind
from congtam.engine.sources import Instrument, Register
from congtam.engine.strict_yaml import Document, LawFileError
from congtam.values.periods import Span

LAW_FOLDER = Path(__file__).parent.parent / "law"
_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-r(\d+))?", re.ASCII)


class NoRuleSetError(LookupError):
    """Because no rule-set is kept for this subject on this day."""

    def __init__(self, kind: str, subject: str, on: date | None) -> None:
        self.kind, self.subject, self.on = kind, subject, on
        when = f" vào ngày {on:%d/%m/%Y}" if on else ""
        named = f"{kind}/{subject}" if subject else kind
        super().__init__(f"Chưa có bộ quy tắc {named} áp dụng{when}.")


@dataclass(frozen=True, order=True)
class Entry:
    """One rule-set file: its id, its first day, and its revision (1 unless it corrects an earlier file)."""

    start: date
    revision: int
    id: str
    path: Path


class RuleBook:
    """All rule-sets under one folder, opened as they are needed."""

    def __init__(self, folder: Path = LAW_FOLDER) -> None:
        self.folder = folder
        self._loaded: dict[str, RuleSet] = {}

    @cached_property
    def register(self) -> dict[str, Instrument]:
        """The instruments by id."""
        document = strict_yaml.read((self.folder / "instruments.yaml").read_text("utf-8"), "instruments.yaml")
        listed = bind(document, Register).instruments
        by_id = {instrument.id: instrument for instrument in listed}
        for index, instrument in enumerate(listed):
            if by_id[instrument.id] is not instrument:
                raise document.error(("instruments", index), f"Văn bản {instrument.id} đăng ký hai lần. Hãy giữ một.")
            for other in (*instrument.replaces, *instrument.amends):
                if other not in by_id:
                    raise document.error(
                        ("instruments", index), f"Chưa đăng ký văn bản {other}. Hãy thêm vào instruments.yaml."
                    )
        return by_id

    @cached_property
    def index(self) -> dict[tuple[str, str], list[Entry]]:
        """Every file by kind and subject, oldest first; a corrected file stays for those who were rated under it."""
        found: dict[tuple[str, str], list[Entry]] = {}
        for path in sorted(self.folder.glob("*/*/*.yaml")):
            if path.name.endswith(".cases.yaml"):
                continue
            name = _FILE.fullmatch(path.stem)
            relative = path.relative_to(self.folder)
            if not name:
                raise LawFileError(str(relative), None, "Tên tệp phải là ngày áp dụng, ví dụ 2026-01-01.yaml.")
            kind, subject = relative.parts[:2]
            entry = Entry(date.fromisoformat(name[1]), int(name[2] or 1), relative.with_suffix("").as_posix(), path)
            found.setdefault((kind, subject), []).append(entry)
        return {key: sorted(entries) for key, entries in found.items()}

    def subjects(self, kind: str) -> list[str]:
        """Return the subjects that have rule-sets of this kind, in order."""
        return self._subjects.get(kind, [])

    @cached_property
    def _subjects(self) -> dict[str, list[str]]:
        kinds = {kind for kind, _ in self.index}
        return {kind: sorted(subject for known, subject in self.index if known == kind) for kind in kinds}

    def chain(self, kind: str, subject: str) -> list[tuple[Span, Entry]]:
        """Return the files of a subject with the days each governs, oldest first; corrected files left out."""
        latest = {entry.start: entry for entry in self.index.get((kind, subject), [])}
        starts = sorted(latest)
        spans = []
        for number, start in enumerate(starts):
            following = starts[number + 1] if number + 1 < len(starts) else None
            repealed = self.load(latest[start].id).applies_until
            until = min((day for day in (following, repealed) if day), default=None)
            spans.append((Span(start, until), latest[start]))
        return spans

    def governing(self, kind: str, subject: str, on: date) -> RuleSet:
        """Return the rule-set of `kind` that governs `subject` on the day `on`; raise `NoRuleSetError` if none does."""
        entries = [entry for entry in self.index.get((kind, subject), []) if entry.start <= on]
        if entries:
            rules = self.load(entries[-1].id)
            if rules.applies_until is None or on < rules.applies_until:
                return rules
        raise NoRuleSetError(kind, subject, on if (kind, subject) in self.index else None)

    def load(self, rule_set_id: str) -> RuleSet:
        """Return the rule-set with this id; raise `NoRuleSetError` if there is none, `LawFileError` if it is badly written."""
        if rule_set_id not in self._loaded:
            entry = next(
                (entry for entries in self.index.values() for entry in entries if entry.id == rule_set_id), None
            )
            if entry is None:
                kind, _, rest = rule_set_id.partition("/")
                raise NoRuleSetError(kind, rest, None)
            self._loaded[rule_set_id] = self._read(entry)
        return self._loaded[rule_set_id]

    def every(self) -> Iterator[RuleSet]:
        """Yield every rule-set, by id, corrected ones too."""
        for entries in self.index.values():
            for entry in entries:
                yield self.load(entry.id)

    def _read(self, entry: Entry) -> RuleSet:
        text = entry.path.read_text("utf-8")
        document = strict_yaml.read(text, f"{entry.id}.yaml")
        return self.from_document(document, entry.id, hashlib.sha256(text.encode()).hexdigest())

    def from_document(self, document: Document, rule_set_id: str, digest: str = "") -> RuleSet:
        """Return the rule-set written in `document`, every citation printed and checked against the register."""
        kind, subject, start = rule_set_id.split("/")
        if kind not in SHAPES:
            raise LawFileError(
                document.file, None, f"Không có loại bộ quy tắc {kind!r}; có: {', '.join(sorted(SHAPES))}."
            )
        if isinstance(document.data, dict):
            self._fill_citations(document, document.data, ())
            document.data.update(id=rule_set_id, digest=digest)
        rules = bind(document, SHAPES[kind])
        if (rules.kind, rules.subject) != (kind, subject) or not start.startswith(rules.applies_from.isoformat()):
            raise document.error((), "kind, subject, applies_from phải đúng với thư mục và tên tệp.")
        for other in (rules.instrument, *rules.also_from):
            self._known(document, (), other)
        if rules.corrects is not None and rules.corrects not in {
            known.id for known in self.index.get((kind, subject), [])
        }:
            raise document.error(("corrects",), f"Không có bộ quy tắc {rules.corrects} để đính chính.")
        return rules

    def _fill_citations(self, document: Document, written: Any, path: strict_yaml.Path) -> None:
        """Give each `cite` the file's instrument and certainty where it names none, and its printed words."""
        if isinstance(written, tuple):
            for number, item in enumerate(written):
                self._fill_citations(document, item, (*path, number))
        elif isinstance(written, dict):
            for key, value in written.items():
                self._fill_citations(document, value, (*path, key))
                if key == "cite" and isinstance(value, dict):
                    value.setdefault("instrument", document.data.get("instrument"))
                    value.setdefault("certainty", document.data.get("certainty"))
                    if isinstance(value["instrument"], str):
                        value["printed"] = _printed(value, self._known(document, (*path, key), value["instrument"]))

    def _known(self, document: Document, path: strict_yaml.Path, instrument: str) -> Instrument:
        if instrument not in self.register:
            raise document.error(
                path, f"Chưa đăng ký văn bản {instrument!r}. Hãy thêm vào instruments.yaml hoặc sửa lại tên."
            )
        return self.register[instrument]


@cache
def law_book() -> RuleBook:
    """Return the rule-sets the house ships, opened once for the whole process."""
    return RuleBook()


def _printed(cite: dict[str, Any], instrument: Instrument) -> str:
    """Return a citation as the Vietnamese write it, small to large."""
    parts = (("điểm", "point"), ("khoản", "clause"), ("Điều", "article"), ("mục", "item"), ("", "annex"))
    words = [f"{word} {cite[key]}".strip() for word, key in parts if cite.get(key) is not None]
    return " ".join([*words, instrument.number])
