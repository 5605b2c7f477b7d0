"""Invented content for the living page of parts."""

from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.timezone import make_aware

_SOURCE = "điểm a khoản 1 Điều 18 Nghị định 335/2025/NĐ-CP"
_NAMES = ("Nguyễn Thị Thu Hà", "Trần Quốc Đạt", "Lê Hoàng Yến", "Phạm Đức Nghĩa", "Vũ Thị Ánh Tuyết", "Đỗ Minh Khuê")
_POSTS = ("Phó Trưởng phòng", "Chuyên viên chính", "Chuyên viên")
_WORK = (
    "Tham mưu văn bản góp ý dự thảo Nghị quyết của HĐND tỉnh về chính sách hỗ trợ đổi mới công nghệ",
    "Báo cáo tháng về tình hình giải quyết thủ tục hành chính",
    "Thẩm định thuyết minh nhiệm vụ khoa học và công nghệ cấp tỉnh",
    "Tờ trình phê duyệt kế hoạch kiểm tra đo lường, chất lượng sản phẩm",
    "Trả lời kiến nghị của cử tri sau kỳ họp thường lệ",
    "Cập nhật cơ sở dữ liệu chuyên gia của ngành",
)


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(label="Nội dung nhiệm vụ", help_text="Ghi như trong văn bản giao việc.")
    due = forms.DateField(label="Hạn hoàn thành")
    unit = forms.ChoiceField(
        label="Đơn vị chủ trì", choices=[("", "Chọn đơn vị"), ("1", "Phòng Quản lý khoa học"), ("2", "Văn phòng")]
    )
    quantity = forms.IntegerField(label="Số lượng", min_value=1, required=False)
    kind = forms.ChoiceField(
        label="Nguồn việc",
        choices=[("planned", "Trong kế hoạch"), ("unplanned", "Đột xuất, phát sinh")],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(label="Yêu cầu về chất lượng", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Văn bản giao việc", required=False, help_text="Tệp .pdf hoặc .docx, không quá 20 MB.")
    key = forms.BooleanField(label="Là nhiệm vụ trọng tâm", required=False)
    people = forms.MultipleChoiceField(
        label="Người thực hiện",
        choices=[(str(place), f"{name}, {post}") for place, (name, post) in enumerate(product(_NAMES, _POSTS))],
        widget=forms.CheckboxSelectMultiple,
        help_text="Danh sách dài có ô tìm và thanh cuộn riêng.",
    )


def all_of(today: date, page: str) -> dict[str, Any]:
    """Return the content of the living page as of `today`; `page` is the page of its long list."""
    rows = [_row(number, today) for number in range(3000)]
    wrong = SampleForm({"title": "", "due": "31/02/2026", "unit": "", "kind": "planned"})
    return {
        "today": today,
        "now": make_aware(datetime.combine(today, time(8, 5))),
        "rows": rows[:3],
        "long": Paginator(rows, 50).get_page(page),
        "form": SampleForm(),
        "wrong": wrong,
        "steps": _steps(today),
        "returned": _returned(today),
        "allowed": _ALLOWED,
        "findings": _FINDINGS,
        "groups": _GROUPS,
        "past": [(2023, "good"), (2024, "excellent"), (2025, None)],
        "levels": ["excellent", "good", "completed", "not_completed", "not_rated", "needs_review"],
        "periods": [("2026-01", "Tháng 1/2026"), ("2026-02", "Tháng 2/2026"), ("2026-03", "Tháng 3/2026")],
        "units": [("1", "Phòng Quản lý khoa học"), ("2", "Văn phòng")],
        "charts": _CHARTS,
        "columns": _COLUMNS,
        "shown": ["han", "tinh-trang"],
        "saved": _SAVED,
        "grid": [(name, ["9,50", "10,00", "8,75", "10,00"]) for name in _NAMES],
        "days": [today + timedelta(days=days) for days in (-5, 0, 2, 12)],
        "early": today - timedelta(days=8),
    }


def _row(number: int, today: date) -> dict[str, Any]:
    states = (
        ("in_hand", "đang thực hiện"),
        ("handed_in", "chờ nghiệm thu"),
        ("returned", "bị trả lại để làm lại"),
        ("done", "đã nghiệm thu"),
    )
    code, label = states[number % 4]
    due = today + timedelta(days=(number * 7) % 40 - 9)
    return {
        "title": _WORK[number % len(_WORK)],
        "person": _NAMES[number % len(_NAMES)],
        "post": "Chuyên viên" if number % 3 else "Phó Trưởng phòng",
        "due": due if number % 11 != 10 else None,
        "done": due + timedelta(days=number % 3 - 1) if code == "done" else None,
        "code": code,
        "label": label,
        "key": number % 4 == 0,
        "new": number % 6 == 5,
        "hard": number % 9 == 8,
        "factor": ("1", "2.5", "12", "34.5")[number % 4],
        "total": None if number % 13 == 12 else 7000 + number * 37 % 3000,
    }


def _steps(today: date) -> list[dict[str, Any]]:
    return [
        {"name": "Lập", "state": "done", "who": "Hệ thống", "on": today - timedelta(days=12)},
        {"name": "Tự chấm", "state": "done", "who": _NAMES[0], "on": today - timedelta(days=9)},
        {"name": "Cấp trên", "state": "current", "who": "Trưởng phòng Trần Quốc Đạt"},
        {"name": "Tập thể", "state": "todo"},
        {"name": "Quyết định", "state": "todo"},
        {"name": "Công bố", "state": "todo"},
    ]


def _returned(today: date) -> list[dict[str, Any]]:
    return [
        {"name": "Giao", "state": "done", "who": _NAMES[1], "on": today - timedelta(days=20)},
        {"name": "Thực hiện", "state": "returned", "who": _NAMES[0], "on": today - timedelta(days=3)},
        {"name": "Nghiệm thu", "state": "todo"},
    ]


_ALLOWED = [
    {"code": "confirm", "label": "Xác nhận", "url": "#", "is_primary": True, "icon": "check", "opens_page": True},
    {"code": "send_back", "label": "Trả lại", "url": "#", "needs_reason": True},
    {"code": "comment", "label": "Ghi nhận xét", "url": "#", "opens_page": True},
    {"code": "print", "label": "In phiếu", "url": "#", "opens_page": True, "icon": "printer"},
    {"code": "cancel", "label": "Huỷ phiếu", "url": "#", "opens_page": True, "is_grave": True, "icon": "x"},
]

_COLUMNS = [("han", "Hạn"), ("tinh-trang", "Tình trạng"), ("he-so", "Hệ số"), ("diem", "Điểm")]

_SEEN, _OTHER = {"name": "Quá hạn của phòng", "query": "han=qua"}, {"name": "Báo cáo tháng, quý, năm", "query": "q=bao"}
_SAVED = {
    "path": "",
    "query": "han=qua",
    "views": [_SEEN, _OTHER],
    "rows": [(_SEEN, "#viec"), (_OTHER, "#viec")],
    "can_save": True,
    "save_url": "#viec",
}

_FINDINGS = [
    {"sentence": "Hoàn thành 28/30 sản phẩm đã quy đổi, đạt 93,33%.", "truth": "yes", "source": _SOURCE},
    {
        "sentence": "Có 1 sản phẩm bị trả lại vì lỗi lớn về nội dung, trừ 0,25 × hệ số.",
        "truth": "no",
        "source": _SOURCE,
        "url": "#",
    },
    {
        "sentence": "Chưa có văn bản xác nhận nguyên nhân khách quan; xin bổ sung trước khi đóng kỳ.",
        "truth": "unknown",
        "source": {"printed": "khoản 3 Điều 18 Nghị định 335/2025/NĐ-CP", "certainty": "secondary"},
    },
]

_GROUPS = [
    {
        "name": "Toàn cơ quan",
        "used": 11,
        "limit": 11,
        "sentence": "20% của 58 người hoàn thành tốt trở lên là 11,6; lấy phần nguyên là 11.",
    },
    {
        "name": "Trưởng phòng, phó trưởng phòng",
        "used": 4,
        "limit": 2,
        "sentence": "20% của 14 người là 2,8; lấy phần nguyên là 2.",
    },
    {
        "name": "Chuyên viên tham mưu",
        "used": 5,
        "limit": 6,
        "sentence": "20% của 31 người là 6,2; lấy phần nguyên là 6.",
    },
]

_MONTHS = [f"T{month}" for month in range(1, 13)]
_CHARTS = {
    "levels": {
        "kind": "stacked",
        "labels": ["Văn phòng", "Quản lý khoa học", "Công nghệ", "Trung tâm Ứng dụng"],
        "series": [
            {"name": "Xuất sắc", "tone": "excellent", "values": [2, 3, 1, 2]},
            {"name": "Tốt", "tone": "good", "values": [6, 5, 7, 9]},
            {"name": "Hoàn thành", "tone": "completed", "values": [1, 2, 1, 3]},
            {"name": "Không hoàn thành", "tone": "not_completed", "values": [0, 0, 1, 0]},
        ],
    },
    "year": {
        "kind": "line",
        "labels": _MONTHS,
        "min": 50,
        "max": 100,
        "series": [
            {
                "name": "Điểm tháng",
                "values": ["88.5", "91.25", "86", "90.4", "92", "89.75", "87.2", "93.1", "90", "91.6", None, None],
            },
            {
                "name": "Trung bình đơn vị",
                "tone": "c3",
                "values": ["85", "86.1", "84.9", "86", "87.3", "86.6", "86", "88", "87.4", "87.9", None, None],
            },
        ],
    },
    "late": {
        "kind": "bar",
        "labels": _MONTHS[:6],
        "series": [{"name": "Nhiệm vụ quá hạn", "tone": "red", "values": [3, 5, 2, 0, 4, 1]}],
    },
    "empty": {"kind": "bar", "labels": _MONTHS, "series": [{"name": "Điểm tháng", "values": [None] * 12}]},
    "heat": {
        "kind": "heat",
        "labels": _MONTHS[:6],
        "rows": ["Văn phòng", "Quản lý khoa học", "Công nghệ"],
        "series": [
            {"name": "Điểm", "values": [[x, y, str(80 + (x * 5 + y * 7) % 17)] for x in range(6) for y in range(3)]}
        ],
    },
}
