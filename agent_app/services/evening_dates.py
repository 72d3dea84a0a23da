"""The civil date of what is done in the evening, and who does it."""

from datetime import date, datetime
from uuid import UUID

from agent_app.domain.receipt import ReceiptDateError
from agent_app.services.evening_failures import EveningDateError
from agent_app.services.failures import NotEnrolledError
from agent_app.services.ports import UnitOfWork
from agent_app.services.receipts import business_date


def evening_date(unit: UnitOfWork, wanted: date | None, now: datetime, earliest: date | None = None) -> date:
    """Choose a date by the rule of receipts, never before ``earliest``; raise ``EveningDateError``."""
    last = max((each for each in (unit.receipts.last_issued_on(), earliest) if each), default=None)
    try:
        return business_date(wanted, now, last)
    except ReceiptDateError as error:
        raise EveningDateError(error.on, error.earliest, error.latest) from error


def author(unit: UnitOfWork) -> tuple[str, UUID]:
    """Return the agent and the device that a fact is of; raise ``NotEnrolledError``."""
    identity = unit.device.identity()
    if identity.enrolment is None:
        raise NotEnrolledError
    return identity.enrolment.agent_code, identity.device_id
