"""Looks for people in every cell of a store, however their words are written."""

import unicodedata
from collections.abc import Iterator, Sequence

from agent_app.domain.names import fold
from agent_app.domain.operation import MONEY_KINDS
from agent_app.storage.engine import RawConnection


def held_bytes(raw: RawConnection) -> bytes:
    """All cells of all tables, but for the bodies of money, which stay until their retention ends."""
    tables = [
        str(row[0]) for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    ]
    money = ", ".join(f"'{kind.value}'" for kind in MONEY_KINDS)
    found: list[bytes] = []
    for table in tables:
        rest = f" WHERE kind NOT IN ({money})" if table == "oplog" else ""
        for row in raw.execute(f"SELECT * FROM {table}{rest}").fetchall():  # noqa: S608
            found += [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
    return b"\n".join(found)


def disguises(word: str) -> Iterator[bytes]:
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")} | {fold(word), word.upper()}
    for text in forms:
        yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))


def traces(raw: RawConnection, words: Sequence[str | None]) -> list[str]:
    held = held_bytes(raw)
    return [word for word in words if word and any(form in held for form in disguises(word))]
