"""A whole sync: rounds until nothing waits on either side."""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.services.lines import RunLine
from agent_app.services.ports import CancelledWorkError, Clock, OpenUnit, Queries, Report, no_report
from agent_app.sync.carriers import ClosableTransport, over_https
from agent_app.sync.exchange import Exchange, Round
from agent_app.sync.failures import ServerUnknownError

log = logging.getLogger(__name__)

MAX_ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a whole sync moved, and what waits still."""

    sent: int
    received: int
    waiting_operations: int
    waiting_money: Dong


@dataclass(frozen=True, slots=True)
class SyncService:
    """Syncs with the provincial server; every round is kept as it ends, so a cut costs one round.

    ``afterwards`` are done once everything has been exchanged; they fail by themselves or not at all.
    """

    exchange: Exchange
    open_unit: OpenUnit
    queries: Queries
    clock: Clock
    connect: Callable[[str], ClosableTransport] = over_https
    afterwards: tuple[Callable[[], None], ...] = ()

    def run(self, report: Report = no_report, url: str | None = None) -> RunReport:
        """Exchange until nothing waits; raise an ``AppError`` where that cannot be, with everything kept."""
        rounds: list[Round] = []
        started_at = self.clock.now()
        failure: str | None = "unexpected"  # unless we learn otherwise
        try:
            with closing(self.connect(url or self._url())) as transport:
                self._exchange_all(transport, rounds, report)
            failure = None
        except AppError as error:
            failure = error.code
            raise
        except CancelledWorkError:
            failure = "sync.cancelled"
            raise
        finally:
            seconds = (self.clock.now() - started_at).total_seconds()
            self._keep(
                RunLine(
                    started_at,
                    seconds,
                    sum(each.sent for each in rounds),
                    sum(each.received for each in rounds),
                    sum(each.bytes_up for each in rounds),
                    sum(each.bytes_down for each in rounds),
                    failure,
                )
            )
        for each in self.afterwards:
            each()
        status = self.queries.sync_status()
        return RunReport(
            sum(each.sent for each in rounds),
            sum(each.received for each in rounds),
            status.waiting_operations,
            status.waiting_money,
        )

    def _exchange_all(self, transport: ClosableTransport, rounds: list[Round], report: Report) -> None:
        waiting = self.queries.sync_status().waiting_operations
        for number in range(MAX_ROUNDS):
            report(number, max(number + 1, waiting))
            rounds.append(self.exchange.once(transport))
            if not rounds[-1].more or _stands_still(rounds):
                return

    def _url(self) -> str:
        url = self.queries.sync_status().server_url
        if not url:
            raise ServerUnknownError
        return url

    def _keep(self, run: RunLine) -> None:
        log.info("sync ended: sent %d, received %d, failure %s", run.sent, run.received, run.failure)
        with self.open_unit() as unit:
            unit.device.add_run(run)
            unit.commit()


def _stands_still(rounds: list[Round]) -> bool:
    """Tell whether two rounds have moved nothing: one may only find out where to begin again."""
    return len(rounds) > 1 and not any(each.sent or each.received for each in rounds[-2:])
