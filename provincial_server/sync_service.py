"""One exchange with one laptop: who speaks, what is taken, what is sent."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from agent_app.domain.operation import GENESIS, Position, from_millis, to_millis
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    MAX_BATCH,
    MAX_KEY_LINKS,
    MAX_ROWS,
    MAX_RUNS,
    REQUEST,
    RUNS,
    Ack,
    Hello,
    MessageUnreadableError,
    MessageVersionError,
    OperationOutcome,
    Section,
    Segment,
    Verdict,
    VerdictKind,
)
from provincial_server.books import sign_bound
from provincial_server.database import BUSY_SECONDS, Database
from provincial_server.devices import head_of, known, locked_device
from provincial_server.door import Door
from provincial_server.enrolment import claim, claim_anew
from provincial_server.errors import ExchangeRefusedError
from provincial_server.exchange import KnownDevice, Request, judge, program_of, read_request, turned
from provincial_server.keys import KeySource, ServerKeys
from provincial_server.old_programs import ANY_VERSION, cannot_prove, is_too_old, oldest_served
from provincial_server.pushes import PushIntake, hash_at
from provincial_server.runs import keep_runs
from provincial_server.scope_log import append
from provincial_server.segments import Holder, memberships, segments
from provincial_server.signatures import signed_by
from provincial_server.tables import DeviceRow, RestorationRow

# A message's size as it travels; a push is at most a mebibyte before it is compressed.
MAX_REQUEST = 2 * 1024 * 1024
_TOKEN_BYTES = 16
_KEYS = select(DeviceRow.device_id, DeviceRow.sign_key)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it travels, and what may be counted of it."""

    content: bytes
    verdict: str
    outcomes: tuple[OperationOutcome, ...]


@dataclass(frozen=True, slots=True)
class _Verdicts:
    """What is told with every verdict: the keys of this moment, and the moment."""

    keys: ServerKeys
    now: datetime
    oldest: str

    def on(self, kind: VerdictKind, session: Session, row: DeviceRow, hello: Hello) -> Verdict:
        revoked = kind is VerdictKind.REVOKED
        return Verdict(
            kind,
            head_of(row),
            () if revoked else memberships(session, _holder(row, hello)),
            to_millis(self.now),
            b"" if revoked else row.turn_token,
            self.oldest,
            self.keys.sign_keys,
            {"batch": MAX_BATCH, "request": MAX_REQUEST, "rows": MAX_ROWS, RUNS: MAX_RUNS},
            () if revoked else self.keys.chain[-MAX_KEY_LINKS:],
        )

    def to_nobody(self, kind: VerdictKind) -> Verdict:
        return Verdict(
            kind,
            Position(0, 0, GENESIS),
            server_clock=to_millis(self.now),
            min_version=self.oldest,
            server_keys=self.keys.sign_keys,
        )


@dataclass(frozen=True, slots=True)
class SyncService:
    """Answers the messages of laptops, each push in one transaction."""

    database: Database
    keys: KeySource
    clock: Callable[[], datetime]
    door: Door = field(default_factory=Door)

    def answer(self, message: bytes, address: str = "") -> bytes:
        """Answer one message from an address; raise ``ExchangeRefusedError`` where nothing of it is taken."""
        request = self.read(message)
        if isinstance(request, Answered):
            return request.content
        self.prove(request, address)
        return self.respond(request, address).content

    def read(self, message: bytes) -> Request | Answered:
        """Unpack a message and check its shape; answer one of another version, of which nothing is read."""
        try:
            sections = unpack(message, REQUEST)
        except MessageVersionError:
            verdict = _Verdicts(self.keys.now(), self.clock(), ANY_VERSION).to_nobody(VerdictKind.UPGRADE)
            return Answered(pack((verdict,)), verdict.kind.value, ())
        except MessageUnreadableError as error:
            raise ExchangeRefusedError("message.unreadable") from error
        return read_request(sections)

    def prove(self, request: Request, address: str = "") -> bytes:
        """Name who speaks, by the key that signed: the device's, or the one that its code is to be bound to.

        Nobody writes or waits for it. Whoever has neither device nor code goes by what they call themselves.
        """
        hello = request.hello
        suspect = self.door.suspect(address)
        if suspect and self.door.may_learn():
            self._learn(_KEYS)
        if (proven := self._proven_key(hello)) is not None:
            return proven
        if suspect:
            raise ExchangeRefusedError("hello.too_many", 429, suspect)
        self._learn(_KEYS.where(DeviceRow.device_id == hello.device))
        if (proven := self._proven_key(hello)) is not None:
            return proven
        if hello.claim is not None and _signed(hello.claim.sign_key, hello):
            return hello.claim.sign_key
        self.door.count_unproven(address)
        if self.door.key_of(hello.device) is not None or hello.claim is not None:
            raise ExchangeRefusedError("hello.signature", 401)
        return hello.device.bytes

    def _proven_key(self, hello: Hello) -> bytes | None:
        held = self.door.key_of(hello.device)
        return held if held is not None and _signed(held, hello) else None

    def _learn(self, query: Select[UUID, bytes]) -> None:
        with self.database.read() as session:
            for device, key in session.execute(query):
                self.door.remember(device, key)

    def respond(self, request: Request, address: str = "") -> Answered:
        """Do what a message from an address asks."""
        verdict, ack = self._take(request, address)
        news = self._news(request) if verdict.kind is VerdictKind.OK else ()
        outcomes = ack.outcomes if ack else ()
        facts = {
            "device": str(request.hello.device),
            "verdict": verdict.kind.value,
            "taken": len(outcomes),
            "rows": sum(len(each.rows) for each in news),
        }
        log.info("exchange", extra={"facts": facts})
        answered: tuple[Section, ...] = (verdict, *((ack,) if ack else ()), *news)
        return Answered(pack(answered), verdict.kind.value, outcomes)

    def _take(self, request: Request, address: str) -> tuple[Verdict, Ack | None]:
        now, keys = self.clock(), self.keys.now()
        with self.database.write(BUSY_SECONDS) as session:
            row = self._speaker(session, request.hello, now, address)
            verdict = _Verdicts(keys, now, oldest_served(session))
            if row is None:
                return verdict.to_nobody(VerdictKind.UNKNOWN_DEVICE), None
            self.door.require_pace(row.device_id)
            device = known(row)
            kind = judge(request.hello, device, _hash_there(session, request.hello, device))
            ack = None
            if kind is VerdictKind.OK and request.push is not None:
                ack = PushIntake(session, keys, device, now).take(request.hello, request.push)
                kind = VerdictKind.OK if ack else VerdictKind.FORK
            if kind is VerdictKind.OK and (
                is_too_old(request.hello.app, verdict.oldest)
                or cannot_prove(session, keys, row, request.hello)
            ):
                # What it brought is taken; it hears so when its program is renewed.
                kind, ack = VerdictKind.UPGRADE, None
            if kind is not VerdictKind.REVOKED:
                _note_visit(row, request.hello, now)
                _note_restoration(session, request.hello, now)
                keep_runs(session, row, request.run.runs if request.run else (), now)
                append(session, sign_bound(session, keys, row, now))
            return verdict.on(kind, session, row, request.hello), ack

    def _speaker(self, session: Session, hello: Hello, now: datetime, address: str) -> DeviceRow | None:
        row = session.get(DeviceRow, hello.device)
        if hello.claim is not None and (row is None or not _signed(row.sign_key, hello)):
            # Whoever presents a code must hold the key that it is to be bound to.
            _require_signature(hello.claim.sign_key, hello)
            self.door.require_codes(address)
            if row is None:
                row = claim(session, hello.claim, hello, now)
            else:
                # A restored laptop without its old keys: a fresh code lets it go on under new ones.
                row = claim_anew(session, row.device_id, hello.claim, now)
            if row is None:
                self.door.count_wrong(address)
            return row
        # A code is locked before its device, as an officer who revokes does.
        row = locked_device(session, hello.device)
        if row is not None:
            _require_signature(row.sign_key, hello)
        return row

    def _news(self, request: Request) -> tuple[Segment, ...]:
        if request.pull is None:
            return ()
        with self.database.read() as session:
            device = session.get_one(DeviceRow, request.hello.device)
            return segments(session, _holder(device, request.hello), request.hello.cursors, request.pull)


def _signed(key: bytes, hello: Hello) -> bool:
    return signed_by(key, hello.signature, hello.signed_part())


def _require_signature(key: bytes, hello: Hello) -> None:
    if not _signed(key, hello):
        raise ExchangeRefusedError("hello.signature", 401)


def _holder(row: DeviceRow, hello: Hello) -> Holder:
    return Holder(row.agent_code, row.device_id, hello.schema)


def _hash_there(session: Session, hello: Hello, device: KnownDevice) -> bytes | None:
    place = hello.position
    if (place.epoch, place.dseq) == (device.head.epoch, device.head.dseq):
        return device.head.hash
    return hash_at(session, device.id, place.epoch, place.dseq)


def _note_visit(row: DeviceRow, hello: Hello, now: datetime) -> None:
    fresh = secrets.token_bytes(_TOKEN_BYTES)
    row.turn_token, row.prev_turn_token = turned(row.turn_token, row.prev_turn_token, hello.turn_token, fresh)
    row.last_seen = now
    row.app = program_of(hello)


def _note_restoration(session: Session, hello: Hello, now: datetime) -> None:
    if hello.restored_at is None:
        return
    at = from_millis(hello.restored_at)
    if session.get(RestorationRow, (hello.device, at)) is None:
        session.add(RestorationRow(device_id=hello.device, restored_at=at, heard_at=now))
        log.warning("device %s was restored from a backup", hello.device)
