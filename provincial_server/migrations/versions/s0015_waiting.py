"""What waits for an officer, found without reading all that ever came."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index operations and receipts that are held, and no others."""
    for name, table, column, which in (
        ("ix_op_held", "op", "received_at", "outcome = 'held'"),
        ("ix_receipt_held", "receipt", "total", "state = 'held'"),
    ):
        held = sa.text(which)
        op.create_index(name, table, [column], unique=False, sqlite_where=held, postgresql_where=held)
