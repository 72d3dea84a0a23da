"""A home full of households that are due, made up for measuring papers."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import BookGrant, Enrolment, Office
from agent_app.domain.household import HouseholdId
from agent_app.domain.office_setting import Setting, SettingKey, setting_document
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.signed_document import SignedDocument
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.lines import DueFilter
from agent_app.services.notice_lines import NoticeChoice, NoticeOrder, NoticeSize
from agent_app.services.payments import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from benchmarks.store_village import load, make_village, put_list
from scripts.commune import TODAY

PASSWORD = "made up for measuring"  # noqa: S105
PHONE = "0912 345 678"
# One in five is due, and two who are due share a household now and then.
_PERSONS_PER_NOTICE = 10
_OFFICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_SINCE = date(2026, 7, 1)
_ACCOUNT = "970436:0011223344:BHXH cơ sở Suối Trúc"


def make_home(folder: Path, notices: int) -> Home:
    """Make a home in which at least so many households are due."""
    home = Home(folder / "home")
    create_home(home, PASSWORD, Argon2Cost(1, 8, 1))
    core = open_home(home, PASSWORD)
    try:
        core.enrol(_enrolment())
        village = make_village(notices * _PERSONS_PER_NOTICE)
        load(core.store, village)
        put_list(core.store, village)
    finally:
        core.close()
    return home


def order_for(core: Core, notices: int) -> NoticeOrder:
    """Ask for so many notices, four on a page."""
    chosen: tuple[HouseholdId, ...] = core.notices.choose(NoticeChoice(TODAY))[:notices]
    return NoticeOrder(chosen, TODAY, 4, NoticeSize.A6, PHONE)


def issue_one(core: Core) -> ReceiptId:
    """Take money from the first who can be priced, and say on which receipt."""
    for line in core.queries.due_lines(DueFilter(limit=200)):
        if line.scheme is Scheme.PENSION and line.amount:
            wish = PaymentRequest(line.person_id, Scheme.PENSION, 12)
            answers = (("in_compulsory", False), ("receives_pension", False), ("hamlet_officer", False))
            asked = (*answers, ("household_business", False))
            return core.receipts.issue(IssueReceipt((wish,), line.name, answers=asked)).id
    raise SystemExit("nobody in the made-up list pays BHXH")


def _enrolment() -> Enrolment:
    account = Setting(
        UUID(int=1),
        1,
        datetime(2026, 7, 1, tzinfo=UTC),
        SettingKey.ACCOUNT.value,
        _ACCOUNT,
        _SINCE,
    )
    return Enrolment(
        "K7QM-2XPA-9DRT",
        "NVT068299001",
        "Nguyễn Thị Hoa",
        ("22999",),
        (BookGrant("AB/26", "0001", 1, 50),),
        None,
        (_OFFICE_KEY.public_key().public_bytes_raw().hex(),),
        "22" * 32,
        Office("BHXH cơ sở Suối Trúc", "Bưu điện Suối Trúc", "1017452", "LĐ-0417"),
        (_signed(setting_document(account)),),
    )


def _signed(document: SignedDocument) -> SignedDocument:
    return SignedDocument(document.kind, document.body, _OFFICE_KEY.sign(document.payload()))
