"""Read YAML the strict way: what is written is what is meant, and every value knows its line."""

import re
from datetime import date
from typing import Any

import yaml

from congtam.values.text import is_composed

_TAGS = "tag:yaml.org,2002:"
Path = tuple[str | int, ...]
Plain = Any  # None, bool, int, str, date, tuple or dict of these

_WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
_DEEPEST = 60
_NOTHING = ("", "~", "null")
_YES_OR_NO = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LawFileError(Exception):
    """Because a law or criteria file cannot be trusted as written; says where and what to do."""

    def __init__(self, file: str, line: int | None, message: str) -> None:
        self.file, self.line, self.message = file, line, message
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")


class Document:
    """A YAML document: its plain `data`, and the line of every path in it."""

    def __init__(self, file: str, data: Plain, lines: dict[Path, int]) -> None:
        self.file, self.data, self.lines = file, data, lines

    def line_of(self, path: Path) -> int | None:
        """Return the line of `path`, or of the nearest thing around it that was written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def error(self, path: Path, message: str) -> LawFileError:
        """Return the error to raise about the value at `path`."""
        return LawFileError(self.file, self.line_of(path), message)


def read(text: str, file: str) -> Document:
    """Return the document written in `text`; `file` is only a name for messages.

    Raises `LawFileError` for what YAML would let pass in silence: a float, a key written twice, text that is not NFC,
    a number such as ``010`` or ``1_000``, a key that is not text, an alias, a date that does not exist.
    """
    try:
        for number, line in enumerate(text.splitlines(), start=1):
            if not is_composed(line):
                raise LawFileError(
                    file, number, "Chữ chưa ở dạng dựng sẵn (NFC). Hãy gõ lại dòng này bằng bộ gõ Unicode dựng sẵn."
                )
        _keep_shallow(text, file)
        nodes = list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        message = f"YAML viết sai: {problem.problem}. Hãy xem lại thụt lề và dấu nháy{_hint(problem)}."
        raise LawFileError(file, mark.line + 1 if mark else None, message) from None
    except yaml.YAMLError as problem:
        raise LawFileError(file, None, f"YAML viết sai: {problem}. Hãy xem lại các ký tự trong tệp.") from None
    if len(nodes) != 1:
        raise LawFileError(
            file, None, "Tệp phải có đúng một tài liệu YAML. Hãy bỏ dấu --- thừa hoặc viết nội dung vào tệp."
        )
    reader = _Reader(file)
    data = reader.plain(nodes[0], ())
    return Document(file, data, reader.lines)


def _keep_shallow(text: str, file: str) -> None:
    """Refuse what is nested too deep before nodes are made of it: the library goes down into them until the process breaks."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            mark = event.start_mark
            raise LawFileError(file, mark.line + 1 if mark else None, "Tệp lồng quá sâu. Hãy viết phẳng hơn.")


def _hint(problem: yaml.MarkedYAMLError) -> str:
    """Return what most often lies behind a colon in the wrong place: words that hold one, written without quotes."""
    after_colon = str(problem.problem).startswith(
        ("mapping values are not allowed", "did not find expected ',' or '}'")
    )
    return "; chữ có dấu hai chấm và dấu cách (': ') phải đặt trong dấu nháy" if after_colon else ""


class _Reader:
    """Turns YAML nodes into plain values and remembers their lines."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self.seen: set[int] = set()

    def plain(self, node: yaml.Node, path: Path) -> Plain:
        """Return the plain value of `node`, which stands at `path`."""
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self.seen:
            raise self.refusal(node, "Không dùng neo (&) và bí danh (*). Hãy chép lại giá trị cho người đọc thấy ngay.")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAGS}map":
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAGS}seq":
            return tuple(self.plain(item, (*path, index)) for index, item in enumerate(node.value))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        raise self.stranger(node)

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Plain]:
        """Return a mapping whose keys are text, each written once."""
        data: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode):
                raise self.refusal(key_node, "Tên mục phải là chữ. Hãy viết một tên thay cho danh sách ở chỗ này.")
            if key_node.tag != f"{_TAGS}str":
                raise self.refusal(key_node, f"Tên mục phải là chữ. Hãy đặt {key!r} trong dấu nháy.")
            if key in data:
                raise self.refusal(key_node, f"Mục {key!r} viết hai lần. Hãy giữ một.")
            data[key] = self.plain(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return data

    def scalar(self, node: yaml.ScalarNode) -> Plain:
        """Return text, whole number, yes/no, day or nothing."""
        written, kind = node.value, node.tag.removeprefix(_TAGS)
        if kind == "str":
            return written
        # A written tag can call any word nothing, yes or no.
        if kind == "null" and written.lower() in _NOTHING:
            return None
        if kind == "bool" and written.lower() in _YES_OR_NO:
            return _YES_OR_NO[written.lower()]
        if kind == "int" and _WHOLE.fullmatch(written):
            return int(written)
        if kind == "timestamp":
            try:
                return date.fromisoformat(written)
            except ValueError:
                raise self.refusal(
                    node, f"Ngày {written!r} không có thật. Hãy viết năm-tháng-ngày, ví dụ 2026-01-31."
                ) from None
        if kind in ("int", "float"):
            raise self.refusal(node, f"Số {written} phải viết trong dấu nháy để giữ chính xác: '{written}'.")
        raise self.stranger(node)

    def stranger(self, node: yaml.Node) -> LawFileError:
        """Return the error to raise about a node of a kind that no file needs."""
        return self.refusal(node, f"Không dùng kiểu {node.tag} trong tệp. Hãy viết chữ, số, ngày hoặc danh sách.")

    def refusal(self, node: yaml.Node, message: str) -> LawFileError:
        """Return the error to raise about `node`."""
        return LawFileError(self.file, node.start_mark.line + 1, message)
