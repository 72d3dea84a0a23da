"""Several receipts may come under one id: none of them may hide another one's money."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = "op_id, receipt_id, agent_code, issued_on, symbol, book, number, total, state"


def upgrade() -> None:
    """Let a receipt's id repeat."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("uq_receipt_receipt_id", "receipt")
    else:
        _rebuild_on_sqlite()
    op.create_index(op.f("ix_receipt_receipt_id"), "receipt", ["receipt_id"], unique=False)


def _rebuild_on_sqlite() -> None:
    """Make the table again: SQLite drops no constraint."""
    op.execute("ALTER TABLE receipt RENAME TO receipt_before")
    op.drop_index("ix_receipt_agent_code", "receipt_before")
    op.drop_index("uq_receipt_accepted_number", "receipt_before")
    op.create_table(
        "receipt",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state = 'held' OR total > 0", name=op.f("ck_receipt_total")),
        sa.CheckConstraint("state IN ('accepted', 'held')", name=op.f("ck_receipt_state")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_receipt_agent_code")),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f("fk_receipt_op_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_receipt")),
    )
    op.execute(f"INSERT INTO receipt ({_COLUMNS}) SELECT {_COLUMNS} FROM receipt_before")  # noqa: S608
    op.drop_table("receipt_before")
    op.create_index(op.f("ix_receipt_agent_code"), "receipt", ["agent_code"], unique=False)
    op.create_index(
        "uq_receipt_accepted_number",
        "receipt",
        ["symbol", "number"],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
    )
