"""What happens to accounts."""

from typing import Final

ACTS: Final[dict[str, str]] = {
    "accounts.opened": "Lập tài khoản",
    "accounts.locked": "Khoá tài khoản",
    "accounts.unlocked": "Mở khoá tài khoản",
    "accounts.password_reset": "Cấp lại mật khẩu",
    "accounts.password_chosen": "Tự đặt mật khẩu",
    "accounts.kept_open": "Mở tài khoản cho người đã thôi vị trí",
    "accounts.view_saved": "Lưu bộ lọc",
    "accounts.view_dropped": "Bỏ bộ lọc đã lưu",
    "accounts.signed_in": "Đăng nhập",
}
