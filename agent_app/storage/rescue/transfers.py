"""Transfers and credits whose operations are lost with a damaged store: they are logged anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.transfer_body import awaited_body, given_up_body, use_body
from agent_app.storage.models import AwaitedTransferRow, CreditUseRow, OperationRow, TransferGivenUpRow
from agent_app.storage.repositories.log import SqlLog
from agent_app.storage.repositories.transfers import whole_transfers

_KVER = 1


def log_transfers_again(session: Session, log: SqlLog) -> None:
    """Log at the end, under their old ids, what the tables say and neither log nor journal does."""
    logged = set(session.scalars(select(OperationRow.op_id)))
    rows = session.scalars(select(AwaitedTransferRow).order_by(AwaitedTransferRow.recorded_at)).all()
    followed = whole_transfers(session, rows)
    for row, each in zip(rows, followed, strict=True):
        if row.op_id not in logged and each.transfer.lines:
            kind, body = OperationKind.TRANSFER_AWAITED, awaited_body(each.transfer)
            log.append(Entry(row.op_id, kind, _KVER, row.recorded_at, body))
    uses = {use.id: use for each in followed for use in each.uses}
    for use_row in session.scalars(select(CreditUseRow).order_by(CreditUseRow.recorded_at)).all():
        if use_row.op_id not in logged and use_row.id in uses:
            kind, body = OperationKind.TRANSFER_CREDITED, use_body(uses[use_row.id])
            log.append(Entry(use_row.op_id, kind, _KVER, use_row.recorded_at, body))
    given = {each.transfer.id: each.given_up for each in followed}
    for given_row in session.scalars(select(TransferGivenUpRow)).all():
        given_up = given.get(given_row.transfer_id)
        if given_row.op_id not in logged and given_up is not None:
            kind, body = OperationKind.TRANSFER_GIVEN_UP, given_up_body(given_up)
            log.append(Entry(given_row.op_id, kind, _KVER, given_row.recorded_at, body))
