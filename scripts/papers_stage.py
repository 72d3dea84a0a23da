"""Two made-up homes to print from: one as most days are, one with the worst names and addresses."""

import contextlib
import io
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.cli.program import main_with_exit_code
from agent_app.domain.banknotes import CashCount, Pieces
from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.due_list import DueRow, Scheme
from agent_app.domain.enrolment import BookGrant, Enrolment, Office
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import Setting, SettingKey, setting_document
from agent_app.domain.receipt import ReceiptForm, ReceiptId
from agent_app.domain.remittance import RemittanceId, RemittanceMethod
from agent_app.domain.signed_document import SignedDocument
from agent_app.domain.visit import Outcome
from agent_app.runtime.clock import SystemClock
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.batches import MakeBatch
from agent_app.services.books import SpoilNumbers
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.envelopes import CloseEnvelope
from agent_app.services.lines import DueFilter, DueLine
from agent_app.services.payments import PaymentRequest
from agent_app.services.ports import no_report
from agent_app.services.receipts import IssueReceipt
from agent_app.services.remittances import MakeRemittance
from agent_app.services.typed_numbers import TypedNumber
from agent_app.services.visits import OutcomeRequest, RecordVisit
from scripts.commune import AGENT_CODE, AREA, FIRST_DUE_ROW, Commune, make_commune
from scripts.commune_files import write_due_list

PASSWORD = "mật khẩu giả lập"  # noqa: S105 (nobody's)
SYMBOL, BOOK = "BT/26", "0012"
ACCOUNT = "970415:113366668888:BHXH CO SO SUOI TRUC"
HOUSEHOLDS = 40
_FIRST, _LAST = 88, 187
_MONTHS = 12
_NOTE = Dong(200)
_OFFICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

LONG_NAME = "Công Tằng Tôn Nữ Thị Hoàng Phượng Nguyễn Đặng Quỳnh Như Ẩn Ế"
LONG_PLACE = (
    "sau lưng nhà văn hoá thôn, đường liên thôn, ngã ba đi cầu Suối Kiết, tổ tự quản số 14, khu dân cư Nông "
    "trường cũ, gần trạm y tế xã, đối diện trường tiểu học"
)
LONG_OFFICE = Office(
    "Bảo hiểm xã hội cơ sở liên xã Suối Trúc – Láng Gòn – Đồi Thông – Bến Đá – Suối Cạn",
    "Bưu điện văn hoá liên xã Suối Trúc – Láng Gòn – Đồi Thông, điểm thu số 14 khu dân cư Nông trường cũ",
    "1234567890123",
    "LĐ-0417/2026/ĐLT-68-0000001",
)
USUAL_OFFICE = Office("BHXH cơ sở Suối Trúc", "Bưu điện Suối Trúc", "1058213", "NVT-0001")
# Set apart, as some keyboards type them.
ODD_PAYER = unicodedata.normalize("NFD", "<b>& Ẩn Ế Ổ")


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of data a home has; the pictures bear its name."""

    name: str
    office: Office
    agent_name: str
    worst: bool


KINDS = (
    Kind("thuong", USUAL_OFFICE, "Trần Ngọc Hạnh", worst=False),
    Kind("xau", LONG_OFFICE, LONG_NAME, worst=True),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A home that is ready to be printed from, and what lies in it."""

    kind: Kind
    home: Home
    password_file: Path
    today: date
    enrolment: Enrolment
    receipts: dict[ReceiptForm, ReceiptId]
    cancelled: ReceiptId
    remittance: RemittanceId

    @contextlib.contextmanager
    def core(self) -> Iterator[Core]:
        """Open the home for a while."""
        core = open_home(self.home, PASSWORD)
        try:
            yield core
        finally:
            core.close()

    def copy(self, folder: Path) -> "Stage":
        """Return the same in a copy of the home."""
        return replace(
            self, home=Home(Path(shutil.copytree(self.home.folder, folder / self.home.folder.name)))
        )

    def run(self, *words: str) -> None:
        """Run a command on the home; raise ``CommandFailedError``."""
        said = io.StringIO()
        places = ["--home", str(self.home.folder), "--password-file", str(self.password_file)]
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main_with_exit_code([*places, *words])
        if code:
            raise CommandFailedError(" ".join(words), said.getvalue().strip(), code)


class CommandFailedError(Exception):
    """A command of the program did not do what it must."""

    def __init__(self, words: str, said: str, code: int) -> None:
        super().__init__(f"{words}: {said} (mã {code})")


def make_stage(folder: Path, kind: Kind, seed: int, today: date) -> Stage:
    """Make a home of a kind and do a day's work in it."""
    folder.mkdir(parents=True)
    home, password_file = Home(folder / "Máy chị Hoa"), folder / "password.txt"
    password_file.write_text(PASSWORD + "\n", encoding="utf-8")
    create_home(home, PASSWORD, Argon2Cost(1, 8, 1))
    core = open_home(home, PASSWORD)
    try:
        enrolment = _enrolment(kind, today)
        core.enrol(enrolment)
        commune = make_commune(seed, HOUSEHOLDS, 3 * HOUSEHOLDS, HOUSEHOLDS, today)
        due_list = folder / "D08a-TS.xlsx"
        write_due_list(_worst(commune) if kind.worst else commune, due_list)
        core.due_lists.commit(core.due_lists.prepare(due_list, no_report), no_report)
        work = _Work(core, kind, today)
        receipts, cancelled = work.receipts()
        remittance = work.evening(cancelled)
    finally:
        core.close()
    return Stage(kind, home, password_file, today, enrolment, receipts, cancelled, remittance)


def _enrolment(kind: Kind, today: date) -> Enrolment:
    key = _OFFICE_KEY.public_key().public_bytes_raw().hex()
    return Enrolment(
        "GIA-LAP",
        AGENT_CODE,
        kind.agent_name,
        (AREA,),
        (BookGrant(SYMBOL, BOOK, _FIRST, _LAST),),
        None,
        (key,),
        "0" * 64,
        kind.office,
        tuple(_documents(today)),
    )


def _documents(today: date) -> Iterator[SignedDocument]:
    """Let each of the last days have another form of receipt; an account for transfers holds all the time."""
    serials, begin = count(1), today - timedelta(days=30)
    forms = (ReceiptForm.PREPRINTED, ReceiptForm.ELECTRONIC, ReceiptForm.SELF_PRINTED)
    words = [
        (SettingKey.RECEIPT_FORM, form.value, today - timedelta(days=2 - at)) for at, form in enumerate(forms)
    ]
    for key, value, since in (*words, (SettingKey.ACCOUNT, ACCOUNT, begin)):
        serial = next(serials)
        setting = Setting(UUID(int=serial), serial, SystemClock().now(), key.value, value, since)
        document = setting_document(setting)
        yield replace(document, signature=_OFFICE_KEY.sign(document.payload()))


def _worst(commune: Commune) -> Commune:
    """Give people names of 60 letters at addresses of 200, and let eight of one household be due."""
    rows = list(commune.due)
    payable = next(each for each in rows if each.scheme is Scheme.HEALTH and each.group == "GD")
    household = [each for each in rows if each.household_no == payable.household_no]
    others = [each for each in rows if each.household_no != payable.household_no]
    members = [_member(payable, at) for at in range(8)]
    at = rows.index(household[0])
    spread = [*others[:at], *members, *others[at:]]
    worst = (replace(_worded(each), row=FIRST_DUE_ROW + place) for place, each in enumerate(spread))
    return replace(commune, due=tuple(worst))


def _member(row: DueRow, at: int) -> DueRow:
    tail = f"{at:02d}"
    insurance, citizen = row.insurance_no or "", row.citizen_id or ""
    return (
        replace(
            row,
            name=f"{row.name} {'ABCDEFGH'[at]}",
            insurance_no=f"69999999{tail}",
            citizen_id=citizen[:-2] + tail,
        )
        if insurance
        else row
    )


def _worded(row: DueRow) -> DueRow:
    given = row.name.rsplit(" ", 1)[-1]
    *kept, _last = LONG_NAME.split()
    while len(" ".join((*kept, given))) > len(LONG_NAME):
        kept.pop()
    name = " ".join((*kept, given))
    address = row.address or ""
    house, rest = address.split(", ", 1) if ", " in address else ("", address)
    long = f"{house}, {LONG_PLACE}, {rest}"
    return replace(row, name=unicodedata.normalize("NFD", name), address=long)


@dataclass(frozen=True, slots=True)
class _Work:
    """Does a day's work in a home."""

    core: Core
    kind: Kind
    today: date

    def receipts(self) -> tuple[dict[ReceiptForm, ReceiptId], ReceiptId]:
        """Take money in each form of receipt, more of the last; cancel one and spoil two papers."""
        doors = iter(self._doors())
        first, second = self.today - timedelta(days=2), self.today - timedelta(days=1)
        typed = TypedNumber(_FIRST)
        made = {
            ReceiptForm.PREPRINTED: self._issue(next(doors), first, typed),
            ReceiptForm.ELECTRONIC: self._issue(next(doors), second),
            ReceiptForm.SELF_PRINTED: self._issue(next(doors), self.today),
        }
        for _ in range(8):
            self._issue(next(doors), self.today)
        cancelled = self._issue(next(doors), self.today)
        self.core.cancellations.cancel(
            CancelReceipt(cancelled, "Ghi sai tên người nộp", "Lê Văn Duyệt", CopyTwo.KEPT)
        )
        number = self.core.queries.books()[0].next
        self.core.books.spoil(SpoilNumbers(SYMBOL, BOOK, number, number + 1, "Rách khi in"))
        self._visit(next(doors), Outcome.PROMISED, self.today + timedelta(days=5))
        self._visit(next(doors), Outcome.ABSENT, None)
        return made, cancelled

    def evening(self, cancelled: ReceiptId) -> RemittanceId:
        """Count the cash, hand it over, and gather a batch."""
        del cancelled
        opened = self.core.envelopes.open()
        pieces = Pieces(_NOTE, opened.expected // _NOTE)
        self.core.envelopes.close(CloseEnvelope(CashCount.of([pieces], Dong(opened.expected % _NOTE))))
        made = self.core.remittances.make(
            MakeRemittance((opened.id,), RemittanceMethod.TRANSFER, "FT26325000417")
        )
        self.core.batches.make(MakeBatch())
        return made.id

    def _doors(self) -> Sequence[list[DueLine]]:
        """Group payable lines by household, the largest household first."""
        doors: dict[object, list[DueLine]] = {}
        for line in self.core.queries.due_lines(DueFilter()):
            if line.scheme is Scheme.HEALTH and line.group == "GD":
                doors.setdefault(line.household_id, []).append(line)
        found = sorted(doors.values(), key=len, reverse=True)
        # The form of the law has the most to hold.
        return (found[1], found[2], found[0], *found[3:])

    def _issue(self, lines: list[DueLine], on: date, number: TypedNumber | None = None) -> ReceiptId:
        requests = tuple(PaymentRequest(each.person_id, Scheme.HEALTH, _MONTHS) for each in lines)
        payer = ODD_PAYER if self.kind.worst else lines[0].name
        wish = IssueReceipt(requests, payer, lines[0].household_id, issued_on=on, number=number)
        return self.core.receipts.issue(wish).id

    def _visit(self, lines: list[DueLine], outcome: Outcome, promised_on: date | None) -> None:
        people = dict.fromkeys(each.person_id for each in lines)
        outcomes = tuple(OutcomeRequest(each, outcome, promised_on) for each in people)
        self.core.visits.record(RecordVisit(lines[0].household_id, outcomes, lines[0].name))
