"""Papers as PDF, drawn by typst with letters of the metrics of Times that cover all of Vietnamese."""

import json
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from congtam import ui
from congtam.documents.papers.content import Paper, printable

_TEMPLATE = Path(__file__).with_name("paper.typ")


class MissingFontError(RuntimeError):
    """The letters for PDFs have not been installed."""


def to_pdf(*papers: Paper) -> bytes:
    """Return one PDF with every paper beginning on its own page. Raise `MissingFontError` when set-up has not brought the letters."""
    data = json.dumps([_plain(paper) for paper in papers], ensure_ascii=False)
    # ignore_system_fonts: a machine's own letters would change the paper, or lack ế and ữ in silence.
    pdf: bytes = typst.compile(
        _TEMPLATE,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"papers": data},
        pdf_standards="a-2a",
    )
    return pdf


@cache
def _fonts() -> Path:
    folder = Path(ui.__path__[0]) / "static" / "vendor" / "tinos"
    if not (folder / "Tinos-Regular.ttf").is_file():
        raise MissingFontError("Chưa có phông chữ để in PDF. Hãy chạy ./run --setup rồi in lại, hoặc lấy bản .docx.")
    return folder


def _plain(value: Any) -> Any:
    """Return a description as what JSON can carry; each block says its kind."""
    if is_dataclass(value):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__.lower(), **plain}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return printable(value) if isinstance(value, str) else value
