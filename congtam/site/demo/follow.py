"""What is chased in the demonstration: reminders, another deadline asked for, faults, dossiers of the one-stop office."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from congtam.accounts.models import User
from congtam.engine.state_calendar import is_working_day, working_day_away
from congtam.follow_up.selectors.chased import of_task
from congtam.follow_up.services import NobodyToRemindError, remind, send_reminders
from congtam.follow_up.services.dossiers import read_export, write_dossiers
from congtam.follow_up.services.faults import (
    begin_mending,
    close_shortcoming,
    name_shortcoming,
    plan_inspection,
    record_finding,
    set_breakthrough,
)
from congtam.organisation.models import Unit, UnitState
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Person
from congtam.planning.choices import WorkState
from congtam.planning.models import Target, WorkItem
from congtam.planning.services.extensions import ask_extension as ask_work_extension
from congtam.site.demo.material import Calendar, moment
from congtam.tasks.models import Task
from congtam.tasks.selectors import IN_HAND
from congtam.tasks.services import ask_extension, grant_extension, refuse_extension
from congtam.values.known import given

_MORNINGS = 5
_DOSSIERS = 160
_AT_THE_COMMUNE = (
    "Đăng ký khai sinh",
    "Chứng thực bản sao từ bản chính",
    "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    "Đăng ký biến động đất đai",
    "Xác nhận tình trạng hôn nhân",
    "Trợ cấp xã hội hằng tháng",
)
_AT_THE_DEPARTMENT = (
    "Cấp giấy chứng nhận đăng ký hoạt động khoa học và công nghệ",
    "Cấp giấy chứng nhận doanh nghiệp khoa học và công nghệ",
    "Cấp giấy phép tiến hành công việc bức xạ",
    "Đăng ký công bố sử dụng dấu định lượng",
    "Đăng ký kiểm tra nhà nước về đo lường",
    "Cấp phép bưu chính",
)


@dataclass(kw_only=True)
class Followed:
    """Tells the story once work and months are there; nothing lies after `now`."""

    calendar: Calendar
    now: datetime
    users: dict[str, User]
    department: Unit
    commune: Unit

    def tell(self) -> None:
        """Let all of it happen."""
        self._extensions()
        self._faults()
        self._dossiers()
        self._reminders()

    def _extensions(self) -> None:
        open_work = Task.objects.filter(
            state__in=IN_HAND, due_date__gte=self.calendar.today, holder__user__isnull=False
        )
        said = (
            ("Chờ số liệu của các xã gửi về.", None),
            ("Phải lấy thêm ý kiến của cơ quan phối hợp.", True),
            ("Muốn dành thêm thời gian rà soát.", False),
        )
        for (reason, granted), task in zip(
            said, open_work.select_related("holder__user").order_by("due_date", "pk")[4:], strict=False
        ):
            holder, head = task.holder.user, task.assigned_by
            if holder is None:
                continue
            wanted = working_day_away(task.due_date, 5)
            asked = ask_extension(
                task_id=task.pk, due_date=wanted, reason=reason, actor=holder, at=self.now - timedelta(hours=5)
            )
            answered: dict[str, Any] = {"request_id": asked.pk, "actor": head, "at": self.now - timedelta(hours=3)}
            if granted:
                grant_extension(due_date=working_day_away(task.due_date, 3), **answered)
            elif granted is False:
                refuse_extension(reason="Bước này đã có đủ tài liệu, giữ hạn để kịp trình.", **answered)

        self._extension_of_work()

    def _extension_of_work(self) -> None:
        """Let the head of a division ask the office for another deadline of the body's work."""
        posts = Appointment.objects.on(self.calendar.today).filter(
            leadership=Leadership.HEAD, person__user__isnull=False
        )
        works = WorkItem.objects.filter(
            body=self.department, state=WorkState.OPEN, due_date__gte=self.calendar.today, lead_unit__isnull=False
        )
        led = works.exclude(lead_unit=self.department).filter(lead_unit__in=posts.values("unit"))
        work = led.order_by("due_date", "pk").first()
        if work is None or work.due_date is None:
            return
        head = posts.select_related("person__user").get(unit=given(work.lead_unit_id)).person.user
        ask_work_extension(
            work_id=work.pk,
            due_date=working_day_away(work.due_date, 10),
            reason="Chờ ý kiến bằng văn bản của các sở; đã có dự thảo, cần thêm thời gian tổng hợp.",
            url=reverse("follow_up:extensions"),
            actor=given(head),
            at=self.now - timedelta(hours=2),
        )

    def _faults(self) -> None:
        head, office = self.users["to-the-huy"], self.users["nguyen-thi-quynh-thuy"]
        division = Appointment.objects.on(self.calendar.today).get(person__user=head, is_primary=True).unit
        holder = self.users["nguyen-ngoc-duy"].person
        before = self.now - timedelta(days=20)
        inspection = plan_inspection(
            unit=division,
            title="Kiểm tra việc cập nhật hồ sơ công việc và thời hạn xử lý văn bản đến",
            inspector=self._person("nguyen-thi-quynh-thuy"),
            planned_date=before.date(),
            actor=office,
            at=before,
        )
        record_finding(
            inspection_id=inspection.pk,
            finding="Hồ sơ công việc đầy đủ; 4 văn bản đến xử lý quá hạn từ 1 đến 3 ngày do chưa chuyển ngay.",
            actor=office,
            at=before,
        )
        due = self.calendar.today + timedelta(days=12)
        told: dict[str, Any] = {"unit": division, "due_date": due, "actor": office, "at": before}
        name_shortcoming(
            **told,
            person=None,
            text="Văn bản đến chưa được chuyển xử lý ngay trong ngày",
            remedy="Phân công một người trực văn bản mỗi buổi, trưởng phòng soát cuối ngày",
            inspection=inspection,
        )
        begun = name_shortcoming(
            **told,
            person=holder,
            text="Báo cáo còn nộp sát hạn, số liệu phải bổ sung nhiều lần",
            remedy="Lập đề cương và bảng số liệu trước hạn năm ngày",
        )
        begin_mending(shortcoming_id=begun.pk, actor=head, at=before + timedelta(days=3))
        mended = name_shortcoming(
            **told,
            person=holder,
            text="Chưa lưu đủ minh chứng khi nộp sản phẩm",
            remedy="Gắn số văn bản hoặc tệp cho từng lần nộp",
        )
        close_shortcoming(
            shortcoming_id=mended.pk,
            closing="Đã bổ sung minh chứng cho 6 sản phẩm của hai tháng trước",
            document="15/BC-CĐS",
            actor=head,
            at=self.now - timedelta(days=4),
        )
        plan_inspection(
            unit=division,
            title="Giám sát tiến độ các nhiệm vụ trong kế hoạch chuyển đổi số",
            inspector=self._person("nguyen-thi-quynh-thuy"),
            planned_date=self.calendar.today + timedelta(days=9),
            actor=office,
            at=self.now - timedelta(days=1),
        )
        set_breakthrough(
            unit=division,
            year=self.calendar.year,
            text="Cắt giảm một nửa thời gian xử lý hồ sơ dịch vụ công của Sở",
            why="Năm trước tỷ lệ hồ sơ quá hạn còn cao, người dân phải đi lại nhiều lần.",
            works=WorkItem.objects.still_open().filter(lead_unit=division).order_by("due_date", "pk")[:3],
            targets=Target.objects.filter(lead_unit=division, year=self.calendar.year),
            actor=head,
            at=self.calendar.prepared_at,
        )

    def _person(self, username: str) -> Person:
        return Person.objects.get(user=self.users[username])

    def _dossiers(self) -> None:
        self._export(self.commune, self.users["hoang-xuan-phong"], Random(7), _AT_THE_COMMUNE)
        self._export(self.department, self.users["nguyen-thi-quynh-thuy"], Random(11), _AT_THE_DEPARTMENT)

    def _export(self, body: Unit, keeper: User, rng: Random, procedures: Sequence[str]) -> None:
        posts = Appointment.objects.on(self.calendar.today).filter(leadership="none", is_primary=True)
        states = UnitState.objects.on(self.calendar.today).filter(parent=body).order_by("search_name", "pk")[:4]
        rows: list[list[str]] = []
        for state in states:
            people = [post.person.full_name for post in posts.filter(unit=state.unit_id).select_related("person")[:3]]
            rows += [self._row(rng, procedures, state.name, rng.choice(people or [""])) for _ in range(_DOSSIERS // 4)]
        out = StringIO()
        writer = csv.writer(out)
        writer.writerow(["Mã hồ sơ", "Tên thủ tục", "Ngày nhận", "Hạn trả", "Ngày trả", "Đơn vị", "Cán bộ"])
        for number, row in enumerate(rows, start=1):
            writer.writerow([f"H{body.pk:02d}.{self.calendar.year}.{number:05d}", *row])
        file = SimpleUploadedFile("ho-so-mot-cua.csv", out.getvalue().encode("utf-8-sig"))
        brought = read_export(body=body, uploaded=file, actor=keeper, at=self.now)
        write_dossiers(import_id=brought.pk, actor=keeper, at=self.now)

    def _row(self, rng: Random, procedures: Sequence[str], unit: str, person: str) -> list[str]:
        received = self.calendar.today - timedelta(days=rng.randint(1, 45))
        due = working_day_away(received, rng.choice((3, 5, 10, 15)))
        finished = due + timedelta(days=rng.choice((-3, -2, -1, -1, 0, 0, 0, 1, 3, 8)))
        finished = max(finished, received)
        is_finished = finished <= self.calendar.today and rng.random() < (0.97 if finished < due else 0.9)
        days = [f"{day:%d/%m/%Y}" for day in (received, due)]
        return [rng.choice(procedures), *days, f"{finished:%d/%m/%Y}" if is_finished else "", unit, person]

    def _reminders(self) -> None:
        day: date = (
            self.calendar.today if is_working_day(self.calendar.today) else working_day_away(self.calendar.today, -1)
        )
        mornings = [working_day_away(day, -number) for number in range(_MORNINGS - 1, 0, -1)] + [day]
        for morning in mornings:
            at = moment(morning, 7)
            if at <= self.now:
                send_reminders(at=at)
        late = (
            Task.objects.filter(state__in=IN_HAND, due_date__lt=self.calendar.today).order_by("due_date", "pk").first()
        )
        if late is not None:
            try:
                remind(
                    thing=of_task(late),
                    note="Chiều nay báo tôi vướng ở đâu để tháo gỡ.",
                    url=reverse("remind", args=[late.pk]),
                    actor=late.assigned_by,
                    at=self.now - timedelta(hours=1),
                )
            except NobodyToRemindError:
                return
