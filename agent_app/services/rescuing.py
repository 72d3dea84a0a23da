"""What a rescue saved of a damaged store, and what it could not."""

from dataclasses import dataclass

from agent_app.domain.money import Dong
from agent_app.services.ports import Finding


@dataclass(frozen=True, slots=True)
class TableSaved:
    """One table: rows read from the store, rows that only a backup had, rows that fit nowhere."""

    name: str
    rows: int
    from_backup: int = 0
    unusable: int = 0


@dataclass(frozen=True, slots=True)
class Rescued:
    """The report of a rescue; ``missing`` are the log's places (first, last) that nothing could fill.

    ``damaged_pages`` are pages whose seal is broken, ``healed_pages`` those of them that the write-ahead log
    had whole. ``new_epoch`` is set where the log had to be chained anew behind a missing place.
    """

    tables: tuple[TableSaved, ...]
    pages: int
    damaged_pages: tuple[int, ...]
    healed_pages: tuple[int, ...]
    backup: str | None
    receipts: int
    total: Dong
    receipts_from_log: int
    operations_from_journal: int
    missing: tuple[tuple[int, int], ...]
    new_epoch: int | None
    placeholders: int
    dropped: int
    frozen: tuple[str, ...]
    kept_aside: str | None
    findings: tuple[Finding, ...] = ()
