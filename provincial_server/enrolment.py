"""Making an agent's enrolment file, and binding its one-time code to the first device that presents it."""

import hashlib
import secrets
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.enrolment import BookGrant, Enrolment, Office
from agent_app.domain.names import clean
from agent_app.domain.operation import GENESIS
from agent_app.domain.phone import Phone
from agent_app.domain.signed_document import DocumentKind
from agent_app.sync.wire.messages import MAX_SCOPE_NAME, EnrolmentClaim, Hello
from provincial_server.books import bind, give_out, written
from provincial_server.database import Database
from provincial_server.devices import locked_device
from provincial_server.errors import AgentCodeError, AreaNameError
from provincial_server.exchange import program_of
from provincial_server.keys import ServerKeys
from provincial_server.office import (
    BUDGET_CODE,
    OFFICE_NAME,
    ORGANISATION,
    PUBLIC_URL,
    keep_authority,
    one_at_a_time,
    remembered,
    word,
)
from provincial_server.office_documents import documents
from provincial_server.officers import Officer, OfficerAct
from provincial_server.private_file import prepared
from provincial_server.scope_log import area_scope, make_scope
from provincial_server.tables import AgentRow, DeviceRow, EnrolmentRow, MembershipRow

VALID = timedelta(days=30)
# Without the letters and figures that people mistake for one another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 5
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class EnrolAgent:
    """What an office decides about an agent's new laptop; what is ``None`` stays as the office has it."""

    agent_code: str
    name: str
    areas: tuple[str, ...]
    books: tuple[BookGrant, ...]
    url: str | None = None
    office_name: str | None = None
    organisation: str | None = None
    budget_code: str | None = None
    card_no: str | None = None
    phone: Phone | None = None
    valid: timedelta = VALID


def new_code() -> str:
    """Make a one-time code of 100 random bits in readable groups."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def code_hash(code: str) -> bytes:
    """Return what the server keeps of a code; how it was typed does not matter."""
    letters = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(letters.encode()).digest()


def area_name(text: str) -> str:
    """Take the name of an area, or refuse it."""
    return _name(text, AreaNameError, MAX_SCOPE_NAME - len(area_scope("")))


def _name(text: str, error: type[AreaNameError | AgentCodeError], longest: int = _LONGEST_NAME) -> str:
    name = clean(text)
    if not (0 < len(name) <= longest and name.isprintable()):
        raise error(text)
    return name


def enrol(
    database: Database, keys: ServerKeys, command: EnrolAgent, out: Path, officer: Officer
) -> Enrolment:
    """Enter an agent with areas and books, and write the file for the laptop: both or neither."""
    command = replace(
        command,
        agent_code=_name(command.agent_code, AgentCodeError),
        name=_name(command.name, AgentCodeError),
        areas=tuple(dict.fromkeys(area_name(area) for area in command.areas)),
    )
    code = new_code()
    # The file is written before the commit and put in its place after it.
    with ExitStack() as writing, database.write() as session:
        one_at_a_time(session)
        card_no = _enter(session, command)
        _issue(session, command, code_hash(code), keys, officer.at)
        books = (written(each) for each in command.books)
        officer.note(session, OfficerAct.ENROLLED, " ".join((command.agent_code, *books)))
        enrolment = Enrolment(
            code,
            command.agent_code,
            command.name,
            command.areas,
            command.books,
            word(command.url or "") or remembered(session, PUBLIC_URL, None),
            tuple(each.hex() for each in keys.sign_keys),
            keys.seal_public.hex(),
            _office(session, command, card_no),
            tuple(documents(session, DocumentKind.SETTING)),
            keep_authority(session, None),
        )
        writing.enter_context(prepared(out, enrolment.text()))
    return enrolment


def _enter(session: Session, command: EnrolAgent) -> str:
    agent = session.get(AgentRow, command.agent_code)
    if agent is None:
        agent = AgentRow(agent_code=command.agent_code, name=command.name, card_no="", mver=1)
        session.add(agent)
    agent.name = command.name
    agent.card_no = agent.card_no if command.card_no is None else word(command.card_no)
    session.flush()
    new = [area for area in command.areas if not _granted(session, command.agent_code, area)]
    agent.mver += 1 if new else 0
    for area in new:
        make_scope(session, area_scope(area))
        session.add(MembershipRow(agent_code=agent.agent_code, scope=area_scope(area), mver=agent.mver))
    return agent.card_no


def _granted(session: Session, agent_code: str, area: str) -> bool:
    return session.get(MembershipRow, (agent_code, area_scope(area))) is not None


def _issue(session: Session, command: EnrolAgent, hashed: bytes, keys: ServerKeys, now: datetime) -> None:
    session.add(
        EnrolmentRow(
            code_hash=hashed,
            agent_code=command.agent_code,
            expires_at=now + command.valid,
            claimed_by=None,
            server_key=keys.sign_public,
        )
    )
    session.flush()
    for grant in command.books:
        give_out(session, grant, command.agent_code, hashed)


def _office(session: Session, command: EnrolAgent, card_no: str) -> Office:
    given = {
        OFFICE_NAME: command.office_name,
        ORGANISATION: command.organisation,
        BUDGET_CODE: command.budget_code,
    }
    words = {key: remembered(session, key, text) or "" for key, text in given.items()}
    phone = command.phone.value if command.phone else ""
    return Office(words[OFFICE_NAME], words[ORGANISATION], words[BUDGET_CODE], card_no, phone)


def claim(session: Session, presented: EnrolmentClaim, hello: Hello, now: datetime) -> DeviceRow | None:
    """Make a device of the one that presents a code, if the code is good for its key."""
    held = select(EnrolmentRow).where(EnrolmentRow.code_hash == code_hash(presented.code))
    enrolment = session.scalars(held.with_for_update()).first()
    # Another request of the same device may have been here while this one waited for the lock.
    device = locked_device(session, hello.device)
    if device is not None:
        return device if device.sign_key == presented.sign_key else None
    if enrolment is None or not _is_good(enrolment, now):
        return None
    enrolment.claimed_by = presented.sign_key
    device = _device(enrolment.agent_code, presented, hello, now)
    session.add(device)
    session.flush()
    bind(session, enrolment.code_hash, device.device_id)
    return device


def _is_good(enrolment: EnrolmentRow, now: datetime) -> bool:
    return enrolment.claimed_by is None and now < enrolment.expires_at


def claim_anew(
    session: Session, device_id: UUID, presented: EnrolmentClaim, now: datetime
) -> DeviceRow | None:
    """Give a known device other keys for a fresh code of its own agent; its log goes on where it stood."""
    held = select(EnrolmentRow).where(EnrolmentRow.code_hash == code_hash(presented.code))
    enrolment = session.scalars(held.with_for_update()).first()
    device = locked_device(session, device_id)
    if enrolment is None or device is None or not _is_good(enrolment, now):
        return None
    if enrolment.agent_code != device.agent_code or device.status != "active":
        return None
    enrolment.claimed_by = presented.sign_key
    device.sign_key, device.seal_key = presented.sign_key, presented.seal_key
    device.turn_token = device.prev_turn_token = b""
    bind(session, enrolment.code_hash, device.device_id)
    return device


def _device(agent_code: str, presented: EnrolmentClaim, hello: Hello, now: datetime) -> DeviceRow:
    return DeviceRow(
        device_id=hello.device,
        agent_code=agent_code,
        sign_key=presented.sign_key,
        seal_key=presented.seal_key,
        status="active",
        # A laptop's log begins in the epoch that it says: this server has seen none of it.
        epoch=hello.position.epoch,
        head_dseq=0,
        head_hash=GENESIS,
        turn_token=b"",
        prev_turn_token=b"",
        last_seen=now,
        app=program_of(hello),
    )
