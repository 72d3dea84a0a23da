"""Turns: whoever judges by what is stored keeps others from storing the like at the same moment."""

from collections.abc import Iterable
from hashlib import blake2b

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session


def in_turn(session: Session, about: Iterable[object]) -> None:
    """Wait for the turn of all these, and hold it until the transaction ends; once in a transaction.

    It comes after the rows of devices and before the office's row, and in sorted order, so that nobody waits
    in a circle. On SQLite every writing transaction is alone already.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    keys = func.unnest(cast(sorted({_key(each) for each in about}), ARRAY(BigInteger)))
    one = keys.column_valued("one")
    session.execute(select(func.pg_advisory_xact_lock(one)))


def _key(about: object) -> int:
    # Two that share a number wait for one another, and that is all.
    return int.from_bytes(blake2b(f"turn/1 {about}".encode(), digest_size=8).digest(), "big", signed=True)
