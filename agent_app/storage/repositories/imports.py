"""Imports of monthly lists, between rows and domain."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.due_layout import MonthSource, RowKind
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.plain import Body, Plain, as_bytes, as_int, as_list, as_map, as_text, canonical, decode
from agent_app.services.due_lists.failures import ImportUnknownError
from agent_app.services.import_lines import (
    Comparison,
    ImportRecord,
    ImportReport,
    KeptLine,
    ListNote,
    NoteKind,
    OriginalRow,
    Proposal,
    ProposalLine,
    SchemeSum,
)
from agent_app.storage.models import DueImportRow, DueItemRow, DueListRow, ImportNoteRow, ListMappingRow
from agent_app.storage.repositories import proposals as proposal_rows


class SqlImports:
    """Fulfils ``ports.Imports``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def shown(self, month: str) -> UUID | None:
        return self._session.scalar(select(DueListRow.id).where(DueListRow.month == month, DueListRow.shown))

    def last_shown(self) -> UUID | None:
        newest = select(DueListRow.id).where(DueListRow.shown)
        return self._session.scalar(newest.order_by(DueListRow.imported_at.desc(), DueListRow.id.desc()))

    def lines(self, list_id: UUID) -> list[KeptLine]:
        item = DueItemRow
        query = (
            select(item.person_id, item.scheme, item.sheet_row, item.sheet, item.name)
            .add_columns(item.covered_to, item.months, item.amount, item.group_code)
            .add_columns(item.address, item.phone, item.agent_code)
            .where(item.due_list_id == list_id)
            .order_by(item.sheet_row, item.id)
        )
        return [
            KeptLine(row[0], Scheme(row[1]), row[2], row[3] or "", row[4], tuple(row[5:]))
            for row in self._session.execute(query)
        ]

    def keep(self, list_id: UUID, replaced_id: UUID | None, file_name: str, report: ImportReport) -> None:
        connection = self._session.connection()
        connection.execute(
            insert(DueImportRow).values(
                due_list_id=list_id,
                replaced_id=replaced_id,
                file_name=file_name,
                month_from=report.month_from.value,
                counts=canonical(_counts(report)),
            )
        )
        rows = [_note_values(each) | {"due_list_id": list_id, "number": at} for at, each in _numbered(report)]
        if rows:
            connection.execute(insert(ImportNoteRow), rows)

    def columns(self, list_id: UUID) -> bytes:
        counts = self._session.scalar(select(DueImportRow.counts).where(DueImportRow.due_list_id == list_id))
        return as_bytes(as_map(decode(counts)).get("columns", b"")) if counts else b""

    def record(self, list_id: UUID) -> ImportRecord:
        query = select(DueListRow, DueImportRow).join(DueImportRow, DueImportRow.due_list_id == DueListRow.id)
        found = self._session.execute(query.where(DueListRow.id == list_id)).first()
        if found is None:
            raise ImportUnknownError(str(list_id))
        listed, kept = found
        return ImportRecord(
            listed.id,
            kept.file_name,
            listed.file_hash,
            listed.imported_at,
            listed.shown,
            kept.undone_at,
            kept.replaced_id,
            self._report(listed, kept),
        )

    def originals(self, list_id: UUID) -> list[OriginalRow]:
        query = select(DueItemRow.sheet_row, DueItemRow.sheet, DueItemRow.original)
        ordered = query.where(DueItemRow.due_list_id == list_id).order_by(DueItemRow.sheet_row, DueItemRow.id)
        return [
            OriginalRow(row, sheet or "", _cells(original))
            for row, sheet, original in self._session.execute(ordered)
        ]

    def undo(self, list_id: UUID, at: datetime) -> None:
        replaced = self._session.scalar(
            select(DueImportRow.replaced_id).where(DueImportRow.due_list_id == list_id)
        )
        # Hidden first: a month never shows two.
        self._session.execute(update(DueListRow).where(DueListRow.id == list_id).values(shown=False))
        self._session.execute(
            update(DueImportRow).where(DueImportRow.due_list_id == list_id).values(undone_at=at)
        )
        self._session.execute(update(DueListRow).where(DueListRow.id == replaced).values(shown=True))
        self._session.expire_all()

    def mappings(self) -> dict[str, Mapping[str, str]]:
        query = select(ListMappingRow.layout, ListMappingRow.columns).order_by(ListMappingRow.layout)
        return {layout: _cells(columns) for layout, columns in self._session.execute(query)}

    def remember(self, layout: str, columns: Mapping[str, str], at: datetime) -> None:
        said = {"columns": canonical(dict(columns)), "chosen_at": at}
        statement = upsert(ListMappingRow).values(layout=layout, **said)
        self._session.execute(statement.on_conflict_do_update(index_elements=["layout"], set_=said))

    def propose(self, list_id: UUID, proposals: Sequence[Proposal]) -> None:
        proposal_rows.keep(self._session, list_id, proposals)

    def proposals(self) -> list[ProposalLine]:
        return proposal_rows.open_ones(self._session)

    def settle(self, proposal_id: UUID, *, joined: bool) -> None:
        proposal_rows.settle(self._session, proposal_id, joined=joined)

    def _report(self, listed: DueListRow, kept: DueImportRow) -> ImportReport:
        counts = as_map(decode(kept.counts))
        sums = self._sums(listed.id)
        query = select(ImportNoteRow).where(ImportNoteRow.due_list_id == listed.id)
        notes = self._session.scalars(query.order_by(ImportNoteRow.number))
        return ImportReport(
            listed.month,
            MonthSource(kept.month_from),
            sum(each.lines for each in sums),
            as_int(counts.get("rejected", 0)),
            as_int(counts.get("duplicates", 0)),
            {RowKind(kind): as_int(many) for kind, many in as_map(counts.get("skipped", {})).items()},
            sums,
            as_int(counts.get("new_people", 0)),
            as_int(counts.get("new_households", 0)),
            _read_comparison(counts.get("last")),
            _read_comparison(counts.get("previous")),
            as_bytes(counts.get("columns", b"")),
            tuple(map(_to_note, notes)),
        )

    def _sums(self, list_id: UUID) -> tuple[SchemeSum, ...]:
        query = (
            select(DueItemRow.scheme, func.count(), func.coalesce(func.sum(DueItemRow.amount), 0))
            .where(DueItemRow.due_list_id == list_id)
            .group_by(DueItemRow.scheme)
        )
        found = {Scheme(name): (lines, amount) for name, lines, amount in self._session.execute(query)}
        return tuple(
            SchemeSum(each, found[each][0], Dong(found[each][1] or 0)) for each in Scheme if each in found
        )


def _numbered(report: ImportReport) -> list[tuple[int, ListNote]]:
    return list(enumerate(report.notes, 1))


def _counts(report: ImportReport) -> Body:
    return {
        "rejected": report.rejected,
        "duplicates": report.duplicates,
        "skipped": {kind.value: many for kind, many in report.skipped.items()},
        "new_people": report.new_people,
        "new_households": report.new_households,
        "last": _comparison(report.last),
        "previous": _comparison(report.previous),
        "columns": report.columns,
    }


def _comparison(one: Comparison | None) -> Plain:
    return None if one is None else [one.month, one.new, one.gone, one.changed, one.same]


def _read_comparison(value: object) -> Comparison | None:
    if value is None:
        return None
    month, new, gone, changed, same = as_list(value)
    return Comparison(as_text(month), as_int(new), as_int(gone), as_int(changed), as_int(same))


def _note_values(note: ListNote) -> dict[str, object]:
    return {
        "kind": note.kind.value,
        "sheet_row": note.row,
        "sheet": note.sheet,
        "about": note.about,
        "found": note.before,
        "kept": note.after,
        "why": note.why,
        "original": canonical(dict(note.original.items())) if note.original else None,
    }


def _to_note(row: ImportNoteRow) -> ListNote:
    return ListNote(
        NoteKind(row.kind),
        row.sheet_row,
        row.sheet,
        row.about,
        row.found,
        row.kept,
        row.why,
        _cells(row.original) if row.original else {},
    )


def _cells(encoded: bytes) -> dict[str, str]:
    return {name: as_text(value) for name, value in as_map(decode(encoded)).items()}
