"""What this office has made of receipts that were filed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep what was said of each receipt, every word in its own document."""
    op.create_table(
        "confirmation",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(code IS NULL) <> (reason IS NULL)", name=op.f("ck_confirmation_one_word")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["office_document.id"], name=op.f("fk_confirmation_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_confirmation")),
    )
    op.create_index("ix_confirmation_receipt_id", "confirmation", ["receipt_id"], unique=False)
