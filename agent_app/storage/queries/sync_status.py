"""What has reached the office and what has not; everything here is derived, nothing is counted up."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationState
from agent_app.domain.receipt_book import shown_number
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import HeldLine, RunLine, SyncStatus
from agent_app.storage.models import (
    ConfirmationRow,
    DeviceRow,
    OperationRow,
    ReceiptCancellationRow,
    ReceiptRow,
    SyncRunRow,
)
from agent_app.storage.queries.proven import reached, waits
from agent_app.storage.repositories.device import device_row, run_line

_RUNS = 20
NOT_RECORDED = "not_recorded"
"""The reason of a receipt that the office has taken and not recorded."""


def sync_status(session: Session) -> SyncStatus:
    """Fulfil ``ports.Queries.sync_status``: a held operation has been received, and is named."""
    device = device_row(session)
    waiting = waits()
    kinds, oldest = _operations(session, waiting)
    waiting_receipts, waiting_money = _money(session, waiting & ReceiptRow.cancelled_on.is_(None))
    received_receipts, received_money = _money(session, ~waiting & ~_known_void(device))
    enrolment = Enrolment.read(device.enrolment) if device.enrolment else None
    return SyncStatus(
        sum(kinds.values()),
        waiting_receipts,
        waiting_money,
        oldest,
        received_receipts,
        received_money,
        device.custody_at,
        _held(session),
        _runs(session),
        enrolment.server_url if enrolment else None,
        enrolment.agent_code if enrolment else None,
        enrolment.agent_name if enrolment else None,
        KindCounts.of(kinds),
        timedelta(seconds=device.clock_ahead),
    )


def _known_void(device: DeviceRow) -> ColumnElement[bool]:
    """Ask for the receipts whose cancellation has reached the office, too: until then it counts them."""
    told = aliased(OperationRow)
    return exists().where(
        ReceiptCancellationRow.receipt_id == ReceiptRow.id,
        told.op_id == ReceiptCancellationRow.op_id,
        told.dseq <= device.acked_dseq,
        told.state != OperationState.LOCAL.value,
    )


def _operations(session: Session, which: ColumnElement[bool]) -> tuple[dict[str, int], datetime | None]:
    counted = select(OperationRow.kind, func.count().label("number")).where(which).group_by(OperationRow.kind)
    kinds = {row.kind: row.number for row in session.execute(counted)}
    first = select(OperationRow.recorded_at).where(which).order_by(OperationRow.recorded_at).limit(1)
    return kinds, session.scalar(first)


def _money(session: Session, which: ColumnElement[bool]) -> tuple[int, Dong]:
    query = (
        select(func.count(), func.sum(ReceiptRow.total))
        .select_from(ReceiptRow)
        .join(OperationRow, OperationRow.op_id == ReceiptRow.op_id)
        .where(which)
    )
    count, money = session.execute(query).one()
    return count, Dong(money or 0)


def _held(session: Session) -> tuple[HeldLine, ...]:
    """Name what the office looks at or has not taken, and the receipts that it has taken and not recorded."""
    to_look_at = reached().in_((OperationState.HELD.value, OperationState.REFUSED.value))
    standing = reached().in_((OperationState.ACCEPTED.value, OperationState.MERGED.value))
    refused = and_(standing, ConfirmationRow.reason.is_not(None), ReceiptRow.cancelled_on.is_(None))
    query = (
        select(OperationRow, ReceiptRow.number, ReceiptRow.total, ConfirmationRow.reason)
        .outerjoin(ReceiptRow, ReceiptRow.op_id == OperationRow.op_id)
        .outerjoin(ConfirmationRow, ConfirmationRow.receipt_id == ReceiptRow.id)
        .where(or_(to_look_at, refused))
        .order_by(OperationRow.dseq)
    )
    return tuple(_held_line(*row) for row in session.execute(query))


def _held_line(row: OperationRow, number: int | None, total: Dong | None, refusal: str | None) -> HeldLine:
    shown = None if number is None else shown_number(number)
    reason = row.reason or (NOT_RECORDED if refusal else "")
    return HeldLine(row.op_id, row.kind, row.recorded_at, reason, shown, total, refusal)


def _runs(session: Session) -> tuple[RunLine, ...]:
    rows = session.scalars(select(SyncRunRow).order_by(SyncRunRow.id.desc()).limit(_RUNS))
    return tuple(run_line(row) for row in rows)
