"""Which numbers of receipts the server knows to have another fate than a receipt."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from provincial_server.tables import NumberFateRow


def passed_over(session: Session, symbol: str, first: int, last: int) -> bool:
    """Tell whether any of these numbers was reported as spoiled, lost or returned, and that was accepted."""
    fate = NumberFateRow
    among = select(fate.op_id).where(
        fate.symbol == symbol, fate.first <= last, fate.last >= first, fate.state == "accepted"
    )
    return session.scalar(among.limit(1)) is not None
