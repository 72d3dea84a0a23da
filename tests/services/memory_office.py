"""Settings and grants in a store of dicts."""

from dataclasses import dataclass

from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryOfficeOrders:
    """Fulfils ``ports.OfficeOrders``."""

    tables: Tables
