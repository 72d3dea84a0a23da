"""What an open store is made of."""

from dataclasses import dataclass

from sqlalchemy import Engine

from agent_app.storage.journal import Journal


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """The database twice, to write and to read, and the journal; ``marks_key`` hashes who was erased."""

    write: Engine
    read: Engine
    journal: Journal
    marks_key: bytes

    def close(self) -> None:
        """Let go of every connection."""
        self.write.dispose()
        self.read.dispose()
