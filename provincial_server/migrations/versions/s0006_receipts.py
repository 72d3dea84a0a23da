"""Receipts that are cancelled, refunded, or without a number."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep what became of numbers without a receipt."""
    _add_number_fates()


def _add_number_fates() -> None:
    op.create_table(
        "number_fate",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=True),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("first > 0 AND first <= last", name=op.f("ck_number_fate_range")),
        sa.CheckConstraint("fate IN ('spoiled', 'lost', 'returned')", name=op.f("ck_number_fate_fate")),
        sa.CheckConstraint("state IN ('accepted', 'held')", name=op.f("ck_number_fate_state")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_number_fate_agent_code")),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f("fk_number_fate_op_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_number_fate")),
    )
    op.create_index("ix_number_fate_symbol_first", "number_fate", ["symbol", "first"], unique=False)
