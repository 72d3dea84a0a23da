"""What is set in type and has a height: texts, stacks side by side, groups of a table's rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Protocol

from reportlab.lib.units import mm

from agent_app.printing.fonts import Typeface
from agent_app.printing.sheets.model import (
    Beside,
    Column,
    Gap,
    Group,
    Row,
    Side,
    Table,
    Together,
    Words,
)
from agent_app.printing.sheets.pen import Pen
from agent_app.printing.sheets.type import Type

PAD = 1.1 * mm
_RULED = 7.5 * mm


class Piece(Protocol):
    """Something that takes room from the left margin on."""

    @property
    def height(self) -> float:
        """How high it is."""
        ...

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw it below a line."""
        ...

    def part(self, height: float) -> "tuple[Piece, Piece] | None":
        """Part it at a height; ``None`` where nothing of it fits."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of text in a room of some width."""

    lines: list[str]
    kind: Type
    side: Side
    width: float
    ruled: bool = False
    middle: bool = False

    @property
    def height(self) -> float:
        """How high its lines are."""
        return len(self.lines) * self.kind.leading

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw it below a line."""
        pen.write(self.lines, self.kind, (left, top, self.width), self.side)

    def parted(self, height: float) -> "tuple[Cell, Cell]":
        """Part it behind the last line that fits."""
        count = max(0, int(height / self.kind.leading + 1e-6))
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])

    def part(self, height: float) -> "tuple[Cell, Cell] | None":
        """Part it, where at least a line fits."""
        here, there = self.parted(height)
        return (here, there) if here.lines and there.lines else None


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces one under the other, each at its distance from the left; parted between two of them."""

    pieces: tuple[Piece, ...]

    @property
    def height(self) -> float:
        """How high they are together."""
        return sum(each.height for each in self.pieces)

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw one under the other."""
        for each in self.pieces:
            each.draw(pen, left, top)
            top += each.height

    def part(self, height: float) -> tuple[Piece, Piece] | None:
        """Part them between two, or within the first."""
        used = 0.0
        for at, each in enumerate(self.pieces):
            if used + each.height > height:
                if at:
                    return Stack(self.pieces[:at]), Stack(self.pieces[at:])
                parts = each.part(height)
                return parts and (parts[0], Stack((parts[1], *self.pieces[1:])))
            used += each.height
        return None


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing."""

    height: float

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw nothing."""

    def part(self, height: float) -> tuple[Piece, Piece] | None:
        """Part it anywhere."""
        return Blank(height), Blank(0)


@dataclass(frozen=True, slots=True)
class Abreast:
    """Stacks side by side."""

    stacks: tuple[Stack, ...]
    widths: tuple[float, ...]

    @property
    def height(self) -> float:
        """How high the highest is."""
        return max(each.height for each in self.stacks)

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw them level."""
        for stack, width in zip(self.stacks, self.widths, strict=True):
            stack.draw(pen, left, top)
            left += width

    def part(self, height: float) -> tuple[Piece, Piece] | None:
        """Part each of them at a height."""
        empty = Stack(())
        parts = [(each, empty) if each.height <= height else each.part(height) for each in self.stacks]
        known = [each for each in parts if each is not None]
        if len(known) < len(parts):
            return None
        here, there = (tuple(Stack((each[at],)) for each in known) for at in (0, 1))
        return Abreast(here, self.widths), Abreast(there, self.widths)


@dataclass(frozen=True, slots=True)
class SetRow:
    """One row's cells, each over the columns from its first to the one before its last."""

    cells: tuple[tuple[int, int, Cell], ...]
    least: float = 0.0

    @property
    def height(self) -> float:
        """How high its highest cell is, with the room around."""
        return max(self.least, 2 * PAD + max(each.height for _, _, each in self.cells))

    def part(self, height: float) -> "tuple[SetRow, SetRow] | None":
        """Part it behind the last lines that fit."""
        both = [(first, last, each.parted(height - 2 * PAD)) for first, last, each in self.cells]
        if not any(here.lines for _, _, (here, _) in both):
            return None
        return (
            SetRow(tuple((first, last, here) for first, last, (here, _) in both)),
            SetRow(tuple((first, last, there) for first, last, (_, there) in both)),
        )


@dataclass(frozen=True, slots=True)
class SetGroup:
    """Rows of a table with the cells that they share; ``edges`` are the distances of the lines down."""

    edges: tuple[float, ...]
    rows: tuple[SetRow, ...]
    shared: tuple[tuple[int, Cell], ...] = ()
    least: float = 0.0
    leads: bool = False

    @property
    def height(self) -> float:
        """How high the rows are, or what stands beside them."""
        beside = max((2 * PAD + each.height for _, each in self.shared), default=0.0)
        return max(self.least, beside, sum(each.height for each in self.rows))

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw the rows, the last as high as is left, and the lines around them."""
        bottom = top + self.height
        beside = {at for at, _ in self.shared}
        across = [at for at in range(len(self.edges) - 1) if at not in beside]
        for at, cell in self.shared:
            self._fill(pen, left, (at, at + 1), cell, (top, bottom))
        for number, row in enumerate(self.rows, 1):
            low = bottom if number == len(self.rows) else top + row.height
            for first, last, cell in row.cells:
                self._fill(pen, left, (first, last), cell, (top, low))
            if number < len(self.rows):
                for at in across:
                    pen.rule(left + self.edges[at], left + self.edges[at + 1], low)
            top = low
        pen.edge(left + self.edges[-1], bottom - self.height, bottom)
        pen.rule(left + self.edges[0], left + self.edges[-1], bottom)

    def part(self, height: float) -> "tuple[SetGroup, SetGroup] | None":
        """Part it between two rows or, where even the first is too high, within it; nothing is left out."""
        fitting = 0
        for tall in accumulate(each.height for each in self.rows):
            if tall > height:
                break
            fitting += 1
        here, there = self.rows[:fitting], self.rows[fitting:]
        if not here:
            parted = self.rows[0].part(height)
            if parted is None:
                return None
            here, there = (parted[0],), (parted[1], *self.rows[1:])
        room = max(0.0, height - 2 * PAD)
        beside = [(at, cell.parted(room)) for at, cell in self.shared]
        if not there:
            # The rows are done and what stands beside them is not: an empty row carries it on.
            there = (SetRow(tuple((a, b, replace(cell, lines=[])) for a, b, cell in self.rows[-1].cells)),)
        return (
            SetGroup(self.edges, here, tuple((at, cell) for at, (cell, _) in beside)),
            SetGroup(self.edges, there, tuple((at, cell) for at, (_, cell) in beside)),
        )

    def _fill(
        self, pen: Pen, left: float, columns: tuple[int, int], cell: Cell, sides: tuple[float, float]
    ) -> None:
        start, end = (left + self.edges[at] for at in columns)
        top, bottom = sides
        pen.edge(start, top, bottom)
        if cell.ruled:
            line = top + _RULED
            while line < bottom - PAD:
                pen.dots(start + PAD, end - PAD, line)
                line += _RULED
        spare = (bottom - top - cell.height) / 2 if cell.middle else PAD
        cell.draw(pen, start + PAD, top + spare)


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets the parts of a sheet in type."""

    typeface: Typeface
    size: float

    def words(self, words: Words, width: float) -> Cell:
        """Break a text into lines."""
        kind = self._kind(strong=words.strong, scale=words.scale)
        return Cell(kind.lines(words.text, width), kind, words.side, width)

    def piece(self, part: Words | Gap | Beside | Together, width: float) -> Piece:
        """Set what is no table."""
        match part:
            case Words():
                return self.words(part, width)
            case Gap():
                return Blank(part.height * mm)
            case Together():
                return Stack(tuple(self.piece(each, width) for each in part.parts))
            case Beside():
                whole = sum(part.shares)
                widths = tuple(width * share / whole for share in part.shares)
                stacks = tuple(
                    Stack(tuple(self.piece(each, wide) for each in stack))
                    for stack, wide in zip(part.stacks, widths, strict=True)
                )
                return Abreast(stacks, widths)

    def group(self, group: Group, columns: tuple[Column, ...], edges: tuple[float, ...]) -> SetGroup:
        """Set the rows of a group."""
        first, *_ = group.rows
        shared = tuple((at, self._cell(first.cells[at], columns, edges, (at, at + 1))) for at in group.shared)
        rows = tuple(self._row(row, group.shared, columns, edges) for row in group.rows)
        return SetGroup(edges, rows, shared, group.least * mm, group.leads)

    def head(self, table: Table, edges: tuple[float, ...]) -> Stack:
        """Set the captions: what stands over several, each column's own, and the keys below."""
        columns = table.columns
        levels: list[Piece] = []
        places = list(range(len(columns)))
        over = [(name, list(ats)) for name, ats in groupby(places, lambda at: columns[at].over)]
        captions = [self._caption(each.caption, edges, (at, at + 1)) for at, each in enumerate(columns)]
        if any(name for name, _ in over):
            levels.append(self._two_levels(columns, captions, over, edges))
        else:
            row = SetRow(tuple((at, at + 1, each) for at, each in enumerate(captions)))
            levels.append(SetGroup(edges, (row,)))
        if any(each.key for each in columns):
            keys = (
                self._caption(each.key, edges, (at, at + 1), strong=False) for at, each in enumerate(columns)
            )
            levels.append(
                SetGroup(edges, (SetRow(tuple((at, at + 1, each) for at, each in enumerate(keys))),))
            )
        return Stack(tuple(levels))

    def _two_levels(
        self,
        columns: tuple[Column, ...],
        captions: list[Cell],
        over: list[tuple[str, list[int]]],
        edges: tuple[float, ...],
    ) -> SetGroup:
        alone = tuple((at, captions[at]) for at, each in enumerate(columns) if not each.over)
        upper = tuple(
            (ats[0], ats[-1] + 1, self._caption(name, edges, (ats[0], ats[-1] + 1)))
            for name, ats in over
            if name
        )
        lower = tuple((at, at + 1, captions[at]) for at, each in enumerate(columns) if each.over)
        return SetGroup(edges, (SetRow(upper), SetRow(lower)), alone)

    def _caption(
        self, text: str, edges: tuple[float, ...], columns: tuple[int, int], *, strong: bool = True
    ) -> Cell:
        width = _room(edges, columns)
        kind = self._kind(strong=strong).fitting(text, width)
        return Cell(kind.lines(text, width), kind, Side.CENTRE, width, middle=True)

    def _row(
        self, row: Row, shared: Iterable[int], columns: tuple[Column, ...], edges: tuple[float, ...]
    ) -> SetRow:
        cells = []
        for at, text in enumerate(row.cells):
            first = at and at + row.spans - 1
            last = at + row.spans
            if at not in shared:
                cells.append(
                    (first, last, self._cell(text, columns, edges, (first, last), strong=row.strong))
                )
        return SetRow(tuple(cells))

    def _cell(
        self,
        text: str,
        columns: tuple[Column, ...],
        edges: tuple[float, ...],
        across: tuple[int, int],
        *,
        strong: bool = False,
    ) -> Cell:
        width = _room(edges, across)
        column = columns[across[0]]
        side = Side.LEFT if across[1] - across[0] > 1 else column.side
        kind = self._kind(strong=strong)
        kind = kind.fitting(text, width) if text else kind
        lines = kind.lines(text, width) if text else [""]
        return Cell(lines, kind, side, width, column.ruled)

    def _kind(self, *, strong: bool, scale: float = 1.0) -> Type:
        return Type(self.typeface.bold if strong else self.typeface.regular, self.size * scale)


def edges_of(columns: tuple[Column, ...], width: float) -> tuple[float, ...]:
    """Return where the lines between columns stand."""
    whole = sum(each.share for each in columns)
    return (0.0, *(width * share / whole for share in accumulate(each.share for each in columns)))


def _room(edges: tuple[float, ...], across: tuple[int, int]) -> float:
    return edges[across[1]] - edges[across[0]] - 2 * PAD
