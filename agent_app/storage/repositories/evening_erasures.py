"""Takes an erased person's name out of what agents have noted of cash, batches and spoiled papers."""

from collections.abc import Callable

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from agent_app.storage.models import (
    BatchStepRow,
    EmptyingRow,
    EnvelopeClosingRow,
    NumberFateRow,
    OperationRow,
    RemittanceRow,
)
from agent_app.storage.pseudonyms import GONE


def forget_in_notes(session: Session, named: Callable[[str], bool]) -> int:
    """Let notes and reasons go that name the person; return how many rows changed.

    No such row belongs to a person, so every one is read. A batch's body is no money: it is emptied, too.
    """
    rows = 0
    for table, text in (
        (EnvelopeClosingRow, EnvelopeClosingRow.note),
        (RemittanceRow, RemittanceRow.note),
        (BatchStepRow, BatchStepRow.reason),
        (NumberFateRow, NumberFateRow.reason),
    ):
        said = session.execute(select(table.op_id, text).where(text != "", text != GONE)).all()
        for op_id, words in said:
            if named(words):
                which = update(table).where(table.op_id == op_id).values({text.key: GONE})
                rows += session.connection().execute(which).rowcount
                if table is BatchStepRow:
                    waiting = select(OperationRow.dseq).where(
                        OperationRow.op_id == op_id, OperationRow.dseq.not_in(select(EmptyingRow.dseq))
                    )
                    session.execute(insert(EmptyingRow).from_select(["dseq"], waiting))
    return rows
