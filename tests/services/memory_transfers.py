"""Transfers in a store of dicts."""

from dataclasses import dataclass

from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryTransfers:
    """Fulfils ``ports.Transfers``."""

    tables: Tables
