"""The access log: who looked at, printed or took out what people would not have everybody know."""

import logging
import threading
from collections.abc import Iterable, Sequence
from uuid import UUID

from agent_app.domain.access import Access, AccessAction, AccessPlace
from agent_app.domain.errors import EnvironmentFailure
from agent_app.services.ports import Clock, OpenUnit, UnitOfWork

log = logging.getLogger(__name__)

SENSITIVE = ("birth", "citizen_id", "insurance_no", "phone")
"""The fields of a person that a list or a page shows to whoever opens it."""

_MOST_WAITING = 20
_MOST_NAMED = 50


class AccessLog:
    """Collects views in memory and writes them a few at a time, so that looking stays as quick as reading.

    A crash loses the views that were not written yet; prints and exports are written before the paper or
    the file is handed out, both or neither. Any thread may call.
    """

    def __init__(self, open_unit: OpenUnit, clock: Clock) -> None:
        self.place = AccessPlace.COMMAND
        self._open_unit = open_unit
        self._clock = clock
        self._waiting: list[Access] = []
        self._guard = threading.Lock()

    def saw(self, entity: str, entity_id: UUID | None, fields: Sequence[str] = SENSITIVE) -> None:
        """Remember that somebody looked; written with the next few."""
        self._remember([self._entry(AccessAction.VIEW, entity, entity_id, fields)])

    def saw_people(self, people: Sequence[UUID], fields: Sequence[str] = SENSITIVE) -> None:
        """Remember a list that was shown: each person of a short one, a long one as a whole."""
        if len(people) > _MOST_NAMED:
            self.saw("list", None, (*fields, f"{len(people)} people"))
        else:
            self._remember(self._entry(AccessAction.VIEW, "person", each, fields) for each in people)

    def revealed(self, entity: str, entity_id: UUID, fields: Sequence[str]) -> None:
        """Keep at once that masked numbers were uncovered."""
        self._keep(self._entry(AccessAction.REVEAL, entity, entity_id, fields))

    def printed(self, unit: UnitOfWork, entity: str, printed: Sequence[UUID | None]) -> None:
        """Keep prints in the unit of work that logs them, before a paper is handed out."""
        entries = [self._entry(AccessAction.PRINT, entity, each, ("name",)) for each in printed]
        unit.privacy.log_access(_by(entries, _actor(unit)))

    def exported(self, unit: UnitOfWork, entity_id: UUID, code: str) -> None:
        """Keep an export under its code in the unit of work that reads it."""
        entry = self._entry(AccessAction.EXPORT, "person", entity_id, ("all", code))
        unit.privacy.log_access(_by([entry], _actor(unit)))

    def exported_list(self, unit: UnitOfWork, list_id: UUID, code: str) -> None:
        """Keep the export of a whole list with all that it says, as that of one person."""
        entry = self._entry(AccessAction.EXPORT, "list", list_id, ("all", code))
        unit.privacy.log_access(_by([entry], _actor(unit)))

    def flush(self) -> None:
        """Write what waits; a store that cannot be written now does not stop anybody from working."""
        with self._guard:
            waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            with self._open_unit() as unit:
                unit.privacy.log_access(_by(waiting, _actor(unit)))
                unit.commit()
        except EnvironmentFailure as error:
            log.info("access log: %d entries wait, %s", len(waiting), error.code)
            with self._guard:
                self._waiting = waiting + self._waiting

    def _entry(
        self, action: AccessAction, entity: str, entity_id: UUID | None, fields: Sequence[str]
    ) -> Access:
        return Access(self._clock.now(), None, action, entity, entity_id, tuple(fields), self.place)

    def _keep(self, entry: Access) -> None:
        self._remember([entry])
        self.flush()

    def _remember(self, entries: Iterable[Access]) -> None:
        with self._guard:
            known = {_what(each) for each in self._waiting}
            self._waiting.extend(each for each in entries if _what(each) not in known)
            full = len(self._waiting) >= _MOST_WAITING
        if full:
            self.flush()


def _what(entry: Access) -> tuple[object, ...]:
    """Say what was done: a page that is read anew a moment later is one look at it."""
    return entry.action, entry.entity, entry.entity_id, entry.fields


def _actor(unit: UnitOfWork) -> str | None:
    enrolment = unit.device.identity().enrolment
    return enrolment.agent_code if enrolment else None


def _by(entries: Iterable[Access], actor: str | None) -> list[Access]:
    return [
        Access(each.at, actor, each.action, each.entity, each.entity_id, each.fields, each.place)
        for each in entries
    ]
