"""What laptops tell of their sync runs, so that an office sees whose line is bad; nothing about people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import from_millis
from agent_app.sync.wire.messages import RunTold
from provincial_server.database import Database
from provincial_server.run_tables import DeviceRunRow
from provincial_server.tables import DeviceRow

# The end of the year 9999; a thousand years of seconds; more bytes than any line has carried.
_LATEST, _MOST = 253_402_300_799_999, 2**53


@dataclass(frozen=True, slots=True)
class DeviceRun:
    """One run with whose it was."""

    agent_code: str
    device_id: UUID
    started_at: datetime
    seconds: float
    sent: int
    received: int
    bytes_up: int
    bytes_down: int
    failure: str | None
    app: str


def keep_runs(session: Session, device: DeviceRow, told: Sequence[RunTold], now: datetime) -> None:
    """Keep each run once; what cannot be one is passed over, for it must not stop an exchange."""
    for each in told:
        if not _possible(each):
            continue
        started_at = from_millis(each.started_at)
        if session.get(DeviceRunRow, (device.device_id, started_at)) is None:
            session.add(
                DeviceRunRow(
                    device_id=device.device_id,
                    started_at=started_at,
                    millis=each.millis,
                    sent=each.sent,
                    received=each.received,
                    bytes_up=each.bytes_up,
                    bytes_down=each.bytes_down,
                    failure=each.failure,
                    app=device.app,
                    heard_at=now,
                )
            )


def _possible(told: RunTold) -> bool:
    counts = told.millis, told.sent, told.received, told.bytes_up, told.bytes_down
    named = told.failure is None or told.failure.isprintable()
    return named and 0 <= told.started_at <= _LATEST and min(counts) >= 0 and max(counts) <= _MOST


def device_runs(database: Database, agent_code: str | None, most: int) -> list[DeviceRun]:
    """Return the newest runs, of one agent or of all."""
    run = DeviceRunRow
    query = select(run, DeviceRow.agent_code).join(DeviceRow, DeviceRow.device_id == run.device_id)
    if agent_code is not None:
        query = query.where(DeviceRow.agent_code == agent_code)
    with database.read() as session:
        found = session.execute(query.order_by(run.started_at.desc(), run.device_id).limit(most))
        return [
            DeviceRun(
                agent,
                row.device_id,
                row.started_at,
                row.millis / 1000,
                row.sent,
                row.received,
                row.bytes_up,
                row.bytes_down,
                row.failure,
                row.app,
            )
            for row, agent in found
        ]
