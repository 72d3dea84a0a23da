"""Whose doing changes are: told to the triggers that keep the history."""

from sqlalchemy import BigInteger, Function, cast, delete, func, insert, select
from sqlalchemy.orm import Session

from agent_app.domain.history import Author
from agent_app.storage.models import ChangeAuthorRow
from agent_app.storage.models.base import UtcDateTime

_EPOCH_DAY, _DAY_MILLIS = 2440587.5, 86_400_000


def moment() -> Function[object]:
    """Ask for the instant of the open transaction: its author's, or the machine's where nobody is named."""
    told = select(ChangeAuthorRow.at).scalar_subquery()
    machine = cast((func.julianday("now") - _EPOCH_DAY) * _DAY_MILLIS, BigInteger)
    return func.coalesce(told, machine, type_=UtcDateTime())


class SqlHistory:
    """Fulfils ``ports.History``; the unit of work calls ``end`` before it commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, author: Author) -> None:
        self.end()
        self._session.execute(
            insert(ChangeAuthorRow).values(
                id=1,
                source=author.source.value,
                at=author.at,
                actor=author.actor,
                op_id=author.op_id,
            )
        )

    def end(self) -> None:
        """Let nobody's name stand under what others change later."""
        self._session.execute(delete(ChangeAuthorRow))
