"""Read JSON Lines, answer each line in order, and let one bad line spoil only itself."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from congtam.engine.answers import Answer
from congtam.engine.facts import InputError
from congtam.engine.rulebook import NoRuleSetError
from congtam.values.known import of_kind

Case = dict[str, object]

OK, REFUSED = 0, 2
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
LONGEST_LINE = 10_000_000


class BadLineError(InputError):
    """Because a line as a whole cannot be read; `case_id` is its id where that much was legible."""

    def __init__(self, field: str, message: str, case_id: object = None) -> None:
        super().__init__(field, message)
        self.case_id = case_id


def answer_lines(lines: Iterable[str], answer: Callable[[Case], Answer], write: Callable[[str], object]) -> int:
    """Answer each non-empty line with one JSON line; return 0, or 2 when any line was refused.

    A refused line is answered ``{"id": …, "error": {"line": …, "field": …, "message": …}}`` and the rest still are.
    """
    exit_code = OK
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case_id: object = None
        try:
            case = read_case(line)
            case_id = case.pop("id", None)
            reply = {"id": case_id, **answer(case)}
        except InputError as problem:
            if isinstance(problem, BadLineError):
                case_id = problem.case_id
            reply = {"id": case_id, "error": {"line": number, "field": problem.field, "message": problem.message}}
            exit_code = REFUSED
        except NoRuleSetError as problem:
            reply = {"id": case_id, "error": {"line": number, "field": "subject", "message": str(problem)}}
            exit_code = REFUSED
        write(written(reply))
    return exit_code


def written(reply: Answer) -> str:
    """Return one answer as a JSON line."""
    return _WRITER.encode(reply) + "\n"


def read_case(line: str) -> Case:
    """Return the JSON object in `line`; raise `BadLineError` for broken JSON, a name written twice or an id that is no label.

    Floats pass here, so that the field's own reader can refuse them by name."""
    if len(line) > LONGEST_LINE:
        raise BadLineError("(dòng)", "dài quá 10 triệu ký tự. Hãy chia nhỏ.")
    twins: list[str] = []
    try:
        line.encode()
        case = json.loads(line, object_pairs_hook=lambda pairs: _object(pairs, twins))
        if "\\u" in line:
            _WRITER.encode(case).encode()
    except UnicodeEncodeError:
        raise BadLineError("(dòng)", "có chữ không phải UTF-8. Hãy lưu lại tệp bằng UTF-8.") from None
    except json.JSONDecodeError as problem:
        raise BadLineError(
            "(dòng)", f"không phải JSON, sai ở ký tự {problem.pos + 1}. Mỗi dòng là một đối tượng JSON."
        ) from None
    except ValueError:
        # What else Python's reader refuses: a whole number of more digits than it is willing to convert.
        raise BadLineError("(dòng)", "có số quá dài. Hãy xem lại.") from None
    except RecursionError:
        raise BadLineError("(dòng)", "lồng quá sâu. Hãy viết phẳng hơn.") from None
    if not isinstance(case, dict):
        raise BadLineError("(dòng)", "phải là một đối tượng JSON.")
    case_id = case.get("id")
    if isinstance(case_id, bool) or not isinstance(case_id, str | int | None):
        raise BadLineError("id", "nhãn của dòng phải là chữ, số nguyên hoặc bỏ trống.")
    if twins:
        raise BadLineError(twins[0], "viết hai lần trong một đối tượng. Hãy giữ một.", case_id)
    return case


@contextmanager
def opened(name: str) -> Iterator[IO[str]]:
    """Open a file by name for reading, or standard input for ``-``.

    Bytes that are not UTF-8 come through as what no text can hold, so that `read_case` refuses their line and no other.
    """
    if name == "-":
        of_kind(sys.stdin, TextIOWrapper).reconfigure(encoding="utf-8-sig", errors="surrogateescape")
        yield sys.stdin
    else:
        with Path(name).open(encoding="utf-8-sig", errors="surrogateescape") as stream:
            yield stream


def _object(pairs: list[tuple[str, object]], twins: list[str]) -> Case:
    """Return one JSON object, and add to `twins` a name it carries twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twins.append(next(name for name in names if names.count(name) > 1))
    return found
