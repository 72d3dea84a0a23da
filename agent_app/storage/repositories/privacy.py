"""Consents, erasures, retention and the access log, between rows and domain."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.access import Access
from agent_app.domain.consent import Consent
from agent_app.domain.erasure import ErasureRequest, traits
from agent_app.domain.household import PersonId, Subject
from agent_app.domain.operation import MONEY_KINDS, OperationState
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.ports import Erased, SweepLimits, Swept
from agent_app.storage.models import (
    AccessRow,
    Base,
    ConsentRow,
    DueImportRow,
    DueItemRow,
    DueListRow,
    ErasureMarkRow,
    ErasureRow,
    ImportNoteRow,
    OperationRow,
    PersonRow,
    ProposalRow,
    ReceiptRow,
    SweepRow,
)
from agent_app.storage.repositories.device import device_row
from agent_app.storage.repositories.erasures import Eraser, empty_bodies, empty_the_erased
from agent_app.storage.repositories.households import present_person, to_partial
from agent_app.storage.repositories.prints import sweep_prints
from agent_app.storage.repositories.transfer_erasures import sweep_credits
from agent_app.storage.sorting import chunks

_SETTLED = (OperationState.ACCEPTED.value, OperationState.MERGED.value)


class SqlPrivacy:
    """Fulfils ``ports.Privacy``; ``key`` hides what the erased would be recognised by."""

    def __init__(self, session: Session, key: bytes) -> None:
        self._session = session
        self._key = key

    def add_consent(self, consent: Consent, op_id: UUID) -> None:
        self._session.execute(
            insert(ConsentRow).values(
                id=consent.id,
                op_id=op_id,
                person_id=present_person(self._session, consent.subject.person_id),
                purpose=consent.purpose.value,
                how=consent.how.value,
                on=consent.on,
                recorded_at=consent.recorded_at,
                withdrawn=consent.withdrawn,
            )
        )

    def log_access(self, entries: Iterable[Access]) -> None:
        rows = [
            {
                "at": each.at,
                "actor": each.actor,
                "action": each.action.value,
                "entity": each.entity,
                "entity_id": each.entity_id,
                "fields": ",".join(each.fields),
                "place": each.place.value,
            }
            for each in entries
        ]
        if rows:
            self._session.connection().execute(insert(AccessRow), rows)

    def issued(self, receipt_id: ReceiptId) -> Receipt | None:
        query = (
            select(OperationRow.body)
            .join(ReceiptRow, ReceiptRow.op_id == OperationRow.op_id)
            .where(ReceiptRow.id == receipt_id)
        )
        body = self._session.scalar(query)
        return read_receipt(body) if body else None

    def erase(self, request: ErasureRequest, op_id: UUID) -> Erased:
        self._remember(request.subject)
        rows = Eraser(self._session).erase(request, op_id)
        return Erased(rows, *empty_the_erased(self._session))

    def erase_again(self, erased: ErasureRow, subject: Subject | None) -> None:
        """Put the pseudonym into whatever has come back of a person who was erased before."""
        if subject is not None:
            self._mark_all(erased.person_id, _traits_of(subject))
        Eraser(self._session).erase_again(erased, subject.name if subject else None)

    def _remember(self, subject: Subject) -> None:
        person_id = subject.person_id
        described = (PersonRow.name, PersonRow.insurance_no, PersonRow.citizen_id, PersonRow.birth)
        listed = (DueItemRow.name, DueItemRow.insurance_no, DueItemRow.citizen_id, DueItemRow.birth)
        rows = [
            *self._session.execute(select(*described).where(PersonRow.id == person_id)),
            *self._session.execute(select(*listed).where(DueItemRow.person_id == person_id)),
        ]
        known = {
            trait
            for name, insurance_no, citizen_id, birth in rows
            for trait in traits(name, insurance_no, citizen_id, to_partial(birth))
        }
        self._mark_all(person_id, known | _traits_of(subject))

    def _mark_all(self, person_id: PersonId, known: set[str]) -> None:
        marks = [{"mark": self._mark(each), "person_id": person_id} for each in sorted(known)]
        if marks:
            self._session.connection().execute(upsert(ErasureMarkRow).on_conflict_do_nothing(), marks)

    def _mark(self, trait: str) -> bytes:
        return hmac.new(self._key, trait.encode(), hashlib.sha256).digest()

    def erased(self, traits: Iterable[str]) -> dict[str, str]:
        if not self._session.scalar(select(exists().where(ErasureMarkRow.person_id.is_not(None)))):
            return {}
        by_mark = {self._mark(each): each for each in traits}
        found: dict[str, str] = {}
        for chunk in chunks(by_mark):
            query = (
                select(ErasureMarkRow.mark, func.max(ErasureRow.last_month))
                .join(ErasureRow, ErasureRow.person_id == ErasureMarkRow.person_id)
                .where(ErasureMarkRow.mark.in_(chunk))
                .group_by(ErasureMarkRow.mark)
            )
            found |= {by_mark[mark]: month for mark, month in self._session.execute(query)}
        return found

    def last_sweep(self) -> date | None:
        return self._session.scalar(select(func.max(SweepRow.on)))

    def sweep(self, limits: SweepLimits, on: date, at: datetime) -> Swept:
        # A clock that runs ahead must not empty anything: age is measured by the office's last word.
        told = device_row(self._session).custody_at or at
        ahead = max(at - told, timedelta(0))
        money = OperationRow.kind.in_(MONEY_KINDS)
        old = or_(
            and_(money, OperationRow.recorded_at < limits.money_body - ahead),
            and_(~money, OperationRow.recorded_at < limits.other_body - ahead),
        )
        bodies, _ = empty_the_erased(self._session)
        bodies += empty_bodies(self._session, and_(OperationRow.state.in_(_SETTLED), old))
        lines = self._remove_lists(limits.replaced_list)
        reported = select(DueListRow.id).where(DueListRow.imported_at < limits.import_report)
        self._delete(ImportNoteRow, ImportNoteRow.due_list_id.in_(reported))
        sweep_credits(self._session, limits.bank_words)
        sweep_prints(self._session, limits.print_log)
        accesses = self._delete(AccessRow, AccessRow.at < limits.access_log)
        self._session.execute(delete(SweepRow))
        self._session.execute(insert(SweepRow).values(on=on, at=at))
        self._session.expire_all()
        return Swept(bodies, lines, accesses)

    def _remove_lists(self, limit: datetime) -> int:
        old = and_(~DueListRow.shown, DueListRow.imported_at < limit)
        lists = select(DueListRow.id).where(old)
        lines = self._delete(DueItemRow, DueItemRow.due_list_id.in_(lists))
        self._delete(ImportNoteRow, ImportNoteRow.due_list_id.in_(lists))
        self._delete(ProposalRow, ProposalRow.due_list_id.in_(lists))
        self._delete(DueImportRow, DueImportRow.due_list_id.in_(lists))
        newer = update(DueImportRow).where(DueImportRow.replaced_id.in_(lists))
        self._session.connection().execute(newer.values(replaced_id=None))
        self._delete(DueListRow, old)
        return lines

    def _delete(self, table: type[Base], which: ColumnElement[bool]) -> int:
        return self._session.connection().execute(delete(table).where(which)).rowcount


def _traits_of(subject: Subject) -> set[str]:
    return set(traits(subject.name, subject.insurance_no, subject.citizen_id, subject.birth))
