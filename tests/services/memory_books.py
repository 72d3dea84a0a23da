"""Spoiled and returned numbers in a store of dicts."""

from dataclasses import dataclass

from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryBooks:
    """Fulfils ``ports.Books``."""

    tables: Tables
