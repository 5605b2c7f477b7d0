"""Which units the words of a plan name: lists taken apart, abbreviations, names of before a merger. Nothing is guessed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from congtam.values.names import searchable
from congtam.values.text import capital


class How(StrEnum):
    """How a name was known."""

    EXACT = "exact"
    ABBREVIATION = "abbreviation"
    FORMER = "former"
    ALL = "all"
    REMEMBERED = "remembered"
    GENERAL = "general"


@dataclass(frozen=True, kw_only=True)
class KnownUnit:
    """A unit that names may mean: its key, its name and short name today, and whether it is a part of the body whose plan is read."""

    key: int
    name: str
    short_name: str = ""
    is_inside: bool = True


@dataclass(frozen=True, kw_only=True)
class FormerName:
    """A name of earlier days, and the units that stand for it today: one after a merger, several after a split."""

    name: str
    keys: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Match:
    """What a name means: the keys of its units, and how that was known (None: a person has to say).

    A remembered name without keys is somebody outside; a general one ("các đơn vị liên quan") names nobody.
    """

    name: str
    how: How | None
    keys: tuple[int, ...] = ()


# What a name of a body begins with. With diacritics: "Bản quyền tác giả" is no "Ban".
_HEADS = (
    "sở|phòng|ban|văn phòng|trung tâm|chi cục|cục|tổng cục|vụ|viện|bộ|ủy ban|uỷ ban|ubnd|hđnd|hội|liên minh|liên đoàn|tỉnh đoàn|tỉnh ủy|tỉnh uỷ|"
    "thành ủy|thành uỷ|đảng ủy|đảng uỷ|đảng bộ|chi bộ|công an|công đoàn|đoàn|đài|báo|trường|khoa|bệnh viện|trạm|thanh tra|kho bạc|thuế|hải quan|"
    "bảo hiểm|ngân hàng|mặt trận|mttq|tòa án|toà án|viện kiểm sát|hiệp hội|công ty|tập đoàn|tổng công ty|hợp tác xã|doanh nghiệp|tổ|tiểu ban|"
    "chi nhánh|cơ quan|đơn vị|thủ trưởng|chủ tịch|bí thư|giám đốc|lãnh đạo|quỹ|nhà|bảo tàng|thư viện|bộ phận|xí nghiệp|nhóm|đội|thôn|vp|p|tt|bql|bch"
)
_HEAD = re.compile(rf"(?:{_HEADS})\b")
_COLLECTIVE = re.compile(r"(?:cac|toan the|toan bo|tat ca|nhung|moi)\b")
_SPREAD = re.compile(r"(?:các|Các)\s+(?P<head>[^:,;]{2,25}):\s*", re.UNICODE)
_GENERAL = re.compile(
    r"(?:cac |nhung )?(?:(?:co quan|don vi|phong|ban|so|bo|nganh|dia phuong|to chuc|ca nhan|doan the|trung tam|chuyen mon|cac|khac) )*"
    r"(?:co )?lien quan(?: khac)?"
)
_ALL = re.compile(
    r"(?:toan the |toan bo |tat ca )?cac (?:phong (?:chuyen mon )?(?:nghiep vu )?(?:ban )?(?:trung tam )?don vi"
    r"(?: thuoc)?(?: truc thuoc)?|don vi thuoc(?: truc thuoc)?)(?P<tail>(?: [a-z0-9]+)*)"
)
_SOFT = re.compile(r"\s*(?:,|\n|\s[+/]\s|\s+và\s+)\s*")
_HARD = re.compile(r"\s*;\s*")
_BULLET = re.compile(r"^\s*(?:[-+•*–]|\d+[.)])\s*")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OPENINGS = {
    "p": "phong",
    "vp": "van phong",
    "tt": "trung tam",
    "cc": "chi cuc",
    "bql": "ban quan ly",
    "ban ql": "ban quan ly",
}
_ANYWHERE = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan", "mttq": "mat tran to quoc", "tp": "thanh pho"}
_OF_PLACE = re.compile(r" (?:tinh|thanh pho)(?: .+)?$")
_DROPPED_HEADS = ("phong", "ban", "trung tam", "chi cuc", "van phong", "so", "bo", "cuc", "vien", "truong", "khoa")
_LONGEST_LIST = 8
_ALONE = 3


def plain(name: str) -> str:
    """Return a name as it is compared: no diacritics, signs or "và", i for y, common abbreviations written out."""
    words = re.sub(r"[^a-z0-9]+", " ", searchable(name)).split()
    words = [word for word in words if word != "va"]
    if words and words[0] in _OPENINGS:
        words[0] = _OPENINGS[words[0]]
    text = " ".join(_ANYWHERE.get(word, word) for word in words)
    return re.sub(r"(?<=[bcdghklmnpqrstvx])y\b", "i", text)


class Directory:
    """The units that names are looked up among, from the eyes of one body."""

    def __init__(
        self,
        units: Iterable[KnownUnit],
        *,
        body: int,
        own_parts: Sequence[int] = (),
        former: Iterable[FormerName] = (),
        remembered: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        """`own_parts` are the units right below the body, `remembered` what people said of names before (by `plain` name)."""
        known = list(units)
        self._own_parts = tuple(own_parts)
        self._remembered = {name: tuple(keys) for name, keys in (remembered or {}).items()}
        self._tails = _tails_of(next((unit.name for unit in known if unit.key == body), ""))
        self._inside = {unit.key for unit in known if unit.is_inside and unit.key != body}
        self._names: dict[str, set[int]] = {}
        self._short: dict[str, set[int]] = {}
        self._words: list[tuple[list[str], int]] = []
        for unit in known:
            for form in self._forms_of(unit):
                self._names.setdefault(form, set()).add(unit.key)
                self._words.append((form.split(), unit.key))
            if unit.short_name:
                self._short.setdefault(plain(unit.short_name), set()).add(unit.key)
        self._former: dict[str, set[int]] = {}
        for one in former:
            name = plain(_BRACKETS.sub("", one.name))
            for form in {name, self._trimmed(name), self._of_here(name) or name}:
                self._former.setdefault(form, set()).update(one.keys)
        self._former_words = [(form.split(), key) for form, keys in self._former.items() for key in keys]
        # A plan of thousands of rows says the same few names again and again.
        self._seen: dict[str, Match] = {}
        self._texts: dict[str, tuple[Match, ...]] = {}

    def read(self, text: str) -> tuple[Match, ...]:
        """Return what each name in the words means, in their order, every name once."""
        if text not in self._texts:
            self._texts[text] = tuple(self.match(name) for name in names_in(text, self._knows))
        return self._texts[text]

    def match(self, name: str) -> Match:
        """Return what one name means. Where two units fit it equally well, or none does, a person has to say."""
        if name not in self._seen:
            self._seen[name] = self._match(name)
        return self._seen[name]

    def _match(self, name: str) -> Match:
        bare = plain(name)
        if bare in self._remembered:
            return Match(name=name, how=How.REMEMBERED, keys=self._remembered[bare])
        if _GENERAL.fullmatch(bare):
            return Match(name=name, how=How.GENERAL)
        if self._own_parts and (every := _ALL.fullmatch(bare)) and self._is_own_tail(every["tail"].strip()):
            return Match(name=name, how=How.ALL, keys=self._own_parts)
        short = _BRACKETS.sub("", name)
        ways: tuple[tuple[How, Callable[[], set[int]]], ...] = (
            (How.EXACT, lambda: self._named(self._names, bare)),
            (How.EXACT, lambda: self._named(self._names, plain(short))),
            (How.ABBREVIATION, lambda: self._short.get(bare, set())),
            (How.ABBREVIATION, lambda: _abbreviated(short, self._words)),
            (How.ABBREVIATION, lambda: _abbreviated(short, _beheaded(self._words), least=_ALONE)),
            (How.FORMER, lambda: self._named(self._former, bare)),
            (How.FORMER, lambda: _abbreviated(short, self._former_words)),
        )
        for how, look in ways:
            keys = look()
            if keys:
                return Match(name=name, how=how if len(keys) == 1 else None, keys=tuple(keys) if len(keys) == 1 else ())
        return Match(name=name, how=None)

    def _knows(self, name: str) -> bool:
        return self.match(name).how is not None

    def _named(self, names: Mapping[str, set[int]], bare: str) -> set[int]:
        for form in (bare, self._trimmed(bare), self._of_here(bare)):
            if form and form in names:
                return names[form]
        return set()

    def _forms_of(self, unit: KnownUnit) -> set[str]:
        name = plain(unit.name)
        forms = {name}
        if unit.key in self._inside:
            forms.add(self._trimmed(name))
        if name.startswith("so "):
            forms.add(_OF_PLACE.sub("", name))
        return forms

    def _trimmed(self, bare: str) -> str:
        """Return a name without the body's own at its end: "Văn phòng Sở" → "Văn phòng"."""
        for tail in self._tails:
            if bare.endswith(f" {tail}"):
                left = bare[: -len(tail)].strip()
                return re.sub(r"(?: truc)? thuoc$", "", left)
        return bare

    @staticmethod
    def _of_here(bare: str) -> str:
        return _OF_PLACE.sub("", bare) if bare.startswith("so ") else ""

    def _is_own_tail(self, tail: str) -> bool:
        return not tail or tail in self._tails


def names_in(text: str, knows: Callable[[str], bool] = lambda _name: False) -> tuple[str, ...]:
    """Return the single names in the words of a cell, in their order.

    Commas, "và" and line breaks stand both inside names and between them: a run of pieces that `knows` is one name; otherwise a new name
    begins where a piece begins as bodies' names do. "Các sở: Nội vụ, Tài chính" gives each its "Sở".
    """
    found: list[str] = []
    head = ""
    for chunk in _HARD.split(text):
        words = _BULLET.sub("", chunk).strip(" .,")
        if spread := _SPREAD.match(words):
            head = spread["head"].strip()
            head = capital(head)
            words = words[spread.end() :]
        elif _starts_name(words):
            head = ""
        if words:
            found.extend(_names_in_chunk(words, knows, head))
    return tuple(dict.fromkeys(found))


def _names_in_chunk(chunk: str, knows: Callable[[str], bool], head: str) -> list[str]:
    pieces, joints = _pieces(chunk)
    names: list[str] = []
    at = 0
    while at < len(pieces):
        end = _longest_known(pieces, joints, at, knows, head)
        is_known = end > at
        if not is_known:
            end = at + 1
            while end < len(pieces) and not _starts_name(pieces[end]) and not knows(pieces[end]):
                end += 1
        name = _joined(pieces, joints, at, end)
        names.append(_headed(head, name))
        if is_known and not head and end < len(pieces) and not _starts_name(pieces[end]):
            # "Sở Tài chính, Nội vụ": what follows a whole name stands under its first word, when that is known.
            first = name.split()[0]
            if knows(f"{first} {pieces[end]}"):
                pieces[end] = f"{first} {pieces[end]}"
        at = end
    return names


def _pieces(chunk: str) -> tuple[list[str], list[str]]:
    """Return a chunk's pieces and what stands between them; what is in brackets is not taken apart."""
    held = [match.group() for match in _BRACKETS.finditer(chunk)]
    masked = _BRACKETS.sub("\x00", chunk)
    pieces: list[str] = []
    joints: list[str] = []
    last = 0
    for match in _SOFT.finditer(masked):
        pieces.append(masked[last : match.start()])
        joints.append(match.group())
        last = match.end()
    pieces.append(masked[last:])
    back = iter(held)
    pieces = [re.sub("\x00", lambda _: next(back, ""), _BULLET.sub("", piece)).strip(" .") for piece in pieces]
    kept = [at for at, piece in enumerate(pieces) if piece]
    return [pieces[at] for at in kept], [joints[at - 1] if at else "" for at in kept[1:]]


def _longest_known(
    pieces: Sequence[str], joints: Sequence[str], at: int, knows: Callable[[str], bool], head: str
) -> int:
    for end in range(min(len(pieces), at + _LONGEST_LIST), at, -1):
        if knows(_headed(head, _joined(pieces, joints, at, end))):
            return end
    return at


def _joined(pieces: Sequence[str], joints: Sequence[str], at: int, end: int) -> str:
    text = pieces[at]
    for place in range(at + 1, end):
        joint = joints[place - 1]
        text += (" " if "\n" in joint else joint) + pieces[place]
    return " ".join(text.split())


def _headed(head: str, name: str) -> str:
    return f"{head} {name}" if head and not _starts_name(name) else name


def _starts_name(piece: str) -> bool:
    """Tell whether a piece begins as a name of its own does: a body's first word, "các …", or an abbreviation in capitals."""
    words = piece.split()
    if not words:
        return False
    bare = searchable(piece)
    if _COLLECTIVE.match(bare):
        return True
    letters = re.sub(r"\W", "", words[0])
    if len(letters) > 1 and letters.isupper():
        return True
    return piece[0].isupper() and _HEAD.match(piece.lower()) is not None


def _tails_of(body_name: str) -> tuple[str, ...]:
    """Return how a body's own name stands at the end of its parts' names, the longest first."""
    name = plain(body_name)
    if not name:
        return ()
    bare = _OF_PLACE.sub("", name)
    first = name.split()[0]
    tails = {name, bare, "co quan", "thuoc co quan"}
    if name.startswith("uy ban nhan dan "):
        place = name.removeprefix("uy ban nhan dan ")
        tails |= {place, place.split()[0], f"uy ban nhan dan {place.split()[0]}"}
    elif first in ("so", "truong", "ban", "cuc", "bo"):
        tails.add(first)
    return tuple(sorted(tails, key=len, reverse=True))


def _beheaded(names: Iterable[tuple[list[str], int]]) -> list[tuple[list[str], int]]:
    """Return names without the word that says what sort of unit it is."""
    made = []
    for words, key in names:
        text = " ".join(words)
        head = next((one for one in _DROPPED_HEADS if text.startswith(f"{one} ")), None)
        if head:
            made.append((words[len(head.split()) :], key))
    return made


def _abbreviated(name: str, names: Iterable[tuple[list[str], int]], *, least: int = 0) -> set[int]:
    """Return the units whose words a name shortens: capitals stand for first letters, other words for themselves."""
    tokens = re.findall(r"\w+", name)
    capitals = [token for token in tokens if token.isupper() and token.isalpha()]
    if not capitals or (least and (len(tokens) > 2 or sum(map(len, capitals)) < least)):
        return set()
    shown = [(searchable(token), token.isupper() and token.isalpha()) for token in tokens if searchable(token) != "va"]
    return {key for words, key in names if _fits(shown, words)}


def _fits(tokens: Sequence[tuple[str, bool]], words: Sequence[str]) -> bool:
    if not tokens or not words:
        return not tokens and not words
    token, is_capitals = tokens[0]
    token = re.sub(r"(?<=[bcdghklmnpqrstvx])y$", "i", token)
    if token == words[0] and _fits(tokens[1:], words[1:]):
        return True
    length = len(token)
    if not is_capitals or length > len(words) or any(w[0] != t for w, t in zip(words, token, strict=False)):
        return False
    return _fits(tokens[1:], words[length:])
