"""The first tables: office, devices, the operation log, money, areas."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# All of an operation but what a human may still decide about it.
_FIXED = (
    "op_id, device_id, epoch, dseq, kind, kver, recorded_at, body, body_hash, prev_hash, hash, received_at"
)


def upgrade() -> None:
    """Make the tables, and let nobody change or delete an operation."""
    _office()
    _log()
    _areas()
    if op.get_bind().dialect.name == "postgresql":
        _append_only_on_postgresql()
    else:
        _append_only_on_sqlite()


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION op_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'op is append-only'; END $$"
    )
    for name, what, each in (
        ("op_no_delete", "DELETE", "ROW"),
        ("op_no_update", f"UPDATE OF {_FIXED}", "ROW"),
        ("op_no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON op FOR EACH {each} EXECUTE FUNCTION op_append_only()"
        )


def _append_only_on_sqlite() -> None:
    for name, what in (("op_no_delete", "DELETE"), ("op_no_update", f"UPDATE OF {_FIXED}")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON op BEGIN SELECT RAISE(ABORT, 'op is append-only'); END"
        )


def _office() -> None:
    op.create_table(
        "agent",
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("card_no", sa.Text(), nullable=False),
        sa.Column("mver", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agent_code", name=op.f("pk_agent")),
    )
    op.create_table(
        "office",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_office")),
    )
    op.create_table(
        "enrolment",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_enrolment_agent_code")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "device",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("sign_key", sa.LargeBinary(), nullable=False),
        sa.Column("seal_key", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("head_dseq", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(), nullable=False),
        sa.Column("turn_token", sa.LargeBinary(), nullable=False),
        sa.Column("prev_turn_token", sa.LargeBinary(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('active', 'revoked')", name=op.f("ck_device_status")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_device_agent_code")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device")),
    )
    op.create_table(
        "book",
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("first > 0 AND first <= last", name=op.f("ck_book_block")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_book_agent_code")),
        sa.ForeignKeyConstraint(["code_hash"], ["enrolment.code_hash"], name=op.f("fk_book_code_hash")),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_book_device_id")),
        sa.PrimaryKeyConstraint("symbol", "first", name=op.f("pk_book")),
        sa.UniqueConstraint("symbol", "book", name=op.f("uq_book_symbol_book")),
    )


def _log() -> None:
    op.create_table(
        "op",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("dseq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kver", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'accepted_merged', 'held', 'refused')", name=op.f("ck_op_outcome")
        ),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_op_device_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_op")),
        sa.UniqueConstraint("device_id", "epoch", "dseq", name=op.f("uq_op_device_id_epoch_dseq")),
    )
    op.create_table(
        "quarantine",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("dseq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kver", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_quarantine_device_id")),
        sa.PrimaryKeyConstraint("op_id", "hash", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "receipt",
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state = 'held' OR total > 0", name=op.f("ck_receipt_total")),
        sa.CheckConstraint("state IN ('accepted', 'held')", name=op.f("ck_receipt_state")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_receipt_agent_code")),
        sa.ForeignKeyConstraint(["op_id"], ["op.op_id"], name=op.f("fk_receipt_op_id")),
        sa.PrimaryKeyConstraint("op_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_receipt_receipt_id")),
    )
    op.create_index(op.f("ix_receipt_agent_code"), "receipt", ["agent_code"], unique=False)
    op.create_index(
        "uq_receipt_accepted_number",
        "receipt",
        ["symbol", "number"],
        unique=True,
        sqlite_where=sa.text("state = 'accepted'"),
        postgresql_where=sa.text("state = 'accepted'"),
    )


def _areas() -> None:
    op.create_table(
        "scope",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("gen", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.LargeBinary(8), nullable=False),
        sa.Column("floor_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_scope")),
    )
    op.create_table(
        "change",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("sum", sa.LargeBinary(8), nullable=False),
        sa.ForeignKeyConstraint(["scope"], ["scope.scope"], name=op.f("fk_change_scope")),
        sa.PrimaryKeyConstraint("scope", "seq", name=op.f("pk_change")),
    )
    op.create_table(
        "membership",
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("mver", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_membership_agent_code")),
        sa.ForeignKeyConstraint(["scope"], ["scope.scope"], name=op.f("fk_membership_scope")),
        sa.PrimaryKeyConstraint("agent_code", "scope", name=op.f("pk_membership")),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("household_no", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("hamlet", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["scope"], ["scope.scope"], name=op.f("fk_household_scope")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("scope", "household_no", name=op.f("uq_household_scope_household_no")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("ver", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_name", sa.Text(), nullable=False),
        sa.Column("insurance_no", sa.Text(), nullable=True),
        sa.Column("citizen_id", sa.Text(), nullable=True),
        sa.Column("birth", sa.Text(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("health_group", sa.Text(), nullable=True),
        sa.Column("facility", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_person_household_id")),
        sa.ForeignKeyConstraint(["scope"], ["scope.scope"], name=op.f("fk_person_scope")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_citizen_id"), "person", ["citizen_id"], unique=False)
    op.create_index(op.f("ix_person_household_id"), "person", ["household_id"], unique=False)
    op.create_index(op.f("ix_person_insurance_no"), "person", ["insurance_no"], unique=False)
    op.create_index(op.f("ix_person_scope"), "person", ["scope"], unique=False)
