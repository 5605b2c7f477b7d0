"""The commands that run the application. What they do, and Django, is imported only when one of them runs."""

import argparse
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from congtam.site.refusal import UnableToContinueError

HOST, PORT = "127.0.0.1", 8000


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add every command of the application to the command line."""
    _add_running(commands)
    _add_database(commands)
    _add_archive(commands)
    _add_people(commands)
    _add_import(commands)
    _add_plan(commands)


def _add_running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("prepare", help="chuẩn bị mọi thứ để chạy: cơ sở dữ liệu, giao diện, trình diễn")
    parser.set_defaults(run=_later("whole.prepare_only"))
    parser = commands.add_parser("up", help="chuẩn bị rồi chạy máy chủ web và việc nền cho đến khi bấm Ctrl-C")
    _add_address(parser)
    parser.add_argument("--keep", action="store_true", help="khi dừng vẫn để PostgreSQL chạy")
    parser.set_defaults(run=_later("whole.up"))
    parser = commands.add_parser("serve", help="máy chủ web")
    _add_address(parser)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2, help="số tiến trình (mặc định: số nhân)")
    parser.set_defaults(run=_later("serving.serve"))
    commands.add_parser("worker", help="làm các việc nền").set_defaults(run=_later("serving.work"))
    parser = commands.add_parser("demo", help="dựng dữ liệu trình diễn (tỉnh Sông Lam, hư cấu)")
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="thêm N người với 5 năm dữ liệu, để đo tải")
    parser.add_argument("--fresh", action="store_true", help="XOÁ toàn bộ cơ sở dữ liệu trình diễn rồi dựng lại")
    parser.set_defaults(run=_later("demo.run"))


def _add_database(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("database", help="máy chủ PostgreSQL của riêng Công Tâm")
    verbs = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)
    verbs.add_parser("start", help="khởi động nếu chưa chạy").set_defaults(run=_later("database.start"))
    verbs.add_parser("stop", help="dừng, không mất gì").set_defaults(run=_later("database.stop"))
    verbs.add_parser("status", help="mã thoát 0 nếu đang chạy, 2 nếu không").set_defaults(run=_later("database.status"))
    commands.add_parser("migrate", help="đưa các bảng lên phiên bản này").set_defaults(run=_later("database.migrate"))


def _add_archive(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("audit", help="dấu vết của mọi việc đã làm")
    verbs = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)
    verify = verbs.add_parser("verify", help="kiểm tra dấu vết không bị sửa, xoá, chèn; in niêm phong cuối")
    verify.add_argument(
        "--head", action="append", default=[], metavar="NIÊM_PHONG", help="niêm phong đã chép ra ngoài lần trước"
    )
    verify.set_defaults(run=_opened("audit.verify"))
    parser = commands.add_parser("backup", help="sao lưu cơ sở dữ liệu và tệp đính kèm vào một tệp")
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp .tar sẽ ghi")
    parser.set_defaults(run=_later("archive.backup"))
    parser = commands.add_parser("restore", help="phục hồi từ tệp của congtam backup")
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp đã sao lưu")
    parser.add_argument("--force", action="store_true", help="thay cả khi cơ sở dữ liệu đang có tài khoản")
    parser.set_defaults(run=_later("archive.restore"))


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=HOST, help=f"địa chỉ nghe (mặc định {HOST})")
    parser.add_argument("--port", type=int, default=PORT, help=f"cổng (mặc định {PORT})")


def _add_people(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("user", help="tài khoản đăng nhập")
    verbs = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)
    create = verbs.add_parser("create", help="lập tài khoản; in mật khẩu một lần")
    create.add_argument("--name", required=True, metavar="HỌ_TÊN", help="họ và tên")
    create.add_argument(
        "--administrator", action="store_true", help="quản trị hệ thống (không vì thế mà xem được hồ sơ)"
    )
    password = verbs.add_parser("password", help="đặt mật khẩu mới, chấm dứt mọi phiên; in mật khẩu một lần")
    lock = verbs.add_parser("lock", help="khoá tài khoản")
    lock.add_argument("--reason", required=True, metavar="LÝ_DO", help="ghi vào dấu vết")
    unlock = verbs.add_parser("unlock", help="mở khoá tài khoản")
    for verb, name in ((create, "create"), (password, "password"), (lock, "lock"), (unlock, "unlock")):
        verb.add_argument("username", metavar="TÊN_ĐĂNG_NHẬP", help="tên đăng nhập")
        verb.set_defaults(run=_opened(f"user.{name}"))


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("import", help="nhập từ Excel, xong hẳn hoặc không ghi gì")
    kinds = parser.add_subparsers(title="nội dung", metavar="NỘI_DUNG", required=True)
    for name, said in (("roster", "danh sách đơn vị, nhân sự"), ("catalogue", "danh mục sản phẩm (thành bản dự thảo)")):
        kind = kinds.add_parser(name, help=said)
        kind.add_argument("file", type=Path, metavar="TỆP", help="tệp .xlsx")
        kind.add_argument("--body", required=True, metavar="MÃ", help="mã cơ quan")
        kind.add_argument(
            "--as", dest="username", required=True, metavar="TÊN_ĐĂNG_NHẬP", help="người chịu trách nhiệm"
        )
        kind.set_defaults(run=_opened(f"importing.{name}"))


def _add_plan(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("plan", help="kế hoạch của các cơ quan gửi nhau")
    verbs = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)
    read = verbs.add_parser("read", help="đọc bảng nhiệm vụ trong tệp Word, Excel thành từng dòng JSON")
    read.add_argument("file", type=Path, metavar="TỆP", help="tệp .docx hoặc .xlsx")
    read.add_argument("--year", type=int, metavar="NĂM", help="năm của kế hoạch, cho thời hạn không ghi năm")
    read.add_argument(
        "--units",
        type=Path,
        metavar="TỆP",
        help="đơn vị của cơ quan (.csv, .xlsx, .jsonl): nhận ra tên nào là đơn vị nào",
    )
    read.add_argument(
        "--against", type=Path, metavar="TỆP", help="đếm phần đọc đúng so với các dòng đã soát (JSON Lines)"
    )
    read.set_defaults(run=_later("plan.read"))
    overlaps = verbs.add_parser("overlaps", help="tìm nhiệm vụ trùng, trùng khác hạn, liên quan giữa các kế hoạch")
    overlaps.add_argument("file", metavar="TỆP", help="tệp JSON Lines, mỗi dòng một nhiệm vụ; - là đầu vào chuẩn")
    overlaps.add_argument("--against", metavar="TỆP", help="chỉ so nhiệm vụ của TỆP đầu với nhiệm vụ của tệp này")
    overlaps.add_argument("--pairs", metavar="TỆP", help="chỉ trả lời cho từng cặp a_id, b_id của tệp này, theo thứ tự")
    overlaps.add_argument("--most", type=int, default=5, metavar="N", help="số ứng viên của mỗi nhiệm vụ (mặc định 5)")
    overlaps.add_argument("--all-candidates", action="store_true", help="in cả cặp không liên quan")
    overlaps.set_defaults(run=_later("overlaps.overlaps"))
    evaluate = verbs.add_parser("evaluate-overlaps", help="đo cách tìm trùng trên các cặp người đã xếp loại")
    evaluate.add_argument("pairs", metavar="CẶP", help="tệp JSON Lines: a_id, b_id, label")
    evaluate.add_argument("items", metavar="NHIỆM_VỤ", help="tệp JSON Lines các nhiệm vụ")
    evaluate.set_defaults(run=_later("overlaps.evaluate"))


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    """Return what imports `name` ("module.function" beside this one) when the command runs, and runs it."""
    module, function = name.split(".")

    def run(options: argparse.Namespace) -> int:
        code: int = getattr(import_module(f"congtam.site.command.{module}"), function)(options)
        return code

    return run


def _opened(name: str) -> Callable[[argparse.Namespace], int]:
    """As `_later`, in an open house: the module may import models, and what it refuses is one line."""

    def run(options: argparse.Namespace) -> int:
        import_module("congtam.site.command.starting").open_migrated_house()
        refusal = import_module("congtam.values.refusal").RefusedError
        try:
            return _later(name)(options)
        except refusal as problem:
            raise UnableToContinueError(str(problem)) from problem

    return run
