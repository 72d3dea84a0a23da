"""What a store says of itself, for the manifest of its backup, and whether a copy is sound."""

from datetime import datetime
from uuid import UUID

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.money import Dong
from agent_app.domain.operation import GENESIS
from agent_app.services.backups import BookPlace, Manifest
from agent_app.storage.engine import RawConnection, scalar
from agent_app.storage.migrate import version_of


def read_facts(raw: RawConnection, made_at: datetime) -> Manifest:
    """Read them in one go."""
    device_id, epoch, enrolment, acked = _row(
        raw, "SELECT device_id, epoch, enrolment, acked_dseq FROM device"
    )
    head = raw.execute("SELECT epoch, dseq, hash FROM oplog ORDER BY dseq DESC LIMIT 1").fetchone()
    head_epoch, dseq, head_hash = head or (epoch, 0, GENESIS)
    books = raw.execute("SELECT symbol, book, next, last FROM receipt_book ORDER BY symbol, first").fetchall()
    receipts, total = _row(raw, "SELECT count(*), coalesce(sum(total), 0) FROM receipt")
    return Manifest(
        made_at,
        UUID(str(device_id)),
        Enrolment.read(str(enrolment)).agent_code if enrolment else None,
        _int(head_epoch),
        _int(dseq),
        bytes(head_hash) if isinstance(head_hash, bytes) else GENESIS,
        _int(acked),
        version_of(raw),
        tuple(BookPlace(str(each[0]), str(each[1]), _int(each[2]), _int(each[3])) for each in books),
        _count(raw, "household"),
        _count(raw, "person"),
        _count(raw, "visit"),
        _int(receipts),
        _count(raw, "oplog"),
        Dong(_int(total)),
        len(erased_people(raw)),
    )


def erased_people(raw: RawConnection) -> frozenset[str]:
    """Name by their ids whom a store knows as erased; a schema of before there were erasures knows nobody."""
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'erasure'").fetchall():
        return frozenset()
    return frozenset(str(each[0]) for each in raw.execute("SELECT person_id FROM erasure").fetchall())


def is_sound(raw: RawConnection) -> bool:
    """Tell whether every page's seal holds and the tables hang together."""
    if raw.execute("PRAGMA cipher_integrity_check").fetchall():
        return False
    return scalar(raw, "PRAGMA quick_check") == "ok"


def holds(raw: RawConnection, epoch: int, dseq: int, head_hash: bytes) -> bool:
    """Tell whether the log has this hash at this place."""
    if dseq == 0:
        return True
    found = raw.execute("SELECT hash FROM oplog WHERE epoch = ? AND dseq = ?", (epoch, dseq)).fetchone()
    return found is not None and found[0] == head_hash


def _row(raw: RawConnection, sql: str) -> tuple[object, ...]:
    return tuple(raw.execute(sql).fetchone() or ())


def _int(value: object) -> int:
    return int(str(value))


def _count(raw: RawConnection, table: str) -> int:
    return _int(scalar(raw, f"SELECT count(*) FROM {table}"))  # noqa: S608 (names from this module)
