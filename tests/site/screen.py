"""What a reader finds on a page: figures by their names, tables as rows of words."""

import re
import unicodedata
from typing import Any

import lxml.html


def page_of(response: Any) -> Any:
    """The page as a tree, what only machines and screen readers see taken away."""
    assert response.status_code == 200, (response.status_code, response.request["PATH_INFO"], dict(response.headers))
    tree = lxml.html.fromstring(response.content.decode())
    for hidden in tree.xpath("//script | //style | //svg | //*[contains(@class, 'visually-hidden')]"):
        hidden.drop_tree()
    return tree


def words(element: Any) -> str:
    """The words of a part of a page, in single spaces."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", element.text_content())).strip()


def figures(tree: Any) -> dict[str, str]:
    """The large figures of a page by their names: “Tổng điểm” → “87,50”."""
    found = {}
    for figure in tree.find_class("ct-figure"):
        (value,) = figure.find_class("ct-figure-value")
        for unit in value.find_class("ct-figure-unit"):
            unit.drop_tree()
        found[words(figure.find_class("ct-figure-label")[0])] = words(value)
    return found


def table(tree: Any, caption: str) -> list[dict[str, str]]:
    """The body of the table called `caption`: each row's words by the columns' names, its heading under ""."""
    (found,) = [box for box in tree.find_class("ct-table-box") if box.get("aria-label") == caption]
    rows = []
    for row in found.xpath("./table/tbody/tr"):
        cells = {cell.get("data-label"): words(cell) for cell in row.iter("td") if cell.get("data-label")}
        rows.append({"": " ".join(words(head) for head in row.iter("th"))} | cells)
    return rows
