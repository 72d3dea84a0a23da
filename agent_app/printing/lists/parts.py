"""What several lists and reports have in common: heads, signatures, contents of receipts."""

from collections.abc import Iterable, Sequence
from datetime import date

from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.money import Dong, grouped
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.receipt import Receipt, ReceiptLine
from agent_app.printing.forms.c45bb_words import BLANK, written_day
from agent_app.printing.sheets.model import Beside, Gap, Group, Row, Side, Together, Words
from agent_app.services.day_paper_lines import Maker
from agent_app.services.day_paper_orders import month_of
from agent_app.services.lines import ReceiptView

FORM_SIZE = 12.0
"""What official forms are set in, with Liberation Serif."""

SIGNING_ROOM = 20
PRIVATE = "Tài liệu có dữ liệu cá nhân – huỷ sau khi dùng"


def title(text: str) -> Words:
    """Set what a paper is called."""
    return Words(text, Side.CENTRE, strong=True, scale=1.35)


def centred(text: str) -> Words:
    """Set a line below the title."""
    return Words(text, Side.CENTRE)


def maker_head(maker: Maker, right: Sequence[Words | Gap] = ()) -> Beside:
    """Say whose paper it is: office and organisation on the left."""
    office = maker.office
    left = (
        Words(office.office_name or BLANK, strong=True),
        Words(office.organisation or BLANK),
    )
    return Beside((left, tuple(right) or (Words(""),)), (3, 2))


def signatures(captions: Iterable[str], names: Sequence[str], on: date | None = None) -> Together:
    """Leave room to sign; ``names`` stand below the room, the last caption's day above it."""
    stacks = tuple(
        (
            Words(caption, Side.CENTRE, strong=True),
            Words("(Ký, họ tên)", Side.CENTRE),
            Gap(SIGNING_ROOM),
            Words(name, Side.CENTRE),
        )
        for caption, name in zip(captions, [*names, *[""] * 9], strict=False)
    )
    day: tuple[Words | Gap | Beside, ...] = () if on is None else (Words(written_day(on), Side.RIGHT),)
    return Together((Gap(3), *day, Beside(stacks, (1,) * len(stacks))))


def period_words(period: Period, month: str, otherwise: str) -> str:
    """Name a whole month, a day, or any other period."""
    if period == month_of(period.start):
        return month.format(month=f"{period.start:%m}", year=period.start.year)
    if period.start == period.end:
        return written_day(period.start)
    return otherwise.format(start=shown_date(period.start), end=shown_date(period.end))


def ending(rows: Sequence[Row]) -> tuple[Group, ...]:
    """Make a group of each row; the last, which is a sum, never begins a page alone."""
    last = len(rows) - 1
    return tuple(Group((row,), leads=at == last - 1) for at, row in enumerate(rows))


def money(amount: int) -> str:
    """Write an amount in a column of amounts."""
    return grouped(amount)


def paid_for(receipt: Receipt) -> str:
    """Say in short what a receipt is for: each scheme and time once, with everybody whom it covers."""
    found: dict[str, list[str]] = {}
    for line in receipt.lines:
        found.setdefault(_kind(line), []).append(line.subject.name)
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in found.items())


def due_of(receipt: Receipt, scheme: Scheme) -> Dong:
    """Add up what a receipt says of one scheme."""
    return Dong(sum(line.quote.due for line in receipt.lines if line.scheme is scheme))


def book_of(view: ReceiptView) -> str:
    """Name the book of a receipt, or the symbol of an electronic one."""
    return view.receipt.book or view.symbol or ""


def number_of(view: ReceiptView) -> str:
    """Name a receipt's number; an electronic one may have none yet."""
    return view.shown_number or "(chờ số)"


def _kind(line: ReceiptLine) -> str:
    if line.scheme is Scheme.HEALTH:
        household = line.group in {None, HOUSEHOLD_GROUP}
        return f"BHYT {'hộ gia đình' if household else f'nhóm {line.group}'} {line.months} tháng"
    missing = " còn thiếu" if line.plan is PlanKind.MISSING else ""
    return f"BHXH tự nguyện {line.months} tháng{missing}"
