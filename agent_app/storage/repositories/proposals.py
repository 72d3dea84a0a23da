"""Who may be one, between rows and domain."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.services.due_lists.failures import ProposalUnknownError
from agent_app.services.import_lines import Proposal, ProposalKind, ProposalLine
from agent_app.storage.models import HouseholdRow, PersonRow, ProposalRow
from agent_app.storage.repositories.households import SERVER, present_household, present_person
from agent_app.storage.repositories.take_over import TakeOver


def keep(session: Session, list_id: UUID, proposals: Sequence[Proposal]) -> None:
    """Keep proposals that are new."""
    rows = [
        {
            "id": each.id,
            "kind": each.kind.value,
            "made_id": each.made_id,
            "known_id": each.known_id,
            "due_list_id": list_id,
        }
        for each in proposals
    ]
    if rows:
        session.connection().execute(insert(ProposalRow).on_conflict_do_nothing(), rows)


def open_ones(session: Session) -> list[ProposalLine]:
    """Return the undecided ones of which both sides are there and one of them was made here."""
    query = select(ProposalRow).where(ProposalRow.joined.is_(None)).order_by(ProposalRow.id)
    return list(_lines(session, session.scalars(query).all()))


def settle(session: Session, proposal_id: UUID, *, joined: bool) -> None:
    """Decide on one."""
    row = session.get(ProposalRow, proposal_id)
    line = next(_lines(session, [row] if row is not None and row.joined is None else []), None)
    if line is None:
        raise ProposalUnknownError(str(proposal_id))
    if joined:
        take_over = TakeOver(session)
        if line.kind is ProposalKind.PERSON:
            take_over.join_people(PersonId(line.made_id), PersonId(line.known_id))
        else:
            take_over.join_households(HouseholdId(line.made_id), HouseholdId(line.known_id))
    session.execute(update(ProposalRow).where(ProposalRow.id == proposal_id).values(joined=joined))


def _lines(session: Session, rows: Iterable[ProposalRow]) -> Iterator[ProposalLine]:
    for row in rows:
        kind = ProposalKind(row.kind)
        sides = [_side(session, kind, each) for each in (row.made_id, row.known_id)]
        # The server's row is the one that stays, whichever came first.
        sides.sort(key=lambda side: side is not None and side[0].origin == SERVER)
        made, known = sides
        if made is None or known is None or made[0].id == known[0].id or made[0].origin == SERVER:
            continue
        yield ProposalLine(row.id, kind, made[0].id, known[0].id, made[1], known[1], known[2])


def _side(
    session: Session, kind: ProposalKind, row_id: UUID
) -> tuple[PersonRow | HouseholdRow, str, str] | None:
    """Find one side: its row, who it is, and where."""
    if kind is ProposalKind.PERSON:
        person = session.get(PersonRow, present_person(session, PersonId(row_id)))
        if person is not None and person.deleted_at is not None:
            return None
        home = session.get(HouseholdRow, person.household_id) if person is not None else None
        return (person, person.name, home.address) if person is not None and home is not None else None
    home = session.get(HouseholdRow, present_household(session, HouseholdId(row_id)))
    if home is None or home.deleted_at is not None:
        return None
    members = select(PersonRow.name).where(PersonRow.household_id == home.id, PersonRow.deleted_at.is_(None))
    members = members.order_by(PersonRow.id)
    return home, ", ".join(session.scalars(members)), home.address
