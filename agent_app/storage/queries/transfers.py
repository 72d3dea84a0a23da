"""The read side of transfers: lists and sums by what is known of their money."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Engine, case, exists, func, select

from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.transfer import FollowedTransfer, TransferState
from agent_app.services.ports.transfers import TransferView
from agent_app.services.transfer_failures import TransferUnknownError
from agent_app.storage.models import AwaitedTransferRow, BankCreditRow, CreditUseRow, ReceiptRow
from agent_app.storage.repositories.transfers import SqlTransfers, given_up, receipted
from agent_app.storage.short_session import short_session

_ROW = AwaitedTransferRow


def _used() -> ColumnElement[int]:
    used = select(func.coalesce(func.sum(CreditUseRow.used), 0)).where(CreditUseRow.transfer_id == _ROW.id)
    return used.correlate(_ROW).scalar_subquery()


def _state() -> ColumnElement[str]:
    """Derive a transfer's state; ``FollowedTransfer.state`` says the same of one."""
    mine = CreditUseRow.transfer_id == _ROW.id
    return case(
        (receipted(), TransferState.RECEIPTED.value),
        (exists().where(mine, CreditUseRow.form.is_not(None)), TransferState.CREDITED.value),
        (given_up(), TransferState.GIVEN_UP.value),
        (exists().where(mine), TransferState.PARTIAL.value),
        else_=TransferState.AWAITED.value,
    )


class SqlTransferQueries:
    """Fulfils ``ports.TransferQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def transfer(self, transfer_id: ReceiptId) -> FollowedTransfer:
        with short_session(self._read) as session:
            return SqlTransfers(session).get(transfer_id)

    def named(self, code: PurposeCode) -> ReceiptId:
        with short_session(self._read) as session:
            found = session.scalar(select(_ROW.id).where(_ROW.code == code))
        if found is None:
            raise TransferUnknownError(code)
        return found

    def transfers(
        self, states: Iterable[TransferState] | None, limit: int, offset: int = 0
    ) -> list[TransferView]:
        credited_on = (
            select(func.max(BankCreditRow.credited_on))
            .join(CreditUseRow, CreditUseRow.credit_id == BankCreditRow.id)
            .where(CreditUseRow.transfer_id == _ROW.id)
            .correlate(_ROW)
            .scalar_subquery()
        )
        state = _state()
        mine = ReceiptRow.id == _ROW.id
        number = select(ReceiptRow.number).where(mine).correlate(_ROW).scalar_subquery()
        total = select(ReceiptRow.total).where(mine).correlate(_ROW).scalar_subquery()
        query = select(_ROW, _used(), state, credited_on, number, total)
        if states is not None:
            query = query.where(state.in_([each.value for each in states]))
        ordered = query.order_by(_ROW.recorded_at.desc(), _ROW.id.desc()).limit(limit).offset(offset)
        with short_session(self._read) as session:
            return [
                TransferView(
                    row.id,
                    row.household_id,
                    PurposeCode(row.code),
                    row.amount,
                    Dong(used),
                    TransferState(said),
                    row.payer,
                    row.awaited_on,
                    credited,
                    None if given is None else shown_number(given),
                    receipted_sum,
                )
                for row, used, said, credited, given, receipted_sum in session.execute(ordered)
            ]

    def sums(self) -> dict[TransferState, tuple[int, Dong]]:
        state = _state().label("state")
        open_states = (TransferState.AWAITED.value, TransferState.GIVEN_UP.value)
        # The money of a void receipt is free again: it counts with the credits that are open.
        void = exists().where(ReceiptRow.id == _ROW.id, ReceiptRow.cancelled_on.is_not(None))
        each = select(state, _ROW.amount, _used().label("used")).where(~void).subquery()
        money = case((each.c.state.in_(open_states), each.c.amount), else_=each.c.used)
        query = select(each.c.state, func.count(), func.sum(money)).group_by(each.c.state)
        with short_session(self._read) as session:
            return {
                TransferState(said): (count, Dong(total)) for said, count, total in session.execute(query)
            }
