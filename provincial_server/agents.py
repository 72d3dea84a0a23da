"""The agents of this office and their laptops: who there is, and whose laptop may speak no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, select, update

from provincial_server.database import Database
from provincial_server.devices import locked_device
from provincial_server.office_errors import NoSuchDeviceError
from provincial_server.officer_errors import AlreadyRevokedError, NoSuchAgentError
from provincial_server.officers import Officer, OfficerAct
from provincial_server.tables import AgentRow, DeviceRow, EnrolmentRow

_ACTIVE, _REVOKED = "active", "revoked"


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent, how many laptops speak for it, and when one of them was heard last."""

    agent_code: str
    name: str
    devices: int
    last_seen: datetime | None


def all_agents(database: Database) -> Sequence[AgentLine]:
    """Return every agent."""
    active = func.sum(case((DeviceRow.status == _ACTIVE, 1), else_=0))
    query = (
        select(AgentRow.agent_code, AgentRow.name, active, func.max(DeviceRow.last_seen))
        .outerjoin(DeviceRow, DeviceRow.agent_code == AgentRow.agent_code)
        .group_by(AgentRow.agent_code, AgentRow.name)
        .order_by(AgentRow.agent_code)
    )
    with database.read() as session:
        return [
            AgentLine(code, name, int(count or 0), seen) for code, name, count, seen in session.execute(query)
        ]


def revoke_device(database: Database, device_id: UUID, officer: Officer) -> None:
    """Let a laptop speak no more: it gets nothing, and what it holds stays on it."""
    officer = officer.because()
    with database.write() as session:
        device = locked_device(session, device_id)
        if device is None:
            raise NoSuchDeviceError(str(device_id))
        if device.status == _REVOKED:
            raise AlreadyRevokedError(str(device_id))
        device.status = _REVOKED
        officer.note(session, OfficerAct.REVOKED, device_id)


def revoke_agent(database: Database, agent_code: str, officer: Officer) -> int:
    """Revoke all laptops of an agent and all codes that nobody has used; return how many laptops."""
    officer = officer.because()
    with database.write() as session:
        if session.get(AgentRow, agent_code, with_for_update={"key_share": True}) is None:
            raise NoSuchAgentError(agent_code)
        # The codes first: whoever claims one at this moment is a device when devices are looked for.
        unused = (EnrolmentRow.agent_code == agent_code, EnrolmentRow.claimed_by.is_(None))
        ended = update(EnrolmentRow).where(*unused).values(expires_at=officer.at)
        codes = session.scalars(ended.returning(EnrolmentRow.code_hash)).all()
        active = (DeviceRow.agent_code == agent_code, DeviceRow.status == _ACTIVE)
        theirs = select(DeviceRow).where(*active).order_by(DeviceRow.device_id)
        devices = session.scalars(theirs.with_for_update(key_share=True)).all()
        if not devices and not codes:
            raise AlreadyRevokedError(agent_code)
        for device in devices:
            device.status = _REVOKED
        officer.note(session, OfficerAct.REVOKED, agent_code)
        return len(devices)
