"""Which numbers the server knows to be on papers that were spoiled or lost."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.number_fate import NumberFate
from provincial_server.tables import NumberFateRow


def passed_over(session: Session, symbol: str, first: int, last: int) -> bool:
    """Tell whether any of these numbers was spoiled or lost, as far as that was accepted.

    What was returned is no longer part of its block, and may have been given out anew.
    """
    fate = NumberFateRow
    among = select(fate.op_id).where(
        fate.symbol == symbol,
        fate.first <= last,
        fate.last >= first,
        fate.state == "accepted",
        fate.fate != NumberFate.RETURNED.value,
    )
    return session.scalar(among.limit(1)) is not None
