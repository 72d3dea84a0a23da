"""What a list on paper consists of, before anything is measured: texts, tables, and what stays together."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from agent_app.printing.fonts import SANS, Typeface


class Side(Enum):
    """On which side of its room a text stands."""

    LEFT = auto()
    CENTRE = auto()
    RIGHT = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """A text of any length; ``scale`` is its size against the sheet's."""

    text: str
    side: Side = Side.LEFT
    strong: bool = False
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, so many millimetres high."""

    height: float


@dataclass(frozen=True, slots=True)
class Beside:
    """Stacks of texts side by side, such as a form's head or its signatures; ``shares`` are their widths."""

    stacks: tuple[tuple[Words | Gap, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``over`` stands over all neighbours that name the same, ``key`` under the caption. ``ruled`` gives dotted
    lines to write on.
    """

    caption: str
    share: float
    side: Side = Side.LEFT
    over: str = ""
    key: str = ""
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; the first of them takes ``spans`` columns."""

    cells: tuple[str, ...]
    strong: bool = False
    spans: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that stay on one page where one can hold them.

    In ``shared`` columns the first row's cell stands beside all of them. A group that ``leads`` stays with
    what follows it. ``least`` is how many millimetres it is high at least.
    """

    rows: tuple[Row, ...]
    shared: frozenset[int] = frozenset()
    leads: bool = False
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under captions, which are repeated on every page.

    One that is ``closed`` keeps its last rows on the page of all that follows it, such as signatures.
    """

    columns: tuple[Column, ...]
    groups: Sequence[Group]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Texts that stay on one page, such as a sum and its signatures.

    Those that lead, such as a heading, stay with the first rows of the table that follows, too.
    """

    parts: tuple["Words | Gap | Beside", ...]
    leads: bool = False


Block = Words | Gap | Beside | Table | Together


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole paper on A4; ``foot`` stands below every page, beside its number.

    ``size`` is the type's in points; ``mark`` says that it was printed before.
    """

    title: str
    blocks: tuple[Block, ...]
    foot: str = ""
    typeface: Typeface = SANS
    size: float = 10.0
    landscape: bool = False
    mark: str = ""
