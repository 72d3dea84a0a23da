"""The money that laptops have reported: what is booked, what a human must look at, and their sum."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from provincial_server.database import Database
from provincial_server.evening_tables import RemittedReceiptRow
from provincial_server.receipts import HeldReason
from provincial_server.tables import IS_HELD_RECEIPT, OpRow, ReceiptRow, RefundRow
from provincial_server.undoing import is_void


@dataclass(frozen=True, slots=True)
class DayLine:
    """One agent's receipts of one civil date, accepted and held together."""

    agent: str
    day: date
    receipts: int
    total: Dong


_NO_AMOUNT = (HeldReason.UNREADABLE, HeldReason.BODY_EMPTIED)


@dataclass(frozen=True, slots=True)
class MoneyReport:
    """Sums in đồng; ``unreadable`` counts receipts whose amount only a human can find out.

    ``remitted`` is the money of receipts that an accepted remittance answers for, cash and transfers.
    What is ``cancelled`` is in no other sum; what is ``refunded``, of receipts that stand, was taken all the
    same, and stands apart.
    """

    accepted: Dong
    held: Dong
    cancelled: Dong
    refunded: Dong
    unreadable: int
    by: tuple[DayLine, ...]
    remitted: Dong

    @property
    def total(self) -> Dong:
        """Accepted and held together."""
        return Dong(self.accepted + self.held)

    @property
    def not_remitted(self) -> Dong:
        """What agents have taken and not handed over."""
        return Dong(self.total - self.remitted)


def report(database: Database) -> MoneyReport:
    """Add up all receipts, in one snapshot."""
    with database.read() as session:
        return report_in(session)


def report_in(session: Session) -> MoneyReport:
    """Add up all receipts as a transaction sees them."""
    return MoneyReport(
        _sum(session, ReceiptRow.state == "accepted", ~is_void()),
        _sum(session, IS_HELD_RECEIPT, ~is_void()),
        _sum(session, is_void()),
        _refunded(session),
        _unreadable(session),
        _by_day(session),
        _remitted(session),
    )


def _sum(session: Session, *which: ColumnElement[bool]) -> Dong:
    return Dong(int(session.scalar(select(func.sum(ReceiptRow.total)).where(*which)) or 0))


def _refunded(session: Session) -> Dong:
    of_standing = exists().where(ReceiptRow.op_id == RefundRow.receipt_op_id, ~is_void())
    return Dong(int(session.scalar(select(func.sum(RefundRow.amount)).where(of_standing)) or 0))


def _remitted(session: Session) -> Dong:
    """Add up what accepted remittances answer for, each receipt once, however often its id came."""
    handed = RemittedReceiptRow
    counting = exists().where(
        ReceiptRow.receipt_id == handed.receipt_id, ReceiptRow.total == handed.amount, ~is_void()
    )
    query = select(func.sum(handed.amount)).where(handed.state == "accepted", counting)
    return Dong(int(session.scalar(query) or 0))


def _unreadable(session: Session) -> int:
    unread = OpRow.kind == OperationKind.RECEIPT_ISSUED, OpRow.reason.in_(_NO_AMOUNT)
    return session.scalar(select(func.count()).select_from(OpRow).where(*unread)) or 0


def _by_day(session: Session) -> tuple[DayLine, ...]:
    key = ReceiptRow.agent_code, ReceiptRow.issued_on
    rows = session.execute(
        select(*key, func.count(), func.sum(ReceiptRow.total)).where(~is_void()).group_by(*key).order_by(*key)
    )
    return tuple(DayLine(agent, day, count, Dong(int(total))) for agent, day, count, total in rows)
