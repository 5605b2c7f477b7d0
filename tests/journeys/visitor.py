"""Somebody at a browser: the verbs the stories are told with, and what must hold wherever he comes."""

import os
import re
from pathlib import Path
from typing import Self

from playwright.sync_api import Download, FilePayload, Locator, Page, Response, expect

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
PICTURES = Path(__file__).parents[2] / "docs" / "user" / "pictures"
KEEPS_PICTURES = os.environ.get("CONGTAM_PICTURES") == "1"


class Visitor:
    """A person at a desk or with a phone. Every page he comes to must be without fault."""

    def __init__(self, page: Page, *, is_desk: bool, has_script: bool = True) -> None:
        """`page` is already signed in, or stands before the door."""
        self.page, self.is_desk, self.has_script = page, is_desk, has_script

    def goes_to(self, address: str) -> Self:
        """Type an address of the house."""
        return self._arrived(self.page.goto(address))

    def opens(self, label: str) -> Self:
        """Choose a page from the navigation."""
        menu = self.page.get_by_role("navigation", name="Danh mục trang")
        if not self.is_desk:
            self.page.get_by_role("link", name="Tất cả", exact=True).click()
        return self._left_by(menu.get_by_role("link", name=label, exact=True))

    def follows(self, name: str, *, within: str = "", exact: bool = False) -> Self:
        """Follow a link of the page, by its words; `exact` when others have more words around these."""
        return self._left_by(self._around(within).get_by_role("link", name=name, exact=exact).first)

    def presses(self, name: str, *, within: str = "") -> Self:
        """Press a button that sends something."""
        return self._left_by(self._button(name, within))

    def presses_twice(self, name: str) -> Self:
        """Press a button as nervous people do."""
        self._button(name, "").dblclick()
        self.page.wait_for_load_state()
        return self.finds_no_fault()

    def unfolds(self, name: str, *, within: str = "") -> Self:
        """Open what is folded away: a question before an act, a reason, a drawer."""
        folded = self._around(within).locator("summary")
        folded.filter(has_text=name).or_(folded.filter(has=self.page.get_by_label(name))).first.click()
        return self

    def unfolds_more(self) -> Self:
        """Open the further acts of a page, where they are folded away."""
        more = self.page.locator("main summary").filter(has_text="Việc khác")
        if more.count():
            more.first.click()
        return self

    def confirms(self, sure: str) -> Self:
        """Press the button of the question that stands open."""
        return self._left_by(self.page.locator("details[open]").get_by_role("button", name=sure).first)

    def touches(self, name: str) -> Self:
        """Press a button that changes only what is seen."""
        self._button(name, "").click()
        return self

    def writes(self, label: str, words: str, *, within: str = "") -> Self:
        """Fill a box in."""
        self._around(within).get_by_label(label).first.fill(words)
        return self

    def chooses(self, label: str, option: str | re.Pattern[str]) -> Self:
        """Choose from a list."""
        box = self.page.locator("select").and_(self.page.get_by_label(label)).first
        found = box.locator("option").filter(has_text=option).first
        box.select_option(value=found.get_attribute("value"))
        return self

    def switches(self, label: str, option: str) -> Self:
        """Choose from a list that changes the page at once."""
        with self.page.expect_navigation() as going:
            self.chooses(label, option)
        return self._arrived(going.value)

    def ticks(self, label: str, *, within: str = "") -> Self:
        """Tick a box, or one choice of several."""
        self._around(within).get_by_label(label).first.check()
        return self

    def attaches(self, label: str, name: str, data: bytes) -> Self:
        """Choose a file."""
        given: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.page.get_by_label(label).first.set_input_files(given)
        return self

    def sees(self, *words: str) -> Self:
        """The page shows these words."""
        for one in words:
            self._tells(one, is_there=True)
        return self

    def misses(self, *words: str) -> Self:
        """The page shows none of these words, hidden or not."""
        for one in words:
            self._tells(one, is_there=False)
        return self

    def takes(self, name: str) -> bytes:
        """Take a file the page offers, and return what is in it."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name)).first.click()
        taken: Download = coming.value
        return taken.path().read_bytes()

    def keeps_picture(self, name: str, *, of: str = "") -> Self:
        """Keep what is seen for the guides, when pictures are asked for; `of` is the heading it begins at."""
        if KEEPS_PICTURES and self.is_desk:
            if of:
                heading = self.page.get_by_role("heading", name=of).first
                heading.evaluate("(one) => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 96)")
            else:
                self.page.evaluate("() => window.scrollTo(0, 0)")
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
        return self

    def finds_no_fault(self) -> Self:
        """What must hold on every page: it has a heading, axe finds nothing, nothing is wider than the screen."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        if self.has_script:
            if not self.page.evaluate("() => 'axe' in window"):
                self.page.evaluate(AXE)
            found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
            faults = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found["violations"]]
            assert (self.page.url, faults) == (self.page.url, [])
        wide = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} rộng hơn màn hình {wide} điểm ảnh"
        return self

    def _tells(self, words: str, *, is_there: bool) -> None:
        seen = expect(self.page.locator("main"))
        try:
            (seen.to_contain_text if is_there else seen.not_to_contain_text)(words)
        except AssertionError:
            text = self.page.locator("main").inner_text()[:2000]
            problem = "không thấy" if is_there else "lại thấy"
            raise AssertionError(f"{self.page.url}: {problem} “{words}” trong\n{text}") from None

    def _around(self, within: str) -> Page | Locator:
        if not within:
            return self.page
        return self.page.locator("main :is(tr, li, section, .ct-panel, .ct-card)").filter(has_text=within).last

    def _button(self, name: str, within: str) -> Locator:
        return self._around(within).get_by_role("button", name=name).first

    def _left_by(self, way: Locator) -> Self:
        with self.page.expect_navigation() as going:
            way.click()
        return self._arrived(going.value)

    def _arrived(self, answer: Response | None) -> Self:
        # None when only the part after # changed.
        assert answer is None or answer.status < 500, (
            f"{answer.url} trả lời {answer.status}"
        )  # the first of the server's own faults
        return self.finds_no_fault()
