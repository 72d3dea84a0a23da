"""Receipts that come back from the journal: into their tables, with whom and what they refer to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.household import Household, HouseholdId, Person, PersonId, Subject, agree
from agent_app.domain.receipt import Receipt, ReceiptLine
from agent_app.services.ports import Ids
from agent_app.storage.models import (
    ErasureRow,
    HouseholdPlaceRow,
    HouseholdRow,
    PersonRow,
    ReceiptRow,
)
from agent_app.storage.repositories.books import is_told_of, raise_book
from agent_app.storage.repositories.erasures import has_name
from agent_app.storage.repositories.households import (
    SqlHouseholds,
    present_household,
    present_person,
)
from agent_app.storage.repositories.payment_days import credited_on
from agent_app.storage.repositories.receipts import insert_receipt

ORIGIN = "journal"
"""The origin of households and people that are known from a receipt alone."""


class ReturnedMoney:
    """Puts receipts back whose operations the log holds again; nothing is derived that they do not say."""

    def __init__(self, session: Session, ids: Ids) -> None:
        self._session = session
        self._ids = ids
        self._households = SqlHouseholds(session)

    def put_back(self, receipt: Receipt, op_id: UUID) -> bool:
        """Keep a receipt, unless its number is another's by now, which is never replaced."""
        if receipt.number is not None and receipt.symbol is not None and receipt.book is not None:
            number, named = receipt.number, (receipt.symbol, receipt.book)
            if is_told_of(self._session, named, number, number):
                return False
            raise_book(self._session, self._ids, named, number, number)
        subjects = [line.subject for line in receipt.lines]
        home = self.household(receipt.household_id, receipt.address, subjects)
        who = {each.person_id: self.person(each, home) for each in subjects}
        told = self._without_lost(self._without_erased(receipt, home, who))
        insert_receipt(self._session, told, op_id, home, who)
        self._hold_places(receipt, home, who)
        return True

    def household(self, household_id: HouseholdId, address: str, subjects: Sequence[Subject]) -> HouseholdId:
        """Return the row of a household, found by its number where its id is not known, or made."""
        present = present_household(self._session, household_id)
        if self._session.get(HouseholdRow, present) is not None:
            return present
        number = next((each.household_no for each in subjects if each.household_no), None)
        if number is not None and (known := self._households.by_numbers([number]).get(number)):
            return known.id
        made = Household(household_id, number, address, None)
        self._households.add_households([made], ORIGIN)
        return made.id

    def person(self, subject: Subject, home: HouseholdId) -> PersonId:
        """Return the row of a person, found by a number where the id is not known, or made."""
        present = present_person(self._session, subject.person_id)
        if self._session.get(PersonRow, present) is not None:
            return present
        known = _same(subject, self._households.people_by_numbers(*_numbers(subject)))
        if known is not None:
            return known.id
        made = Person(
            subject.person_id,
            home,
            subject.name,
            insurance_no=subject.insurance_no,
            citizen_id=subject.citizen_id,
            birth=subject.birth,
        )
        self._households.add_people([made], ORIGIN)
        return made.id

    def _without_lost(self, receipt: Receipt) -> Receipt:
        """Let go of a receipt that this one replaces where it did not come back: a check names both."""
        lost = receipt.replaces is not None and self._session.get(ReceiptRow, receipt.replaces) is None
        return replace(receipt, replaces=None) if lost else receipt

    def _without_erased(self, receipt: Receipt, home: HouseholdId, who: dict[PersonId, PersonId]) -> Receipt:
        """Let the tables name nobody who was erased: the log alone keeps the receipt as issued."""
        found = self._session.scalars(select(ErasureRow).where(ErasureRow.person_id.in_(who.values())))
        erased = {each.person_id: each for each in found}
        lines, payer = [], receipt.payer
        for line in receipt.lines:
            gone = erased.get(who[line.subject.person_id])
            if gone is not None:
                payer = gone.pseudonym if has_name(payer, line.subject.name) else payer
                line = replace(line, subject=Subject(line.subject.person_id, gone.pseudonym))  # noqa: PLW2901
            lines.append(line)
        alone = any(each.alone and each.household_id == home for each in erased.values())
        return replace(receipt, lines=tuple(lines), payer=payer, address="" if alone else receipt.address)

    def _hold_places(self, receipt: Receipt, home: HouseholdId, who: dict[PersonId, PersonId]) -> None:
        day = credited_on(self._session, receipt.id) or receipt.issued_on
        self.hold_places(receipt.lines, day.year, home, who)

    def hold_places(
        self, lines: Sequence[ReceiptLine], year: int, home: HouseholdId, who: Mapping[PersonId, PersonId]
    ) -> None:
        """Hold the places at which lines were paid, unless somebody holds them already."""
        rows = [
            {
                "household_id": home,
                "year": year,
                "place": line.place,
                "person_id": who[line.subject.person_id],
            }
            for line in lines
            if line.place is not None
        ]
        if rows:
            # Whoever holds a place of this year keeps it.
            self._session.connection().execute(upsert(HouseholdPlaceRow).on_conflict_do_nothing(), rows)


def _numbers(subject: Subject) -> tuple[list[str], list[str]]:
    return (
        [subject.insurance_no] if subject.insurance_no else [],
        [subject.citizen_id] if subject.citizen_id else [],
    )


def _same(subject: Subject, people: Iterable[Person]) -> Person | None:
    """Find the person that a receipt is about: by insurance number, else by a CCCD that nothing gainsays."""
    found = list(people)
    by_number = (each for each in found if subject.insurance_no and each.insurance_no == subject.insurance_no)
    by_card = (each for each in found if agree(each.insurance_no, subject.insurance_no))
    return next(by_number, None) or next(by_card, None)
