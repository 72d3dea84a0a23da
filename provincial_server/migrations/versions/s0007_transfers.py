"""Transfers that laptops await, and their credits."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ACCEPTED = sa.text("state = 'accepted'")


def upgrade() -> None:
    """Keep what agents await, what came for it, and what they gave up."""
    op.create_table(
        "awaited_transfer",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("bank_bin", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("awaited_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_of("awaited_transfer"),
    )
    for name, column in (("accepted", "transfer_id"), ("code", "code")):
        op.create_index(
            f"uq_awaited_transfer_{name}",
            "awaited_transfer",
            [column],
            unique=True,
            sqlite_where=_ACCEPTED,
            postgresql_where=_ACCEPTED,
        )
    op.create_table(
        "credited_transfer",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("credit_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("credited_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_of("credited_transfer"),
    )
    op.create_table(
        "given_up_transfer",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("given_up_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        *_of("given_up_transfer"),
    )
    for table, columns in (
        ("awaited_transfer", ("agent_code",)),
        ("credited_transfer", ("transfer_id", "credit_id", "agent_code")),
        ("given_up_transfer", ("transfer_id", "agent_code")),
    ):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _of(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Tie a table to the operation and the agent of each row."""
    return (
        sa.CheckConstraint("state IN ('accepted', 'held')", name=op.f(f"ck_{table}_state")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f(f"fk_{table}_agent_code")),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f(f"fk_{table}_op_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f(f"pk_{table}")),
    )
