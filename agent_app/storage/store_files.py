"""What an open store is made of."""

from dataclasses import dataclass

from sqlalchemy import Engine

from agent_app.runtime.secrets import subkey
from agent_app.storage.engine import close_for_good
from agent_app.storage.journal import Journal


def marks_key(data_key: bytes) -> bytes:
    """Return the key that hashes what the erased would be recognised by."""
    return subkey(data_key, "erasure.marks")


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """The database twice, to write and to read, and the journal; ``marks_key`` hashes who was erased."""

    write: Engine
    read: Engine
    journal: Journal
    marks_key: bytes

    def close(self) -> None:
        """Let go of every connection; none is opened any more."""
        close_for_good(self.write)
        close_for_good(self.read)
