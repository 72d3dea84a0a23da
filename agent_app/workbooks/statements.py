"""Reading a bank's statement: from a file of any layout to credits, and lines that could not be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from agent_app.domain.bank_statement import (
    RejectedStatementLine,
    StatementField,
    StatementLine,
    StatementReading,
)
from agent_app.domain.money import Dong
from agent_app.domain.names import clean, fold, look_alike_free, nfc
from agent_app.workbooks import cells
from agent_app.workbooks.errors import StatementHeaderError, WorkbookEmptyError, WorkbookError
from agent_app.workbooks.extraction import Cell, Extraction, Report, Sheet
from agent_app.workbooks.lettering import SheetLetters, letters_of
from agent_app.workbooks.statement_cells import came_in, has_sign, statement_day, statement_money
from agent_app.workbooks.statement_columns import (
    MONEY_COLUMNS,
    StatementHeader,
    find_statement_header,
    is_money_caption,
)
from agent_app.workbooks.statement_errors import as_statement

_TOP = 90
_REPORT_EVERY = 200
_ACCOUNT = re.compile(
    r"(?:so tai khoan|tai khoan|so tk|tk|stk|account)\b(?:[^0-9]{0,40}?)[:.\-/ ]([0-9][0-9x*\- .]{4,24})"
)
_AROUND = re.compile(
    r"\W*(?:so du|du dau|du cuoi|tong|cong|lui ke|opening|closing|beginning|ending|total|balance"
    r"|doanh so|phat sinh|so tien bang chu|bang chu)\b.*"
)
_SIGNED = re.compile(
    r"\W*(?:nguoi lap|lap bieu|lap bang|nguoi in|ke toan|kiem soat|giam doc|thu qui|giao dich vien|ki"
    r"|dong dau|chu tai khoan|prepared|approved|teller|signature|trang|page)\b.*"
)
_NUMBERING = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z])[)\]]?")
_GAPS = re.compile(r"[ .\-]")


class _UnreadableError(Exception):
    """A line that may be a credit does not say which: of which field, and what stands there."""

    def __init__(self, about: StatementField, value: str) -> None:
        super().__init__(about)
        self.about = about
        self.value = value


@dataclass(slots=True)
class _Found:
    """What the lines have come to so far."""

    lines: list[StatementLine] = field(default_factory=list)
    rejected: list[RejectedStatementLine] = field(default_factory=list)
    debits: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """One row under the captions, in Unicode; ``signed``: amounts in one column say which way they went."""

    number: int
    sheet: str
    cells: Sequence[Cell]
    header: StatementHeader
    account: str | None
    signed: bool

    def cell(self, about: StatementField) -> Cell:
        """Give a field's cell; nothing where the statement has no such column."""
        column = self.header.columns.get(about)
        return self.cells[column] if column is not None and column < len(self.cells) else None

    def text(self, about: StatementField) -> str:
        """Give a field's words."""
        return cells.said(self.cell(about))

    @property
    def day(self) -> date | None:
        """The day that counts: that on which the bank has booked it, where that is told."""
        for about in (StatementField.VALUE_DATE, StatementField.DATE):
            try:
                told = statement_day(self.cell(about))
            except ValueError as error:
                raise _UnreadableError(about, self.text(about)) from error
            if told is not None:
                return told
        return None

    @property
    def moved(self) -> int | None:
        """The money that came, below zero what went; ``None`` where no amount is told at all."""
        if StatementField.CREDIT in self.header.columns:
            return self._of_two_columns()
        return self._of_one_column()

    def _of_two_columns(self) -> int | None:
        came = self._money(StatementField.CREDIT)
        went = self._money(StatementField.DEBIT)
        if came < 0:
            raise _UnreadableError(StatementField.CREDIT, self.text(StatementField.CREDIT))
        if came and went:
            raise _UnreadableError(StatementField.DEBIT, self.text(StatementField.DEBIT))
        told = self.text(StatementField.CREDIT) or self.text(StatementField.DEBIT)
        return (came or -abs(went)) if told else None

    def _of_one_column(self) -> int | None:
        if not self.text(StatementField.AMOUNT):
            return None
        amount = self._money(StatementField.AMOUNT)
        if StatementField.SIGN in self.header.columns:
            came = came_in(self.cell(StatementField.SIGN))
            if came is None:
                raise _UnreadableError(StatementField.SIGN, self.text(StatementField.SIGN))
            return abs(amount) if came else -abs(amount)
        if not self.signed:
            raise _UnreadableError(StatementField.SIGN, self.text(StatementField.AMOUNT))
        return amount

    def _money(self, about: StatementField) -> int:
        try:
            return statement_money(self.cell(about))
        except ValueError as error:
            raise _UnreadableError(about, self.text(about)) from error

    def line(self) -> StatementLine | None:
        """Read a credit; ``None`` where money went."""
        day, moved = self.day, self.moved
        if moved is None:
            raise _UnreadableError(StatementField.CREDIT, "")
        if moved <= 0:
            return None
        if day is None:
            raise _UnreadableError(StatementField.DATE, "")
        account = _account_of(self.text(StatementField.ACCOUNT)) or self.account
        reference = clean(look_alike_free(self.text(StatementField.REFERENCE)))
        return StatementLine(
            self.number,
            day,
            Dong(moved),
            self.text(StatementField.TEXT),
            reference,
            account,
            self.text(StatementField.SENDER),
            self.sheet,
        )


@dataclass(frozen=True, slots=True)
class StatementReader:
    """Fulfils ``ports.StatementSource``: reads the credits of a statement, in a process with limits."""

    extraction: Extraction = field(default_factory=Extraction)

    def read(self, path: Path, report: Report) -> StatementReading:
        """Return what was understood; raise an ``InputError`` where the file is no statement."""
        try:
            return self._read(path, report)
        except WorkbookError as error:
            raise as_statement(error) from error

    def _read(self, path: Path, report: Report) -> StatementReading:
        book = self.extraction.book(path, report)
        file, found, statements = nfc(path.name), _Found(), 0
        if not any(row for sheet in book.sheets for row in sheet.rows):
            raise WorkbookEmptyError(file)
        for sheet in book.sheets:
            letters = letters_of(sheet, book.stored_as)
            top = [letters.row(row) for row in islice(sheet.rows, _TOP)]
            header = find_statement_header(top)
            if header is not None:
                statements += 1
                _read_sheet(sheet, letters, header, _titled_account(top[: header.below]), found)
            report(statements, len(book.sheets))
        if not statements:
            raise StatementHeaderError(file)
        return StatementReading(tuple(found.lines), tuple(found.rejected), found.debits, found.skipped)


def _read_sheet(
    sheet: Sheet, letters: SheetLetters, header: StatementHeader, account: str | None, found: _Found
) -> None:
    plain, signed = letters.is_plain, _is_signed(sheet, header)
    for number, row in enumerate(islice(sheet.rows, header.below, None), header.below + 1):
        told = _Row(number, clean(sheet.name), letters.line(row, plain=plain), header, account, signed)
        if not _is_line(told):
            found.skipped += 1
            continue
        try:
            line = told.line()
        except _UnreadableError as error:
            found.rejected.append(RejectedStatementLine(number, error.about.value, error.value, told.sheet))
            continue
        if line is None:
            found.debits += 1
        else:
            found.lines.append(line)


def _is_line(row: _Row) -> bool:
    """Tell a line of money from captions, numbering, sums, signatures and blank rows.

    A line has a day or words, and its money told, readable or not; or at least its day can be read.
    """
    shown = [told for cell in row.cells if cell is not None and (told := cells.text(cell))]
    if (
        not shown
        or all(map(_NUMBERING.fullmatch, shown))
        or any(_AROUND.fullmatch(fold(each)) for each in shown[:3])
    ):
        return False
    money = [row.cell(about) for about in MONEY_COLUMNS if row.text(about)]
    day = row.text(StatementField.VALUE_DATE) or row.text(StatementField.DATE)
    text, reference = row.text(StatementField.TEXT), row.text(StatementField.REFERENCE)
    if any(map(_has_figure, money)):
        return bool(day or text or reference)
    if money and (day or (text and reference)):
        return not _is_around(shown, money)
    return any(sign.isdigit() for sign in day) and _is_day(row)


def _is_around(shown: Sequence[str], money: Sequence[Cell]) -> bool:
    """Tell what stands in columns of money and is plainly none: captions again, titles, signatures."""
    return (
        len(set(shown)) == 1
        or bool(_SIGNED.fullmatch(fold(shown[0])))
        or all(is_money_caption(cells.text(each)) for each in money)
    )


def _is_signed(sheet: Sheet, header: StatementHeader) -> bool:
    """Tell whether any amount of a single column has a sign: then those without are money that came."""
    column = header.columns.get(StatementField.AMOUNT)
    amounts = (row[column] for row in sheet.rows[header.below :] if column is not None and column < len(row))
    return any(has_sign(cell) for cell in amounts)


def _has_figure(cell: Cell) -> bool:
    return any(sign.isdigit() for sign in cells.text(cell))


def _is_day(row: _Row) -> bool:
    """Tell a day from a row's number in a column of days, as "(1)"."""
    try:
        return row.day is not None
    except _UnreadableError:
        return False


def _titled_account(rows: Sequence[Sequence[Cell]]) -> str | None:
    """Find the account that the title of a statement names."""
    for row in rows:
        words = " ".join(cells.text(cell) for cell in row if cell is not None)
        if named := _ACCOUNT.search(fold(look_alike_free(words)) + " "):
            return _account_of(named[1])
    return None


def _account_of(told: str) -> str | None:
    """Write an account without its gaps; a name behind it does not belong to it."""
    number = _GAPS.sub("", look_alike_free(told).split("  ")[0])
    return number or None
