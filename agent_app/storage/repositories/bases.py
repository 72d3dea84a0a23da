"""What the office says of fields that were edited here and wait: tables show the edit, this keeps the base.

A pull updates the base first; a refusal restores from it; an answer lets it go.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.operation import OperationKind, OperationState
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.people_body import read_people
from agent_app.domain.people_edit import FieldEdit, HouseholdEdited, PersonEdited, row_values, with_values
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.storage.models import BaseRow, ErasureRow, HouseholdRow, OperationRow, PersonRow
from agent_app.storage.repositories.households import (
    household_values,
    person_values,
    present_household,
    present_person,
    to_household,
    to_person,
)
from agent_app.storage.sorting import chunks

EDIT_KINDS = (
    OperationKind.HOUSEHOLD_EDITED.value,
    OperationKind.PERSON_EDITED.value,
    OperationKind.PERSON_MOVED.value,
)
_DONE = frozenset({OperationState.ACCEPTED, OperationState.MERGED})
Outcome = tuple[UUID, OperationState, str | None]


@dataclass(frozen=True, slots=True)
class Edited:
    """What an operation changes of which row."""

    entity: str
    id: UUID
    edits: tuple[FieldEdit, ...]


def edited_by(session: Session, operation: OperationRow) -> Edited | None:
    """Read an edit with the id that its row has now; nothing where its body is gone or is none."""
    if not operation.body:
        return None
    try:
        fact = read_people(operation.kind, operation.body)
    except BodyUnreadableError:
        return None
    if isinstance(fact, HouseholdEdited):
        return Edited(HOUSEHOLD, present_household(session, fact.household_id), fact.edits)
    if isinstance(fact, PersonEdited):
        return Edited(PERSON, present_person(session, fact.person_id), fact.edits)
    return None


def was_erased(session: Session, row_id: UUID) -> bool:
    """Tell whether a row is of somebody who was erased, or the home of one who lived there alone."""
    alone = ErasureRow.alone & (ErasureRow.household_id == row_id)
    return bool(session.scalar(select(exists().where((ErasureRow.person_id == row_id) | alone))))


def write_values(session: Session, entity: str, row_id: UUID, values: Mapping[str, str | None]) -> None:
    """Write fields of a row with all that is derived from them; a row that is gone stays so."""
    if entity == HOUSEHOLD:
        home = session.get(HouseholdRow, row_id)
        if home is not None:
            wanted = household_values(with_values(to_household(home), values))
            session.execute(update(HouseholdRow).where(HouseholdRow.id == row_id).values(wanted))
            session.expire(home)
        return
    person = session.get(PersonRow, row_id)
    if person is not None:
        wanted = person_values(with_values(to_person(person), values))
        session.execute(update(PersonRow).where(PersonRow.id == row_id).values(wanted))
        session.expire(person)


class Bases:
    """The fields that wait for the office's answer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def apply(self, edited: Edited, op_id: UUID) -> None:
        """Show an edit, and keep what it was made on unless an earlier edit of the field waits, too."""
        self._pend(edited, op_id)
        write_values(
            self._session, edited.entity, edited.id, {each.field: each.value for each in edited.edits}
        )

    def _pend(self, edited: Edited, op_id: UUID) -> None:
        rows = [
            {
                "entity": edited.entity,
                "id": edited.id,
                "field": each.field,
                "server_value": each.base,
                "op_id": op_id,
            }
            for each in edited.edits
        ]
        statement = insert(BaseRow)
        newer = statement.on_conflict_do_update(
            index_elements=[BaseRow.entity, BaseRow.id, BaseRow.field],
            set_={"op_id": statement.excluded.op_id},
        )
        self._session.connection().execute(newer, rows)

    def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Follow the office's answers: what it took waits no more, what it refused goes back."""
        answered = {op_id: state for op_id, state, _ in outcomes}
        for chunk in chunks(answered):
            for row in self._session.scalars(select(BaseRow).where(BaseRow.op_id.in_(chunk))).all():
                state = answered[row.op_id]
                if state is OperationState.REFUSED:
                    write_values(self._session, row.entity, row.id, {row.field: row.server_value})
                if state is OperationState.REFUSED or state in _DONE:
                    self._session.delete(row)
        self._session.flush()

    def pend_again(self, after: int) -> None:
        """Let edits behind a place of the log wait again, for the office has lost its answers to them."""
        query = select(OperationRow).where(OperationRow.dseq > after, OperationRow.kind.in_(EDIT_KINDS))
        for operation in self._session.scalars(query.order_by(OperationRow.dseq)).all():
            edited = edited_by(self._session, operation)
            if edited is not None and not was_erased(self._session, edited.id):
                self._pend(edited, operation.op_id)

    def lay_over(self, rows: Sequence[ServerRow]) -> list[ServerRow]:
        """Keep what the office says now as the base, and let rows show what waits here."""
        waiting = self._waiting(rows)
        return [self._laid_over(row, waiting[row.content.id]) if waiting else row for row in rows]

    def _waiting(self, rows: Sequence[ServerRow]) -> Mapping[UUID, list[BaseRow]]:
        found: dict[UUID, list[BaseRow]] = defaultdict(list)
        if self._session.scalar(select(BaseRow.op_id).limit(1)) is None:
            return {}
        for chunk in chunks(row.content.id for row in rows):
            for base in self._session.scalars(select(BaseRow).where(BaseRow.id.in_(chunk))):
                found[base.id].append(base)
        return found

    def _laid_over(self, row: ServerRow, bases: list[BaseRow]) -> ServerRow:
        held = self._held(row.content) if bases else None
        if held is None:
            return row
        said, shown = row_values(row.content), row_values(held)
        for base in bases:
            base.server_value = said[base.field]
        self._session.flush()
        kept = {base.field: shown[base.field] for base in bases}
        content = row.content
        if isinstance(content, Household):
            return replace(row, content=with_values(content, kept))
        return replace(row, content=with_values(content, kept))

    def _held(self, content: Household | Person) -> Household | Person | None:
        if isinstance(content, Household):
            home = self._session.get(HouseholdRow, content.id)
            return None if home is None else to_household(home)
        person = self._session.get(PersonRow, content.id)
        return None if person is None else to_person(person)

    def hand_over(self, entity: str, local: UUID, known: UUID) -> None:
        """Let what waits of a row wait with the one that takes its place; its own edits go first."""
        bases = self._of(entity, local)
        held, theirs = self._values(entity, local), self._values(entity, known)
        own = {base.field for base in self._of(entity, known)}
        for base in bases:
            if base.field not in own and base.field != "household_id" and held and theirs:
                self._session.execute(
                    insert(BaseRow).values(
                        entity=entity,
                        id=known,
                        field=base.field,
                        server_value=theirs[base.field],
                        op_id=base.op_id,
                    )
                )
                write_values(self._session, entity, known, {base.field: held[base.field]})
            self._session.delete(base)
        self._session.flush()

    def _of(self, entity: str, row_id: UUID) -> Sequence[BaseRow]:
        query = select(BaseRow).where(BaseRow.entity == entity, BaseRow.id == row_id)
        return self._session.scalars(query.order_by(BaseRow.field)).all()

    def _values(self, entity: str, row_id: UUID) -> dict[str, str | None] | None:
        blank: Household | Person = (
            Household(HouseholdId(row_id), None, "", None)
            if entity == HOUSEHOLD
            else Person(PersonId(row_id), HouseholdId(row_id), "")
        )
        held = self._held(blank)
        return None if held is None else row_values(held)

    def forget_gone(self) -> None:
        """Let go of what was kept of rows that are no longer here."""
        for entity, table in ((PERSON, PersonRow), (HOUSEHOLD, HouseholdRow)):
            there = select(table.id)
            self._session.execute(delete(BaseRow).where(BaseRow.entity == entity, BaseRow.id.not_in(there)))
