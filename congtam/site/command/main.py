"""The console command `congtam`."""

import argparse
import sys
from collections.abc import Sequence

from congtam.engine.strict_yaml import LawFileError
from congtam.site.command import bench, criteria, law
from congtam.site.command.jsonlines import REFUSED


class _Parser(argparse.ArgumentParser):
    """Says in Vietnamese what is wrong with the command line."""

    def error(self, message: str) -> None:  # type: ignore[override]  # argparse declares NoReturn; `exit` below never returns
        self.exit(REFUSED, f"Lệnh chưa đúng: {message}\nXem cách dùng: {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 when something was refused."""
    parser: argparse.ArgumentParser = _Parser(
        prog="congtam", description="Công Tâm: giao việc, chấm điểm, xếp loại, khen thưởng có căn cứ."
    )
    commands = parser.add_subparsers(title="lệnh", metavar="LỆNH", required=True)
    law.add_commands(commands)
    criteria.add_commands(commands)
    bench.add_commands(commands)
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=False)  # type: ignore[union-attr]  # stdout is a text file when the command runs
    try:
        code: int = options.run(options)
    except LawFileError as problem:
        sys.stderr.write(f"{problem}\n")
        return REFUSED
    except FileNotFoundError as problem:
        sys.stderr.write(f"Không có tệp {problem.filename}. Hãy xem lại tên tệp.\n")
        return REFUSED
    except UnicodeDecodeError:
        sys.stderr.write("Tệp không phải UTF-8. Hãy lưu lại tệp bằng UTF-8.\n")
        return REFUSED
    except BrokenPipeError:
        # Whoever read our answers has seen enough; nothing more can be written, not even at exit.
        sys.stderr.close()
        return REFUSED
    return code


if __name__ == "__main__":
    sys.exit(main())
