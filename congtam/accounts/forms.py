"""How somebody signs in."""

from typing import Any

from allauth.account.forms import LoginForm


class PlainLoginForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """allauth's form without its English placeholders: the labels say enough."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        # Complaints name a box by its label, and allauth's are English.
        self.fields["login"].label, self.fields["password"].label = "Tên đăng nhập", "Mật khẩu"
