"""Receipts that are cancelled, refunded, or without a number."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_COLUMNS = "op_id, receipt_id, agent_code, issued_on, symbol, book, number, total, state"


def upgrade() -> None:
    """Let numbers be missing, keep what undoes receipts, and what became of numbers without one."""
    _add_number_fates()
    if op.get_bind().dialect.name == "postgresql":
        for column in ("symbol", "book", "number"):
            op.alter_column("receipt", column, nullable=True)
    else:
        _rebuild_on_sqlite()
    op.create_table(
        "receipt_cancellation",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_op_id", sa.Uuid(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=False),
        sa.Column("copy_two", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f("fk_receipt_cancellation_op_id")),
        sa.ForeignKeyConstraint(
            ["receipt_op_id"], ["receipt.op_id"], name=op.f("fk_receipt_cancellation_receipt_op_id")
        ),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_receipt_cancellation")),
        sa.UniqueConstraint("receipt_op_id", name=op.f("uq_receipt_cancellation_receipt_op_id")),
    )
    op.create_table(
        "receipt_refund",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_op_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_receipt_refund_amount")),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f("fk_receipt_refund_op_id")),
        sa.ForeignKeyConstraint(
            ["receipt_op_id"], ["receipt.op_id"], name=op.f("fk_receipt_refund_receipt_op_id")
        ),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_receipt_refund")),
        sa.UniqueConstraint("receipt_op_id", "line", name=op.f("uq_receipt_refund_receipt_op_id_line")),
    )


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


def _rebuild_on_sqlite() -> None:
    """Make the table again: SQLite changes no column."""
    op.execute("ALTER TABLE receipt RENAME TO receipt_before")
    for index in ("ix_receipt_agent_code", "ix_receipt_receipt_id", "uq_receipt_accepted_number"):
        op.drop_index(index, "receipt_before")
    op.create_table(
        "receipt",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("book", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
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
    op.create_index(op.f("ix_receipt_receipt_id"), "receipt", ["receipt_id"], unique=False)
    op.create_index(
        "uq_receipt_accepted_number",
        "receipt",
        ["symbol", "number"],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
    )
