"""What the law asks for people's sake: consents, export, erasure, and nothing kept for longer than needed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import ClassVar

from agent_app.domain.calendar import VIETNAM, civil_date
from agent_app.domain.consent import Consent, ConsentHow, ConsentId, Purpose
from agent_app.domain.due_list import DueListReading, RejectedRow
from agent_app.domain.erasure import ErasureId, ErasureRequest, traits
from agent_app.domain.errors import AppError, InputError
from agent_app.domain.household import PersonId, Subject
from agent_app.domain.names import clean
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.privacy_body import consent_body, erasure_body
from agent_app.domain.retention import RetentionKind, RetentionRules
from agent_app.domain.watermark import Watermark
from agent_app.services.access import AccessLog
from agent_app.services.failures import KeptButUnwitnessedError
from agent_app.services.ports import (
    AfterErasure,
    Clock,
    Erased,
    Ids,
    OpenUnit,
    PersonFilePress,
    PrivacyQueries,
    SweepLimits,
    Swept,
    UnitOfWork,
)

log = logging.getLogger(__name__)

ERASED = "erased"
"""What a line of an old list is refused for: its person has been erased since."""


@dataclass(eq=False)
class ConsentInFutureError(InputError):
    """A consent that nobody has given yet cannot be recorded."""

    code: ClassVar[str] = "consent.in_future"
    on: date


@dataclass(eq=False)
class ErasureReasonMissingError(InputError):
    """An erasure needs its reason, for the office will ask."""

    code: ClassVar[str] = "privacy.reason_missing"


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Keep what a person allows, or no longer; no ``on`` means today in Viet Nam."""

    person_id: PersonId
    purpose: Purpose
    how: ConsentHow
    withdrawn: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """A file about one person, and the watermark that it carries."""

    content: bytes
    watermark: Watermark
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who has been erased, by the present id, and what that came to."""

    person_id: PersonId
    erased: Erased


@dataclass(frozen=True, slots=True)
class PrivacyService:
    """Does what a person may ask of whoever holds their data."""

    open_unit: OpenUnit
    queries: PrivacyQueries
    clock: Clock
    ids: Ids
    access: AccessLog
    press: PersonFilePress
    rules: RetentionRules
    after_erasure: tuple[AfterErasure, ...] = ()

    def record_consent(self, command: RecordConsent) -> Consent:
        """Keep a consent or its withdrawal and log it for the server, both or neither."""
        now = self.clock.now()
        on = command.on or civil_date(now)
        if on > civil_date(now):
            raise ConsentInFutureError(on)
        with self.open_unit() as unit:
            subject = _subject(unit, command.person_id)
            consent = Consent(
                ConsentId(self.ids.new()), subject, command.purpose, command.how, on, now, command.withdrawn
            )
            entry = Entry(self.ids.new(), OperationKind.CONSENT_RECORDED, 1, now, consent_body(consent))
            unit.log.append(entry)
            unit.privacy.add_consent(consent, entry.op_id)
            unit.commit()
        return consent

    def export(self, person_id: PersonId, purpose: str, *, archive: bool) -> Export:
        """Make a file of all that is held about a person; the access log knows of it first."""
        held = self.queries.person_file(person_id)
        with self.open_unit() as unit:
            identity = unit.device.identity()
            actor = identity.enrolment.agent_code if identity.enrolment else str(identity.device_id)
            watermark = Watermark(actor, self.clock.now(), purpose, self.ids.new())
            self.access.exported(unit, held.person_id, watermark.code)
            unit.commit()
        marked = replace(held, watermark=watermark)
        content = self.press.archive(marked) if archive else self.press.json(marked)
        counts = {name: len(part) for name, part in held.sections.items() if isinstance(part, list)}
        return Export(content, watermark, counts)

    def erase(self, person_id: PersonId, reason: str) -> Forgotten:
        """Ask the office to erase a person, and put a pseudonym in their place here, both or neither."""
        said = clean(reason)
        if not said:
            raise ErasureReasonMissingError
        now = self.clock.now()
        with self.open_unit() as unit:
            subject = _subject(unit, person_id)
            request = ErasureRequest(ErasureId(self.ids.new()), subject, said, civil_date(now), now)
            entry = Entry(self.ids.new(), OperationKind.ERASURE_REQUESTED, 1, now, erasure_body(request))
            unit.log.append(entry)
            erased = unit.privacy.erase(request, entry.op_id)
            try:
                unit.commit()
            except KeptButUnwitnessedError:  # the person is erased: no copy from before may stay
                self._leave_no_copy()
                raise
        self._leave_no_copy()
        return Forgotten(subject.person_id, erased)

    def _leave_no_copy(self) -> None:
        for each in self.after_erasure:
            each.after_erasure()

    def sweep(self) -> Swept:
        """Remove what is older than the rules let it be kept."""
        now = self.clock.now()
        today = civil_date(now)
        limits = SweepLimits(
            self._limit(RetentionKind.MONEY_BODY, today),
            self._limit(RetentionKind.OTHER_BODY, today),
            self._limit(RetentionKind.REPLACED_LIST, today),
            self._limit(RetentionKind.IMPORT_REPORT, today),
            self._limit(RetentionKind.ACCESS_LOG, today),
            self._limit(RetentionKind.BANK_WORDS, today),
            self._limit(RetentionKind.PRINT_LOG, today),
        )
        with self.open_unit() as unit:
            swept = unit.privacy.sweep(limits, today, now)
            unit.commit()
        log.info("sweep: %d bodies, %d list lines, %d accesses", *_figures(swept))
        return swept

    def sweep_daily(self) -> None:
        """Sweep unless that was done today; whatever is in its way waits for the next occasion."""
        try:
            with self.open_unit() as unit:
                last = unit.privacy.last_sweep()
            if last is None or last < civil_date(self.clock.now()):
                self.sweep()
        except AppError as error:
            log.info("sweep: not now, %s", error.code)

    def after_sync(self) -> None:
        """Empty what has just come into custody of those who were erased, and sweep."""
        try:
            self.sweep()
        except AppError as error:
            log.info("sweep: not now, %s", error.code)

    def _limit(self, kind: RetentionKind, today: date) -> datetime:
        return datetime.combine(self.rules.oldest_kept(kind, today), time(), VIETNAM)


def _figures(swept: Swept) -> tuple[int, int, int]:
    return swept.bodies, swept.list_lines, swept.accesses


def _subject(unit: UnitOfWork, person_id: PersonId) -> Subject:
    person = unit.households.person(person_id)
    return Subject.of(person, unit.households.get(person.household_id))


def lines_to_look_at(rejected: Sequence[RejectedRow]) -> int:
    """Count the lines for which their file is still needed: those of the erased were left out on purpose."""
    return sum(each.about != ERASED for each in rejected)


def without_erased(unit: UnitOfWork, reading: DueListReading) -> DueListReading:
    """Keep those out of a list who have been erased since: only a newer list names them anew.

    A list of a month that had none when they were erased is the office's new word: there they come in as
    new people. Asking a second time changes nothing.
    """
    by_row = [(row, traits(row.name, row.insurance_no, row.citizen_id, row.birth)) for row in reading.rows]
    erased = unit.privacy.erased({trait for _, known in by_row for trait in known})
    old = {trait for trait, last_month in erased.items() if reading.month <= last_month}
    gone = [row for row, known in by_row if known & old]
    if not gone:
        return reading
    # Nothing is kept of what their lines said, nor of lines that said it again.
    places = {row.row for row in gone}
    return replace(
        reading,
        rows=tuple(row for row, known in by_row if not known & old),
        rejected=(*reading.rejected, *(RejectedRow(row.row, ERASED, "", sheet=row.sheet) for row in gone)),
        repeated=tuple(
            replace(each, original={}) if each.repeats in places else each for each in reading.repeated
        ),
    )
