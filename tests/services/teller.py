"""An agent's desk with transfers: what is awaited, and statements as if files had been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from agent_app.domain.bank_statement import (
    BankCredit,
    RejectedStatementLine,
    StatementLine,
    StatementReading,
)
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.receipt import ReceiptForm, ReceiptId
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.domain.transfer import AwaitedTransfer, CreditMatter, FollowedTransfer
from agent_app.services.crediting import Crediting
from agent_app.services.ports import Report, no_report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipt_maker import ReceiptMaker
from agent_app.services.receipts import IssueReceipt
from agent_app.services.statements import StatementImport, StatementService
from agent_app.services.transfers import AwaitTransfer, TransferService
from tests.builders import a_person, an_enrolment, rates
from tests.office_documents import ISSUED, OFFICE_PUBLIC, a_setting
from tests.services.bench import Bench

ACCOUNT, OTHER = "0011001932418", "19033445566"
ACCOUNTS = f"970415:{ACCOUNT}:BHXH CO SO SUOI TRUC"
STATEMENT = Path("sao-ke.xlsx")
PRICE = 1_366_200
PAY_FIRST = PaymentRequest(a_person(1).id, Scheme.HEALTH, 12)
PAY_SECOND = PaymentRequest(a_person(2).id, Scheme.HEALTH, 12)


@dataclass(slots=True)
class DictStatements:
    """Readings by path."""

    readings: dict[Path, StatementReading] = field(default_factory=dict)

    def read(self, path: Path, report: Report) -> StatementReading:
        report(1, 1)
        return self.readings[path]


@dataclass(slots=True)
class Teller:
    """A bench with the use cases of transfers."""

    bench: Bench
    source: DictStatements = field(default_factory=DictStatements)
    serial: int = 0

    @property
    def transfers(self) -> TransferService:
        """What is awaited."""
        return TransferService(self.bench.open_unit, self.bench.clock, self.bench.ids, rates())

    @property
    def statements(self) -> StatementService:
        """What came."""
        maker = ReceiptMaker(self.bench.ids, self.bench.signer)
        crediting = Crediting(self.bench.clock, self.bench.ids, maker, rates())
        return StatementService(self.bench.open_unit, self.source, crediting)

    def open_day(
        self,
        *,
        accounts: str | None = ACCOUNTS,
        form: ReceiptForm | None = None,
        book: ReceiptBook | None = None,
    ) -> None:
        """Make the bench an enrolled agent's, with two people at home and the office's word on transfers."""
        self.bench.enrol(book, an_enrolment(server_sign_keys=(OFFICE_PUBLIC,)))
        self.bench.settle_in(a_person(1), a_person(2, "Đặng Văn Kỳ"))
        if accounts is not None:
            self.settle(SettingKey.ACCOUNT, accounts)
        if form is not None:
            self.settle(SettingKey.RECEIPT_FORM, form.value)

    def settle(self, key: SettingKey, value: str) -> None:
        """Let the office say something, in force from long ago."""
        self.serial += 1
        with self.bench.open_unit() as unit:
            unit.office.keep(a_setting(key, value, date(2026, 1, 1), self.serial), ISSUED)
            unit.commit()

    def wait(
        self, *requests: PaymentRequest, account: str | None = None, **changes: object
    ) -> AwaitedTransfer:
        """Await the first member's twelve months, or other payments."""
        command = replace(IssueReceipt(requests or (PAY_FIRST,), "Nguyễn Thị Ánh"), **changes)  # type: ignore[arg-type]
        return self.transfers.wait(AwaitTransfer(command, account))

    def put(self, *lines: StatementLine, rejected: tuple[RejectedStatementLine, ...] = ()) -> None:
        """Put a statement where an import will read it."""
        self.source.readings[STATEMENT] = StatementReading(lines, rejected, 2, 1)

    def take_in(self, *lines: StatementLine, account: str | None = None) -> StatementImport:
        """Import a statement of these lines, or once more the last one."""
        if lines:
            self.put(*lines)
        return self.statements.take_in(STATEMENT, no_report, account)

    def get(self, transfer_id: ReceiptId) -> FollowedTransfer:
        """Return a transfer with what became of it."""
        with self.bench.open_unit() as unit:
            return unit.transfers.get(transfer_id)

    def matters(self) -> Mapping[str, CreditMatter]:
        """Say what is in the way of each open credit, by its reference."""
        return {each.credit.reference: each.matter for each in self.statements.unmatched().credits}

    def credit(self, reference: str) -> BankCredit:
        """Return an open credit by its reference."""
        found = self.statements.unmatched().credits
        return next(each.credit for each in found if each.credit.reference == reference)

    def set_clock(self, instant: datetime) -> None:
        """Let time pass."""
        self.bench.clock.instant = instant


def a_line(  # noqa: PLR0913, PLR0917
    text: str,
    amount: int = PRICE,
    on: date = date(2026, 11, 21),
    reference: str = "FT1",
    account: str | None = ACCOUNT,
    row: int = 7,
) -> StatementLine:
    """Make a credit as a statement tells it."""
    return StatementLine(row, on, Dong(amount), text, reference, account)
