"""Finding people: who fits best first, then who is due, then by given name."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, not_, select
from sqlalchemy.orm import Session

from agent_app.domain.due_list import Sex
from agent_app.services.lines import PersonLine
from agent_app.storage.models import HouseholdRow, PersonIndexRow, PersonRow
from agent_app.storage.queries.matching import (
    NOBODY,
    Rank,
    Typed,
    among,
    by_few_digits,
    by_words_alone,
    few,
    matches,
    ranked,
)
from agent_app.storage.repositories.households import to_partial

HERE = PersonRow.deleted_at.is_(None)
"""Leaves out those who are deleted: facts about them stay, they themselves are not found."""

_GONE = (
    select(PersonIndexRow.number).join(PersonRow, PersonRow.id == PersonIndexRow.person_id).where(not_(HERE))
)
_FOUND = PersonIndexRow.number.not_in(_GONE)
_ORDER = (PersonIndexRow.undue, PersonIndexRow.sort_key, PersonIndexRow.number)


def search_people(session: Session, text: str, limit: int | None, offset: int) -> list[PersonLine]:
    """Fulfil ``ports.Queries.search_people``."""
    typed = Typed.read(text)
    if typed.hopeless:
        return []
    circle = few(session, typed)
    if circle is None and limit is not None and not typed.blank:
        return _lines(session, _best(session, typed, offset + limit)[offset:])
    query = select(PersonIndexRow.number).where(_FOUND, matches(typed))
    if circle is not None:
        query = query.where(among(PersonIndexRow.number, circle))
    if not typed.blank:
        query = query.order_by(ranked(typed))
    return _lines(session, session.scalars(query.order_by(*_ORDER).limit(limit).offset(offset)).all())


def _best(session: Session, typed: Typed, wanted: int) -> list[int]:
    """Find the first of very many, rank by rank; each is found by walking along the order."""
    found: list[int] = []
    better: Rank | None = None
    for rank in Rank:
        # That of the last rank is known to be large.
        circle = None if rank is Rank.BESIDE else few(session, typed, rank)
        if circle == NOBODY:
            continue
        query = select(PersonIndexRow.number).where(_FOUND, matches(typed, rank))
        if better is not None:
            query = query.where(not_(matches(typed, better)))
        if circle is not None:
            query = query.where(among(PersonIndexRow.number, circle))
        found += session.scalars(query.order_by(*_ORDER).limit(wanted - len(found))).all()
        if len(found) == wanted:
            break
        better = rank
    return found


def search_count(session: Session, text: str) -> int:
    """Fulfil ``ports.Queries.search_count``."""
    typed = Typed.read(text)
    circle = None if typed.hopeless else few(session, typed)
    if circle is None and (exact := _exact(typed)) is not None:
        numbers = exact.subquery()
        return _count(session, select(numbers.c.rowid).where(numbers.c.rowid.not_in(_GONE)))
    query = select(PersonIndexRow.number).where(_FOUND, matches(typed))
    return _count(session, query if circle is None else query.where(among(PersonIndexRow.number, circle)))


def _exact(typed: Typed) -> Select[int] | None:
    """Select just those who match from the full-text tables alone, where these can tell."""
    return by_words_alone(typed) if typed.words and not typed.numbers else by_few_digits(typed)


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _lines(session: Session, numbers: Sequence[int]) -> list[PersonLine]:
    query = (
        select(
            PersonIndexRow.number,
            PersonRow.id,
            HouseholdRow.id.label("household_id"),
            HouseholdRow.household_no,
            PersonRow.name,
            PersonRow.birth,
            PersonRow.sex,
            PersonRow.insurance_no,
            PersonRow.citizen_id,
            PersonRow.phone,
            HouseholdRow.hamlet,
            HouseholdRow.address,
        )
        .join(PersonRow, PersonRow.id == PersonIndexRow.person_id)
        .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
        .where(among(PersonIndexRow.number, json.dumps(numbers)))
    )
    found = {row.number: _line(row) for row in session.execute(query).all()}
    return [found[number] for number in numbers]


def _line(row: Row[*tuple[Any, ...]]) -> PersonLine:
    return PersonLine(
        row.id,
        row.household_id,
        row.household_no,
        row.name,
        to_partial(row.birth),
        Sex(row.sex) if row.sex else None,
        row.insurance_no,
        row.citizen_id,
        row.phone,
        row.hamlet,
        row.address,
    )
