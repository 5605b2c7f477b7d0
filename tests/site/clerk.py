"""Somebody at work without a browser's scripts: opens pages, follows links, fills in forms by their labels, presses buttons."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from congtam.accounts.models import User
from tests.site.screen import words

OK, REFUSED = 200, (409, 422)
CHOSEN_WORDS = "Song-Lam mùa nước nổi"
Typed = Mapping[str, str | bool | Iterable[str]]


class Clerk:
    """One signed-in person and the page before him. Whatever is typed is found by the words beside its box, or by its name."""

    def __init__(self, user: User | None = None, *, username: str = "", password: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.address = "/"
        self.page: Any = None
        self.response: Any = None
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        elif username:
            self.open("/tai-khoan/dang-nhap/")
            self.press("Đăng nhập", {"login": username, "password": password})
            if self.address.endswith("/mat-khau/doi/"):
                own = {"password1": CHOSEN_WORDS, "password2": CHOSEN_WORDS}
                self.press("Đổi mật khẩu", {"oldpassword": password, **own})

    def open(self, address: str) -> "Clerk":
        """Open a page that is there for this person."""
        self._show(self.client.get(urljoin(self.address, address), follow=True))
        assert self.response.status_code == OK, (address, self.response.status_code)
        return self

    def follow(self, link: str) -> "Clerk":
        """Follow the first link with these words."""
        found = [a for a in self.page.iter("a") if words(a) == link]
        assert found, (link, sorted({words(a) for a in self.page.iter("a")}))
        return self.open(found[0].get("href"))

    def file(self, address: str) -> bytes:
        """Download a file."""
        response: Any = self.client.get(urljoin(self.address, address))
        assert response.status_code == OK, (address, response.status_code)
        return b"".join(response.streaming_content) if response.streaming else bytes(response.content)

    def press(
        self, button: str, typed: Typed | None = None, files: Mapping[str, SimpleUploadedFile] | None = None
    ) -> "Clerk":
        """Fill in the form of the first button with these words and press it; nothing may be refused."""
        self._press(button, typed or {}, files or {})
        wrong = self.page.xpath(
            "//*[contains(@class, 'ct-errors')] | //*[@id='messages']//*[contains(@class, 'ct-red')]"
        )
        assert self.response.status_code == OK, (button, self.response.status_code, [words(one) for one in wrong])
        assert not wrong, (button, [words(one) for one in wrong])
        return self

    def tried(self, button: str, typed: Typed | None = None) -> str:
        """Press a button and return what the refusal says; nothing when it was done."""
        self._press(button, typed or {}, {})
        if self.response.status_code not in REFUSED:
            return ""
        wrong = self.page.xpath("//*[contains(@class, 'ct-errors') or contains(@class, 'ct-red')]")
        assert wrong, (button, self.response.status_code)
        return " ".join(words(one) for one in wrong)

    @property
    def told(self) -> str:
        """The messages above the page."""
        return " ".join(words(one) for one in self.page.xpath("//*[@id='messages']"))

    @property
    def text(self) -> str:
        """Every word of the page."""
        return words(self.page)

    def options(self, label: str) -> list[str]:
        """What a list offers."""
        (form,) = [form for form in self.page.iter("form") if _found(form, label)]
        return [words(option) for option in _found(form, label)[0].iter("option")]

    def has_button(self, button: str) -> bool:
        """Whether such a button is offered."""
        return any(words(one) == button for one in self.page.iter("button"))

    def _press(self, button: str, typed: Typed, files: Mapping[str, SimpleUploadedFile]) -> None:
        pressed = next((one for one in self.page.iter("button") if words(one) == button), None)
        offered = [words(one) for one in self.page.iter("button")]
        assert pressed is not None, (button, offered)
        (form, *_) = pressed.iterancestors("form")
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        for label, value in typed.items():
            _fill(data, form, label, value)
        for label, upload in files.items():
            data[_found(form, label)[0].get("name")] = upload
        if pressed.get("name"):
            data[pressed.get("name")] = [pressed.get("value", "")]
        address = urljoin(self.address, pressed.get("formaction") or form.get("action") or "")
        self._show(self.client.post(address, data, follow=True))

    def _show(self, response: Any) -> None:
        self.response = response
        query = response.request.get("QUERY_STRING", "")
        self.address = response.request["PATH_INFO"] + (f"?{query}" if query else "")
        self.page = lxml.html.parse(BytesIO(response.content), lxml.html.HTMLParser(encoding="utf-8")).getroot()
        for unseen in self.page.xpath("//script | //style | //svg"):
            unseen.drop_tree()

    @property
    def key(self) -> int:
        """The number of the record in the page's address."""
        return int(next(part for part in reversed(urlsplit(self.address).path.split("/")) if part.isdigit()))


def _found(form: Any, label: str) -> list[Any]:
    """The boxes of a form with this name, or with these words beside them."""
    named = [one for one in form.iter("input", "select", "textarea") if one.get("name") == label]
    if named:
        return named
    boxes: list[Any] = []
    for one in form.iter("label"):
        optional = "".join(words(word) for word in one.find_class("ct-optional"))
        if words(one).removesuffix(optional).strip() == label:
            inside = list(one.iter("input", "select", "textarea"))
            boxes += inside or form.xpath(".//*[@id=$id]", id=one.get("for"))
    return boxes


def _fill(data: dict[str, Any], form: Any, label: str, value: Any) -> None:
    boxes = _found(form, label)
    assert boxes, (label, [words(one) for one in form.iter("label")])
    box = boxes[0]
    name, kind = box.get("name"), box.get("type", box.tag)
    if kind == "checkbox" and isinstance(value, bool):
        others = [one for one in data.get(name, []) if one != box.get("value", "on")]
        data[name] = [*others, box.get("value", "on")] if value else others
    elif kind == "radio":
        data[name] = [box.get("value")]
    elif box.tag == "select":
        data[name] = [next(one.get("value") for one in box.iter("option") if words(one).startswith(value))]
    else:
        data[name] = [value] if isinstance(value, str) else list(value)
