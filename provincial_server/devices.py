"""The laptops that have claimed an enrolment."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import Position
from provincial_server.database import Database
from provincial_server.exchange import KnownDevice
from provincial_server.tables import DeviceRow


def all_devices(database: Database) -> list[DeviceRow]:
    """Return every device by agent, the one that was seen last first."""
    with database.read() as session:
        query = select(DeviceRow).order_by(DeviceRow.agent_code, DeviceRow.last_seen.desc())
        found = list(session.scalars(query))
        session.expunge_all()
    return found


def locked_device(session: Session, device_id: UUID) -> DeviceRow | None:
    """Return a device as it is now, and keep others from changing it until the transaction ends.

    Rows that refer to it can be added meanwhile: an officer who gives it a book waits for no exchange.
    """
    return session.get(DeviceRow, device_id, with_for_update={"key_share": True}, populate_existing=True)


def head_of(row: DeviceRow) -> Position:
    """Return where this server's copy of a device's log stands."""
    return Position(row.epoch, row.head_dseq, row.head_hash)


def known(row: DeviceRow) -> KnownDevice:
    """Return what is known of a device."""
    return KnownDevice(row.device_id, row.agent_code, row.sign_key, row.status == "revoked", head_of(row))
