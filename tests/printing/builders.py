"""Receipts as the program makes them, for made-up people."""

from datetime import UTC, date, datetime
from uuid import UUID

from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import Enrolment, Office
from agent_app.domain.household import HouseholdId, PersonId, Subject
from agent_app.domain.money import Dong
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptId, ReceiptLine, ReceiptState
from agent_app.services.lines import ReceiptView

OFFICE = Office(
    office_name="BHXH cơ sở Tánh Linh",
    organisation="Bưu điện Tánh Linh",
    budget_code="1058213",
    agent_card_no="LĐ-0417",
)


def an_enrolment(office: Office = OFFICE, agent_name: str = "Nguyễn Thị Hoa") -> Enrolment:
    return Enrolment("", "LD0417", agent_name, ("tan-minh",), (), None, (), "", office)


def quote(due: int) -> Quote:
    return Quote(Dong(due), Dong(0), Dong(0), Dong(due), ())


def subject(name: str) -> Subject:
    return Subject(PersonId(UUID(int=sum(map(ord, name)))), name, insurance_no="0123456789")


def health(name: str = "Lê Quốc Dũng", due: int = 1_366_200, place: int | None = 1) -> ReceiptLine:
    period = CoveragePeriod(date(2027, 1, 1), date(2027, 12, 31))
    return ReceiptLine(subject(name), Scheme.HEALTH, 12, period, quote(due), place)


def pension(name: str = "Ngô Thị Trang", due: int = 924_000) -> ReceiptLine:
    period = CoveragePeriod(date(2026, 11, 1), date(2027, 1, 31))
    return ReceiptLine(subject(name), Scheme.PENSION, 3, period, quote(due), income=Dong(1_500_000))


def a_receipt(
    *lines: ReceiptLine,
    payer: str = "Lê Quốc Dũng",
    address: str = "Số 7, Thôn Láng Gòn, xã Tân Minh, tỉnh Lâm Đồng",
    on: date = date(2026, 11, 21),
) -> ReceiptView:
    receipt = Receipt(
        ReceiptId(UUID(int=1)),
        HouseholdId(UUID(int=2)),
        "BH26-LĐ",
        "0012",
        124,
        on,
        datetime(2026, 11, 21, 3, 0, tzinfo=UTC),
        payer,
        address,
        PaymentMethod.CASH,
        lines or (health(),),
        "LD0417",
        UUID(int=3),
    )
    return ReceiptView(receipt, ReceiptState.SAVED)


LONG_NAME = "Công Tằng Tôn Nữ Thị Hoàng Phượng Nguyễn Đặng Quỳnh Như Ẩn Ế"
LONG_ADDRESS = (
    "Nhà không số, sau lưng nhà văn hoá thôn Láng Gòn, đường liên thôn, ngã ba Đông Thành đi cầu Suối Kiết, "
    "tổ tự quản số 14, khu dân cư Nông trường cũ, Thôn Láng Gòn, xã Tân Minh, tỉnh Lâm Đồng, gần trạm y tế xã"
)


def a_crowded_receipt() -> ReceiptView:
    """Eight members with the longest names at the longest address."""
    names = [f"{LONG_NAME} {number}" for number in range(1, 9)]
    lines = [health(name, 956_340, place) for place, name in enumerate(names, 1)]
    return a_receipt(*lines, payer=LONG_NAME, address=LONG_ADDRESS)
