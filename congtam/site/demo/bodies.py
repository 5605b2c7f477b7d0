"""Units of the fictional province, as they came to be: the department took another over in 2025, the commune was made of two."""

from datetime import date

from congtam.accounts.models import User
from congtam.organisation.choices import UnitKind
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.organisation.services import add_similar_group, merge_units, open_unit
from congtam.site.demo.material import Calendar, Words, material

PROVINCE = "ubnd-tinh-song-lam"
DEPARTMENT = "so-khoa-hoc-cong-nghe"
COMMUNE = "ubnd-xa-phu-trach"
FINANCE = "so-tai-chinh"
HOME_AFFAIRS = "so-noi-vu"
PARTY_PROVINCE = "tinh-uy-song-lam"
PARTY_OFFICE = "van-phong-tinh-uy"
OLD_DEPARTMENT = "so-thong-tin-truyen-thong"
OLD_DISTRICT = "ubnd-huyen-lam-khe"
OLD_COMMUNES = ("ubnd-xa-phu-thuong-cu", "ubnd-xa-trach-dong-cu")
LONG_AGO = date(2006, 1, 1)
# The department took over the other one's work, with those units, on this day.
DEPARTMENTS_MERGED = date(2025, 3, 1)
# From this day there are no districts, and communes are larger.
COMMUNES_MERGED = date(2025, 7, 1)
_TAKEN_OVER = ("so-chuyen-doi-so", "so-tt-cong-nghe-thong-tin")
_SHORT = {DEPARTMENT: "Sở KH&CN", COMMUNE: "Xã Phú Trạch", PROVINCE: "UBND tỉnh"}


class Bodies:
    """Units and groups by the keys of the material."""

    def __init__(self, actor: User, calendar: Calendar) -> None:
        self.units: dict[str, Unit] = {}
        self.groups: dict[str, SimilarGroup] = {}
        self._actor = actor
        self._at = calendar.prepared_at

    def place(self, key: str) -> Unit:
        """Return where people of a unit of the material serve: its leaders serve at the body itself."""
        return self.units[{"lanh-dao-so": DEPARTMENT, "xa-lanh-dao": COMMUNE}.get(key, key)]

    def body_of(self, key: str) -> Unit:
        """Return the body a unit of the material belongs to."""
        return self.units[DEPARTMENT if key.startswith(("so-", "lanh-dao-so")) else COMMUNE]

    def build(self) -> None:
        """Open everything, oldest first, and let history happen."""
        self._province()
        self._department()
        self._commune()
        self._party()

    def _province(self) -> None:
        self._open(PROVINCE, "Ủy ban nhân dân tỉnh Sông Lam", manages=True)
        self._open(FINANCE, "Sở Tài chính tỉnh Sông Lam", under=PROVINCE, uses=True)
        self._open(HOME_AFFAIRS, "Sở Nội vụ tỉnh Sông Lam", under=PROVINCE, uses=True)

    def _department(self) -> None:
        self._open(OLD_DEPARTMENT, "Sở Thông tin và Truyền thông tỉnh Sông Lam", under=PROVINCE, uses=True)
        for row in self._divisions("department"):
            if row["key"] == DEPARTMENT:
                self._open(DEPARTMENT, row["name"], under=PROVINCE, uses=True)
            else:
                above = OLD_DEPARTMENT if row["key"] in _TAKEN_OVER else DEPARTMENT
                self._open(row["key"], row["name"], under=above, kind=_kind(row))
        merge_units(
            units=[self.units[OLD_DEPARTMENT]],
            into=self.units[DEPARTMENT],
            on=DEPARTMENTS_MERGED,
            actor=self._actor,
            at=self._at,
            document="Nghị quyết số 05/NQ-HĐND ngày 20/02/2025 của HĐND tỉnh Sông Lam",
        )
        # What was taken over stands among the others in the order of the department's own list.
        for position, row in enumerate(self._divisions("department")):
            UnitState.objects.filter(unit=self.units[row["key"]], parent=self.units[DEPARTMENT]).update(
                position=position
            )
        self._groups("department", DEPARTMENT)

    def _commune(self) -> None:
        self._open(OLD_DISTRICT, "Ủy ban nhân dân huyện Lam Khê (cũ)", under=PROVINCE, uses=True, manages=True)
        names = ("Ủy ban nhân dân xã Phú Thượng (cũ)", "Ủy ban nhân dân xã Trạch Đông (cũ)")
        for key, name in zip(OLD_COMMUNES, names, strict=True):
            self._open(key, name, under=OLD_DISTRICT, uses=True)
        for row in self._divisions("commune"):
            above = PROVINCE if row["key"] == COMMUNE else COMMUNE
            self._open(row["key"], row["name"], under=above, since=COMMUNES_MERGED, uses=row["key"] == COMMUNE)
        document = "Nghị quyết số 31/NQ-HĐND ngày 16/6/2025 của HĐND tỉnh Sông Lam"
        merge_units(
            units=[self.units[key] for key in OLD_COMMUNES],
            into=self.units[COMMUNE],
            on=COMMUNES_MERGED,
            actor=self._actor,
            at=self._at,
            document=document,
        )
        merge_units(
            units=[self.units[OLD_DISTRICT]],
            into=self.units[PROVINCE],
            on=COMMUNES_MERGED,
            actor=self._actor,
            at=self._at,
            document=document,
        )
        self._groups("commune", COMMUNE)

    def _party(self) -> None:
        self._open(PARTY_PROVINCE, "Tỉnh ủy Sông Lam", kind=UnitKind.PARTY, manages=True)
        self._open(PARTY_OFFICE, "Văn phòng Tỉnh ủy Sông Lam", under=PARTY_PROVINCE, kind=UnitKind.PARTY, uses=True)
        since = {"dang-bo-ubnd-xa-phu-trach": COMMUNES_MERGED, "dang-bo-so-khoa-hoc-cong-nghe": DEPARTMENTS_MERGED}
        for row in material("party")["organisations"]:
            first = since.get(row["key"], LONG_AGO)
            self._open(row["key"], row["name"], under=PARTY_PROVINCE, kind=UnitKind.PARTY, since=first)
        for row in material("party")["cells"]:
            first = since.get(row["organisation"], LONG_AGO)
            self._open(row["key"], row["name"], under=row["organisation"], kind=UnitKind.PARTY, since=first)
            if row["organisation"] == "dang-bo-van-phong-tinh-uy":
                self._open(_office_of(row["key"]), division_name(row), under=PARTY_OFFICE, kind=UnitKind.PARTY)

    def _open(  # what a unit is, all named
        self,
        key: str,
        name: str,
        *,
        under: str | None = None,
        kind: str = UnitKind.STATE,
        since: date = LONG_AGO,
        uses: bool = False,
        manages: bool = False,
    ) -> None:
        self.units[key] = open_unit(
            code=key,
            kind=kind,
            name=name,
            short_name=_SHORT.get(key, ""),
            parent=self.units[under] if under else None,
            on=since,
            uses=uses,
            manages=manages,
            actor=self._actor,
            at=self._at,
        )

    def _divisions(self, body: str) -> list[Words]:
        return [row for row in material(body)["units"] if row["kind"] != "leadership"]

    def _groups(self, body: str, key: str) -> None:
        for row in material(body)["similar_groups"]:
            self.groups[row["key"]] = add_similar_group(
                body=self.units[key], name=row["name"], actor=self._actor, at=self._at
            )


def division_name(cell: Words) -> str:
    """Return the division whose people make a cell: "Chi bộ Phòng Quản trị" → "Phòng Quản trị"."""
    name: str = cell["name"]
    return name.removeprefix("Chi bộ ").removeprefix("Lãnh đạo - ")


def _office_of(cell: str) -> str:
    return cell.replace("cb-tu-", "vptu-")


def _kind(row: Words) -> str:
    return UnitKind.PUBLIC_SERVICE if row["kind"] == "public_service_unit" else UnitKind.STATE
