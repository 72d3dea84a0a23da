"""A whole sync: rounds until nothing waits on either side."""

import logging
import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial

from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.services.lines import RunLine
from agent_app.services.ports import CancelledWorkError, Clock, OpenUnit, Queries, Report, no_report
from agent_app.sync.carriers import ClosableTransport, over_https
from agent_app.sync.exchange import Exchange, Round
from agent_app.sync.failures import OfflineError, ServerBusyError, ServerUnknownError
from agent_app.sync.pace import Pace

log = logging.getLogger(__name__)

MAX_ROUNDS = 10_000
MAX_CUTS = 3
"""So many cuts in a row, and the run ends; whoever began it may begin another."""

LONGEST_WAIT = 60
"""A busy server that asks for more seconds than these is left for another run."""

_MOMENT = 0.2


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

    ``alone`` sees to it that no other program of this machine does the same; ``sleep`` waits some seconds;
    ``afterwards`` are done once everything has been exchanged; they fail by themselves or not at all.
    """

    exchange: Exchange
    open_unit: OpenUnit
    queries: Queries
    clock: Clock
    connect: Callable[[str, str | None], ClosableTransport] = over_https
    alone: Callable[[], AbstractContextManager[None]] = nullcontext
    sleep: Callable[[float], None] = time.sleep
    afterwards: tuple[Callable[[], None], ...] = ()

    def run(self, report: Report = no_report, url: str | None = None) -> RunReport:
        """Exchange until nothing waits; raise an ``AppError`` where that cannot be, with everything kept."""
        rounds: list[Round] = []
        started_at = self.clock.now()
        failure: str | None = "unexpected"  # unless we learn otherwise
        try:
            with self.alone(), closing(self._connected(url)) as transport:
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
        waiting, pace = self.queries.sync_status().waiting_operations, Pace()
        for number in range(MAX_ROUNDS):
            step = partial(report, number, max(number + 1, waiting))
            step()
            try:
                rounds.append(self.exchange.once(transport, pace, step))
            except (OfflineError, ServerBusyError) as error:
                pace = pace.after_cut()
                if pace.cuts > MAX_CUTS or _asks_too_much(error):
                    raise
                self._wait(_seconds(error, pace), step)
            else:
                pace = pace.after_round()
                if not rounds[-1].more or _stands_still(rounds):
                    return

    def _wait(self, seconds: float, step: Callable[[], None]) -> None:
        """Wait, in moments, so that whoever waits can stop it."""
        log.info("sync waits %.1f s after a cut", seconds)
        ends = seconds
        while ends > 0:
            step()
            self.sleep(min(_MOMENT, ends))
            ends -= _MOMENT

    def _connected(self, url: str | None) -> ClosableTransport:
        with self.open_unit() as unit:
            enrolment = unit.device.identity().enrolment
        address = url or (enrolment.server_url if enrolment else None)
        if not address:
            raise ServerUnknownError
        return self.connect(address, enrolment.server_ca if enrolment else None)

    def _keep(self, run: RunLine) -> None:
        log.info("sync ended: sent %d, received %d, failure %s", run.sent, run.received, run.failure)
        with self.open_unit() as unit:
            unit.device.add_run(run)
            unit.commit()


def _asks_too_much(error: OfflineError | ServerBusyError) -> bool:
    return isinstance(error, ServerBusyError) and error.seconds > LONGEST_WAIT


def _seconds(error: OfflineError | ServerBusyError, pace: Pace) -> float:
    """How long to wait: what a busy server asks for, and never shorter than after a cut."""
    pause = pace.pause(random.random())  # noqa: S311 (spreads laptops, guards nothing)
    return max(pause, error.seconds) if isinstance(error, ServerBusyError) else pause


def _stands_still(rounds: list[Round]) -> bool:
    """Tell whether two rounds have moved nothing: one may only find out where to begin again."""
    return len(rounds) > 1 and not any(each.sent or each.received for each in rounds[-2:])
