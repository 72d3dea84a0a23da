"""The laptops that have claimed an enrolment."""

from sqlalchemy import select

from provincial_server.database import Database
from provincial_server.tables import DeviceRow


def all_devices(database: Database) -> list[DeviceRow]:
    """Return every device by agent, the one that was seen last first."""
    with database.read() as session:
        query = select(DeviceRow).order_by(DeviceRow.agent_code, DeviceRow.last_seen.desc())
        found = list(session.scalars(query))
        session.expunge_all()
    return found
