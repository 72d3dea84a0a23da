"""Lays a notice out as blocks: as large as fits, on more than one sheet only when nothing smaller does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from agent_app.printing.fonts import SANS
from agent_app.printing.notice_words import DueWords, MemberWords, NoticeWords
from agent_app.printing.setting import Block, Code, shown, width_of, wrapped

_GAP = 2.2
_BULLET = "•"
# What is free before each column of prices, in letters.
_BETWEEN = 0.8
Placed = tuple[float, Block]


@dataclass(frozen=True, slots=True)
class Type:
    """The sizes of a notice's letters; ``width`` is that of its lines, ``side`` that of its code."""

    width: float
    title: float
    household: float
    name: float
    body: float
    fine: float
    side: float

    @classmethod
    def at(cls, width: float, scale: float) -> "Type":
        """Take all sizes by one scale; a code stays large enough for any phone."""
        return cls(
            width, 11 * scale, 13.5 * scale, 10.5 * scale, 8.6 * scale, 7.4 * scale, max(29, 31 * scale) * mm
        )


def sheets_of(words: NoticeWords, width: float, height: float, scales: Sequence[float]) -> list[list[Placed]]:
    """Place a notice on one sheet of this size, or on as many as it needs at the smallest scale."""
    blocks: list[Block] = []
    for scale in scales:
        blocks = list(blocks_of(words, Type.at(width, scale)))
        if height_of(blocks) <= height:
            return [placed(blocks)]
    again = Type.at(width, scales[-1])
    return [placed(each) for each in _spread(blocks, height, words, again)]


def height_of(blocks: Sequence[Block]) -> float:
    """Add up blocks with what is between them."""
    return sum(each.height for each in blocks) + _GAP * max(len(blocks) - 1, 0)


def placed(blocks: Sequence[Block]) -> list[Placed]:
    """Put blocks below one another."""
    found: list[Placed] = []
    below = 0.0
    for each in blocks:
        found.append((below, each))
        below += each.height + _GAP
    return found


def _spread(blocks: Sequence[Block], height: float, words: NoticeWords, type_: Type) -> Iterator[list[Block]]:
    """Fill one sheet after the other; each but the first says whose it is, and repeats the captions."""
    page: list[Block] = []
    for each in blocks:
        if page and height_of([*page, each]) > height:
            yield page
            page = [_continued(words, type_)]
            if each.row and words.months:
                page.append(_Columns.of(words, type_).head(words.months))
        page.append(each)
    yield page


def _continued(words: NoticeWords, type_: Type) -> Block:
    block = Block()
    lines = wrapped(f"Hộ {words.household} (tiếp theo)", SANS.bold, type_.name, type_.width)
    block.write(0, SANS.bold, type_.name, lines)
    block.height += _GAP
    block.rule(type_.width)
    return block


def blocks_of(words: NoticeWords, type_: Type) -> Iterator[Block]:
    """Set a whole notice, block by block."""
    yield from _head(words, type_)
    columns = _Columns.of(words, type_)
    if words.months:
        yield columns.head(words.months)
    for member in words.members:
        yield columns.member(member)
    if words.total:
        yield columns.total(words.total)
    for sentence in words.sentences:
        yield _sentence(sentence, type_)
    yield _payment(words, type_)
    foot = Block()
    foot.rule(type_.width)
    foot.height += _GAP
    for text in (words.data, words.made):
        foot.write(0, SANS.regular, type_.fine, wrapped(text, SANS.regular, type_.fine, type_.width))
    yield foot


def _head(words: NoticeWords, type_: Type) -> Iterator[Block]:
    width, head = type_.width, Block()
    if words.office:
        lines = wrapped(words.office, SANS.regular, type_.fine, width)
        head.write_centred(width, SANS.regular, type_.fine, lines)
    head.write_centred(width, SANS.bold, type_.title, wrapped(words.title, SANS.bold, type_.title, width))
    yield head
    home = Block()
    lines = wrapped(f"Hộ {words.household}", SANS.bold, type_.household, width)
    home.write(0, SANS.bold, type_.household, lines)
    home.write(0, SANS.regular, type_.body, wrapped(words.address, SANS.regular, type_.body, width))
    home.height += _GAP
    home.rule(width)
    yield home


def _sentence(sentence: str, type_: Type) -> Block:
    block, indent = Block(), type_.fine
    lines = wrapped(sentence, SANS.regular, type_.fine, type_.width - indent)
    block.write(indent, SANS.regular, type_.fine, lines)
    first = block.texts[0]
    block.texts.insert(0, first._replace(x=0, words=_BULLET))
    return block


@dataclass(frozen=True, slots=True)
class _Columns:
    """The table of prices: a column of its own for each number of months, at the right."""

    type_: Type
    rights: tuple[float, ...]
    left: float

    @classmethod
    def of(cls, words: NoticeWords, type_: Type) -> "_Columns":
        """Make columns as wide as their widest price."""
        rows = [words.months, words.total[1:]]
        for due in (due for each in words.members for due in each.due):
            rows += [due.cells, *(cells for _, cells in due.others)]
        widths = [
            max(width_of(row[at], SANS.bold, type_.body) for row in rows if row) + type_.body * _BETWEEN
            for at in range(len(words.months))
        ]
        rights = [type_.width - sum(widths[at + 1 :]) for at in range(len(widths))]
        return cls(type_, tuple(rights), type_.width - sum(widths))

    def head(self, months: Sequence[str]) -> Block:
        """Set the captions of the columns."""
        block, size = Block(), self.type_.fine
        self._cells(block, 0, SANS.half or SANS.bold, size, months)
        block.write(0, SANS.regular, size, ("Mức đóng (đồng)",))
        block.rule(self.type_.width)
        return block

    def member(self, member: MemberWords) -> Block:
        """Set one member: the name, and for each scheme what ends and what it costs."""
        block, type_ = Block(row=True), self.type_
        number = shown(member.number)
        room = type_.width - width_of(number, SANS.regular, type_.fine) - type_.fine
        block.put(type_.width, (type_.name - type_.fine), SANS.regular, type_.fine, number)
        block.write(0, SANS.bold, type_.name, wrapped(member.name, SANS.bold, type_.name, room))
        for due in member.due:
            self._due(block, due)
        block.height += _GAP / 2
        block.rule(type_.width)
        return block

    def _due(self, block: Block, due: DueWords) -> None:
        type_ = self.type_
        font = SANS.half if due.late and SANS.half else SANS.regular
        self._cells(block, block.height, SANS.bold, type_.body, due.cells)
        room = self.left if due.cells else type_.width
        if due.price:
            price = shown(due.price)
            block.put(type_.width, block.height, SANS.bold, type_.body, price)
            room = type_.width - width_of(price, SANS.bold, type_.body) - type_.body
        block.write(0, font, type_.body, wrapped(due.ends, font, type_.body, room))
        if due.note:
            block.write(0, SANS.regular, type_.fine, wrapped(due.note, SANS.regular, type_.fine, type_.width))
        for label, cells in due.others:
            self._cells(block, block.height, SANS.regular, type_.fine, cells)
            block.write(0, SANS.regular, type_.fine, wrapped(label, SANS.regular, type_.fine, self.left))

    def total(self, total: Sequence[str]) -> Block:
        """Set what all pay together."""
        block, type_ = Block(row=True), self.type_
        self._cells(block, 0, SANS.bold, type_.body, total[1:])
        block.write(0, SANS.bold, type_.body, wrapped(total[0], SANS.bold, type_.body, self.left))
        return block

    def _cells(self, block: Block, y: float, font: str, size: float, cells: Sequence[str]) -> None:
        for right, words in zip(self.rights, cells, strict=False):
            block.put(right, y, font, size, words)


def _payment(words: NoticeWords, type_: Type) -> Block:
    """Set how to pay beside the code, and the agent below it."""
    block = Block()
    block.height += _GAP / 2
    indent, top = 0.0, block.height
    if words.payload is not None:
        block.codes.append(Code(0, top, type_.side, words.payload))
        indent = type_.side + 1.5 * mm
    for at, text in enumerate(words.pay):
        font = SANS.bold if at == 0 and words.payload else SANS.regular
        lines = wrapped(text, font, type_.fine, type_.width - indent)
        block.write(indent, font, type_.fine, lines)
    block.height += _GAP
    for at, text in enumerate(words.agent):
        font, size = (SANS.bold, type_.body) if at < 2 else (SANS.regular, type_.fine)  # noqa: PLR2004
        block.write(indent, font, size, wrapped(text, font, size, type_.width - indent))
    if words.payload is not None:
        block.height = max(block.height, top + type_.side)
    return block
