"""Who may do what: one table, from which `docs/permissions.md` is written and every cell of which is tried on the real pages.

Written from the law and the office's own rules, not from the program: the superior of khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP scores, the
head of khoản 2 decides on levels, whoever keeps the files decides nothing, and nobody acts on himself. Run as a program it writes the page.
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Who(StrEnum):
    """Everybody a record can meet, as seen from the specialist it is about."""

    STRANGER = "người chưa đăng nhập"
    OWNER = "chuyên viên (người có hồ sơ)"
    COLLEAGUE = "đồng nghiệp cùng phòng"
    ELSEWHERE = "chuyên viên phòng khác"
    DEPUTY = "cấp phó của phòng"
    HEAD = "trưởng phòng"
    FORMER_HEAD = "nguyên trưởng phòng (hôm qua còn giữ, nay ở phòng khác)"
    OTHER_HEAD = "trưởng phòng khác"
    DIRECTOR = "người đứng đầu cơ quan"
    FORMER_DIRECTOR = "nguyên người đứng đầu (hôm qua còn giữ, nay ở cơ quan khác)"
    OFFICER = "tổ chức cán bộ của cơ quan"
    OTHER_OFFICER = "tổ chức cán bộ cơ quan khác"
    OFFICE = "văn phòng"
    CHAIRMAN = "thủ trưởng cơ quan quản lý (cấp trên)"
    OBSERVER = "người theo dõi, tổng hợp"
    ADMINISTRATOR = "quản trị hệ thống"


class Outcome(StrEnum):
    """What somebody meets."""

    ALLOWED = "được"
    FORBIDDEN = "không được"
    HIDDEN = "không thấy"
    SIGN_IN = "đăng nhập"


MARKS: Mapping[Outcome, str] = {
    Outcome.ALLOWED: "●",
    Outcome.FORBIDDEN: "✕",
    Outcome.HIDDEN: "·",
    Outcome.SIGN_IN: "→",
}

People = frozenset[Who]


def those(*who: Who) -> People:
    """Return a set of people."""
    return frozenset(who)


SIGNED_IN = frozenset(Who) - {Who.STRANGER}
SERVING = SIGNED_IN - {Who.ADMINISTRATOR}
NOBODY: People = frozenset()
OWNER, OFFICER, HEAD, DIRECTOR = those(Who.OWNER), those(Who.OFFICER), those(Who.HEAD), those(Who.DIRECTOR)
CHAIRMAN, ADMINISTRATOR = those(Who.CHAIRMAN), those(Who.ADMINISTRATOR)
OFFICE = those(Who.OFFICE)
OFFICERS = OFFICER | {Who.OTHER_OFFICER}
# Heads of the specialist, from the nearest up, and with the deputy all who lead him.
HEADS = HEAD | DIRECTOR | CHAIRMAN
LEADERS = HEADS | {Who.DEPUTY}
LEADING_ANYBODY = LEADERS | {Who.OTHER_HEAD}
# Whoever reads the specialist's work with its evidence, and with the colleague who sees its outline.
READERS = LEADERS | OWNER | OFFICER | {Who.OFFICE, Who.OBSERVER}
ONLOOKERS = READERS | {Who.COLLEAGUE}
# Everybody who serves in the body today, and those who look at it from above.
OF_THE_BODY = ONLOOKERS - CHAIRMAN - {Who.OBSERVER} | {Who.ELSEWHERE, Who.FORMER_HEAD, Who.OTHER_HEAD}
AROUND = OF_THE_BODY | CHAIRMAN | {Who.OBSERVER}
# The specialist's month: himself, all who lead him, the officer.
OF_THE_SHEET = LEADERS | OWNER | OFFICER
OF_THE_PERIOD = DIRECTOR | CHAIRMAN | OFFICER
WITH_A_SHEET_IN_IT = OWNER | HEAD
# The specialist's year: deputies do not see it.
OF_THE_CASE = HEADS | OWNER | OFFICER
PREPARING = DIRECTOR | CHAIRMAN | OFFICER
OF_THE_CAMPAIGN = PREPARING | HEAD | {Who.OTHER_HEAD, Who.OBSERVER}


@dataclass(frozen=True, kw_only=True)
class Act:
    """One address and method: who may, who is refused; whoever is in neither does not learn that the record exists.

    `refused` empty of meaning (None): the address hides nothing, so everybody else is refused.
    `keys` name records of the world (or are words of the address); `data` is what a valid-enough form sends, `{…}` standing for keys.
    """

    name: str
    says: str
    may: People
    refused: People | None = None
    keys: tuple[str, ...] = ()
    method: str = "GET"
    data: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    is_public: bool = False

    def expected(self, who: Who) -> Outcome:
        """Return what `who` must meet."""
        if who is Who.STRANGER and not self.is_public:
            return Outcome.SIGN_IN
        if who in self.may:
            return Outcome.ALLOWED
        return Outcome.FORBIDDEN if self.refused is None or who in self.refused else Outcome.HIDDEN


def page(name: str, says: str, *keys: str, may: People, refused: People | None = None, **more: Any) -> Act:
    """A page to open."""
    return Act(name=name, says=says, keys=keys, may=may, refused=refused, **more)


def post(name: str, says: str, *keys: str, may: People, refused: People | None = None, **more: Any) -> Act:
    """An act."""
    return Act(name=name, says=says, keys=keys, may=may, refused=refused, method="POST", **more)


def form(name: str, says: str, *keys: str, may: People, refused: People | None = None, **more: Any) -> list[Act]:
    """A page with a form and the act it does: the same people for both."""
    opened = Act(name=name, says=f"{says}: mở biểu mẫu", keys=keys, may=may, refused=refused)
    return [
        opened,
        Act(name=name, says=says, keys=keys, may=may, refused=refused, method="POST", **more),
    ]


WHY = {"reason": "Theo kết luận cuộc họp"}
JUDGED = {"hand_in": "{hand_in}", "quantity": "1"}
STEPS: Mapping[str, tuple[str, str, People, Mapping[str, str]]] = {
    "nhan": ("nhận việc", "new_task", OWNER, {}),
    "nop": ("nộp sản phẩm", "task", OWNER, {"quantity": "1", "document": "Báo cáo 5/BC"}),
    "rut-lai": ("rút lại sản phẩm đã nộp", "handed_in", OWNER, {}),
    "nguyen-nhan": ("nêu nguyên nhân khách quan", "task", OWNER, {}),
    "nghiem-thu": ("nghiệm thu", "handed_in", LEADERS, JUDGED),
    "tra-vi-loi": ("trả lại vì lỗi lớn về nội dung", "handed_in", LEADERS, JUDGED | WHY),
    "tra-bo-sung": ("trả lại để bổ sung", "handed_in", LEADERS, JUDGED | WHY),
    "chuyen-nguoi": (
        "giao cho người khác",
        "task",
        LEADERS,
        {"post": "{colleague_post}", "due_date": "2027-01-25", "note": "Nghỉ ốm"},
    ),
    "doi-han": ("đổi hạn", "task", LEADERS, {"due_date": "2027-01-25"} | WHY),
    "danh-dau": ("đánh dấu trọng tâm, mới, khó", "task", LEADERS, {"is_key": "on"}),
    "huy": ("huỷ nhiệm vụ", "task", LEADERS, WHY),
    "xin-doi-han": ("đề nghị đổi hạn", "task", OWNER, {"due_date": "2027-01-25"} | WHY),
    "nhan-thay": (
        "nhận thay việc đồng nghiệp trả lại",
        "handed_back",
        those(Who.COLLEAGUE, Who.DEPUTY, Who.HEAD),
        {"post": "{colleague_post}", "due_date": "2027-01-25"},
    ),
}

GENERAL: list[Act] = [
    page("home", "trang đầu của mình", may=SIGNED_IN),
    page("search", "tìm kiếm trong những gì mình được thấy", may=SIGNED_IN, query="?q=dat"),
    page("audit:trail", "xem dấu vết", may=OFFICERS | ADMINISTRATOR),
    page("accounts:list", "xem các tài khoản", may=ADMINISTRATOR),
    post("accounts:reset_password", "đặt lại mật khẩu", "account", may=ADMINISTRATOR),
    post("accounts:lock", "khoá tài khoản", "account", may=ADMINISTRATOR, data={"reason": "Nghỉ hưu"}),
    post("accounts:unlock", "mở khoá tài khoản", "account", may=ADMINISTRATOR),
    post(
        "accounts:save_view",
        "lưu bộ lọc cho mình",
        may=SIGNED_IN,
        data={"path": "/nhiem-vu/", "name": "Quá hạn", "query": "viec=overdue"},
    ),
    post("accounts:drop_view", "bỏ bộ lọc của mình", "saved_view", may=OWNER, refused=NOBODY),
    page("ui:parts", "xem các phần của màn hình", may=SIGNED_IN),
    page("ui:sample_progress", "thanh tiến độ mẫu", may=SIGNED_IN),
    post("ui:theme", "chọn nền sáng, tối", may=frozenset(Who), is_public=True, data={"theme": "dark"}),
]

UNITS: list[Act] = [
    page("organisation:tree", "xem cơ cấu tổ chức", may=SIGNED_IN),
    page("organisation:unit", "xem một đơn vị", "division", may=SIGNED_IN),
    *form("organisation:open_body", "lập cơ quan", may=ADMINISTRATOR),
    *form("organisation:open_unit", "lập đơn vị bên trong", "division", may=OFFICER),
    *form("organisation:rename_unit", "đổi tên đơn vị", "division", may=OFFICER),
    *form("organisation:move_unit", "chuyển đơn vị sang cấp trên khác", "division", may=OFFICER),
    *form("organisation:set_roles", "đổi vai trò của đơn vị", "division", may=OFFICER),
    *form("organisation:close_unit", "kết thúc đơn vị", "division", may=OFFICER),
    *form("organisation:merge_units", "nhận sáp nhập", "division", may=OFFICER),
    *form("organisation:split_unit", "chia, tách đơn vị", "division", may=OFFICER),
    *form("organisation:move_part", "chuyển một phần việc", "division", may=OFFICER),
    *form("organisation:move_people", "chuyển nhiều người", "division", may=OFFICER),
]

KNOWN = AROUND | ADMINISTRATOR
AWAY_SEEN = LEADERS | OWNER
PEOPLE: list[Act] = [
    page("personnel:people", "xem danh bạ những người mình được biết", may=SIGNED_IN),
    page("personnel:me", "tới trang của mình", may=SIGNED_IN),
    page("personnel:export", "xuất danh sách người", may=OFFICERS),
    *form("personnel:take_in", "thêm người", may=OFFICERS),
    page("personnel:person", "xem trang của chuyên viên", "person", may=KNOWN, refused=NOBODY),
    *form("personnel:correct", "sửa thông tin cá nhân", "person", may=OFFICER, refused=KNOWN),
    page("personnel:accounts", "xem tài khoản của cán bộ cơ quan mình", may=OFFICERS | ADMINISTRATOR),
    page("personnel:open_accounts", "xem trước tài khoản cho mọi người chưa có", may=OFFICERS | ADMINISTRATOR),
    post(
        "personnel:open_accounts",
        "mở tài khoản cho mọi người chưa có",
        may=OFFICER | ADMINISTRATOR,
        data={"co-quan": "{body}", "rule": "name", "categories": "civil_servant"},
    ),
    post(
        "personnel:renew_accounts",
        "cấp lại phiếu cho người chưa đăng nhập",
        may=OFFICER | ADMINISTRATOR,
        data={"co-quan": "{body}"},
    ),
    *form("personnel:reopen_account", "mở lại tài khoản", "person", may=OFFICER | ADMINISTRATOR, refused=KNOWN),
    *form("personnel:open_account", "mở tài khoản", "person", may=OFFICER | ADMINISTRATOR, refused=KNOWN),
    *form("personnel:appoint", "thêm vị trí", "person", may=OFFICER, refused=KNOWN),
    *form("personnel:transfer", "điều động", "person", may=OFFICER, refused=KNOWN),
    *form("personnel:second", "biệt phái", "person", may=OFFICER, refused=KNOWN),
    *form("personnel:place_in_cell", "xếp vào chi bộ", "person", may=OFFICER, refused=KNOWN),
    *form("personnel:add_absence", "ghi thời gian nghỉ", "person", may=OFFICER, refused=KNOWN),
    *form("personnel:add_discipline", "ghi kỷ luật", "person", may=OFFICER, refused=KNOWN),
    *form("personnel:change_post", "đổi vị trí", "post", may=OFFICER, refused=KNOWN),
    *form("personnel:end_post", "kết thúc vị trí", "post", may=OFFICER, refused=KNOWN),
    *form("personnel:end_absence", "sửa ngày hết nghỉ", "absence", may=OFFICER, refused=AWAY_SEEN),
    *form("personnel:classify", "phân loại kỷ luật", "discipline", may=OFFICER, refused=HEADS | OWNER),
    post(
        "personnel:report_evaluator",
        "báo sai người chấm mình",
        "person",
        may=OWNER,
        refused=KNOWN,
        data={"text": "Tôi đã chuyển phòng"},
    ),
    page("personnel:reports", "xem các báo sai người chấm gửi tới mình", may=OFFICERS),
    post(
        "personnel:answer_report", "trả lời báo sai", "report", may=OFFICER, refused=NOBODY, data={"answer": "Đã sửa"}
    ),
    page("personnel:similar_groups", "xem nhóm nhiệm vụ tương đồng của cơ quan mình", may=OFFICERS),
    post(
        "personnel:similar_groups",
        "lập nhóm nhiệm vụ tương đồng",
        may=OFFICER,
        data={"co-quan": "{body}", "name": "Nhóm mới"},
    ),
    *form("personnel:similar_group", "xếp người vào nhóm", "group", may=OFFICER, refused=NOBODY),
    *form("personnel:rename_group", "đổi tên nhóm", "group", may=OFFICER, refused=NOBODY),
    page("personnel:responsibilities", "xem phần việc được giao trong cơ quan mình", may=OFFICERS | ADMINISTRATOR),
    post(
        "personnel:responsibilities",
        "giao phần việc cho chuyên viên",
        may=OFFICER | ADMINISTRATOR,
        data={"co-quan": "{body}", "person": "{person}", "duty": "office", "on": "2027-01-15"},
    ),
    post("personnel:end_responsibility", "thôi giao phần việc", "duty", may=OFFICER | ADMINISTRATOR),
    page("personnel:roster", "nhập danh sách cơ quan mình: mở biểu mẫu", may=OFFICERS | ADMINISTRATOR),
    post("personnel:roster", "nhập danh sách", may=OFFICERS | ADMINISTRATOR),
    page("personnel:roster_template", "lấy mẫu danh sách", "body", may=OFFICER | ADMINISTRATOR),
    page("personnel:roster_import", "xem một lần nhập danh sách", "roster", may=OFFICER, refused=NOBODY),
    page("personnel:roster_file", "lấy lại tệp danh sách", "roster", may=OFFICER, refused=NOBODY),
    post("personnel:apply_import", "ghi danh sách đã xem", "roster", may=OFFICER, refused=NOBODY),
    post("personnel:refuse_import", "bỏ danh sách đã xem", "roster", may=OFFICER, refused=NOBODY),
]

DRAFT_SEEN = DIRECTOR | CHAIRMAN
CATALOGUES: list[Act] = [
    page("planning:catalogues", "xem các danh mục mình được đọc", may=SIGNED_IN),
    page("planning:template", "lấy mẫu danh mục", may=SIGNED_IN),
    page("planning:catalogue", "xem danh mục đã ban hành", "catalogue", may=AROUND, refused=NOBODY),
    page("planning:export", "xuất danh mục đã ban hành", "catalogue", may=AROUND, refused=NOBODY),
    page(
        "planning:overlaps", "xem các cặp gần giống của danh mục đã ban hành", "catalogue", may=AROUND, refused=NOBODY
    ),
    page("planning:catalogue", "xem danh mục dự thảo", "draft", may=OFFICER | DRAFT_SEEN, refused=NOBODY),
    *form("planning:upload", "nhập danh mục", "body", may=OFFICER),
    *form("planning:preview", "xem trước và lập bản dự thảo", "body", "file", may=OFFICER),
    post(
        "planning:issue",
        "ban hành danh mục",
        "draft",
        may=OFFICER,
        refused=DRAFT_SEEN,
        data={"document": "QĐ 2/QĐ-STL", "valid_from": "2027-02-01"},
    ),
    post("planning:discard", "bỏ bản dự thảo", "draft", may=OFFICER, refused=DRAFT_SEEN, data={"reason": "Lập lại"}),
    post(
        "planning:decide_overlap",
        "kết luận một cặp gần giống",
        "draft",
        "overlap",
        may=OFFICER,
        refused=DRAFT_SEEN,
        data={"verdict": "separate", "reason": "Khác đối tượng"},
    ),
]

# Whoever works with a body's plans: its office, its head, and the head above.
PLANNING = those(Who.OFFICE) | DIRECTOR | CHAIRMAN
READ_COLUMNS = {"bang": "0", "bang0-first_row": "2", "bang0-column1": "task"}
PLANS: list[Act] = [
    page("planning:plans", "xem các kế hoạch mình được đọc", may=SIGNED_IN),
    page("planning:plans_export", "xuất danh sách kế hoạch mình được đọc", may=SIGNED_IN),
    *form("planning:take_in_plan", "tải tệp kế hoạch lên", may=PLANNING),
    *form(
        "planning:describe_plan",
        "nói tệp vừa tải lên là văn bản gì (người khác tải lên thì không thấy)",
        "body",
        "plan_file",
        may=those(Who.OFFICE),
        refused=SIGNED_IN - PLANNING,
    ),
    page("planning:plan", "xem kế hoạch đã ghi", "plan", may=AROUND, refused=NOBODY),
    page("planning:plan_source", "lấy tệp gốc của kế hoạch đã ghi", "plan", may=AROUND, refused=NOBODY),
    page("planning:plan_export", "xuất từng dòng của kế hoạch đã ghi", "plan", may=AROUND, refused=NOBODY),
    page("planning:plan", "xem kế hoạch đang đọc, chưa ghi", "plan_draft", may=PLANNING, refused=NOBODY),
    *form("planning:plan_head", "sửa thông tin kế hoạch đang đọc", "plan_draft", may=PLANNING, refused=NOBODY),
    *form(
        "planning:read_columns",
        "chọn ý nghĩa các cột",
        "plan_draft",
        may=PLANNING,
        refused=NOBODY,
        data=READ_COLUMNS,
    ),
    *form("planning:read_names", "chọn đơn vị cho tên gọi", "plan_draft", may=PLANNING, refused=NOBODY),
    *form("planning:read_name_many", "chọn nhiều đơn vị cho một tên", "plan_draft", may=PLANNING, refused=NOBODY),
    post("planning:set_names_aside", "để nguyên chữ tên phối hợp", "plan_draft", may=PLANNING, refused=NOBODY),
    post("planning:ask_name_again", "hỏi lại tên gọi", "plan_draft", may=PLANNING, refused=NOBODY, data={"ten": "x"}),
    *form("planning:read_rows", "trả lời về các dòng", "plan_draft", may=PLANNING, refused=NOBODY),
    post(
        "planning:leave_out_rows",
        "bỏ các dòng không nêu cơ quan",
        "plan_draft",
        may=PLANNING,
        refused=NOBODY,
        data=WHY,
    ),
    post("planning:write_plan", "ghi kế hoạch", "plan_draft", may=PLANNING, refused=NOBODY),
    post("planning:write_plan_again", "ghi lại kế hoạch", "plan", may=PLANNING, refused=AROUND),
    page("planning:plan_progress", "hỏi tiến độ ghi kế hoạch", "plan", may=PLANNING, refused=AROUND),
    post("planning:end_plan", "kết thúc kế hoạch", "plan", may=PLANNING, refused=AROUND, data=WHY),
    post("planning:discard_plan", "bỏ kế hoạch", "plan", may=PLANNING, refused=AROUND, data=WHY),
    *form(
        "planning:item_units",
        "sửa đơn vị của một dòng kế hoạch",
        "plan_item",
        may=PLANNING,
        refused=AROUND,
        data=WHY,
    ),
]

WORK_STEPS: Mapping[str, tuple[str, str, People, Mapping[str, str]]] = {
    "bao-cao": ("báo cáo hoàn thành", "body_work", LEADERS, {"document": "125/BC-STL"}),
    "xac-nhan": ("xác nhận hoàn thành", "body_work_reported", PLANNING, {}),
    "tra-lai": ("trả lại báo cáo", "body_work_reported", PLANNING, WHY),
    "doi-han": ("đổi hạn", "body_work", PLANNING, {"due_date": "2027-03-31"} | WHY),
    "doi-chu-tri": ("đổi đơn vị chủ trì", "body_work", PLANNING, {"unit": "{body}"} | WHY),
    "phuc-vu": ("gắn mục tiêu cấp trên", "body_work", PLANNING, {"target": "{target}"}),
    "thoi": ("thôi thực hiện", "body_work", PLANNING, WHY),
}
BODY_WORK: list[Act] = [
    page("work:list", "xem nhiệm vụ của cơ quan mình", may=SIGNED_IN),
    page("work:export", "xuất nhiệm vụ của cơ quan mình", may=SERVING, refused=NOBODY),
    page("work:one", "xem một nhiệm vụ của cơ quan", "body_work", may=AROUND, refused=NOBODY),
    *(
        act
        for slug, (says, record, may, data) in WORK_STEPS.items()
        for act in form("work:step", says, record, slug, may=may, refused=AROUND, data=data)
    ),
    page("work:proof", "lấy tệp của báo cáo hoàn thành", "body_work_move", may=AROUND, refused=NOBODY),
    post("work:split", "tách một dòng kế hoạch", "shared_item", may=PLANNING, refused=AROUND, data=WHY),
    page("work:pairs", "xem các cặp nội dung có thể trùng", may=SIGNED_IN),
    page("work:pair", "xem một cặp", "pair", may=AROUND, refused=NOBODY),
    post(
        "work:pair",
        "kết luận một cặp",
        "pair",
        may=PLANNING,
        refused=AROUND,
        data={"decision": "merge", "governing": "day", "day": "2027-03-31"} | WHY,
    ),
    post("work:separate", "để riêng nhiều cặp một lần", may=PLANNING, data={"pairs": "{pair}"} | WHY),
    post("work:reopen", "xem lại một cặp đã để riêng", "pair_apart", may=PLANNING, refused=AROUND, data=WHY),
    page("work:plan", "xem kế hoạch hợp nhất của cơ quan mình", may=SIGNED_IN),
    page("work:plan_file", "lấy kế hoạch hợp nhất chưa ban hành", "docx", may=SERVING, refused=NOBODY),
    post(
        "work:publish",
        "ban hành kế hoạch hợp nhất",
        "body",
        "2027",
        may=PLANNING,
        data={"published_on": "2027-01-15", "accepts": "on", "pairs_known": "9"},
    ),
    page("work:version", "xem một lần ban hành", "consolidated", may=AROUND, refused=NOBODY),
    page("work:version_file", "lấy một lần ban hành", "consolidated", "docx", may=AROUND, refused=NOBODY),
]

TARGET_WORDS = {"name": "Tỷ lệ mới", "measure": "%", "direction": "at_least", "value": "90"}
TARGETS: list[Act] = [
    page("target:list", "xem chỉ tiêu của cơ quan mình", may=SIGNED_IN),
    page("target:one", "xem một chỉ tiêu", "target", may=AROUND, refused=NOBODY),
    *form("target:add", "lập chỉ tiêu", "body", "2027", may=PLANNING, data=TARGET_WORDS),
    *form("target:change", "sửa chỉ tiêu", "target", may=PLANNING, refused=AROUND, data=TARGET_WORDS | WHY),
    post(
        "target:report",
        "báo cáo giá trị đạt",
        "target",
        may=PLANNING | LEADERS,
        refused=AROUND,
        data={"on": "2027-01-10", "value": "88"},
    ),
    post("target:drop", "thôi theo dõi chỉ tiêu", "target", may=PLANNING, refused=AROUND, data=WHY),
]

FOLLOWING = LEADING_ANYBODY | OFFICERS | {Who.OFFICE, Who.OBSERVER}
WORK: list[Act] = [
    page("tasks:mine", "xem việc của mình", may=SIGNED_IN),
    page("tasks:week", "xem tuần của mình và của đơn vị mình theo dõi", may=SIGNED_IN),
    page("tasks:export", "xuất danh sách việc của mình", may=SIGNED_IN),
    page("tasks:listing", "xem việc của đơn vị mình theo dõi", may=FOLLOWING),
    page("tasks:board", "xem bảng theo dõi của lãnh đạo", may=LEADING_ANYBODY),
    *form("tasks:assign", "giao việc cho người mình quản lý", may=LEADING_ANYBODY),
    post(
        "tasks:assign",
        "giao việc cho chính chuyên viên này",
        may=LEADERS,
        data={"product": "{product}", "title": "", "posts": "{post}", "quantity": "1", "due_date": "2027-01-29"},
    ),
    *form("tasks:assign_many", "giao nhiều việc", may=LEADING_ANYBODY),
    *form("tasks:recurring", "đặt việc định kỳ", may=LEADING_ANYBODY),
    post("tasks:issue_recurring", "giao ngay việc định kỳ của đơn vị mình", may=LEADING_ANYBODY),
    post("tasks:stop_recurring", "dừng việc định kỳ của chuyên viên", "recurring", may=LEADERS, refused=READERS),
    *form("tasks:unplanned", "ghi việc phát sinh của mình", may=SERVING),
    page("tasks:causes", "xem nguyên nhân chờ mình trả lời", may=LEADING_ANYBODY),
    post(
        "tasks:answer_cause",
        "trả lời nguyên nhân khách quan",
        "cause",
        may=LEADERS,
        refused=ONLOOKERS,
        data={"confirms": "yes", "reason": "Đúng"},
    ),
    page("tasks:extensions", "xem đề nghị đổi hạn chờ mình trả lời", may=LEADING_ANYBODY),
    post(
        "tasks:answer_extension",
        "trả lời đề nghị đổi hạn",
        "extension",
        may=LEADERS,
        refused=ONLOOKERS,
        data={"grants": "yes", "due_date": "2027-01-25"},
    ),
    page("remind", "xem các lần nhắc một nhiệm vụ", "task", may=READERS, refused=NOBODY),
    post("remind", "đôn đốc một nhiệm vụ", "task", may=LEADERS | OFFICE, refused=READERS),
    page("tasks:evidence", "xem minh chứng", "evidence", may=READERS, refused=NOBODY),
    page("tasks:task", "xem nhiệm vụ (đồng nghiệp: nội dung, người làm, hạn)", "task", may=ONLOOKERS, refused=NOBODY),
    *(
        act
        for slug, (says, record, may, data) in STEPS.items()
        for act in form("tasks:step", says, record, slug, may=may, refused=ONLOOKERS, data=data)
    ),
    *form("hand_back", "trả lại người giao", "task", may=OWNER, refused=ONLOOKERS, data=WHY),
    # Work of those who lead: the head's is judged from above, the deputy's also by the head; nobody judges himself.
    post(
        "tasks:step",
        "nghiệm thu việc của trưởng phòng",
        "task_of_head",
        "nghiem-thu",
        may=DIRECTOR | CHAIRMAN,
        refused=ONLOOKERS,
    ),
    post("tasks:step", "nghiệm thu việc của cấp phó", "task_of_deputy", "nghiem-thu", may=HEADS, refused=ONLOOKERS),
]

# The head's own month: his deputy does not see it, the director judges it.
OF_HEADS_SHEET = HEADS | OFFICER
OF_DIRECTORS_SHEET = DIRECTOR | CHAIRMAN | OFFICER
MONTHS: list[Act] = [
    page("scoring:mine", "xem năm chấm điểm của mình", may=SIGNED_IN),
    page("scoring:sheet", "xem phiếu tháng", "sheet", may=OF_THE_SHEET, refused=NOBODY),
    page("scoring:paper", "in Mẫu số 01", "sheet", "docx", may=OF_THE_SHEET, refused=NOBODY),
    post("scoring:mark", "tự chấm, ký phiếu", "sheet", may=OWNER, refused=OF_THE_SHEET),
    post("scoring:copy", "lấy điểm từ kỳ trước", "sheet", may=OWNER, refused=OF_THE_SHEET),
    post("scoring:confirm", "xác nhận phiếu", "sheet", may=HEAD, refused=OF_THE_SHEET),
    post("scoring:send_back", "trả lại phiếu", "sheet", may=HEAD, refused=OF_THE_SHEET, data={"reason": "Xem lại"}),
    post(
        "scoring:set_aside", "không chấm tháng này", "sheet", may=OFFICER, refused=OF_THE_SHEET, data={"reason": "Nghỉ"}
    ),
    post("scoring:take_up", "chấm lại tháng này", "sheet", may=OFFICER, refused=OF_THE_SHEET, data={"reason": "Đã về"}),
    *form("scoring:correct", "lập phiên bản sửa", "sheet", may=OFFICER, refused=OF_THE_SHEET),
    page("scoring:sheet", "xem phiếu tháng của trưởng phòng", "sheet_of_head", may=OF_HEADS_SHEET, refused=NOBODY),
    post(
        "scoring:correct_results",
        "lập phiên bản sửa để tính lại d của trưởng phòng",
        "sheet_of_head",
        may=OFFICER,
        refused=OF_HEADS_SHEET,
    ),
    post("scoring:confirm", "xác nhận phiếu của trưởng phòng", "sheet_of_head", may=DIRECTOR, refused=OF_HEADS_SHEET),
    post(
        "scoring:confirm",
        "xác nhận phiếu của người đứng đầu cơ quan",
        "sheet_of_director",
        may=CHAIRMAN,
        refused=OF_DIRECTORS_SHEET,
    ),
    page("scoring:month", "xem tháng của những người mình chấm", may=SIGNED_IN),
    post(
        "scoring:confirm_month",
        "xác nhận phiếu trên lưới của tháng",
        may=HEAD,
        data={"period": "2027-01", "confirm": "{sheet}"},
    ),
    page("scoring:periods", "xem các kỳ của cơ quan mình", may=SIGNED_IN),
    post(
        "scoring:periods",
        "mở kỳ tháng",
        may=OFFICER,
        data={"body": "{body}", "month": "2026-12-01", "cut_off_date": "2027-01-20"},
    ),
    page("scoring:period", "xem một kỳ", "period", may=OF_THE_PERIOD, refused=WITH_A_SHEET_IN_IT),
    page("scoring:overview", "xem phân bố điểm của kỳ", "period", may=OF_THE_PERIOD, refused=WITH_A_SHEET_IN_IT),
    page("scoring:export", "xuất tổng hợp của kỳ", "period", may=OF_THE_PERIOD, refused=WITH_A_SHEET_IN_IT),
    post("scoring:close", "đóng kỳ", "period", may=OFFICER, refused=OF_THE_PERIOD | WITH_A_SHEET_IN_IT),
    post("scoring:add_missing", "bổ sung phiếu", "period", may=OFFICER, refused=OF_THE_PERIOD | WITH_A_SHEET_IN_IT),
    page("scoring:outside", "xem điểm cơ quan khác chấm đã nhập", may=OFFICERS),
    post(
        "scoring:outside",
        "nhập điểm cơ quan khác chấm cho chuyên viên",
        may=OFFICER,
        data={"person": "{person}", "month": "2026-11-01", "total": "80", "body_name": "Sở khác", "document": "CV 1"},
    ),
    *form("scoring:reading", "ghi cách hiểu của quy chế", "body", may=OFFICER),
]

OF_DIRECTORS_CASE = DIRECTOR | CHAIRMAN | OFFICER
DECIDED = {"result": "good", "reason": "Nhất trí", "handling": "", "revision": "0"}
TOLD = OF_THE_BODY | CHAIRMAN | {Who.OBSERVER}
YEARS: list[Act] = [
    page("evaluation:mine", "xem năm xếp loại của mình", may=SERVING, refused=NOBODY),
    page("evaluation:petitions", "xem kiến nghị mình được thấy", may=SIGNED_IN),
    page("evaluation:campaigns", "xem các đợt mình được thấy", may=SIGNED_IN),
    post(
        "evaluation:campaigns",
        "mở đợt xếp loại",
        may=OFFICER,
        data={"body": "{body}", "year": "2028"},
    ),
    page("evaluation:workbench", "xem đợt xếp loại đang mở", "campaign", may=OF_THE_CAMPAIGN, refused=NOBODY),
    post("evaluation:propose", "tính lại đề xuất", "campaign", may=OFFICER, refused=OF_THE_CAMPAIGN),
    post("evaluation:add_cases", "thêm người vào đợt", "campaign", may=OFFICER, refused=OF_THE_CAMPAIGN),
    *form("evaluation:prepare", "chuẩn bị: rà soát, cuộc họp", "campaign", may=OFFICER, refused=OF_THE_CAMPAIGN),
    page("evaluation:minutes", "xem biên bản họp", "campaign", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page("evaluation:compare", "so sánh người được đề xuất", "campaign", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page(
        "evaluation:distribution",
        "xem phân bố mức",
        "campaign",
        may=PREPARING | {Who.OBSERVER},
        refused=OF_THE_CAMPAIGN,
    ),
    page(
        "evaluation:decide_clean",
        "xem hồ sơ không có gì khác thường",
        "campaign",
        may=PREPARING,
        refused=OF_THE_CAMPAIGN,
    ),
    post(
        "evaluation:decide_clean",
        "quyết định nhiều người",
        "campaign",
        may=DIRECTOR,
        refused=OF_THE_CAMPAIGN | PREPARING,
        data={"case": "{case}", "revision-{case}": "0"},
    ),
    *form("evaluation:publication", "công bố kết quả", "campaign", may=DIRECTOR, refused=OF_THE_CAMPAIGN),
    page("evaluation:workbook", "xuất danh sách xếp loại", "campaign", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page("evaluation:forms_pdf", "in Mẫu số 02 của mọi người", "campaign", may=PREPARING, refused=OF_THE_CAMPAIGN),
    post("evaluation:forms_zip", "đóng gói Mẫu số 02", "campaign", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page("evaluation:job", "xem việc chạy nền của đợt", "job", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page("evaluation:job_progress", "hỏi tiến độ việc chạy nền", "job", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page("evaluation:job_file", "lấy tệp việc chạy nền đã làm", "job", may=PREPARING, refused=OF_THE_CAMPAIGN),
    page("evaluation:results", "xem kết quả đã công bố của cơ quan", "published", may=TOLD, refused=NOBODY),
    page("evaluation:results", "xem kết quả chưa công bố", "campaign", may=NOBODY, refused=NOBODY),
    page("evaluation:case", "xem hồ sơ xếp loại", "case", may=OF_THE_CASE, refused=NOBODY),
    page("evaluation:form", "in Mẫu số 02", "case", "docx", may=PREPARING | OWNER, refused=OF_THE_CASE),
    post("evaluation:self_rate", "tự xếp loại", "case", may=OWNER, refused=OF_THE_CASE, data={"level": "good"}),
    post("evaluation:opinions", "ghi ý kiến cuộc họp, cấp uỷ", "case", may=OFFICER, refused=OF_THE_CASE),
    post("evaluation:decide", "quyết định xếp loại", "case", may=DIRECTOR, refused=OF_THE_CASE, data=DECIDED),
    post(
        "evaluation:decide",
        "quyết định xếp loại trưởng phòng",
        "case_of_head",
        may=DIRECTOR,
        refused=HEADS | OFFICER,
        data=DECIDED,
    ),
    page(
        "evaluation:case",
        "xem hồ sơ của người đứng đầu cơ quan",
        "case_of_director",
        may=OF_DIRECTORS_CASE,
        refused=NOBODY,
    ),
    post(
        "evaluation:decide",
        "quyết định xếp loại người đứng đầu cơ quan",
        "case_of_director",
        may=CHAIRMAN,
        refused=OF_DIRECTORS_CASE,
        data=DECIDED,
    ),
    post(
        "evaluation:replace",
        "thay quyết định đã công bố",
        "published_case",
        may=CHAIRMAN,
        refused=OF_THE_CASE,
        data=DECIDED | {"document": "QĐ 7"},
    ),
    post(
        "evaluation:petition",
        "kiến nghị về mức của mình",
        "published_case",
        may=OWNER,
        refused=OF_THE_CASE,
        data={"text": "Đề nghị xem lại"},
    ),
    post(
        "evaluation:answer",
        "trả lời kiến nghị",
        "petition",
        may=DIRECTOR | CHAIRMAN,
        refused=OF_THE_CASE,
        data={"answer": "upheld", "text": "Giữ nguyên"},
    ),
]

LEVEL = OFFICER | DIRECTOR | CHAIRMAN
FOCAL = LEADERS | {Who.OFFICE}
OF_THE_ROUND = FOCAL | OFFICER | {Who.OBSERVER}
FOLLOWED = LEVEL | {Who.OBSERVER}
ROUND_SEEN = OF_THE_ROUND | {Who.OTHER_HEAD}
# Address, words, the record at the step where the act may be done, who may, what is typed.
KEY_STEPS: Mapping[str, tuple[str, str, People, Mapping[str, str]]] = {
    "gui": ("gửi đề xuất", "proposal", FOCAL, {}),
    "sua": ("sửa đề xuất", "proposal", FOCAL, {"title": "Kênh Đông"}),
    "bo": ("bỏ đề xuất", "proposal", FOCAL, WHY),
    "sang-loc": ("sàng lọc theo tiêu chí", "proposed", LEVEL, {}),
    "lay-y-kien": ("lấy ý kiến thẩm định", "screened", LEVEL, {"due_date": "2027-01-25"}),
    "tham-dinh": ("kết luận thẩm định", "appraising", LEVEL, {"is_fit": "0", "conclusion": "Chưa rõ"}),
    "quyet-dinh": ("ghi quyết định", "appraised", LEVEL, {"is_chosen": "1", "document": "TB 3"}),
    "giao": ("giao cho lãnh đạo", "approved", LEVEL, {}),
    "nhan": ("nhận nhiệm vụ trọng tâm được giao", "given", HEAD, {}),
    "tien-do": ("báo cáo tiến độ", "in_hand", HEAD, {"text": "Đã xong một nửa"}),
    "nop": ("nộp sản phẩm", "in_hand", HEAD, {"text": "Xong", "document": "BC 9"}),
    "danh-gia": ("đánh giá kết quả", "filed", LEVEL, {"quantity": "90"}),
    "danh-gia-lai": ("đánh giá lại", "judged", LEVEL, WHY),
    "tra-lai": ("trả lại để bổ sung", "filed", LEVEL, WHY),
    "gop": ("gộp vào đề xuất khác", "proposed", LEVEL, WHY),
    "tach": ("tách đề xuất đã gộp", "merged", LEVEL, WHY),
    "dieu-chinh": ("điều chỉnh sau quyết định", "in_hand", LEVEL, WHY),
    "thoi-giao": ("thôi giao", "in_hand", LEVEL, WHY),
}
KEY_TASKS: list[Act] = [
    page("key_tasks:board", "xem nhiệm vụ trọng tâm mình có phần", may=SIGNED_IN),
    page("key_tasks:schemes", "xem quy định của cấp mình điều hành", may=SIGNED_IN),
    *form("key_tasks:set_scheme", "đặt quy định của một cấp", "body", may=LEVEL),
    *form("key_tasks:open_round", "mở kỳ", "scheme", may=LEVEL),
    page("key_tasks:export", "xuất danh mục của kỳ", "round", may=ROUND_SEEN, refused=NOBODY),
    *form("key_tasks:draft", "soạn đề xuất cho khối mình là đầu mối", "round", may=FOCAL, refused=ROUND_SEEN),
    page("key_tasks:key_task", "xem nhiệm vụ trọng tâm đang thực hiện", "in_hand", may=OF_THE_ROUND, refused=NOBODY),
    page(
        "key_tasks:proposal_paper",
        "lấy phiếu đề xuất nhiệm vụ trọng tâm",
        "in_hand",
        "docx",
        may=OF_THE_ROUND,
        refused=NOBODY,
    ),
    page(
        "key_tasks:block_paper",
        "lấy tổng hợp đề xuất của một khối",
        "round",
        "key_block",
        "docx",
        may=OF_THE_ROUND,
        refused=ROUND_SEEN,
    ),
    page("key_tasks:pairs", "xem đề xuất có thể trùng của kỳ", "round", may=FOLLOWED, refused=NOBODY),
    post("key_tasks:search_pairs", "tìm lại đề xuất có thể trùng", "round", may=LEVEL, refused=FOLLOWED),
    page("key_tasks:pair", "xem một cặp đề xuất có thể trùng", "likeness", may=FOLLOWED, refused=NOBODY),
    post(
        "key_tasks:pair",
        "kết luận một cặp đề xuất",
        "likeness",
        may=LEVEL,
        refused=FOLLOWED,
        data={"decision": "separate"} | WHY,
    ),
    post("key_tasks:reopen_pair", "xem lại kết luận về một cặp", "apart", may=LEVEL, refused=FOLLOWED, data=WHY),
    page("key_tasks:report_file", "tải tệp của báo cáo", "key_report", may=OF_THE_ROUND, refused=NOBODY),
    *form(
        "key_tasks:answer",
        "cho ý kiến thay đơn vị được hỏi",
        "question",
        may=those(Who.OTHER_HEAD, Who.OFFICE) | DIRECTOR | CHAIRMAN,
        refused=OF_THE_ROUND,
        data={"opinion": "agrees"},
    ),
    *(
        act
        for slug, (says, record, may, data) in KEY_STEPS.items()
        for act in form(
            "key_tasks:step",
            says,
            record,
            slug,
            may=may,
            refused=ROUND_SEEN if record == "appraising" else OF_THE_ROUND,
            data=data,
        )
    ),
]

# A meeting of the division: its head in the chair, the colleague with the minutes, the specialist called.
CALLING = HEADS | {Who.OTHER_HEAD, Who.OFFICE}
KEEPING = HEADS | {Who.COLLEAGUE, Who.OFFICE}
ATTENDING = KEEPING | OWNER
SIGNING = those(Who.HEAD, Who.COLLEAGUE)
_CONCLUDED = {"text": "Rà soát cống", "unit": "{division}"}
MEETINGS: list[Act] = [
    page("meetings:meetings", "xem các cuộc họp của mình", may=SIGNED_IN),
    *form("meetings:call", "triệu tập cuộc họp của đơn vị mình", may=CALLING),
    page("meetings:meeting", "xem cuộc họp của phòng", "meeting", may=ATTENDING, refused=NOBODY),
    page("meetings:minutes", "lấy biên bản", "meeting", may=ATTENDING, refused=NOBODY),
    page("meetings:notice", "lấy thông báo kết luận", "meeting", may=ATTENDING, refused=NOBODY),
    *form("meetings:change", "sửa giờ, địa điểm họp", "meeting", may=KEEPING, refused=OWNER),
    *form("meetings:cancel", "báo không họp", "meeting", may=KEEPING, refused=OWNER, data=WHY),
    post("meetings:open", "khai mạc", "meeting", may=KEEPING, refused=OWNER),
    *form("meetings:attendance", "điểm danh", "meeting", may=KEEPING, refused=OWNER),
    *form("meetings:members", "mời thêm người", "meeting", may=KEEPING, refused=OWNER),
    post("meetings:member", "đổi vai trò người dự", "seat", may=KEEPING, refused=OWNER, data={"role": "member"}),
    post("meetings:leave_out_member", "bỏ khỏi thành phần", "seat", may=KEEPING, refused=OWNER),
    *form("meetings:agenda", "ghi chương trình", "meeting", may=KEEPING, refused=OWNER, data={"title": "Đê điều"}),
    *form("meetings:discussion", "ghi ý kiến", "agenda_item", may=KEEPING, refused=OWNER),
    post("meetings:drop_agenda_item", "bỏ nội dung", "agenda_item", may=KEEPING, refused=OWNER),
    *form("meetings:vote", "đưa ra biểu quyết", "held", may=KEEPING, refused=OWNER),
    *form("meetings:count", "kiểm phiếu", "ballot", may=KEEPING, refused=OWNER),
    post("meetings:withdraw_vote", "bỏ nội dung chưa kiểm phiếu", "ballot", may=KEEPING, refused=OWNER),
    *form("meetings:proceedings", "ghi diễn biến", "held", may=KEEPING, refused=OWNER),
    *form("meetings:conclusions", "ghi kết luận", "held", may=KEEPING, refused=OWNER, data=_CONCLUDED),
    post("meetings:leave_out_conclusion", "bỏ dòng kết luận", "conclusion", may=KEEPING, refused=OWNER),
    *form("meetings:close", "kết thúc cuộc họp", "held", may=KEEPING, refused=OWNER),
    *form("meetings:sign", "ký biên bản (chủ trì, thư ký)", "held", may=SIGNING, refused=ATTENDING),
    *form("meetings:correct", "đính chính biên bản", "held", may=KEEPING, refused=OWNER),
    post("meetings:finish_conclusion", "ghi kết luận đã xong", "conclusion", may=KEEPING, refused=OWNER),
    post("meetings:drop_conclusion", "thôi thực hiện kết luận", "conclusion", may=KEEPING, refused=OWNER, data=WHY),
    post("conclusion_to_work", "giao việc theo kết luận", "conclusion", may=KEEPING, refused=OWNER),
    post("conclusions_to_work", "giao mọi việc đã kết luận", "held", may=KEEPING, refused=OWNER),
    page("follow_up:briefing", "xem tài liệu giao ban", may=FOLLOWING),
    page("follow_up:briefing_document", "lấy tài liệu giao ban (Word)", may=FOLLOWING),
    page("follow_up:briefing_export", "lấy tài liệu giao ban (Excel)", may=FOLLOWING),
]

CHASING = DIRECTOR | CHAIRMAN | OFFICE
FAULTS_NAMED = {"text": "Chậm báo cáo", "remedy": "Phân công lại", "due_date": "2027-01-25", "person": ""}
FOLLOW_UP: list[Act] = [
    page("notifications:mine", "xem thông báo của mình", may=SIGNED_IN),
    post("notifications:read_all", "đánh dấu đã đọc", may=SIGNED_IN),
    post("notifications:read", "mở một thông báo", "notification", may=OWNER, refused=NOBODY, data={"then": "stay"}),
    *form("notifications:preferences", "chọn cách nhận thông báo", may=SIGNED_IN),
    page("follow_up:reminders", "xem cách nhắc việc của cơ quan", may=SERVING),
    post("follow_up:reminders", "đặt cách nhắc việc", may=CHASING),
    page(
        "follow_up:chase", "xem các lần nhắc nhiệm vụ của cơ quan", "viec-co-quan", "work", may=AROUND, refused=NOBODY
    ),
    post("follow_up:chase", "đôn đốc nhiệm vụ của cơ quan", "viec-co-quan", "work", may=CHASING, refused=AROUND),
    page("follow_up:extensions", "xem đơn vị đề nghị đổi hạn", may=CHASING | HEAD | {Who.OTHER_HEAD}),
    *form("follow_up:ask_extension", "đề nghị đổi hạn nhiệm vụ của cơ quan", "work", may=LEADERS, refused=AROUND),
    post(
        "follow_up:answer_extension",
        "trả lời đơn vị đề nghị đổi hạn",
        "work_extension",
        may=CHASING,
        refused=AROUND,
        data={"grants": "yes", "due_date": "2027-01-25"},
    ),
    page("follow_up:dossiers", "xem hồ sơ một cửa mình được xem", may=SERVING),
    *form(
        "follow_up:bring_dossiers",
        "nhập tệp hồ sơ một cửa",
        may=CHASING,
        refused=SIGNED_IN - HEAD - {Who.OTHER_HEAD},
    ),
    *form("follow_up:dossier_import", "xem tệp hồ sơ đã đọc, chọn tên", "dossier_import", may=CHASING, refused=NOBODY),
    post("follow_up:write_dossiers", "ghi hồ sơ một cửa", "dossier_import", may=CHASING, refused=NOBODY),
    post("follow_up:put_away_dossiers", "bỏ tệp hồ sơ đã đọc", "dossier_import", may=CHASING, refused=NOBODY),
    page("follow_up:shortcomings", "xem các hạn chế mình được xem", may=SERVING),
    *form("follow_up:name_shortcoming", "nêu hạn chế cần khắc phục", may=SERVING, refused=NOBODY, data=FAULTS_NAMED),
    page("follow_up:shortcoming", "xem một hạn chế", "shortcoming", may=READERS, refused=NOBODY),
    post("follow_up:shortcoming", "ghi khắc phục xong", "shortcoming", may=LEADERS | OFFICE, refused=READERS),
    post("follow_up:begin_mending", "ghi đang khắc phục", "shortcoming", may=LEADERS | OWNER | OFFICE, refused=READERS),
    page("follow_up:shortcoming_proof", "xem tệp chứng minh đã khắc phục", "mended", may=READERS, refused=NOBODY),
    page("follow_up:inspections", "xem các cuộc kiểm tra mình được xem", may=SERVING),
    *form("follow_up:plan_inspection", "lập lịch kiểm tra", may=LEADING_ANYBODY | OFFICERS | OFFICE, refused=SIGNED_IN),
    page("follow_up:inspection", "xem một cuộc kiểm tra", "inspection", may=READERS - OWNER, refused=NOBODY),
    post("follow_up:inspection", "ghi kết quả kiểm tra", "inspection", may=CHASING | OFFICER, refused=READERS - OWNER),
    post(
        "follow_up:cancel_inspection",
        "huỷ cuộc kiểm tra",
        "inspection",
        may=CHASING | OFFICER,
        refused=READERS - OWNER,
        data=WHY,
    ),
    page("follow_up:breakthroughs", "xem khâu đột phá", may=SERVING),
    *form("follow_up:set_breakthrough", "đăng ký khâu đột phá", may=LEADING_ANYBODY, refused=SIGNED_IN),
    page("follow_up:breakthrough", "xem một khâu đột phá", "breakthrough", may=AROUND, refused=NOBODY),
    post(
        "follow_up:breakthrough",
        "tổng kết khâu đột phá",
        "breakthrough",
        may=LEADERS,
        refused=AROUND,
        data={"summary": "Đạt"},
    ),
]

GROUPS: Mapping[str, list[Act]] = {
    "Chung": GENERAL,
    "Cơ cấu tổ chức": UNITS,
    "Nhân sự": PEOPLE,
    "Danh mục sản phẩm": CATALOGUES,
    "Kế hoạch": PLANS,
    "Nhiệm vụ của cơ quan": BODY_WORK,
    "Chỉ tiêu": TARGETS,
    "Nhiệm vụ": WORK,
    "Họp, giao ban": MEETINGS,
    "Chấm điểm tháng": MONTHS,
    "Nhiệm vụ trọng tâm": KEY_TASKS,
    "Xếp loại năm": YEARS,
    "Theo dõi, đôn đốc, thông báo": FOLLOW_UP,
}

# Signing in is the library's own work, tried in tests/accounts; the demonstration's door exists in the demonstration only.
NOT_OURS = ("account_", "demo_sign_in")


def acts() -> Iterable[Act]:
    """Yield every act of the table."""
    for group in GROUPS.values():
        yield from group


def written() -> str:
    """Return the page of the documentation."""
    people = list(Who)
    lines = [
        "# Ai được làm gì",
        "",
        "Mỗi hàng là một việc trên hồ sơ của một chuyên viên (hoặc của người ghi trong tên việc), mỗi cột là một người gặp hồ sơ ấy hôm nay.",
        "Bảng này viết từ `tests/site/permissions.py` bằng `scripts/permissions`; mỗi ô đều được thử trên trang thật.",
        "",
        *(f"- {MARKS[outcome]}: {says}" for outcome, says in _LEGEND.items()),
        "",
        "Các cột:",
        "",
        *(f"{number}. {who.value}" for number, who in enumerate(people, start=1)),
    ]
    head = " | ".join(str(number) for number in range(1, len(people) + 1))
    for title, group in GROUPS.items():
        lines += ["", f"## {title}", "", f"| việc | {head} |", "|---|" + ":-:|" * len(people)]
        for act in group:
            cells = " | ".join(MARKS[act.expected(who)] for who in people)
            lines.append(f"| {act.says} | {cells} |")
    return "\n".join(lines) + "\n"


_LEGEND: Mapping[Outcome, str] = {
    Outcome.ALLOWED: "được xem, được làm (việc còn tuỳ hồ sơ đang ở bước nào)",
    Outcome.FORBIDDEN: "biết có hồ sơ, không được làm (403)",
    Outcome.HIDDEN: "không biết có hồ sơ (404)",
    Outcome.SIGN_IN: "được đưa tới trang đăng nhập",
}

if __name__ == "__main__":
    sys.stdout.write(written())
