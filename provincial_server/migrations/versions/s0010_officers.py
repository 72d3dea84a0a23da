"""What officers have done on this server, for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep every act of an officer; the database lets none of them change or go."""
    op.create_table(
        "officer_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_act")),
    )
    op.create_index("ix_officer_act_at", "officer_act", ["at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _append_only_on_postgresql()
    else:
        _append_only_on_sqlite()


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION officer_act_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'officer_act is append-only'; END $$"
    )
    for name, what, each in (
        ("officer_act_no_delete", "DELETE", "ROW"),
        ("officer_act_no_update", "UPDATE", "ROW"),
        ("officer_act_no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON officer_act FOR EACH {each} "
            "EXECUTE FUNCTION officer_act_append_only()"
        )


def _append_only_on_sqlite() -> None:
    for name, what in (("officer_act_no_delete", "DELETE"), ("officer_act_no_update", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON officer_act "
            "BEGIN SELECT RAISE(ABORT, 'officer_act is append-only'); END"
        )
