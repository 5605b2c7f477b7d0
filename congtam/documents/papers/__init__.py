"""Official papers in the layout of Nghị định 30/2020/NĐ-CP: described once, rendered to .docx and to PDF with the same words."""

from congtam.documents.papers.bundle import bundle, file_name
from congtam.documents.papers.content import (
    Block,
    Choice,
    Field,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Recipients,
    Remark,
    Signature,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    place_of,
    signed,
    written_date,
)
from congtam.documents.papers.pdf import MissingFontError, to_pdf
from congtam.documents.papers.word import to_docx

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"

__all__ = [
    "DOCX_TYPE",
    "PDF_TYPE",
    "Block",
    "Choice",
    "Field",
    "Heading",
    "Letterhead",
    "MissingFontError",
    "Paper",
    "Paragraph",
    "Recipients",
    "Remark",
    "Signature",
    "Signatures",
    "Table",
    "TableColumn",
    "TableRow",
    "bundle",
    "file_name",
    "place_of",
    "signed",
    "to_docx",
    "to_pdf",
    "written_date",
]
