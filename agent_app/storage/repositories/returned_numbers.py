"""Numbers without a receipt that come back from the journal, and the books that give them no more."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from agent_app.domain.book_body import read_passed
from agent_app.domain.operation import Operation
from agent_app.services.ports import Ids
from agent_app.storage.models import NumberFateRow
from agent_app.storage.repositories.books import insert_passed, is_told_of, raise_book


class ReturnedNumbers:
    """Lets books pass over again what the log says was spoiled, lost or returned."""

    def __init__(self, session: Session, ids: Ids) -> None:
        self._session = session
        self._ids = ids

    def put_back(self, operation: Operation) -> None:
        """Keep the numbers, unless one of them has another fate by now, which is never replaced."""
        passed = read_passed(operation.kind, operation.body)
        known = select(exists().where(NumberFateRow.op_id == operation.op_id))
        if self._session.scalar(known):
            return
        named = (passed.symbol, passed.book)
        raise_book(self._session, self._ids, named, passed.first, passed.last)
        if not is_told_of(self._session, named, passed.first, passed.last):
            insert_passed(self._session, passed, operation.op_id)
