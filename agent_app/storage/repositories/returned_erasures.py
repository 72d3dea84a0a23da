"""Erasures that come back from the journal, or whose people came back with an older copy."""

import logging
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.erasure import ErasureRequest
from agent_app.domain.household import Household, HouseholdId, Person, PersonId, Subject
from agent_app.domain.operation import Operation, OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.privacy_body import read_erasure
from agent_app.services.ports import Ids
from agent_app.storage.models import ErasureRow, HouseholdRow, OperationRow, PersonRow
from agent_app.storage.repositories.households import SqlHouseholds, present_person
from agent_app.storage.repositories.log import to_operation
from agent_app.storage.repositories.privacy import SqlPrivacy

log = logging.getLogger(__name__)

_ORIGIN = "journal"


class ReturnedErasures:
    """Erases people again whose request the log holds again; ``key`` hashes what they are recognised by."""

    def __init__(self, session: Session, key: bytes, ids: Ids) -> None:
        self._session = session
        self._privacy = SqlPrivacy(session, key)
        self._households = SqlHouseholds(session)
        self._ids = ids

    def put_back(self, operation: Operation) -> None:
        """Do what a request says; one that cannot be read any more goes to the office all the same."""
        request = _request(operation)
        if request is None:
            return
        person_id = present_person(self._session, request.subject.person_id)
        subject = replace(request.subject, person_id=person_id)
        erased = self._session.get(ErasureRow, person_id)
        if erased is not None:
            self._privacy.erase_again(erased, subject)
            return
        if self._session.get(PersonRow, person_id) is None:
            self._stand_in(subject)
        self._privacy.erase(replace(request, subject=subject), operation.op_id)

    def put_all_back(self) -> None:
        """Erase again, in a store that was filled from several sources, whoever was erased in one of them."""
        for erased in self._session.scalars(select(ErasureRow)).all():
            self._blank(erased)
            self._privacy.erase_again(erased, None)
        requests = select(OperationRow).where(OperationRow.kind == OperationKind.ERASURE_REQUESTED.value)
        for row in self._session.scalars(requests.order_by(OperationRow.dseq)).all():
            self.put_back(to_operation(row))

    def _blank(self, erased: ErasureRow) -> None:
        """Put an empty person where the erased one is lost, or whatever names them would bring them back."""
        if self._session.get(PersonRow, erased.person_id) is not None:
            return
        if self._session.get(HouseholdRow, erased.household_id) is None:
            self._households.add_households([Household(erased.household_id, None, "", None)], _ORIGIN)
        blank = Person(erased.person_id, erased.household_id, erased.pseudonym)
        self._households.add_people([blank], _ORIGIN)

    def _stand_in(self, subject: Subject) -> None:
        """Give the erasure a person to be about, so that no list from before it brings them back."""
        known = self._households.by_numbers([subject.household_no] if subject.household_no else [])
        home = next((each.id for each in known.values()), None)
        if home is None:
            home = HouseholdId(self._ids.new())
            self._households.add_households([Household(home, None, "", None)], _ORIGIN)
        self._households.add_people([Person(PersonId(subject.person_id), home, subject.name)], _ORIGIN)


def _request(operation: Operation) -> ErasureRequest | None:
    if operation.kind != OperationKind.ERASURE_REQUESTED or not operation.body:
        return None
    try:
        return read_erasure(operation.body)
    except BodyUnreadableError:
        log.warning("journal: operation %s does not read as a request to be erased", operation.op_id)
        return None
