"""What is done with imports afterwards: reports, undo, mappings of columns, proposals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.due_layout import ListField
from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.watermark import Watermark
from agent_app.services.access import AccessLog
from agent_app.services.due_lists.failures import MappingFileError, NothingToUndoError
from agent_app.services.import_lines import FullReport, ImportRecord, ProposalLine
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork
from agent_app.services.ports.imports import Mappings, ReportWriter

_FORMAT = "due-list-columns"
_VERSION = 1
_FIELDS = frozenset({"", *(each.value for each in ListField)})


@dataclass(frozen=True, slots=True)
class Undone:
    """An import that was taken back; ``back`` is the list that its month shows again, if it had one."""

    undone: ImportRecord
    back: ImportRecord | None


@dataclass(frozen=True, slots=True)
class ImportService:
    """Looks after the imports that were made."""

    open_unit: OpenUnit
    writer: ReportWriter
    clock: Clock
    ids: Ids
    access: AccessLog

    def record(self, import_id: UUID) -> ImportRecord:
        """Return one import; raise ``ImportUnknownError``."""
        with self.open_unit() as unit:
            return unit.imports.record(import_id)

    def workbook(self, import_id: UUID) -> bytes:
        """Return the report as a workbook, with every row of the file and what became of it.

        It is an export of everybody in the list: the access log knows of it first.
        """
        with self.open_unit() as unit:
            record = unit.imports.record(import_id)
            month = record.report.month
            purpose = f"báo cáo nhập danh sách tháng {month[5:]}/{month[:4]}"
            actor = _agent(unit) or str(unit.device.identity().device_id)
            watermark = Watermark(actor, self.clock.now(), purpose, self.ids.new())
            report = FullReport(record, unit.imports.originals(import_id), watermark)
            self.access.exported_list(unit, import_id, watermark.code)
            unit.commit()
        return self.writer.write(report)

    def undo(self, month: str | None = None) -> Undone:
        """Bring back the list that the last import replaced; nobody's visits or receipts change."""
        with self.open_unit() as unit:
            shown = unit.imports.shown(month) if month else unit.imports.last_shown()
            if shown is None:
                raise NothingToUndoError
            unit.imports.undo(shown, self.clock.now())
            undone = unit.imports.record(shown)
            back = unit.imports.record(undone.replaced_id) if undone.replaced_id else None
            unit.commit()
        return Undone(undone, back)

    def export_mappings(self) -> bytes:
        """Write the remembered columns for another machine; they name captions and no person."""
        with self.open_unit() as unit:
            layouts = {layout: dict(columns) for layout, columns in unit.imports.mappings().items()}
        content = {"format": _FORMAT, "version": _VERSION, "layouts": layouts}
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()

    def import_mappings(self, text: str, file_name: str) -> int:
        """Take in another machine's columns, which outrank one's own; return how many layouts they name."""
        layouts = _read_mappings(text, file_name)
        with self.open_unit() as unit:
            for layout, columns in layouts.items():
                unit.imports.remember(layout, columns, self.clock.now())
            unit.commit()
        return len(layouts)

    def proposals(self) -> list[ProposalLine]:
        """Return who may be one, as far as nobody has said."""
        with self.open_unit() as unit:
            return unit.imports.proposals()

    def settle(self, proposal_id: UUID, *, joined: bool) -> None:
        """Join two who are one, or keep them apart."""
        with self.open_unit() as unit:
            unit.history.begin(Author(ChangeSource.AGENT, self.clock.now(), _agent(unit)))
            unit.imports.settle(proposal_id, joined=joined)
            unit.commit()


def _agent(unit: UnitOfWork) -> str | None:
    enrolment = unit.device.identity().enrolment
    return enrolment.agent_code if enrolment else None


def _read_mappings(text: str, file_name: str) -> Mappings:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise MappingFileError(file_name) from error
    if not isinstance(content, dict) or (content.get("format"), content.get("version")) != (
        _FORMAT,
        _VERSION,
    ):
        raise MappingFileError(file_name)
    layouts = content.get("layouts")
    if not isinstance(layouts, dict) or not all(_is_mapping(each) for each in layouts.values()):
        raise MappingFileError(file_name)
    return layouts


def _is_mapping(columns: object) -> bool:
    if not isinstance(columns, Mapping):
        return False
    return all(isinstance(name, str) and field in _FIELDS for name, field in columns.items())
