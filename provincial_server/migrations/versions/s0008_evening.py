"""Envelopes, remittances and batches."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ACCEPTED = sa.text("state = 'accepted'")
_STATE = "state IN ('accepted', 'held')"


def upgrade() -> None:
    """Keep what agents say of their cash, and how far their batches have come."""
    _add_envelopes()
    _add_remittances()
    _add_batches()


def _of(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Tie a table to the operation and the agent of each row."""
    return (
        sa.CheckConstraint(_STATE, name=op.f(f"ck_{table}_state")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f(f"fk_{table}_agent_code")),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f(f"fk_{table}_op_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f(f"pk_{table}")),
    )


def _accepted_once(name: str, table: str, columns: list[str]) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=_ACCEPTED, postgresql_where=_ACCEPTED)


def _add_envelopes() -> None:
    op.create_table(
        "envelope",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("envelope_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("receipts", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_of("envelope"),
    )
    op.create_index(op.f("ix_envelope_agent_code"), "envelope", ["agent_code"], unique=False)
    _accepted_once("uq_envelope_accepted", "envelope", ["envelope_id"])


def _add_remittances() -> None:
    op.create_table(
        "remittance",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("remittance_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("remitted_on", sa.Date(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.Column("transfers", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_of("remittance"),
    )
    op.create_index(op.f("ix_remittance_agent_code"), "remittance", ["agent_code"], unique=False)
    op.create_index(op.f("ix_remittance_remittance_id"), "remittance", ["remittance_id"], unique=False)
    op.create_table(
        "remitted_receipt",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint(_STATE, name=op.f("ck_remitted_receipt_state")),
        sa.ForeignKeyConstraint(["op_id"], ["remittance.op_id"], name=op.f("fk_remitted_receipt_op_id")),
        sa.PrimaryKeyConstraint("op_id", "receipt_id", name=op.f("pk_remitted_receipt")),
    )
    _accepted_once("uq_remitted_receipt_accepted", "remitted_receipt", ["receipt_id"])


def _add_batches() -> None:
    op.create_table(
        "batch_step",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("stands", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("receipts", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_of("batch_step"),
    )
    op.create_index(op.f("ix_batch_step_agent_code"), "batch_step", ["agent_code"], unique=False)
    _accepted_once("uq_batch_step_accepted", "batch_step", ["batch_id", "position"])
