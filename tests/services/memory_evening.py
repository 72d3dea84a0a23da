"""Envelopes and remittances in a store of dicts."""

from dataclasses import dataclass

from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryEvening:
    """Fulfils ``ports.Evening``."""

    tables: Tables
