"""The console command `congtam`."""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import Any, NoReturn

from congtam.engine.strict_yaml import LawFileError
from congtam.site.command import application, bench, criteria, law
from congtam.site.command.jsonlines import REFUSED
from congtam.site.refusal import UnableToContinueError
from congtam.values.known import of_kind

# What argparse says, and what an officer reads instead.
_HEADINGS: Mapping[str | None, str] = {"options": "tuỳ chọn", "positional arguments": "tham số"}
_COMPLAINTS = (
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 không có \2; chọn một trong \3"),
    (r"argument (.+?): expected one argument", r"\1 cần một giá trị"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 phải là số nguyên, không phải \2"),
    (r"the following arguments are required: (.+)", r"còn thiếu \1"),
    (r"unrecognized arguments: (.+)", r"không rõ \1"),
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class _Formatter(argparse.HelpFormatter):
    """Lays help out under Vietnamese headings."""

    def start_section(self, heading: str | None) -> None:
        super().start_section(_HEADINGS.get(heading, heading))

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese how the command is used, and what is wrong with a command line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"add_help": False, "formatter_class": _Formatter})
        self.add_argument("-h", "--help", action="help", help="lời nhắc này")

    def error(self, message: str) -> NoReturn:
        said = next(
            (re.sub(wrong, right, message) for wrong, right in _COMPLAINTS if re.fullmatch(wrong, message)), message
        )
        self.exit(REFUSED, f"Lệnh chưa đúng: {said}.\nXem cách dùng: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 when something was refused."""
    parser: argparse.ArgumentParser = _Parser(
        prog="congtam", description="Công Tâm: giao việc, chấm điểm, xếp loại, khen thưởng có căn cứ."
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    law.add_commands(commands)
    criteria.add_commands(commands)
    bench.add_commands(commands)
    application.add_commands(commands)
    options = parser.parse_args(arguments)
    of_kind(sys.stdout, TextIOWrapper).reconfigure(encoding="utf-8", line_buffering=False)
    try:
        code: int = options.run(options)
    except (LawFileError, UnableToContinueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return REFUSED
    except FileNotFoundError as problem:
        sys.stderr.write(f"Không có tệp {problem.filename}. Hãy xem lại tên tệp.\n")
        return REFUSED
    except UnicodeDecodeError:
        sys.stderr.write("Tệp không phải UTF-8. Hãy lưu lại tệp bằng UTF-8.\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("\nĐã dừng theo yêu cầu.\n")
        return REFUSED
    except BrokenPipeError:
        # Whoever read our answers has seen enough; nothing more can be written, not even at exit.
        sys.stderr.close()
        return REFUSED
    return code


if __name__ == "__main__":
    sys.exit(main())
