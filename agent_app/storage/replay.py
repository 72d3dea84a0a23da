"""Puts what the journal knows and the store lacks back into the store, all of it or nothing.

That is money, and erasures: whoever was erased after a copy was made is erased in it again.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from agent_app.domain.money import Dong
from agent_app.domain.operation import WITNESSED_KINDS, Operation, OperationKind
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt
from agent_app.domain.rechaining import Rechained, rechain
from agent_app.services.ports import Clock, Ids
from agent_app.services.standing import Replay
from agent_app.storage.journal import Journal
from agent_app.storage.models import OperationRow, ReplayRow
from agent_app.storage.repositories.device import device_row
from agent_app.storage.repositories.log import SqlLog, insert_operation, to_operation, witnessed_after
from agent_app.storage.repositories.returned_erasures import ReturnedErasures
from agent_app.storage.repositories.returned_facts import Returner, returners
from agent_app.storage.repositories.returned_money import ReturnedMoney
from agent_app.storage.store_files import StoreFiles

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Tables:
    """Where what comes back goes."""

    money: ReturnedMoney
    erasures: ReturnedErasures
    others: Mapping[OperationKind, Returner]


def agrees(journal: Journal, read: Engine) -> bool:
    """Tell whether the log holds the journal's anchor at its place, and with it all that led there."""
    anchor = journal.anchor()  # before the log is read, which is never behind what was in the journal then
    with Session(read) as session:
        return _holds(session, anchor)


def replay(files: StoreFiles, clock: Clock, ids: Ids) -> Replay | None:
    """Put back what the store lacks; ``None`` where another process has just done it.

    Raise ``OSError`` where the journal cannot be written, with everything put back already.
    """
    known = list(files.journal.read().latest().values())
    with Session(files.write) as session:
        lost = _lost(session, known)
        tables = _Tables(
            ReturnedMoney(session, ids),
            ReturnedErasures(session, files.marks_key, ids),
            returners(session, ids),
        )
        done = _put_back(session, lost, _fresh_epoch(session, known), clock, tables) if lost else None
        session.commit()
    if done is not None:
        log.warning(
            "journal: %d receipts put back into the store, %d other operations lost, %d numbers taken",
            done.receipts,
            done.others,
            done.unnumbered,
        )
    return done


def lacking(session: Session, journal: Journal, after: Operation | None) -> list[Operation]:
    """Return what the log has and the journal, which ends with an operation, lacks, in order.

    Where the log holds that one at its place, it has led there, and only what follows is asked for. Where it
    does not, as after money came back at new places, every place counts that the journal has not seen.
    """
    if _holds(session, after):
        return witnessed_after(session, after)
    return unwitnessed(session, journal)


def accounted_for(session: Session, journal: Journal, after: Operation | None) -> list[Operation]:
    """Return what of the log may lie torn behind the journal's last operation.

    That is what follows it, or new places in a later epoch of what has come back: of all that was lost.
    """
    if after is None or _holds(session, after):
        return witnessed_after(session, after)
    moved = unwitnessed(session, journal)
    lost = _lost(session, list(journal.read().latest().values()))
    return [] if lost or any(each.epoch <= after.epoch for each in moved) else moved


def unwitnessed(session: Session, journal: Journal) -> list[Operation]:
    """Return the log's witnessed operations whose place the journal does not know, in order."""
    witnessed = journal.read().latest()
    query = select(OperationRow).where(OperationRow.kind.in_(WITNESSED_KINDS)).order_by(OperationRow.dseq)
    held = (to_operation(row) for row in session.scalars(query))
    return [each for each in held if witnessed.get(each.op_id) != each]


def _holds(session: Session, anchor: Operation | None) -> bool:
    return anchor is None or SqlLog(session).hash_at(anchor.epoch, anchor.dseq) == anchor.hash


def _lost(session: Session, known: Sequence[Operation]) -> list[Operation]:
    held = set(session.scalars(select(OperationRow.op_id).where(OperationRow.kind.in_(WITNESSED_KINDS))))
    return [operation for operation in known if operation.op_id not in held]


def _fresh_epoch(session: Session, known: Sequence[Operation]) -> int:
    return max(device_row(session).epoch, *(each.epoch for each in known)) + 1


def _put_back(
    session: Session, lost: Sequence[Operation], fresh_epoch: int, clock: Clock, tables: _Tables
) -> Replay:
    device = device_row(session)
    rechained = rechain(device.device_id, SqlLog(session).head(), lost, fresh_epoch)
    device.epoch = max(device.epoch, rechained.operations[-1].epoch)
    session.flush()
    done = _facts(session, rechained, clock, tables)
    session.execute(
        insert(ReplayRow).values(
            at=done.at,
            receipts=done.receipts,
            total=done.total,
            others=done.others,
            unnumbered=done.unnumbered,
            told=False,
        )
    )
    return done


def _facts(session: Session, rechained: Rechained, clock: Clock, tables: _Tables) -> Replay:
    """Let the tables say again what the operations say, in their order: who paid may be erased next."""
    kept, unnumbered = list[Receipt](), 0
    for operation in rechained.operations:
        insert_operation(session, operation)
        tables.erasures.put_back(operation)
        _return(operation, tables.others)
        receipt = _receipt(operation)
        if receipt is not None and tables.money.put_back(receipt, operation.op_id):
            kept.append(receipt)
        elif receipt is not None:
            unnumbered += 1
    total = Dong(sum(each.total for each in kept))
    return Replay(clock.now(), len(kept), total, rechained.others, unnumbered)


def _return(operation: Operation, others: Mapping[OperationKind, Returner]) -> None:
    returner = next((put_back for kind, put_back in others.items() if kind == operation.kind), None)
    if returner is None:
        return
    try:
        returner(operation)
    except BodyUnreadableError:
        log.warning("journal: operation %s does not read as %s", operation.op_id, operation.kind)


def _receipt(operation: Operation) -> Receipt | None:
    """Read what came back; what cannot be read goes to the office all the same, and ``check`` names it."""
    if operation.kind != OperationKind.RECEIPT_ISSUED:
        return None
    try:
        return read_receipt(operation.body)
    except BodyUnreadableError:
        log.warning("journal: operation %s does not read as a receipt", operation.op_id)
        return None
