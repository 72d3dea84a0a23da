"""Figures of this server for Prometheus: counts, sums and times; no person, no agent, no device."""

import os
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from agent_app.sync.wire.messages import OperationOutcome
from provincial_server.database import Database
from provincial_server.office import LAST_BACKUP, setting
from provincial_server.tables import (
    IS_HELD_OP,
    IS_HELD_RECEIPT,
    DeviceRow,
    ErasureRequestRow,
    OpRow,
    QuarantineRow,
    ReceiptRow,
)
from provincial_server.undoing import is_void

# Where several processes serve, each keeps its figures in files of this folder.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts what one process answers; tells what all processes of this server have counted."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._exchanges = Counter(
            "provincial_exchanges", "Exchanges by verdict", ["verdict"], registry=self._registry
        )
        self._refused = Counter(
            "provincial_refused_messages", "Messages not taken, by code", ["reason"], registry=self._registry
        )
        self._operations = Counter(
            "provincial_operations", "Operations answered, by outcome", ["outcome"], registry=self._registry
        )
        self._bytes = Counter(
            "provincial_message_bytes", "Bytes of messages", ["direction"], registry=self._registry
        )
        self._seconds = Histogram(
            "provincial_exchange_seconds", "Time of an exchange", buckets=_SECONDS, registry=self._registry
        )
        self.inside = Gauge(
            "provincial_exchanges_inside",
            "Exchanges that are worked on or wait",
            registry=self._registry,
            multiprocess_mode="livesum",
        )

    def exchange(self, verdict: str, outcomes: Iterable[OperationOutcome], sizes: tuple[int, int]) -> None:
        """Count one exchange; ``sizes`` are the bytes that came and went."""
        self._exchanges.labels(verdict).inc()
        for each in outcomes:
            self._operations.labels(each.state.value).inc()
        for direction, size in zip(("in", "out"), sizes, strict=True):
            self._bytes.labels(direction).inc(size)

    def took(self, seconds: float) -> None:
        """Count how long one exchange took."""
        self._seconds.observe(seconds)

    def refused(self, reason: str) -> None:
        """Count a message that was not taken."""
        self._refused.labels(reason).inc()

    def text(self, database: Database) -> bytes:
        """Write all figures in Prometheus' own format."""
        shared = os.environ.get(SHARED_FOLDER)
        registry = CollectorRegistry() if shared else self._registry
        if shared:
            MultiProcessCollector(registry, shared)  # type: ignore[no-untyped-call]
        return generate_latest(registry) + _office_text(database)


def _office_text(database: Database) -> bytes:
    registry = CollectorRegistry()
    registry.register(_OfficeFigures(database))
    return generate_latest(registry)


class _OfficeFigures(Collector):
    """Reads what lies in the database when it is asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        try:
            with self._database.read() as session:
                yield from _figures(session)
        except (DBAPIError, PoolTimeoutError):
            yield GaugeMetricFamily("provincial_database_up", "Whether the database answers", value=0)


def _figures(session: Session) -> Iterator[Metric]:
    yield GaugeMetricFamily("provincial_database_up", "Whether the database answers", value=1)
    waiting = GaugeMetricFamily("provincial_waiting", "What waits for an officer", labels=["what"])
    held = select(func.count()).select_from(OpRow).where(IS_HELD_OP)
    waiting.add_metric(["held_operations"], session.scalar(held) or 0)
    for what, row in (("quarantine", QuarantineRow), ("erasure_requests", ErasureRequestRow)):
        waiting.add_metric([what], session.scalar(select(func.count()).select_from(row)) or 0)
    yield waiting
    held_money = select(func.sum(ReceiptRow.total)).where(IS_HELD_RECEIPT, ~is_void())
    yield GaugeMetricFamily(
        "provincial_held_dong", "Money of held receipts", value=float(session.scalar(held_money) or 0)
    )
    devices = GaugeMetricFamily("provincial_devices", "Laptops by status", labels=["status"])
    by_status = select(DeviceRow.status, func.count()).group_by(DeviceRow.status)
    for status, count in session.execute(by_status):
        devices.add_metric([status], count)
    yield devices
    last = setting(session, LAST_BACKUP)
    yield GaugeMetricFamily(
        "provincial_last_backup_timestamp_seconds",
        "When the last backup was taken; 0 for never",
        value=int(last) / 1000 if last else 0,
    )
