"""What is awaited by transfer, for the pages on which somebody might take the money once more."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.services.lines import AwaitedLine
from agent_app.storage.models import AwaitedTransferRow, CreditUseRow, TransferLineRow
from agent_app.storage.repositories.transfer_rows import AWAITED
from agent_app.storage.repositories.transfers import given_up, receipted


def awaited_lines(session: Session, people: Sequence[PersonId]) -> dict[PersonId, list[AwaitedLine]]:
    """Return each person's payments for which money is awaited, oldest first."""
    row, line = AwaitedTransferRow, TransferLineRow
    query = (
        select(line.person_id, line.scheme, row.code, line.due)
        .join(row, row.id == line.transfer_id)
        .where(line.person_id.in_(people), line.stage == AWAITED, _open())
        .order_by(row.recorded_at, row.id, line.position)
    )
    found: dict[PersonId, list[AwaitedLine]] = {each: [] for each in people}
    for person, scheme, code, due in session.execute(query):
        found[person].append(AwaitedLine(Scheme(scheme), PurposeCode(code), due))
    return found


def awaited_sums(session: Session, households: Iterable[HouseholdId]) -> dict[HouseholdId, Dong]:
    """Return what each household that money is awaited of has been asked for."""
    row = AwaitedTransferRow
    query = (
        select(row.household_id, func.sum(row.amount))
        .where(row.household_id.in_(households), _open())
        .group_by(row.household_id)
    )
    return {home: Dong(money) for home, money in session.execute(query)}


def _open() -> ColumnElement[bool]:
    """Ask for the transfers of which ``FollowedTransfer.is_open`` is true."""
    mine = CreditUseRow.transfer_id == AwaitedTransferRow.id
    return and_(~receipted(), ~given_up(), ~exists().where(mine, CreditUseRow.form.is_not(None)))
