"""Which key of this server an enrolment file names first: a program of before can check no other."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the key with the code; without one it is the first that this server ever had."""
    op.add_column("enrolment", sa.Column("server_key", sa.LargeBinary(), nullable=True))
