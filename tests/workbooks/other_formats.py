"""Small writers of formats that no library at hand writes: .ods, .xlsb, tables as text; and .xls by xlwt."""

import csv
import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlwt

from agent_app.workbooks.extraction import Cell
from tests.workbooks.sheets import Table

EPOCH = date(1899, 12, 30)
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"


def write_ods(path: Path, sheets: Mapping[str, Table]) -> Path:
    """Write tables as LibreOffice does, with a long empty and formatted end."""
    tables = []
    for name, rows in sheets.items():
        body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        tail = (
            '<table:table-row table:number-rows-repeated="1048000">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        tables.append(f"<table:table table:name={quoteattr(name)}>{body}{tail}</table:table>")
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_OPEN_DOCUMENT}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _OPEN_DOCUMENT, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, str):
        shown = "</text:p><text:p>".join(escape(part) for part in cell.split("\n"))
        return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'


def write_xls(path: Path, sheets: Mapping[str, Table], font: str | None = None) -> Path:
    """Write an Excel 97 workbook, its texts in a font."""
    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.easyxf(f"font: name {font}") if font else xlwt.XFStyle()
    day = xlwt.XFStyle()
    day.num_format_str = "DD/MM/YYYY"
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell, day if isinstance(cell, date) else style)
    book.save(str(path))
    return path


def write_xlsb(path: Path, sheets: Mapping[str, Table]) -> Path:
    """Write a binary workbook: records of a type, a length and content; dates as numbers with a style."""
    names = list(sheets)
    bundle = b"".join(
        binary_record(156, struct.pack("<II", 0, at) + _wide(f"rId{at}") + _wide(name))
        for at, name in enumerate(names, 1)
    )
    book = binary_record(131) + binary_record(143) + bundle + binary_record(144) + binary_record(132)
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/worksheet" Target="worksheets/sheet{at}.bin"/>'
        for at in range(1, len(names) + 1)
    )
    styles = (
        binary_record(278)
        + binary_record(617, struct.pack("<I", 2))
        + binary_record(47, struct.pack("<HH", 0xFFFF, 0) + b"\0" * 12)
        + binary_record(47, struct.pack("<HH", 0xFFFF, 14) + b"\0" * 12)
        + binary_record(618)
        + binary_record(279)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{relations}</Relationships>",
        )
        for at, name in enumerate(names, 1):
            archive.writestr(f"xl/worksheets/sheet{at}.bin", _binary_sheet(sheets[name]))
    return path


def _binary_sheet(rows: Table) -> bytes:
    width = max(map(len, rows), default=1)
    out = [
        binary_record(129),
        binary_record(148, struct.pack("<IIII", 0, max(len(rows) - 1, 0), 0, max(width - 1, 0))),
    ]
    out.append(binary_record(145))
    for number, row in enumerate(rows):
        out.append(binary_record(0, struct.pack("<II", number, 0) + b"\0" * 9))
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                out.append(binary_record(6, struct.pack("<II", column, 0) + _wide(cell)))
            elif isinstance(cell, date):
                out.append(binary_record(5, struct.pack("<IId", column, 1, (cell - EPOCH).days)))
            elif cell is not None:
                out.append(binary_record(5, struct.pack("<IId", column, 0, cell)))
    out += [binary_record(146), binary_record(130)]
    return b"".join(out)


def binary_record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    size = bytearray()
    while True:
        size.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            return head + bytes(size) + content


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def table_as_text(rows: Table, sign: str) -> str:
    """Write a table as text, as spreadsheets show its cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    for row in rows:
        writer.writerow([_shown(cell) for cell in row])
    return out.getvalue()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
