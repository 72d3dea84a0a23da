"""People who ask to be erased: an officer has to see each request."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep requests beside the operations that brought them."""
    op.create_table(
        "erasure_request",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_code"], ["agent.agent_code"], name=op.f("fk_erasure_request_agent_code")
        ),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f("fk_erasure_request_op_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_erasure_request")),
    )
    op.create_index(op.f("ix_erasure_request_person_id"), "erasure_request", ["person_id"], unique=False)
