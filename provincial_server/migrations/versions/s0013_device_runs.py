"""How the exchanges of laptops went, as they tell it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep every run once; the database lets none of them change or go."""
    op.create_table(
        "device_run",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("millis", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("bytes_up", sa.BigInteger(), nullable=False),
        sa.Column("bytes_down", sa.BigInteger(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_device_run_device_id")),
        sa.PrimaryKeyConstraint("device_id", "started_at", name=op.f("pk_device_run")),
    )
    op.create_index("ix_device_run_started_at", "device_run", ["started_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _append_only_on_postgresql()
    else:
        _append_only_on_sqlite()


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION device_run_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'device_run is append-only'; END $$"
    )
    for name, what, each in (
        ("device_run_no_delete", "DELETE", "ROW"),
        ("device_run_no_update", "UPDATE", "ROW"),
        ("device_run_no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON device_run FOR EACH {each} "
            "EXECUTE FUNCTION device_run_append_only()"
        )


def _append_only_on_sqlite() -> None:
    for name, what in (("device_run_no_delete", "DELETE"), ("device_run_no_update", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON device_run "
            "BEGIN SELECT RAISE(ABORT, 'device_run is append-only'); END"
        )
