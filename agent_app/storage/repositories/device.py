"""This home's identity, between its row and the ports."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.office_keys import KeyLink, trusted
from agent_app.runtime.office_signature import signed_with
from agent_app.services.lines import RunLine
from agent_app.services.ports import DeviceIdentity
from agent_app.storage.models import DeviceRow, EnrolledBookRow, OfficeKeyRow, SyncRunRow

# A session forgets what nobody holds.
_DEVICE = "device"


def device_row(session: Session) -> DeviceRow:
    """Return the one row; a session that has read it keeps it, for nearly everything asks."""
    row = session.info[_DEVICE] = session.get_one(DeviceRow, 1)
    return row


def run_line(row: SyncRunRow) -> RunLine:
    """Read one sync run."""
    return RunLine(
        row.started_at,
        row.seconds,
        row.sent,
        row.received,
        row.bytes_up,
        row.bytes_down,
        row.failure,
    )


def keep_grants(session: Session, enrolment: Enrolment) -> None:
    """Remember which books an enrolment granted; what is known of earlier ones stays."""
    grants = [asdict(each) for each in enrolment.books]
    if grants:
        session.execute(upsert(EnrolledBookRow).on_conflict_do_nothing(), grants)


def key_link(row: OfficeKeyRow) -> KeyLink:
    """Read one step from a key of the office to the next."""
    return KeyLink(row.former, row.key, row.seal, row.signature)


def trusted_keys(session: Session) -> tuple[str, ...]:
    """Return the office's keys (hex) that this home trusts, the newest first; none before it is enrolled."""
    enrolment = device_row(session).enrolment
    if enrolment is None:
        return ()
    named = [bytes.fromhex(each) for each in Enrolment.read(enrolment).server_sign_keys]
    held = [key_link(row) for row in session.scalars(select(OfficeKeyRow))]
    return tuple(each.hex() for each in trusted(named, held, signed_with))


class SqlDevice:
    """Fulfils ``ports.Device``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def identity(self) -> DeviceIdentity:
        row = device_row(self._session)
        enrolment = Enrolment.read(row.enrolment) if row.enrolment else None
        return DeviceIdentity(
            row.device_id, row.epoch, enrolment, row.claimed, row.turn_token, row.restored_at
        )

    def enrol(self, enrolment: Enrolment) -> None:
        """Keep an enrolment and what it grants; its code has yet to be claimed, an earlier token is void."""
        row = device_row(self._session)
        # Its documents have a table of their own.
        row.enrolment = replace(enrolment, documents=()).text()
        row.claimed, row.turn_token = False, b""
        self._session.flush()
        keep_grants(self._session, enrolment)

    def office_keys(self) -> tuple[str, ...]:
        return trusted_keys(self._session)

    def learn_keys(self, links: Iterable[KeyLink], at: datetime) -> None:
        rows = [asdict(each) | {"learned_at": at} for each in links]
        if rows:
            self._session.execute(insert(OfficeKeyRow), rows)

    def remember_turn(self, turn_token: bytes) -> None:
        row = device_row(self._session)
        row.turn_token, row.claimed, row.restored_at = turn_token, True, None
        self._session.flush()

    def note_clock(self, ahead: timedelta) -> None:
        device_row(self._session).clock_ahead = round(ahead.total_seconds())
        self._session.flush()

    def present_again(self) -> None:
        device_row(self._session).claimed = False
        self._session.flush()

    def add_run(self, run: RunLine) -> None:
        self._session.execute(
            insert(SyncRunRow).values(
                started_at=run.started_at,
                seconds=run.seconds,
                sent=run.sent,
                received=run.received,
                bytes_up=run.bytes_up,
                bytes_down=run.bytes_down,
                failure=run.failure,
            )
        )

    def untold_runs(self) -> list[RunLine]:
        return [run_line(row) for row in self._untold(device_row(self._session).runs_wanted)]

    def told_runs(self, count: int, wanted: int) -> None:
        row, told = device_row(self._session), self._untold(count)
        row.runs_wanted = wanted
        if told:
            row.runs_told = told[-1].id
        self._session.flush()

    def _untold(self, count: int) -> Sequence[SyncRunRow]:
        known = device_row(self._session).runs_told
        query = select(SyncRunRow).where(SyncRunRow.id > known).order_by(SyncRunRow.id)
        return self._session.scalars(query.limit(count)).all()
