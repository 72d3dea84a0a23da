"""What stands on the report of receipts that were used (BC 01/QTAC): every number of a period or a book."""

from collections.abc import Iterable, Iterator, Sequence

from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.number_fate import PassedNumbers, shown_range
from agent_app.printing.fonts import SERIF
from agent_app.printing.forms.c45bb_words import BLANK
from agent_app.printing.lists.layouts import ReportWords, layout_of, province_name
from agent_app.printing.lists.parts import (
    FORM_SIZE,
    book_of,
    centred,
    due_of,
    ending,
    money,
    number_of,
    paid_for,
    period_words,
    signatures,
    title,
)
from agent_app.printing.sheets.model import (
    Beside,
    Block,
    Gap,
    Row,
    Sheet,
    Side,
    Table,
    Together,
    Words,
)
from agent_app.runtime.book_messages import FATE_WORDS
from agent_app.services.day_paper_lines import BookUse, Maker
from agent_app.services.lines import ReceiptView

_SIDES = {4: Side.LEFT, 5: Side.RIGHT, 6: Side.RIGHT, 7: Side.RIGHT}
_BEFORE_SUMS = 5
_VOID = "HỦY"


def book_sheet(told: BookUse, mark: str = "") -> Sheet:
    """Write the report out, sorted by book and number."""
    words = layout_of(told.maker, told.period.end).use
    return Sheet(
        "Bảng kê sử dụng biên lai",
        (
            *report_head(told.maker, words, told.period),
            Words(words.section, strong=True),
            *_book_line(told),
            Gap(1.5),
            Table(words.columns(_SIDES), ending(list(_rows(told, words))), closed=True),
            *_voided_later(told.voided_later),
            signatures(words.signatures, (told.maker.name,)),
        ),
        typeface=SERIF,
        size=FORM_SIZE,
        mark=mark,
    )


def report_head(maker: Maker, words: ReportWords, period: Period) -> tuple[Block, ...]:
    """Set the head of a report's form: offices on the left, its number on the right, the title below."""
    office = maker.office
    province = province_name(maker, period.end)
    left = (
        Words(words.province.format(province=province or BLANK), strong=True),
        Words(office.office_name or BLANK, strong=True),
    )
    filled = {"organisation": office.organisation or BLANK, "address": BLANK}
    return (
        Beside((left, (Words(words.form, Side.RIGHT, strong=True),)), (3, 2)),
        Gap(3),
        title(words.title),
        centred(period_words(period, words.month, words.period)),
        Gap(3),
        Words(words.unit.format(**filled)),
        Words(words.address.format(**filled)),
        Gap(1.5),
    )


def _book_line(told: BookUse) -> tuple[Words, ...]:
    if told.book is None:
        return ()
    limits = told.book
    numbers = shown_range(limits.first, limits.last).replace("-", " đến số ")
    return (Words(f"Quyển số {limits.book}, ký hiệu {limits.symbol}, từ số {numbers}"),)


def _rows(told: BookUse, words: ReportWords) -> Iterator[Row]:
    booked = (each.receipt.symbol for each in told.receipts)
    several = len({each for each in (*booked, *(each.symbol for each in told.passed)) if each}) > 1
    counted = [each for each in told.receipts if not _is_void(each, told)]
    for number, each in enumerate(_in_order(told), 1):
        if isinstance(each, PassedNumbers):
            yield Row(
                (str(number), _book(each.book, each.symbol, several=several), *_passed(each), "", "", "")
            )
        else:
            book = _book(book_of(each), each.symbol, several=several and each.receipt.book is not None)
            yield Row((str(number), book, *_receipt(each, void=_is_void(each, told))))
    yield Row((words.total, *_sums(counted)), strong=True, spans=_BEFORE_SUMS)


def _in_order(told: BookUse) -> Iterable[ReceiptView | PassedNumbers]:
    """Put receipts and numbers without one into the order of books; what bears no book comes last."""
    booked: list[ReceiptView | PassedNumbers] = [
        each for each in told.receipts if each.receipt.number is not None
    ]
    return (
        *sorted([*booked, *told.passed], key=_place),
        *(each for each in told.receipts if each.receipt.number is None),
    )


def _place(each: ReceiptView | PassedNumbers) -> tuple[str, str, int]:
    if isinstance(each, PassedNumbers):
        return each.symbol, each.book, each.first
    made = each.receipt
    return made.symbol or "", made.book or "", made.number or 0


def _book(book: str, symbol: str | None, *, several: bool) -> str:
    return f"{book}\n{symbol}" if several and symbol else book


def _passed(each: PassedNumbers) -> tuple[str, str, str]:
    numbers = each.shown_numbers.replace("-", " – ")
    return numbers, shown_date(each.on), f"{FATE_WORDS[each.fate].capitalize()}: {each.reason}"


def _receipt(view: ReceiptView, *, void: bool) -> tuple[str, ...]:
    made = view.receipt
    start = (number_of(view), shown_date(made.issued_on))
    if void:
        reason = view.cancellation.reason if view.cancellation else ""
        return (*start, f"{_VOID}: {reason}", "", "", "")
    return (*start, paid_for(made), *_sums([view]))


def _sums(views: Sequence[ReceiptView]) -> tuple[str, str, str]:
    pension = sum(due_of(each.receipt, Scheme.PENSION) for each in views)
    health = sum(due_of(each.receipt, Scheme.HEALTH) for each in views)
    return money(pension), money(health), money(pension + health)


def _is_void(view: ReceiptView, told: BookUse) -> bool:
    """Tell whether it was void by the end of the period: so the report of a past month never changes."""
    return view.cancellation is not None and view.cancellation.on <= told.period.end


def _voided_later(views: Sequence[ReceiptView]) -> tuple[Together, ...]:
    if not views:
        return ()
    lines = [
        Words(
            f"– Quyển {book_of(each)}, số {number_of(each)} ngày {shown_date(each.receipt.issued_on)}: "
            f"{money(each.receipt.total)} đồng, hủy ngày "
            f"{shown_date(each.cancellation.on) if each.cancellation else ''}"
        )
        for each in views
    ]
    return (Together((Gap(2), Words("Số đã báo cáo kỳ trước, hủy trong kỳ này:", strong=True), *lines)),)
