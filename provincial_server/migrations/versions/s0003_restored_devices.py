"""A laptop says that its store was put back from a backup; the office remembers it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nobody has said so yet."""
    op.create_table(
        "restoration",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("restored_at", sa.BigInteger(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_restoration_device_id")),
        sa.PrimaryKeyConstraint("device_id", "restored_at", name=op.f("pk_restoration")),
    )
