"""Transfers that are awaited, and credits that came, between rows and domain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, exists, func, insert, literal_column, or_, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.bank_statement import BankCredit, CreditId
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.receipt import ReceiptId, ReceiptLine
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, FollowedTransfer, GivenUpTransfer
from agent_app.services.ports.transfers import CreditLeft, PendingCover
from agent_app.services.transfer_failures import CreditUnknownError, TransferUnknownError
from agent_app.storage.models import (
    AwaitedTransferRow,
    BankCreditRow,
    CreditUseRow,
    ReceiptLineRow,
    ReceiptRow,
    TransferGivenUpRow,
    TransferLineRow,
)
from agent_app.storage.repositories.households import present_household, present_person
from agent_app.storage.repositories.payment_days import credited_on
from agent_app.storage.repositories.transfer_rows import (
    AWAITED,
    CREDITED,
    credit_values,
    line_values,
    to_credit,
    to_given_up,
    to_transfer,
    to_transfer_line,
    to_use,
    transfer_values,
    use_values,
)
from agent_app.storage.sorting import chunks

_IN_STATEMENT: ColumnElement[int] = literal_column("bank_credit.rowid", Integer)


def given_up() -> ColumnElement[bool]:
    """Ask for the transfers that were given up."""
    return exists().where(TransferGivenUpRow.transfer_id == AwaitedTransferRow.id)


def receipted() -> ColumnElement[bool]:
    """Ask for the transfers that have a receipt, cancelled or not."""
    return exists().where(ReceiptRow.id == AwaitedTransferRow.id)


def released() -> ColumnElement[bool]:
    """Ask for the uses that hold no money any more: of a transfer given up, or whose receipt is void."""
    return or_(
        exists().where(TransferGivenUpRow.transfer_id == CreditUseRow.transfer_id),
        exists().where(ReceiptRow.id == CreditUseRow.transfer_id, ReceiptRow.cancelled_on.is_not(None)),
    )


def credited_periods(session: Session, person_id: PersonId, scheme: Scheme) -> list[CoveragePeriod]:
    """Return what money that came has paid for while the number of its printed paper is awaited."""
    query = _unreceipted_lines().where(
        TransferLineRow.person_id == person_id, TransferLineRow.scheme == scheme.value
    )
    lines = map(to_transfer_line, session.scalars(query))
    return [each.period for each in lines if each.plan is not PlanKind.MISSING]


def credited_covers(
    session: Session, people: Sequence[PersonId]
) -> list[tuple[PersonId, Scheme, CoveragePeriod]]:
    """Return for many people at once what ``credited_periods`` returns for one; ids are those present."""
    query = _unreceipted_lines().where(TransferLineRow.person_id.in_(people))
    lines = ((row.person_id, to_transfer_line(row)) for row in session.scalars(query))
    return [(who, each.scheme, each.period) for who, each in lines if each.plan is not PlanKind.MISSING]


def credited_payers(session: Session, household_id: HouseholdId, year: int) -> set[PersonId]:
    """Return who holds a place of a year by such money."""
    query = _unreceipted_lines().where(AwaitedTransferRow.household_id == household_id)
    return {
        row.person_id
        for row in session.scalars(query)
        if to_transfer_line(row).place is not None
        and (credited_on(session, row.transfer_id) or date.max).year == year
    }


def _unreceipted_lines() -> Select[TransferLineRow]:
    return (
        select(TransferLineRow)
        .join(AwaitedTransferRow, AwaitedTransferRow.id == TransferLineRow.transfer_id)
        .where(TransferLineRow.stage == CREDITED, ~receipted())
    )


def insert_transfer(
    session: Session, transfer: AwaitedTransfer, op_id: UUID, household_id: HouseholdId
) -> None:
    """Keep a transfer for a household, without its lines."""
    values = transfer_values(transfer) | {"op_id": op_id, "household_id": household_id}
    session.connection().execute(insert(AwaitedTransferRow).values(values))


def insert_use(session: Session, use: CreditUse, op_id: UUID) -> None:
    """Keep what of a credit counted, with the credit and without its lines."""
    keep_credits(session, [use.credit])
    session.connection().execute(insert(CreditUseRow).values(use_values(use) | {"op_id": op_id}))


def insert_lines(
    session: Session,
    transfer_id: ReceiptId,
    stage: str,
    lines: Sequence[ReceiptLine],
    who: Mapping[PersonId, PersonId],
) -> None:
    """Keep the lines of a transfer's stage; ``who`` says whose row each person of it is."""
    rows = line_values(transfer_id, stage, lines, who)
    if rows:
        session.connection().execute(insert(TransferLineRow), rows)


def insert_given_up(session: Session, given: GivenUpTransfer, op_id: UUID) -> None:
    """Keep that a transfer is no longer awaited."""
    session.connection().execute(
        insert(TransferGivenUpRow).values(
            transfer_id=given.transfer_id,
            op_id=op_id,
            given_up_on=given.given_up_on,
            recorded_at=given.recorded_at,
            reason=given.reason,
        )
    )


def keep_credits(session: Session, credits_: Sequence[BankCredit]) -> None:
    """Keep the credits that are not known."""
    rows = [credit_values(each) for each in credits_]
    if rows:
        session.connection().execute(upsert(BankCreditRow).on_conflict_do_nothing(), rows)


def whole_transfers(session: Session, rows: Sequence[AwaitedTransferRow]) -> list[FollowedTransfer]:
    """Put transfers together with their lines and what became of them."""
    ids = [row.id for row in rows]
    lines: dict[tuple[ReceiptId, str], list[TransferLineRow]] = {}
    uses: dict[ReceiptId, list[tuple[CreditUseRow, BankCreditRow]]] = {}
    given: dict[ReceiptId, TransferGivenUpRow] = {}
    with_receipt: set[UUID] = set()
    for chunk in chunks(ids):
        mine = TransferLineRow.transfer_id.in_(chunk)
        for line in session.scalars(select(TransferLineRow).where(mine).order_by(TransferLineRow.position)):
            lines.setdefault((line.transfer_id, line.stage), []).append(line)
        query = select(CreditUseRow, BankCreditRow).join(
            BankCreditRow, BankCreditRow.id == CreditUseRow.credit_id
        )
        used = query.where(CreditUseRow.transfer_id.in_(chunk)).order_by(
            CreditUseRow.recorded_at, CreditUseRow.id
        )
        for use, credit in session.execute(used):
            uses.setdefault(use.transfer_id, []).append((use, credit))
        left = select(TransferGivenUpRow).where(TransferGivenUpRow.transfer_id.in_(chunk))
        given |= {row.transfer_id: row for row in session.scalars(left)}
        with_receipt |= set(session.scalars(select(ReceiptRow.id).where(ReceiptRow.id.in_(chunk))))
    return [
        FollowedTransfer(
            to_transfer(row, map(to_transfer_line, lines.get((row.id, AWAITED), ()))),
            tuple(
                to_use(use, credit, map(to_transfer_line, lines.get((row.id, CREDITED), ())))
                for use, credit in uses.get(row.id, ())
            ),
            to_given_up(given[row.id]) if row.id in given else None,
            row.id in with_receipt,
        )
        for row in rows
    ]


class SqlTransfers:
    """Fulfils ``ports.Transfers``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, transfer: AwaitedTransfer, op_id: UUID) -> None:
        insert_transfer(
            self._session, transfer, op_id, present_household(self._session, transfer.household_id)
        )
        self._add_lines(transfer.id, AWAITED, transfer.lines)

    def get(self, transfer_id: ReceiptId) -> FollowedTransfer:
        row = self._session.get(AwaitedTransferRow, transfer_id)
        if row is None:
            raise TransferUnknownError(str(transfer_id))
        return whole_transfers(self._session, [row])[0]

    def code_is_free(self, code: PurposeCode) -> bool:
        return not self._session.scalar(select(exists().where(AwaitedTransferRow.code == code)))

    def with_codes(self, codes: Iterable[PurposeCode]) -> list[FollowedTransfer]:
        return self._followed(AwaitedTransferRow.code.in_(list(codes)))

    def unreceipted(self) -> list[FollowedTransfer]:
        return self._followed(and_(~receipted(), ~given_up()))

    def _followed(self, which: ColumnElement[bool]) -> list[FollowedTransfer]:
        query = select(AwaitedTransferRow).where(which)
        ordered = query.order_by(AwaitedTransferRow.recorded_at, AwaitedTransferRow.id)
        return whole_transfers(self._session, self._session.scalars(ordered).all())

    def pending(self, person_id: PersonId, scheme: Scheme) -> list[PendingCover]:
        row, line = AwaitedTransferRow, TransferLineRow
        query = (
            select(row.id, row.code, line.starts_on, line.ends_on, row.awaited_on)
            .join(line, line.transfer_id == row.id)
            .where(
                line.person_id == present_person(self._session, person_id),
                line.scheme == scheme.value,
                line.stage == AWAITED,
                ~receipted(),
                ~given_up(),
            )
            .order_by(row.recorded_at, row.id)
        )
        return [
            PendingCover(transfer_id, PurposeCode(code), CoveragePeriod(start, end), on)
            for transfer_id, code, start, end, on in self._session.execute(query)
        ]

    def paid_since(self, transfer: AwaitedTransfer) -> bool:
        mine, paid = TransferLineRow, ReceiptLineRow
        query = (
            select(ReceiptRow.id)
            .join(paid, paid.receipt_id == ReceiptRow.id)
            .join(mine, and_(mine.person_id == paid.person_id, mine.scheme == paid.scheme))
            .where(
                mine.transfer_id == transfer.id,
                ReceiptRow.id != transfer.id,
                ReceiptRow.cancelled_on.is_(None),
                ReceiptRow.recorded_at >= transfer.recorded_at,
            )
        )
        return self._session.scalar(query.limit(1)) is not None

    def keep_credits(self, credits_: Sequence[BankCredit]) -> list[BankCredit]:
        known: set[CreditId] = set()
        for chunk in chunks(each.id for each in credits_):
            known |= set(self._session.scalars(select(BankCreditRow.id).where(BankCreditRow.id.in_(chunk))))
        fresh = [each for each in credits_ if each.id not in known]
        keep_credits(self._session, fresh)
        return fresh

    def credit(self, credit_id: CreditId) -> CreditLeft:
        found = self._left(BankCreditRow.id == credit_id)
        if not found:
            raise CreditUnknownError(str(credit_id))
        return found[0]

    def credits_left(self) -> list[CreditLeft]:
        return self._left(BankCreditRow.amount > _used())

    def _left(self, which: ColumnElement[bool]) -> list[CreditLeft]:
        query = select(BankCreditRow, _used()).where(which)
        ordered = query.order_by(BankCreditRow.credited_on, BankCreditRow.imported_at, _IN_STATEMENT)
        return [
            CreditLeft(to_credit(row), Dong(row.amount - used))
            for row, used in self._session.execute(ordered)
        ]

    def add_use(self, use: CreditUse, op_id: UUID) -> None:
        insert_use(self._session, use, op_id)
        self._add_lines(use.transfer_id, CREDITED, use.lines)

    def give_up(self, given_up: GivenUpTransfer, op_id: UUID) -> None:
        insert_given_up(self._session, given_up, op_id)

    def _add_lines(self, transfer_id: ReceiptId, stage: str, lines: Sequence[ReceiptLine]) -> None:
        people = {line.subject.person_id for line in lines}
        who = {each: present_person(self._session, each) for each in people}
        insert_lines(self._session, transfer_id, stage, lines, who)


def _used() -> ColumnElement[int]:
    held = select(func.coalesce(func.sum(CreditUseRow.used), 0)).where(
        CreditUseRow.credit_id == BankCreditRow.id, ~released()
    )
    return held.correlate(BankCreditRow).scalar_subquery()
