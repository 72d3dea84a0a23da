"""How a list is understood, before anything is kept of it."""

from pathlib import Path

import click

from agent_app.cli.answers import Fields, facts, show_json, show_table
from agent_app.cli.values import read_columns, read_month
from agent_app.domain.due_layout import ColumnReading, ListLayout, SheetLayout
from agent_app.domain.due_list import DueListReading
from agent_app.domain.errors import InputError
from agent_app.runtime.intake_messages import MONTH_WORDS, ROW_WORDS, WARNING_WORDS
from agent_app.runtime.messages import sentence
from agent_app.services.due_lists import NoUsableRowError
from agent_app.services.due_lists.reporting import named
from agent_app.services.ports import no_report


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--month", help="Tháng của danh sách, ví dụ 2026-12.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    help="Cột máy không nhận ra: «Tên cột=trường», ví dụ «Số thẻ cũ=card_no»; trường để trống là bỏ cột.",
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
def inspect(file: Path, month: str | None, columns: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001
    """Xem máy hiểu một danh sách ra sao: trang, cột, bảng mã, tháng, số dòng; không lưu gì."""
    from agent_app.workbooks.due_lists import DueListReader  # noqa: PLC0415 (other commands don't need it)

    chosen = read_month("--month", month) if month else None
    found = DueListReader().inspect(file, no_report, chosen, read_columns(columns))
    problem = found.problem or _unusable(found.reading)
    if as_json:
        show_json(_answer(found.layout, found.reading, problem, found.first_rows))
    else:
        _tell(found.layout, found.reading)
    if problem is not None:
        raise problem


def _unusable(reading: DueListReading | None) -> InputError | None:
    """Say what an import would: a list without one line that can be used is not taken."""
    if reading is None or reading.rows:
        return None
    return NoUsableRowError(len(reading.rejected), named(reading))


def _answer(
    layout: ListLayout,
    reading: DueListReading | None,
    problem: InputError | None,
    first_rows: tuple[tuple[str, ...], ...],
) -> Fields:
    return {
        "kind": layout.kind,
        "stored_as": layout.stored_as.value,
        "encoding": layout.lettering.value,
        "fingerprint": layout.fingerprint,
        "month": reading.month if reading else None,
        "month_from": reading.month_from.value if reading else None,
        "sheets": [_sheet(sheet) for sheet in layout.sheets],
        "counts": _counts(reading) if reading else None,
        "sums": {scheme.value: amount for scheme, amount in reading.sums.items()} if reading else None,
        "warnings": [each.value for each in reading.warnings] if reading else [],
        "first_rows": [list(row) for row in first_rows],
        "problem": {"code": problem.code, "message": sentence(problem)} if problem else None,
    }


def _sheet(sheet: SheetLayout) -> Fields:
    return {
        "name": sheet.name,
        "rows": sheet.rows,
        "header": list(sheet.header) if sheet.header else None,
        "month": sheet.month,
        "fingerprint": sheet.fingerprint or None,
        "columns": [_column(column) for column in sheet.columns],
        "unmapped": [column.caption for column in sheet.unmapped],
    }


def _column(column: ColumnReading) -> Fields:
    evidence = column.evidence
    return {
        "column": column.letters,
        "caption": column.caption,
        "field": column.field.value if column.field else None,
        "confidence": round(column.confidence, 2),
        "by_hand": column.by_hand,
        "candidates": [
            {"field": about.value, "confidence": round(score, 2)} for about, score in column.candidates
        ],
        "encoding": column.lettering.value,
        "evidence": {
            "words": evidence.words,
            "telling": evidence.telling,
            "unread": evidence.unread,
            "fonts": list(evidence.fonts),
            "preview": [{"from": before, "to": after} for before, after in evidence.preview],
        },
    }


def _counts(reading: DueListReading) -> Fields:
    return {
        "accepted": len(reading.rows),
        "rejected": len(reading.rejected),
        "duplicates": reading.duplicates,
        "skipped": reading.skipped,
        "skipped_by": {kind.value: many for kind, many in reading.skipped_by_kind.items()},
        "corrected": sum(bool(row.corrections) for row in reading.rows),
        "doubtful": sum(bool(row.doubts) for row in reading.rows),
    }


def _tell(layout: ListLayout, reading: DueListReading | None) -> None:
    facts({"Loại tệp": layout.kind, "Bảng mã": layout.lettering.value, "Byte": layout.stored_as.value})
    for sheet in layout.sheets:
        click.echo(f"Trang «{sheet.name}»: {sheet.rows} dòng")
        _show_columns(sheet)
    if reading is None:
        return
    facts(
        {
            "Tháng": f"{reading.month} ({MONTH_WORDS[reading.month_from]})",
            "Nhận": len(reading.rows),
            "Không nhận": len(reading.rejected),
            "Lặp lại": reading.duplicates,
            **{ROW_WORDS[kind].capitalize(): many for kind, many in reading.skipped_by_kind.items()},
        }
    )
    for warning in reading.warnings:
        click.echo(WARNING_WORDS[warning])


def _show_columns(sheet: SheetLayout) -> None:
    """Show a sheet's columns: caption, field, how sure, and one text before and after."""
    if sheet.columns:
        show_table(
            (
                column.letters,
                column.caption,
                column.field.value if column.field else "?",
                f"{column.confidence:.0%}",
                column.lettering.value,
                next((f"{before} → {after}" for before, after in column.evidence.preview), ""),
            )
            for column in sheet.columns
        )
