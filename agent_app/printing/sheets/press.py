"""Spreads a sheet over pages and draws them; the same sheet always gives the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile, zip_longest

from reportlab.lib.units import mm

from agent_app.printing.sheets.model import Block, Sheet, Side, Table, Together, Words
from agent_app.printing.sheets.pen import FOOT, MARGIN, Pen
from agent_app.printing.sheets.pieces import Piece, SetGroup, Setter, Stack, edges_of
from agent_app.services.work import Report, no_report

_ABOVE_FOOT = 4 * mm
_FOOT_SCALE = 0.8
_COUNT_WIDTH = 40 * mm


@dataclass(slots=True)
class _Page:
    placed: list[tuple[float, Piece]] = field(default_factory=list)


@dataclass(slots=True)
class _Pages:
    """Pages that are filled from the top."""

    room: float
    pages: list[_Page] = field(default_factory=lambda: [_Page()])
    used: float = 0.0

    def turn(self, head: Piece | None) -> None:
        """Begin a page; captions come first."""
        self.pages.append(_Page())
        self.used = 0.0
        if head is not None:
            self.put(head)

    def put(self, piece: Piece) -> None:
        """Place a piece below what is there."""
        self.pages[-1].placed.append((self.used, piece))
        self.used += piece.height

    def flow(self, piece: Piece, head: Piece | None = None, ahead: float = 0.0) -> None:
        """Place a piece that wants ``ahead`` more room behind it: whole where a page can hold it."""
        above = head.height if head is not None else 0.0
        whole = piece.height + ahead
        if self.used + whole > self.room and self.used > above and above + whole <= self.room:
            self.turn(head)
        while self.used + piece.height > self.room:
            parts = piece.part(self.room - self.used)
            if parts is None and self.used > above:
                self.turn(head)
                continue
            if parts is None:
                break
            self.put(parts[0])
            self.turn(head)
            piece = parts[1]
        self.put(piece)


def render_sheet(sheet: Sheet, report: Report = no_report) -> bytes:
    """Typeset a sheet; each group of rows and each page is reported, and the report may end it."""
    pen = Pen(sheet)
    total = _weight(sheet)
    pages = _spread(sheet, pen, report, total)
    for number, page in enumerate(pages, 1):
        report(total + number * total // len(pages), 2 * total)
        for top, piece in page.placed:
            piece.draw(pen, MARGIN, MARGIN + top)
        _draw_foot(sheet, pen, f"Trang {number}/{len(pages)}")
        pen.end_page()
    return pen.finish()


def _weight(sheet: Sheet) -> int:
    return 1 + sum(len(each.groups) for each in sheet.blocks if isinstance(each, Table))


def _spread(sheet: Sheet, pen: Pen, report: Report, total: int) -> list[_Page]:
    width = pen.width - 2 * MARGIN
    setter = Setter(sheet.typeface, sheet.size)
    pages = _Pages(pen.height - MARGIN - FOOT - _ABOVE_FOOT)
    done = 0
    for at, (block, following) in enumerate(zip_longest(sheet.blocks, sheet.blocks[1:])):
        if not isinstance(block, Table):
            leads = isinstance(block, Together) and block.leads
            ahead = _opening(setter, following, width) if leads and isinstance(following, Table) else 0.0
            pages.flow(setter.piece(block, width), ahead=ahead)
            continue
        head = setter.head(block, edges_of(block.columns, width))
        begun = False
        closing = _closing(setter, sheet.blocks[at + 1 :], width) if block.closed else 0.0
        for unit, last in _told_last(_units(setter, block, width)):
            ahead = closing if last else 0.0
            done += len(unit.pieces)
            report(done, 2 * total)
            if not begun:
                _begin(pages, head, unit, ahead)
                begun = True
            _place(pages, head, unit, ahead)
        if not begun:
            pages.flow(_framed(head))
    return pages.pages


def _opening(setter: Setter, table: Table, width: float) -> float:
    """Say how high the captions of a table and the first rows below them are."""
    head = setter.head(table, edges_of(table.columns, width))
    first = next(_units(setter, table, width), None)
    return head.height + (first.height if first else 0.0)


def _closing(setter: Setter, blocks: Sequence[Block], width: float) -> float:
    """Say how high all is that stands behind a table, up to the next one."""
    behind = takewhile(lambda each: not isinstance(each, Table), blocks)
    return sum(setter.piece(each, width).height for each in behind if not isinstance(each, Table))


def _told_last(units: Iterator[Stack]) -> Iterator[tuple[Stack, bool]]:
    """Say of each whether it is the last, reading one ahead."""
    held = next(units, None)
    while held is not None:
        following = next(units, None)
        yield held, following is None
        held = following


def _begin(pages: _Pages, head: Stack, first: Stack, ahead: float) -> None:
    """Put the captions where their first rows have room below them, and what stays with these."""
    needed = head.height + first.height + ahead
    if pages.used and pages.used + needed > pages.room and needed <= pages.room:
        pages.turn(None)
    pages.put(_framed(head))


def _place(pages: _Pages, head: Stack, unit: Stack, behind: float) -> None:
    *leading, last = unit.pieces
    ahead = unit.height + behind
    for piece in (*leading, last):
        ahead -= piece.height
        pages.flow(piece, _framed(head), ahead)


def _units(setter: Setter, table: Table, width: float) -> Iterator[Stack]:
    """Set the groups of a table, those that lead to another together with it."""
    edges = edges_of(table.columns, width)
    waiting: list[Piece] = []
    for group in table.groups:
        waiting.append(setter.group(group, table.columns, edges))
        if not group.leads:
            yield Stack(tuple(waiting))
            waiting = []
    if waiting:
        yield Stack(tuple(waiting))


@dataclass(frozen=True, slots=True)
class _Framed:
    """Captions with the line above them."""

    head: Stack
    width: float

    @property
    def height(self) -> float:
        return self.head.height

    def draw(self, pen: Pen, left: float, top: float) -> None:
        pen.rule(left, left + self.width, top)
        self.head.draw(pen, left, top)

    def part(self, height: float) -> None:  # noqa: ARG002 (captions are one piece)
        return None


def _framed(head: Stack) -> _Framed:
    first = head.pieces[0]
    assert isinstance(first, SetGroup)  # noqa: S101 (captions are rows)
    return _Framed(head, first.edges[-1])


def _draw_foot(sheet: Sheet, pen: Pen, count: str) -> None:
    """Set what stands below every page: what it is, that it was printed before, and its number."""
    setter = Setter(sheet.typeface, sheet.size)
    width = pen.width - 2 * MARGIN
    top = pen.height - FOOT
    said = " · ".join(each for each in (sheet.foot, sheet.mark) if each)
    if said:
        cell = setter.words(Words(said, strong=True, scale=_FOOT_SCALE), width - _COUNT_WIDTH)
        cell.draw(pen, MARGIN, top)
    number = setter.words(Words(count, Side.RIGHT, scale=_FOOT_SCALE), _COUNT_WIDTH)
    number.draw(pen, pen.width - MARGIN - _COUNT_WIDTH, top)
