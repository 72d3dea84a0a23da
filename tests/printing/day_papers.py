"""What the agent's papers say, made up."""

from datetime import UTC, date, datetime
from uuid import UUID

from agent_app.domain.banknotes import CashCount
from agent_app.domain.book_report import BookLimits
from agent_app.domain.book_stock import Period
from agent_app.domain.cancellation import Cancellation, CopyTwo
from agent_app.domain.due_list import Scheme
from agent_app.domain.envelope import Counted, Envelope, EnvelopeId, ReceiptMoney
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.number_fate import NumberFate, PassedId, PassedNumbers
from agent_app.domain.remittance import Remittance, RemittanceId, RemittanceMethod, RemittedReceipt
from agent_app.services.day_lines import DoorLine
from agent_app.services.day_paper_lines import (
    BookUse,
    DayList,
    DoorDue,
    DoorEntry,
    Maker,
    RemittanceStatement,
)
from agent_app.services.lines import ReceiptView
from tests.printing.builders import OFFICE

ON = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))
MAKER = Maker("Nguyễn Thị Hoa", OFFICE, ("00004",))


def a_door(name: str = "Lê Quốc Dũng", **changes: object) -> DoorLine:
    fields: dict[str, object] = {
        "household_id": HouseholdId(UUID(int=2)),
        "name": name,
        "address": "Số 7, Thôn Láng Gòn, xã Tân Minh, tỉnh Lâm Đồng",
        "hamlet": "Thôn Láng Gòn",
        "people": 3,
        "open": 1,
        "due_on": date(2026, 12, 31),
        "amount": Dong(1_366_200),
        "promised_on": None,
        "outcome": None,
        "visited_on": None,
        "paid": Dong(0),
        "placed": False,
        "planned": False,
    }
    return DoorLine(**{**fields, **changes})  # type: ignore[arg-type]


def a_due(name: str = "Lê Quốc Dũng", **changes: object) -> DoorDue:
    fields: dict[str, object] = {
        "name": name,
        "tail": "6789",
        "scheme": Scheme.HEALTH,
        "months": 12,
        "due_on": date(2026, 12, 31),
        "price": Dong(1_366_200),
    }
    return DoorDue(**{**fields, **changes})  # type: ignore[arg-type]


def a_day_list(*entries: DoorEntry, hamlet: str | None = None) -> DayList:
    return DayList(ON, hamlet, planned=False, maker=MAKER, entries=entries)


def an_entry(*dues: DoorDue, door: DoorLine | None = None) -> DoorEntry:
    return DoorEntry(door or a_door(), "0973•••993", dues or (a_due(),))


def passed(number: int, last: int | None = None, fate: NumberFate = NumberFate.SPOILED) -> PassedNumbers:
    numbers = (number, last or number)
    return PassedNumbers(
        PassedId(UUID(int=number)),
        "BH26-LĐ",
        "0012",
        *numbers,
        fate,
        ON,
        AT,
        "Rách khi in",
        None,
        "LD0417",
        UUID(int=3),
    )


def cancelled(view: ReceiptView, on: date = ON) -> Cancellation:
    return Cancellation(view.receipt.id, on, AT, "Ghi sai tên", "Lê Văn Duyệt", CopyTwo.KEPT)


def a_book_use(
    *views: ReceiptView, passed_over: tuple[PassedNumbers, ...] = (), **changes: object
) -> BookUse:
    fields: dict[str, object] = {"period": MONTH, "maker": MAKER, "voided_later": (), "book": None}
    return BookUse(**{**fields, "receipts": views, "passed": passed_over, **changes})  # type: ignore[arg-type]


LIMITS = BookLimits("BH26-LĐ", "0012", 101, 150, 130)


def a_statement(
    *views: ReceiptView, transfers: tuple[ReceiptView, ...] = (), amount: int | None = None, note: str = ""
) -> RemittanceStatement:
    total = Dong(sum(each.receipt.total for each in views))
    counted = Counted(ON, total, CashCount.of([], total), "")
    money = tuple(ReceiptMoney(each.receipt.id, each.receipt.total, ON) for each in views)
    envelope = Envelope(EnvelopeId(UUID(int=9)), ON, AT, money, counted, UUID(int=8))
    made = Remittance(
        RemittanceId(UUID(int=8)),
        ON,
        AT,
        RemittanceMethod.DESK,
        "PN-417",
        (envelope.id,),
        _listed(views),
        _listed(transfers),
        total,
        total if amount is None else Dong(amount),
        note,
        "LD0417",
        UUID(int=3),
    )
    return RemittanceStatement(made, MAKER, (envelope,), views, transfers)


def _listed(views: tuple[ReceiptView, ...]) -> tuple[RemittedReceipt, ...]:
    return tuple(RemittedReceipt(each.receipt.id, each.receipt.total) for each in views)
