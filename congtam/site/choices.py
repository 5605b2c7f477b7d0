"""Acts of the system itself."""

from typing import Final

DEMO_BUILT: Final = "site.demo_built"
SCALE_LOADED: Final = "site.scale_loaded"
ACTS: Final[dict[str, str]] = {
    DEMO_BUILT: "Dựng dữ liệu trình diễn",
    SCALE_LOADED: "Nạp dữ liệu đo tải",
}
