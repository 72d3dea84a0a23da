"""Finding people."""

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from agent_app.domain.due_list import Sex
from agent_app.services.lines import PersonLine
from agent_app.storage.models import HouseholdRow, PersonRow
from agent_app.storage.repositories.households import to_partial
from agent_app.storage.sorting import search_words


def matches(text: str) -> ColumnElement[bool]:
    """Ask for every word: in the folded name, or, for digits, in one of the numbers."""
    names, numbers = search_words(text)
    return and_(
        PersonRow.id.is_not(None),
        *(PersonRow.search_name.contains(word, autoescape=True) for word in names),
        *(
            or_(
                PersonRow.insurance_no.contains(word, autoescape=True),
                PersonRow.citizen_id.contains(word, autoescape=True),
                PersonRow.phone.contains(word, autoescape=True),
            )
            for word in numbers
        ),
    )


def search_people(session: Session, text: str, limit: int | None, offset: int) -> list[PersonLine]:
    """Fulfil ``ports.Queries.search_people``; what is looked through is one index, in its own order."""
    order = (PersonRow.sort_key, PersonRow.id)
    page = select(PersonRow.id).where(matches(text)).order_by(*order).limit(limit).offset(offset)
    query: Select[PersonRow, HouseholdRow] = (
        select(PersonRow, HouseholdRow)
        .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
        .where(PersonRow.id.in_(page))
        .order_by(*order)
    )
    return [_line(person, household) for person, household in session.execute(query)]


def search_count(session: Session, text: str) -> int:
    """Fulfil ``ports.Queries.search_count``."""
    return session.scalar(select(func.count()).select_from(PersonRow).where(matches(text))) or 0


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
