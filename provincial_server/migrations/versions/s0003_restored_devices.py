"""A laptop says that its store was put back from a backup; the office remembers it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody has said so yet."""
    op.add_column("device", sa.Column("restored_at", sa.BigInteger(), nullable=True))
