"""The log and its money in a store that was filled anew: what the journal adds, what lost its place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.book_body import passed_body
from agent_app.domain.cancellation_body import (
    CANCELLATION_KVER,
    REFUND_KVER,
    cancellation_body,
    refund_body,
)
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.operation import (
    GENESIS,
    Entry,
    Operation,
    OperationKind,
    OperationState,
    Position,
    chain_hash,
)
from agent_app.domain.operation_body import (
    RECEIPT_KVER,
    BodyUnreadableError,
    read_receipt,
    read_visit,
    receipt_body,
)
from agent_app.domain.receipt import Receipt
from agent_app.domain.visit import Visit
from agent_app.services.ports import Ids
from agent_app.storage.models import (
    HouseholdPlaceRow,
    HouseholdRow,
    NumberFateRow,
    OperationRow,
    PersonRow,
    ReceiptBookRow,
    ReceiptCancellationRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.books import fates
from agent_app.storage.repositories.books import to_passed
from agent_app.storage.repositories.device import device_row, keep_grants
from agent_app.storage.repositories.log import SqlLog, to_operation
from agent_app.storage.repositories.payment_days import paid_places
from agent_app.storage.repositories.receipts import whole_receipts
from agent_app.storage.repositories.returned_facts import Returner, returners
from agent_app.storage.repositories.returned_money import ReturnedMoney
from agent_app.storage.repositories.returned_undoing import ReturnedUndoing
from agent_app.storage.repositories.undone_receipts import to_cancellation, to_refund
from agent_app.storage.repositories.visits import SqlVisits
from agent_app.storage.rescue.evening import log_evening_again
from agent_app.storage.rescue.filling import LOST_PLACE
from agent_app.storage.rescue.transfers import log_transfers_again


def add_grants(session: Session) -> None:
    """Make again from the enrolment what is lost of the books that it granted."""
    enrolment = device_row(session).enrolment
    if enrolment is not None:
        keep_grants(session, Enrolment.read(enrolment))


def add_operations(session: Session, operations: Sequence[Operation]) -> int:
    """Put back the journal's operations that the log has lost, each at its own place."""
    acked = device_row(session).acked_dseq
    known = set(session.scalars(select(OperationRow.op_id)))
    places = set(session.scalars(select(OperationRow.dseq)))
    newest = {each.op_id: each for each in operations}  # an operation that was moved has a later record
    lost = [each for each in newest.values() if each.op_id not in known and each.dseq not in places]
    for each in lost:
        state = OperationState.ACCEPTED if each.dseq <= acked else OperationState.LOCAL
        session.execute(
            insert(OperationRow).values(
                dseq=each.dseq,
                epoch=each.epoch,
                op_id=each.op_id,
                kind=each.kind,
                kver=each.kver,
                recorded_at=each.recorded_at,
                body=each.body,
                body_hash=each.body_hash,
                prev_hash=each.prev_hash,
                hash=each.hash,
                state=state.value,
            )
        )
    return len(lost)


def add_facts(session: Session, ids: Ids) -> int:
    """Make again what the log tells of and the tables have lost; count receipts."""
    made, tables, others = 0, ReturnedMoney(session, ids), returners(session, ids)
    rows = session.scalars(
        select(OperationRow).where(OperationRow.body != b"").order_by(OperationRow.dseq)
    ).all()
    for row in rows:
        try:
            if row.kind == OperationKind.RECEIPT_ISSUED:
                made += _add_receipt(session, tables, read_receipt(row.body), row.op_id)
            elif row.kind == OperationKind.VISIT_RECORDED:
                _add_visit(session, tables, read_visit(row.body))
            else:
                _add_other(others, to_operation(row))
        except BodyUnreadableError:
            continue
    return made


def hold_places(session: Session) -> None:
    """Hold again the places at which receipts were paid that stand, unless somebody holds them."""
    # What a receipt names may be lost; it is put in place later, and knows of no order then.
    known = (
        paid_places()
        .join(HouseholdRow, HouseholdRow.id == ReceiptRow.household_id)
        .join(PersonRow, PersonRow.id == ReceiptLineRow.person_id)
    )
    rows = [
        {"household_id": household_id, "year": paid_on.year, "place": place, "person_id": person_id}
        for _receipt_id, household_id, paid_on, place, person_id in session.execute(known)
    ]
    if rows:
        session.connection().execute(upsert(HouseholdPlaceRow).on_conflict_do_nothing(), rows)


def _add_other(others: Mapping[OperationKind, Returner], operation: Operation) -> None:
    for kind, put_back in others.items():
        if kind == operation.kind:
            put_back(operation)


def _add_receipt(session: Session, tables: ReturnedMoney, receipt: Receipt, op_id: UUID) -> bool:
    mine = ReceiptLineRow.receipt_id == receipt.id
    known = session.scalar(select(ReceiptRow.op_id).where(ReceiptRow.id == receipt.id))
    lines = session.scalar(select(func.count()).select_from(ReceiptLineRow).where(mine))
    if known is not None and lines == len(receipt.lines):
        return False
    session.execute(delete(ReceiptLineRow).where(mine))
    session.execute(delete(ReceiptRow).where(ReceiptRow.id == receipt.id))
    made = tables.put_back(receipt, op_id)
    ReturnedUndoing(session).mark_again(receipt.id)
    return made


def _add_visit(session: Session, tables: ReturnedMoney, visit: Visit) -> None:
    if session.get(VisitRow, visit.id) is None:
        # What is left of its outcomes stands in the log, too.
        session.execute(delete(VisitOutcomeRow).where(VisitOutcomeRow.visit_id == visit.id))
        home = tables.household(visit.household_id, LOST_PLACE, [each.subject for each in visit.outcomes])
        outcomes = tuple(
            replace(each, subject=replace(each.subject, person_id=tables.person(each.subject, home)))
            for each in visit.outcomes
        )
        SqlVisits(session).add(replace(visit, household_id=home, outcomes=outcomes))


def log_again(session: Session) -> int:
    """Log anew what neither log nor journal has, but the tables: at the end, under its old id."""
    orphans = select(ReceiptRow).where(ReceiptRow.op_id.not_in(select(OperationRow.op_id)))
    rows = session.scalars(orphans.order_by(ReceiptRow.recorded_at, ReceiptRow.number)).all()
    log = SqlLog(session)
    for row, receipt in zip(rows, whole_receipts(session, rows), strict=True):
        kind = OperationKind.RECEIPT_ISSUED
        log.append(Entry(row.op_id, kind, RECEIPT_KVER, receipt.recorded_at, receipt_body(receipt)))
    _log_undoing_again(session, log)
    log_transfers_again(session, log)
    return len(rows) + _log_numbers_again(session, log) + log_evening_again(session, log)


def _log_numbers_again(session: Session, log: SqlLog) -> int:
    orphans = select(NumberFateRow).where(NumberFateRow.op_id.not_in(select(OperationRow.op_id)))
    rows = session.scalars(orphans.order_by(NumberFateRow.recorded_at, NumberFateRow.first)).all()
    for row in rows:
        passed = to_passed(row)
        log.append(Entry(row.op_id, passed.kind, 1, passed.recorded_at, passed_body(passed)))
    return len(rows)


def _log_undoing_again(session: Session, log: SqlLog) -> None:
    logged = select(OperationRow.op_id)
    orphans = select(ReceiptCancellationRow).where(ReceiptCancellationRow.op_id.not_in(logged))
    for row in session.scalars(orphans.order_by(ReceiptCancellationRow.recorded_at)).all():
        kind, body = OperationKind.RECEIPT_CANCELLED, cancellation_body(to_cancellation(row))
        log.append(Entry(row.op_id, kind, CANCELLATION_KVER, row.recorded_at, body))
    asked = select(ReceiptRefundRow).where(ReceiptRefundRow.op_id.not_in(logged))
    for refund in session.scalars(asked.order_by(ReceiptRefundRow.recorded_at)).all():
        kind, body = OperationKind.REFUND_REQUESTED, refund_body(to_refund(refund))
        log.append(Entry(refund.op_id, kind, REFUND_KVER, refund.recorded_at, body))


def advance_books(session: Session, frozen_at: datetime | None) -> list[str]:
    """Let no book give a number that has a fate; freeze those with blank numbers where any may be lost."""
    frozen = []
    if frozen_at is not None:
        device_row(session).books_doubted_to = frozen_at
    for row in session.scalars(select(ReceiptBookRow).order_by(ReceiptBookRow.symbol, ReceiptBookRow.first)):
        used = [number for run in fates(session, row.symbol, row.book) for number in (run.first, run.last)]
        if used:
            row.first, row.last = min(row.first, *used), max(row.last, *used)
            row.next = max(row.next, max(used) + 1)
        if frozen_at is not None and row.next <= row.last and row.frozen_at is None:
            row.frozen_at = frozen_at
            frozen.append(f"{row.symbol}/{row.book}")
    session.flush()
    return frozen


def missing_places(session: Session) -> list[tuple[int, int]]:
    """Return the ranges of the log that are gone, up to what the office has confirmed."""
    places = session.scalars(select(OperationRow.dseq).order_by(OperationRow.dseq)).all()
    end = max(device_row(session).acked_dseq, places[-1] if places else 0) + 1
    missing, expected = [], 1
    for place in [*places, end]:
        if place > expected:
            missing.append((expected, place - 1))
        expected = place + 1
    return missing


def broken_from(session: Session) -> int | None:
    """Return the first place behind the confirmed ones that does not continue its neighbour."""
    device = device_row(session)
    before = Position(device.acked_epoch, device.acked_dseq, device.acked_hash)
    query = select(OperationRow).where(OperationRow.dseq > device.acked_dseq).order_by(OperationRow.dseq)
    for row in session.scalars(query):
        if row.dseq != before.dseq + 1 or row.prev_hash != before.hash:
            return row.dseq
        before = to_operation(row).position
    return None


def rechained(session: Session, start: int) -> tuple[int, list[tuple[object, ...]]]:
    """Compute the places of everything from ``start`` on behind what is whole, in a new epoch."""
    device = device_row(session)
    rows = session.scalars(select(OperationRow).order_by(OperationRow.dseq)).all()
    whole = [row for row in rows if row.dseq < start]
    dseq, head = _end(whole, device.acked_dseq, device.acked_hash)
    epoch = max([device.epoch, *(row.epoch for row in rows)]) + 1
    moved: list[tuple[object, ...]] = []
    for row in rows:
        if row.dseq >= start:
            dseq += 1
            made = chain_hash(device.device_id, (epoch, dseq), row.op_id, row.body_hash, head)
            moved.append((dseq, epoch, head, made, row.dseq))
            head = made
    return epoch, moved


def begin_epoch(session: Session, epoch: int) -> None:
    """Let the device go on in a new epoch."""
    device_row(session).epoch = epoch
    session.flush()


def _end(whole: Sequence[OperationRow], acked_dseq: int, acked_hash: bytes) -> tuple[int, bytes]:
    if whole and whole[-1].dseq >= acked_dseq:
        return whole[-1].dseq, whole[-1].hash
    return (acked_dseq, acked_hash) if acked_dseq else (0, GENESIS)
