"""What stands on the report of the stock of receipt numbers: before, received, gone, left."""

from agent_app.domain.book_stock import BookStock
from agent_app.domain.receipt_book import shown_number
from agent_app.printing.fonts import SERIF
from agent_app.printing.lists.book_words import report_head
from agent_app.printing.lists.layouts import layout_of
from agent_app.printing.lists.parts import FORM_SIZE, ending, signatures
from agent_app.printing.sheets.model import Block, Gap, Row, Sheet, Side, Table, Words
from agent_app.services.books import StockLine
from agent_app.services.day_paper_lines import StockReport

_SIDES = dict.fromkeys(range(5, 13), Side.RIGHT)
_BEFORE_SUMS = 5


def stock_sheet(told: StockReport, mark: str = "") -> Sheet:
    """Write the report out, book by book."""
    words = layout_of(told.maker, told.period.end).stock
    total = sum((each.stock for each in told.lines), BookStock())
    rows = [_row(number, each) for number, each in enumerate(told.lines, 1)]
    rows.append(Row((words.total, *_counts(total)), strong=True, spans=_BEFORE_SUMS))
    later: tuple[Block, ...] = ()
    if total.cancelled_later:
        later = (Gap(2), Words(f"Trong kỳ còn hủy {total.cancelled_later} số đã tính là sử dụng ở kỳ trước."))
    return Sheet(
        "Báo cáo nhập, xuất, tồn biên lai",
        (
            *report_head(told.maker, words, told.period),
            Table(words.columns(_SIDES), ending(rows), closed=True),
            *later,
            signatures(words.signatures, (told.maker.name,)),
        ),
        landscape=True,
        typeface=SERIF,
        size=FORM_SIZE,
        mark=mark,
    )


def _row(number: int, line: StockLine) -> Row:
    ends = (shown_number(line.first), shown_number(line.last))
    return Row((str(number), line.symbol, line.book, *ends, *_counts(line.stock)))


def _counts(found: BookStock) -> tuple[str, ...]:
    left = (found.used, found.cancelled, found.spoiled, found.lost, found.returned)
    return tuple(str(each) for each in (found.opening, found.received, *left, found.closing))
