"""What serving may only add, or only change the state of: the database itself forbids the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ADDED = (
    "change",
    "confirmation",
    "e_receipt_number",
    "erasure_request",
    "quarantine",
    "receipt_cancellation",
    "receipt_refund",
    "restoration",
)
_STATE = (
    "awaited_transfer",
    "batch_step",
    "credited_transfer",
    "envelope",
    "given_up_transfer",
    "number_fate",
    "receipt",
    "remittance",
    "remitted_receipt",
)


def upgrade() -> None:
    """Let nothing of these tables go, and nothing but a state change."""
    forbid = _on_sqlite
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        forbid = _on_postgresql
    for table in _ADDED:
        forbid(table, "UPDATE")
    for table in _STATE:
        columns = (each["name"] for each in sa.inspect(op.get_bind()).get_columns(table))
        forbid(table, "UPDATE OF " + ", ".join(f'"{each}"' for each in columns if each != "state"))


def _on_postgresql(table: str, update: str) -> None:
    for name, what, each in (
        ("delete", "DELETE", "ROW"),
        ("update", update, "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {what} ON {table} FOR EACH {each} "
            "EXECUTE FUNCTION append_only()"
        )


def _on_sqlite(table: str, update: str) -> None:
    for name, what in (("delete", "DELETE"), ("update", update)):
        op.execute(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
