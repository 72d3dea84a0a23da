"""Reading a monthly list: from a file to lines that the rules understand."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueListReading, DueRow, RejectedRow, Scheme
from agent_app.domain.names import fold, nfc
from agent_app.workbooks import cells, people
from agent_app.workbooks.columns import Header
from agent_app.workbooks.errors import WorkbookEmptyError, WorkbookHeaderError, WorkbookMonthError
from agent_app.workbooks.extraction import Extraction, Report, Sheet, fingerprint
from agent_app.workbooks.layout import Line, person_lines, sheets_with_header, titled_month

_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True)
class DueListReader:
    """Reads the office's monthly list in any layout whose captions are known."""

    extraction: Extraction = field(default_factory=Extraction)

    def read(self, path: Path, report: Report, month: str | None = None) -> DueListReading:
        """Read a list; ``month`` (``YYYY-MM``) outranks what the file says of itself."""
        file_hash = fingerprint(path)
        sheets = self.extraction.sheets(path, report)
        lists = _lists(sheets, nfc(path.name))
        lines = [line for sheet, header in lists for line in person_lines(sheet, header)]
        if not lines:
            raise WorkbookEmptyError(nfc(path.name))
        rows, rejected = _understand(lines, report)
        kept = _without_repeats(rows)
        known = month or _titled_month(lists) or _latest_end(kept)
        if known is None:
            raise WorkbookMonthError(nfc(path.name))
        return DueListReading(
            month=known,
            rows=tuple(kept),
            rejected=tuple(rejected),
            duplicates=len(rows) - len(kept),
            skipped=sum(len(sheet.rows) for sheet in sheets) - len(lines),
            file_hash=file_hash,
        )


def due_row(line: Line) -> DueRow:
    """Understand one person's line, or say what about it cannot be read."""
    name = people.name(line)
    insurance_no, citizen_id = _identity(line)
    scheme, group = _scheme_and_group(line)
    return DueRow(
        row=line.number,
        name=name,
        insurance_no=insurance_no,
        citizen_id=citizen_id,
        birth=_date(line, "birth"),
        sex=cells.sex(line.cell("sex")),
        address=cells.text(line.cell("address")) or None,
        phone=people.phone(line),
        scheme=scheme,
        group=group,
        covered_from=_date(line, "from"),
        covered_to=_end(line, scheme),
        months=cells.months(line.cell("months")),
        amount=people.readable(line, "amount", "amount", cells.amount),
        household_no=people.household_no(line) or None,
        facility=people.facility(line),
        agent_code=cells.code(line.cell("agent_code")) or line.collector,
        original=line.original,
    )


def _lists(sheets: list[Sheet], file: str) -> list[tuple[Sheet, Header]]:
    if not any(row for sheet in sheets for row in sheet.rows):
        raise WorkbookEmptyError(file)
    if lists := sheets_with_header(sheets):
        return lists
    raise WorkbookHeaderError(file)


def _understand(lines: list[Line], report: Report) -> tuple[list[DueRow], list[RejectedRow]]:
    rows, rejected = [], []
    for done, line in enumerate(lines):
        if done % _REPORT_EVERY == 0:
            report(done, len(lines))
        try:
            rows.append(due_row(line))
        except people.UnreadableLineError as error:
            rejected.append(RejectedRow(line.number, error.about, error.value))
    return rows, rejected


def _identity(line: Line) -> tuple[str | None, str | None]:
    """Ask for one good number at least; what else a line holds stays in its original cells."""
    insurance_no, citizen_id = people.insurance_no(line), people.citizen_id(line)
    if insurance_no is None and citizen_id is None:
        given = (cells.text(line.cell(name)) for name in ("insurance_no", "citizen_id"))
        raise people.UnreadableLineError("identity", " ".join(filter(None, given)))
    return insurance_no, citizen_id


def _scheme_and_group(line: Line) -> tuple[Scheme, str | None]:
    """Take the code TN on such a list for the scheme BHXH TN, not for the health group of that code."""
    group = people.group(line)
    told = cells.scheme(line.cell("scheme")) or cells.scheme(line.cell("group"))
    paid_only = line.cell("paid_to") is not None and line.cell("to") is None
    scheme = told or (Scheme.PENSION if paid_only and group is None else Scheme.HEALTH)
    return scheme, group if cells.scheme(group) is None else None


def _end(line: Line, scheme: Scheme) -> PartialDate | None:
    """Take the end of the cover from whichever of two columns is the scheme's, else from the other."""
    card, paid = _date(line, "to"), _date(line, "paid_to")
    return (card or paid) if scheme is Scheme.HEALTH else (paid or card)


def _date(line: Line, name: str) -> PartialDate | None:
    return people.readable(line, name, "date", cells.partial_date)


def _without_repeats(rows: list[DueRow]) -> list[DueRow]:
    """Keep the first of lines that say the same, whatever their place and number in the list."""
    seen: dict[str, DueRow] = {}
    for row in rows:
        said = replace(row, row=0, name=fold(row.name), address=fold(row.address or ""), original={})
        seen.setdefault(repr(said), row)
    return list(seen.values())


def _titled_month(lists: list[tuple[Sheet, Header]]) -> str | None:
    return next(filter(None, (titled_month(sheet, header) for sheet, header in lists)), None)


def _latest_end(rows: list[DueRow]) -> str | None:
    return max((f"{row.covered_to.last_day:%Y-%m}" for row in rows if row.covered_to), default=None)
