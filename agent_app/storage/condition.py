"""Whether the store may still be written: there is room on the disk, and no damage has been met."""

import logging

from sqlalchemy import Engine, ExceptionContext, event

from agent_app.domain.errors import EnvironmentFailure
from agent_app.services.failures import StoreReadOnlyError
from agent_app.services.standing import ReadOnlyReason
from agent_app.storage.errors import StoreDamagedError, StoreFullError
from agent_app.storage.failure import driver_failure
from agent_app.storage.room import Room

log = logging.getLogger(__name__)


class Condition:
    """What one process has learnt of the store's file and its disk."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.damaged = False

    @property
    def read_only(self) -> ReadOnlyReason | None:
        """Why nothing can be written, ``None`` where it can."""
        if self.damaged:
            return ReadOnlyReason.FILE_DAMAGED
        return ReadOnlyReason.DISK_FULL if self.room.full else None

    def refuse_writing(self) -> None:
        """Raise ``StoreReadOnlyError`` where nothing can be written."""
        reason = self.read_only
        if reason is not None:
            raise StoreReadOnlyError(reason)

    def watch(self, engine: Engine) -> None:
        """Learn from whatever goes wrong on an engine's connections."""

        @event.listens_for(engine, "handle_error")
        def _learn(context: ExceptionContext) -> None:
            failure = driver_failure(context.original_exception)
            self.meet(failure)
            if isinstance(failure, StoreDamagedError):
                # The cipher refuses every page once it has refused one: another connection reads the rest.
                context.is_disconnect, context.invalidate_pool_on_disconnect = True, False

    def meet(self, failure: EnvironmentFailure | None) -> None:
        """Learn from a failure."""
        if isinstance(failure, StoreDamagedError) and not self.damaged:
            self.damaged = True
            log.info("store: damage was met; it is only read from now on")
        elif isinstance(failure, StoreFullError):
            self.room.give_way()

    def told(self, failure: EnvironmentFailure) -> EnvironmentFailure:
        """Name a writer's failure: one that will come again, whatever is written, is the mode's."""
        if isinstance(failure, StoreDamagedError):
            return StoreReadOnlyError(ReadOnlyReason.FILE_DAMAGED)
        if isinstance(failure, StoreFullError) and self.room.full:
            return StoreReadOnlyError(ReadOnlyReason.DISK_FULL)
        return failure
