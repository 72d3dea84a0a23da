"""The operation log against itself and against the journal."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import GENESIS, WITNESSED_KINDS, Operation, Position, body_hash, chain_hash
from agent_app.services.ports import Finding
from agent_app.storage.journal import Journal
from agent_app.storage.models import OperationRow
from agent_app.storage.pseudonyms import same_but_emptied
from agent_app.storage.repositories.device import device_row
from agent_app.storage.repositories.log import to_operation

PAGE = 500


def chain(session: Session) -> Iterator[Finding]:
    """Compute every link again; a body that was emptied is known by its hash, which stays."""
    device, before = device_row(session), Position(0, 0, GENESIS)
    for row in session.scalars(select(OperationRow).order_by(OperationRow.dseq)).yield_per(PAGE):
        found = to_operation(row)
        place = (found.epoch, before.dseq + 1)
        made = chain_hash(device.device_id, place, found.op_id, found.body_hash, before.hash)
        if found.position != Position(*place, made) or found.prev_hash != before.hash or not _fits(found):
            yield Finding("log.link", str(found.op_id))
        elif not found.body and found.dseq > device.acked_dseq:
            yield Finding("log.emptied_early", str(found.op_id))
        before = found.position


def _fits(found: Operation) -> bool:
    if not found.body:
        return True
    return body_hash(found.kind, found.kver, found.recorded_at, found.body) == found.body_hash


def witness(session: Session, journal: Journal) -> Iterator[Finding]:
    """Hold the journal against the log, both ways."""
    reading = journal.read()
    if reading.rebuilt_to is not None:
        yield Finding("journal.rebuilt", str(reading.rebuilt_to))
    yield from (Finding("journal.damaged", str(place)) for place in reading.damaged)
    witnessed = reading.latest()
    query = select(OperationRow).where(OperationRow.kind.in_(WITNESSED_KINDS)).order_by(OperationRow.dseq)
    for row in session.scalars(query).yield_per(PAGE):
        known = witnessed.pop(row.op_id, None)
        if known is None:
            yield Finding("journal.lacks", str(row.op_id))
        elif not same_but_emptied(known, to_operation(row)):
            yield Finding("journal.differs", str(row.op_id))
    yield from (Finding("journal.log_lacks", str(op_id)) for op_id in witnessed)
