"""Puts a pseudonym wherever an erased person's name stood; one transaction, all tables.

Whoever adds a table that holds a person's data adds it here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from agent_app.domain.erasure import ErasureRequest, pseudonym
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.names import fold
from agent_app.domain.operation import MONEY_KINDS, OperationKind, OperationState
from agent_app.domain.plain import canonical
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.storage.models import (
    AliasRow,
    Base,
    BaseRow,
    ChangeHistoryRow,
    DueItemRow,
    DueListRow,
    EmptyingRow,
    ErasureRow,
    HouseholdRow,
    HouseholdStatusRow,
    OperationRow,
    PersonRow,
    ReceiptCancellationRow,
    ReceiptLineRow,
    ReceiptRefundRow,
    ReceiptRow,
    StagedRow,
    TransferLineRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.pseudonyms import GONE
from agent_app.storage.repositories.device import device_row
from agent_app.storage.repositories.evening_erasures import forget_in_notes
from agent_app.storage.repositories.households import household_values, person_values
from agent_app.storage.repositories.import_erasures import Sought, forget_in_imports, numbers_of
from agent_app.storage.repositories.prints import forget_prints
from agent_app.storage.repositories.transfer_erasures import forget_in_transfers

_NO_SUBJECT = {
    "subject_insurance_no": None,
    "subject_citizen_id": None,
    "subject_birth": None,
    "subject_household_no": None,
}
_OF_HOUSEHOLDS = (
    OperationKind.HOUSEHOLD_ADDED.value,
    OperationKind.HOUSEHOLD_EDITED.value,
    OperationKind.STATUS_RECORDED.value,
)
_NO_LINE = {
    "insurance_no": None,
    "citizen_id": None,
    "birth": None,
    "sex": None,
    "address": None,
    "phone": None,
    "household_no": None,
    "facility": None,
    "original": canonical({}),
}


def ids_of(session: Session, person_id: PersonId) -> list[UUID]:
    """Return every id by which a person has been known."""
    older = select(AliasRow.local_id).where(AliasRow.entity == PERSON, AliasRow.server_id == person_id)
    return [person_id, *session.scalars(older)]


def said_about(ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Ask for the operations whose body names one of these people: ids stand in bodies as their bytes."""
    return or_(*(func.instr(OperationRow.body, each.bytes) > 0 for each in ids))


def covered(session: Session) -> ColumnElement[bool]:
    """Ask for the operations that the office has answered for and has in its custody."""
    device = device_row(session)
    acknowledged = 0 if device.custody is None else device.acked_dseq
    return and_(
        OperationRow.dseq <= acknowledged,
        OperationRow.state != OperationState.LOCAL.value,
        func.length(OperationRow.body) > 0,
    )


def empty_bodies(session: Session, which: ColumnElement[bool]) -> int:
    """Empty bodies that custody covers; their hashes stay."""
    rows = session.connection().execute(update(OperationRow).where(which, covered(session)).values(body=b""))
    return rows.rowcount


def empty_the_erased(session: Session) -> tuple[int, int]:
    """Empty what waits for it and is covered by now; return how many went and how many wait still."""
    waiting = OperationRow.dseq.in_(select(EmptyingRow.dseq))
    emptied = empty_bodies(session, waiting)
    done = select(OperationRow.dseq).where(waiting, func.length(OperationRow.body) == 0)
    session.execute(delete(EmptyingRow).where(EmptyingRow.dseq.in_(done)))
    return emptied, session.scalar(select(func.count()).select_from(EmptyingRow)) or 0


def has_name(text: str, name: str) -> bool:
    """Tell whether a text has a full name in it, however it is written."""
    return f" {fold(name)} " in f" {fold(text)} "


@dataclass(frozen=True, slots=True)
class _Whom:
    """An erased person: present id, home, every id, every name and number they have borne here."""

    id: PersonId
    home: HouseholdId
    ids: tuple[UUID, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    housemates: frozenset[str]
    pseudonym: str
    alone: bool

    def named_in(self, text: str) -> bool:
        """Tell whether a text has one of their full names in it, and is not the name of a housemate."""
        return fold(text) not in self.housemates and any(has_name(text, name) for name in self.names)


class Eraser:
    """Erases one person."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows = 0

    def erase(self, request: ErasureRequest, op_id: UUID) -> int:
        """Pseudonymise all tables and mark the bodies that must go; return how many rows changed."""
        whom = self._whom(request.subject.person_id, request.subject.name)
        self._session.execute(
            insert(ErasureRow).values(
                person_id=whom.id,
                op_id=op_id,
                household_id=whom.home,
                pseudonym=whom.pseudonym,
                alone=whom.alone,
                erased_at=request.recorded_at,
                last_month=self._last_month(request),
            )
        )
        return self._put_pseudonym(whom, request.recorded_at)

    def erase_again(self, erased: ErasureRow, name: str | None) -> int:
        """Pseudonymise what has come back of a person who was erased before; ``name`` where it is known."""
        whom = replace(self._whom(erased.person_id, name), alone=erased.alone)
        return self._put_pseudonym(whom, erased.erased_at)

    def _put_pseudonym(self, whom: _Whom, at: datetime) -> int:
        blank = person_values(Person(whom.id, whom.home, whom.pseudonym))
        self._change(PersonRow, PersonRow.id == whom.id, blank | {"deleted_at": at})
        if whom.alone:
            self._leave_home(whom, at)
        sought = Sought(whom.id, whom.ids, whom.numbers, whom.pseudonym, whom.named_in)
        self._rows += forget_in_imports(self._session, sought)
        self._rows += forget_in_transfers(self._session, sought, whom.home, whom.names, alone=whom.alone)
        self._rows += forget_in_notes(self._session, whom.named_in)
        line = _NO_LINE | {"name": whom.pseudonym}
        self._change(DueItemRow, DueItemRow.person_id == whom.id, line)
        self._facts(whom)
        self._standing(whom)
        self._past(whom)
        self._mark_bodies(whom)
        self._session.expire_all()
        return self._rows

    def _last_month(self, request: ErasureRequest) -> str:
        """Return the newest month whose list was there: a list may come before its month begins."""
        return max(f"{request.on:%Y-%m}", self._session.scalar(select(func.max(DueListRow.month))) or "")

    def _whom(self, person_id: PersonId, said: str | None) -> _Whom:
        person = self._session.get_one(PersonRow, person_id)
        ids = tuple(ids_of(self._session, person_id))
        borne = (
            select(DueItemRow.name).where(DueItemRow.person_id == person_id),
            select(ReceiptLineRow.subject_name).where(ReceiptLineRow.person_id == person_id),
            select(VisitOutcomeRow.subject_name).where(VisitOutcomeRow.person_id == person_id),
            select(TransferLineRow.subject_name).where(TransferLineRow.person_id == person_id),
            select(ChangeHistoryRow.before).where(
                ChangeHistoryRow.entity == PERSON,
                ChangeHistoryRow.entity_id.in_(ids),
                ChangeHistoryRow.field == "name",
            ),
        )
        names = {said, person.name, *(name for query in borne for name in self._session.scalars(query))}
        others = select(PersonRow.name).where(
            PersonRow.household_id == person.household_id,
            PersonRow.id != person_id,
            PersonRow.deleted_at.is_(None),
        )
        housemates = frozenset(fold(name) for name in self._session.scalars(others))
        return _Whom(
            person_id,
            person.household_id,
            ids,
            frozenset(fold(name) for name in names if name),
            numbers_of(self._session, person_id, (person.insurance_no, person.citizen_id)),
            housemates,
            pseudonym(person_id),
            not housemates,
        )

    def _leave_home(self, whom: _Whom, at: datetime) -> None:
        blank = household_values(Household(whom.home, None, "", None))
        self._change(HouseholdRow, HouseholdRow.id == whom.home, blank | {"deleted_at": at})
        self._change(ReceiptRow, ReceiptRow.household_id == whom.home, {"address": ""})
        self._rows += forget_prints(self._session, whom.home)

    def _facts(self, whom: _Whom) -> None:
        """Change who facts are about, and who paid or was met where that was the person by name."""
        subject = _NO_SUBJECT | {"subject_name": whom.pseudonym}
        self._change(ReceiptLineRow, ReceiptLineRow.person_id == whom.id, subject)
        outcomes = VisitOutcomeRow.person_id == whom.id
        self._change(VisitOutcomeRow, outcomes, subject)
        self._change(VisitOutcomeRow, outcomes & VisitOutcomeRow.reason.is_not(None), {"reason": GONE})
        lines = select(ReceiptLineRow.receipt_id).where(ReceiptLineRow.person_id == whom.id)
        papers = (ReceiptRow.household_id == whom.home) | ReceiptRow.id.in_(lines)
        for receipt_id, payer in self._session.execute(select(ReceiptRow.id, ReceiptRow.payer).where(papers)):
            if whom.named_in(payer):
                self._change(ReceiptRow, ReceiptRow.id == receipt_id, {"payer": whom.pseudonym})
        self._words(whom, lines)
        told = select(VisitOutcomeRow.visit_id).where(outcomes)
        visits = (VisitRow.household_id == whom.home) | VisitRow.id.in_(told)
        for visit_id, met in self._session.execute(select(VisitRow.id, VisitRow.met).where(visits)):
            if met and (whom.alone or whom.named_in(met)):
                self._change(VisitRow, VisitRow.id == visit_id, {"met": whom.pseudonym})

    def _standing(self, whom: _Whom) -> None:
        """Keep no decision about the person, and nothing of edits that wait; a lonely home goes along."""
        homes = [whom.home] if whom.alone else []
        holder = or_(HouseholdStatusRow.person_id == whom.id, HouseholdStatusRow.household_id.in_(homes))
        for table, which in (
            (HouseholdStatusRow, holder),
            (BaseRow, BaseRow.id.in_([*whom.ids, *homes])),
        ):
            self._rows += self._session.connection().execute(delete(table).where(which)).rowcount
        # What is on its way says as much of them as of somebody who has left.
        staged = StagedRow.id.in_([*whom.ids, *homes])
        self._session.execute(update(StagedRow).where(staged).values(body=None))

    def _words(self, whom: _Whom, own: Select[ReceiptId]) -> None:
        """Let free text about the person's receipts go, and what names the person on a housemate's."""
        at_home = select(ReceiptRow.id).where(ReceiptRow.household_id == whom.home)
        for table, key, column in (
            (ReceiptRow, ReceiptRow.id, ReceiptRow.overlap),
            (ReceiptCancellationRow, ReceiptCancellationRow.receipt_id, ReceiptCancellationRow.reason),
            (ReceiptRefundRow, ReceiptRefundRow.receipt_id, ReceiptRefundRow.reason),
        ):
            said = column.is_not(None) & (column != "") & (column != GONE)
            mine = set(self._session.scalars(own))
            which = said & (key.in_(at_home) | key.in_(own))
            for receipt_id, words in self._session.execute(select(key, column).where(which)).all():
                if receipt_id in mine or whom.named_in(words or ""):
                    self._change(table, (key == receipt_id) & said, {column.key: GONE})

    def _past(self, whom: _Whom) -> None:
        """Keep that fields have changed, and forget from what to what."""
        which = and_(ChangeHistoryRow.entity == PERSON, ChangeHistoryRow.entity_id.in_(whom.ids))
        if whom.alone:
            home = and_(ChangeHistoryRow.entity == HOUSEHOLD, ChangeHistoryRow.entity_id == whom.home)
            which = or_(which, home)
        self._change(ChangeHistoryRow, which, {"before": None, "after": None})

    def _mark_bodies(self, whom: _Whom) -> None:
        about = said_about(whom.ids)
        if whom.alone:
            about = or_(about, and_(OperationRow.kind.in_(_OF_HOUSEHOLDS), said_about([whom.home])))
        marked = select(OperationRow.dseq).where(
            OperationRow.kind.not_in(MONEY_KINDS), OperationRow.dseq.not_in(select(EmptyingRow.dseq)), about
        )
        self._session.execute(insert(EmptyingRow).from_select(["dseq"], marked))

    def _change(self, table: type[Base], which: ColumnElement[bool], values: Mapping[str, object]) -> None:
        done = self._session.connection().execute(update(table).where(which).values(values))
        self._rows += done.rowcount


def lonely_again(session: Session) -> None:
    """Let the household of someone who lived alone and was erased stay empty as long as nobody else comes."""
    living = aliased(PersonRow)
    lonely = (
        select(HouseholdRow.id)
        .join(ErasureRow, ErasureRow.household_id == HouseholdRow.id)
        .where(
            ErasureRow.alone,
            HouseholdRow.address != "",
            ~exists().where(living.household_id == HouseholdRow.id, living.deleted_at.is_(None)),
        )
    )
    for household_id in session.scalars(lonely).all():
        blank = household_values(Household(household_id, None, "", None))
        erased_at = select(ErasureRow.erased_at).where(ErasureRow.household_id == household_id).limit(1)
        session.connection().execute(
            update(HouseholdRow)
            .where(HouseholdRow.id == household_id)
            .values(blank | {"deleted_at": erased_at.scalar_subquery()})
        )
