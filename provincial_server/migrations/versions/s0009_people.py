"""Households and people that laptops have added or changed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Remember which operation has added a row, and the ids that laptops know others by."""
    op.add_column("household", sa.Column("added_by", sa.Uuid(), nullable=True))
    op.add_column("person", sa.Column("added_by", sa.Uuid(), nullable=True))
    op.create_table(
        "alias",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("local_id", sa.Uuid(), nullable=False),
        sa.Column("known_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("entity IN ('household', 'person')", name=op.f("ck_alias_entity")),
        sa.PrimaryKeyConstraint("entity", "local_id", name=op.f("pk_alias")),
    )
    op.create_index("ix_alias_entity_known_id", "alias", ["entity", "known_id"], unique=False)
