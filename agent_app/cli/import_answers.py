"""Answers about imports as JSON, and as lines for people."""

from collections.abc import Callable, Mapping
from operator import attrgetter

from agent_app.cli.answers import Fields, facts, money
from agent_app.domain.due_layout import ListField
from agent_app.domain.due_list import DueListReading, DueRow
from agent_app.runtime.intake_messages import MONTH_WORDS, NOTE_WORDS, ROW_WORDS
from agent_app.services.due_lists import ImportResult
from agent_app.services.import_lines import (
    Comparison,
    ImportRecord,
    ImportReport,
    ListNote,
    NoteKind,
    ProposalLine,
)

_ALWAYS = frozenset({"name", "scheme", "group"})
_PARTS: Mapping[ListField, str] = {
    ListField.PAID_TO: "to",
    ListField.CARD_NO: "insurance_no",
    ListField.PENSION_AMOUNT: "amount",
    ListField.FAMILY_NAME: "name",
    ListField.GIVEN_NAME: "name",
    ListField.BIRTH_DAY: "birth",
    ListField.BIRTH_MONTH: "birth",
    ListField.BIRTH_YEAR: "birth",
    ListField.BIRTH_OF_MEN: "birth",
    ListField.BIRTH_OF_WOMEN: "birth",
    ListField.MALE: "sex",
    ListField.FEMALE: "sex",
    ListField.HAMLET: "address",
    ListField.COMMUNE: "address",
    ListField.DISTRICT: "address",
    ListField.PROVINCE: "address",
}
_BESIDES: Mapping[str, Callable[[DueRow], object]] = {
    "agent_code": attrgetter("agent_code"),
    "address": attrgetter("address"),
    "household_no": attrgetter("household_no"),
    "citizen_id": attrgetter("citizen_id"),
    "sex": attrgetter("sex"),
    "from": attrgetter("covered_from"),
}
_TOLD = (
    NoteKind.DOUBTFUL,
    NoteKind.CORRECTED,
    NoteKind.DIFFERENT,
    NoteKind.COLLECTORS,
    NoteKind.PROPOSED,
)


def import_answer(result: ImportResult, *, rows: bool = False) -> Fields:
    """Answer ``due import``; with ``rows`` the four counts are lists."""
    reading, told = result.reading, result.report
    counts = _rows(reading) if rows else _counts(result)
    return {
        "import_id": result.import_id,
        "month": result.month,
        "month_from": reading.month_from.value,
        **counts,
        "unchanged": result.unchanged,
        "skipped_by": {kind.value: many for kind, many in told.skipped.items()},
        **_report_fields(told),
        "warnings": [each.value for each in reading.warnings],
        "unknown_columns": list(reading.layout.unknown_captions) if reading.layout else [],
        "rejected_rows": _rejected(reading),
        "doubtful_rows": [
            {"row": each.row, "mismatches": [mismatch.value for mismatch in each.mismatches]}
            for each in result.doubtful_rows
        ],
    }


def record_answer(record: ImportRecord) -> Fields:
    """Answer one import as it is kept."""
    told = record.report
    return {
        "import_id": record.id,
        "month": told.month,
        "file": record.file_name,
        "imported_at": record.imported_at.isoformat(timespec="seconds"),
        "shown": record.shown,
        "accepted": told.accepted,
        "rejected": told.rejected,
        "duplicates": told.duplicates,
        "skipped": sum(told.skipped.values()),
        **_report_fields(told),
    }


def note_answer(note: ListNote) -> Fields:
    """Answer one note of a report."""
    return {
        "kind": note.kind.value,
        "row": note.row,
        "sheet": note.sheet,
        "about": note.about,
        "before": note.before,
        "after": note.after,
        "why": note.why,
    }


def proposal_answer(line: ProposalLine) -> Fields:
    """Answer one open proposal."""
    return {
        "id": line.id,
        "kind": line.kind.value,
        "made_id": line.made_id,
        "known_id": line.known_id,
        "name": line.what,
        "known": line.known,
        "address": line.address,
    }


def tell_report(told: ImportReport) -> None:
    """Print what an import came to."""
    lines: dict[str, object] = {
        "Tháng": f"{told.month} ({MONTH_WORDS[told.month_from]})",
        "Nhận": told.accepted,
        "Không nhận": told.rejected,
        "Lặp lại": told.duplicates,
        "Dòng khác": ", ".join(f"{many} {ROW_WORDS[kind]}" for kind, many in told.skipped.items()) or 0,
    }
    lines |= {f"Tiền {each.scheme.value}": f"{each.lines} dòng, {money(each.amount)}" for each in told.sums}
    lines |= {NOTE_WORDS[kind]: told.counts[kind] for kind in _TOLD if kind in told.counts}
    if told.last is not None:
        lines["So với danh sách trước"] = _compared(told.last)
    if told.previous is not None:
        lines["So với tháng trước"] = _compared(told.previous)
    facts(lines)


def _compared(one: Comparison) -> str:
    return f"{one.new} mới, {one.gone} không còn, {one.changed} đổi, {one.same} như cũ"


def _report_fields(told: ImportReport) -> Fields:
    return {
        "sums": {each.scheme.value: {"lines": each.lines, "amount": each.amount} for each in told.sums},
        "new_people": told.new_people,
        "new_households": told.new_households,
        **{kind.value: told.counts.get(kind, 0) for kind in _TOLD},
        "last": _comparison(told.last),
        "previous": _comparison(told.previous),
    }


def _comparison(one: Comparison | None) -> Fields | None:
    if one is None:
        return None
    return {"month": one.month, "new": one.new, "gone": one.gone, "changed": one.changed, "same": one.same}


def _counts(result: ImportResult) -> Fields:
    return {
        "accepted": result.accepted,
        "rejected": result.rejected,
        "duplicates": result.duplicates,
        "skipped": result.skipped,
    }


def _rows(reading: DueListReading) -> Fields:
    carried = _carried(reading)
    return {
        "accepted": [row_answer(row, carried) for row in reading.rows],
        "rejected": _rejected(reading),
        "duplicates": [
            {"row": each.row, "repeats": each.repeats, "sheet": each.sheet} for each in reading.repeated
        ],
        "skipped": [
            {"row": each.row, "kind": each.kind.value, "sheet": each.sheet} for each in reading.skipped_rows
        ],
    }


def _rejected(reading: DueListReading) -> list[Fields]:
    return [
        {"row": each.row, "about": each.about, "value": each.value, "caption": each.caption}
        | ({"sheet": each.sheet} if each.sheet else {})
        for each in reading.rejected
    ]


def _carried(reading: DueListReading) -> frozenset[str] | None:
    """Name the fields that the file has a place for; ``None`` where nobody knows."""
    if reading.layout is None:
        return None
    columns = {field for sheet in reading.layout.lists for field in sheet.fields}
    named = {_PARTS.get(field, field.value) for field in columns if not field.is_left_aside}
    # A list may be grouped by collector, hamlet or household, or say two things in one column.
    said = {name for name, told in _BESIDES.items() if any(told(row) is not None for row in reading.rows)}
    return frozenset(named | said) | _ALWAYS


def row_answer(row: DueRow, carried: frozenset[str] | None = None) -> Fields:
    """Answer one line of a list, with the fields that its file carries."""
    fields: Fields = {
        "name": row.name,
        "insurance_no": row.insurance_no,
        "citizen_id": row.citizen_id,
        "birth": row.birth,
        "sex": row.sex.value if row.sex else None,
        "address": row.address,
        "phone": row.phone,
        "scheme": row.scheme.value,
        "group": row.group,
        "from": row.covered_from,
        "to": row.covered_to,
        "months": row.months,
        "amount": row.amount,
        "household_no": row.household_no,
        "facility": row.facility,
        "agent_code": row.agent_code,
    }
    return {name: value for name, value in fields.items() if carried is None or name in carried}
