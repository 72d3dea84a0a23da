"""Programs that have to be renewed: what they bring is taken, but not acknowledged to them."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.sync.wire.messages import Hello
from provincial_server.keys import ServerKeys
from provincial_server.office import MIN_VERSION, remembered, setting
from provincial_server.office_errors import VersionFormatError
from provincial_server.officers import Officer, OfficerAct
from provincial_server.tables import DeviceRow, EnrolmentRow

_CHAINS_FROM = 3
# As long as the office has said nothing, every program is new enough.
ANY_VERSION = "0"
_PROGRAM = re.compile(r"agent-app (\d{1,9}(?:\.\d{1,9}){0,9})(?![\d.])")
_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,9}")


def oldest_served(session: Session) -> str:
    """Return the oldest version of the laptops' program that this office wants to see."""
    return setting(session, MIN_VERSION) or ANY_VERSION


def require_version(session: Session, version: str, officer: Officer) -> str:
    """Settle from which version on programs need no renewal; return it."""
    typed = version.strip()
    if not _is_version(typed):
        raise VersionFormatError(version)
    kept = remembered(session, MIN_VERSION, typed)
    officer.note(session, OfficerAct.SETTLED, f"{MIN_VERSION} {typed}")
    return kept or ANY_VERSION


def is_too_old(app: str, oldest: str) -> bool:
    """Tell whether a program of ours is older than a version; of other programs nothing is known."""
    found = _PROGRAM.match(app)
    return found is not None and _numbers(found[1]) < _numbers(oldest)


def _is_version(text: str) -> bool:
    return text.isascii() and _VERSION.fullmatch(text) is not None


def _numbers(version: str) -> tuple[int, ...]:
    """Compare 1.2 and 1.2.0 as the same."""
    numbers = [int(each) for each in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def cannot_prove(session: Session, keys: ServerKeys, device: DeviceRow, hello: Hello) -> bool:
    """Tell whether a laptop would find no proof in any custody signature until its program is renewed.

    It knows the keys of its enrolment file alone, and only the present one signs.
    """
    if hello.schema >= _CHAINS_FROM or not keys.rotations:
        return False
    own = EnrolmentRow.claimed_by == device.sign_key, EnrolmentRow.agent_code == device.agent_code
    named = session.scalars(select(EnrolmentRow.server_key).where(*own)).all()
    return keys.sign_public not in named
