"""Takes lines of the due list out of the store, as a workbook that says who did it, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol
from uuid import UUID

from agent_app.domain.errors import InputError
from agent_app.domain.watermark import Watermark
from agent_app.services.access import AccessLog
from agent_app.services.lines import DueLine
from agent_app.services.ports import Clock, Ids, OpenUnit, Queries, Report

_AT_ONCE = 500


@dataclass(eq=False)
class NoLinesError(InputError):
    """None of the lines that were asked for is in the list any more."""

    code: ClassVar[str] = "due_list.no_lines"


@dataclass(frozen=True, slots=True)
class DueSheet:
    """What a workbook of the due list says; ``month`` is ``YYYY-MM``."""

    month: str
    lines: tuple[DueLine, ...]
    watermark: Watermark


class DueSheetWriter(Protocol):
    """Makes a workbook of lines."""

    def write(self, sheet: DueSheet) -> bytes:
        """Return the .xlsx; it bears the watermark."""
        ...


@dataclass(frozen=True, slots=True)
class DueExportService:
    """Writes lines out; the access log knows of it first."""

    open_unit: OpenUnit
    queries: Queries
    writer: DueSheetWriter
    clock: Clock
    ids: Ids
    access: AccessLog

    def workbook(self, month: str, lines: Sequence[UUID], report: Report) -> bytes:
        """Return some lines of a month's list as a workbook, in that order; raise ``NoLinesError``."""
        read: list[DueLine] = []
        for at in range(0, len(lines), _AT_ONCE):
            report(at, len(lines))
            read += self.queries.due_lines_of(lines[at : at + _AT_ONCE])
        if not read:
            raise NoLinesError
        watermark = self._log(month, len(read))
        report(len(lines), len(lines))
        return self.writer.write(DueSheet(month, tuple(read), watermark))

    def _log(self, month: str, count: int) -> Watermark:
        with self.open_unit() as unit:
            identity = unit.device.identity()
            actor = identity.enrolment.agent_code if identity.enrolment else str(identity.device_id)
            purpose = f"danh sách đến hạn tháng {month[5:]}/{month[:4]}, {count} dòng"
            watermark = Watermark(actor, self.clock.now(), purpose, self.ids.new())
            listed = unit.imports.shown(month)
            if listed is None:
                raise NoLinesError
            self.access.exported_list(unit, listed, watermark.code)
            unit.commit()
        return watermark
