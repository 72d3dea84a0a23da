"""Finding people."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.domain.due_list import Sex
from agent_app.services.lines import PersonLine
from agent_app.storage.models import HouseholdRow, PersonRow
from agent_app.storage.repositories.households import to_partial
from agent_app.storage.sorting import search_words

_NAMES = (PersonRow.search_name,)
HERE = PersonRow.deleted_at.is_(None)
"""Leaves out those who are deleted: facts about them stay, they themselves are not found."""

_NUMBERS = (PersonRow.insurance_no, PersonRow.citizen_id, PersonRow.phone)


def matches(text: str, *beside: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Ask for every word: in the folded name, for digits in one of the numbers, or in a column ``beside``."""
    names, numbers = search_words(text)
    return and_(
        true(),
        *(_held(word, (*_NAMES, *beside)) for word in names),
        *(_held(word, (*_NUMBERS, *beside)) for word in numbers),
    )


def _held(
    word: str, columns: Iterable[InstrumentedAttribute[str] | InstrumentedAttribute[str | None]]
) -> ColumnElement[bool]:
    return or_(*(column.contains(word, autoescape=True) for column in columns))


def search_people(session: Session, text: str, limit: int | None, offset: int) -> list[PersonLine]:
    """Fulfil ``ports.Queries.search_people``; what is looked through is one index, in its own order."""
    order = (PersonRow.sort_key, PersonRow.id)
    page = select(PersonRow.id).where(HERE, matches(text)).order_by(*order).limit(limit).offset(offset)
    query: Select[PersonRow, HouseholdRow] = (
        select(PersonRow, HouseholdRow)
        .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
        .where(PersonRow.id.in_(page))
        .order_by(*order)
    )
    return [_line(person, household) for person, household in session.execute(query)]


def search_count(session: Session, text: str) -> int:
    """Fulfil ``ports.Queries.search_count``."""
    return session.scalar(select(func.count()).select_from(PersonRow).where(HERE, matches(text))) or 0


def _line(person: PersonRow, household: HouseholdRow) -> PersonLine:
    return PersonLine(
        person.id,
        household.id,
        household.household_no,
        person.name,
        to_partial(person.birth),
        Sex(person.sex) if person.sex else None,
        person.insurance_no,
        person.citizen_id,
        person.phone,
        household.hamlet,
        household.address,
    )
