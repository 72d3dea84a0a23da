"""What the office decides and signs, and whose a block of numbers is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COLUMNS = "symbol, first, last, book, agent_code, code_hash, device_id"
_GIVEN = "code_hash IS NOT NULL OR document_id IS NOT NULL"
_DIGITS = 19
# A block as a range of texts, its symbol before each number: no extension is needed to compare both.
_NUMBERS = " , ".join(f"symbol || chr(1) || lpad({end}::text, {_DIGITS}, '0')" for end in ("first", "last"))


def upgrade() -> None:
    """Keep signed documents for ever; let no two blocks of a symbol share a number."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    _documents()
    if on_postgresql:
        _books_on_postgresql()
        _append_only_on_postgresql()
    else:
        _books_on_sqlite()
        _append_only_on_sqlite()


def _documents() -> None:
    op.create_table(
        "office_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("signed", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["scope"], ["scope.scope"], name=op.f("fk_office_document_scope")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_document")),
        sa.UniqueConstraint("serial", name=op.f("uq_office_document_serial")),
    )
    op.create_index(op.f("ix_office_document_kind_serial"), "office_document", ["kind", "serial"])
    serial = op.create_table(
        "office_serial",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_serial_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_serial")),
    )
    op.bulk_insert(serial, [{"id": 1, "serial": 0, "issued_at": 0}])
    op.create_table(
        "e_receipt_number",
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_e_receipt_number_number")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["office_document.id"], name=op.f("fk_e_receipt_number_document_id")
        ),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_e_receipt_number")),
        sa.UniqueConstraint("symbol", "number", name=op.f("uq_e_receipt_number_symbol_number")),
    )


def _books_on_postgresql() -> None:
    op.alter_column("book", "code_hash", nullable=True)
    op.add_column("book", sa.Column("document_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_book_document_id"), "book", "office_document", ["document_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_book_given"), "book", "code_hash IS NOT NULL OR document_id IS NOT NULL"
    )
    op.execute('CREATE TYPE book_numbers AS RANGE (subtype = text, collation = "C")')
    op.execute(
        "ALTER TABLE book ADD CONSTRAINT ex_book_numbers "
        f"EXCLUDE USING gist (book_numbers({_NUMBERS}, '[]') WITH &&)"
    )


def _books_on_sqlite() -> None:
    """Make the table again: SQLite changes no column."""
    op.execute("ALTER TABLE book RENAME TO book_before")
    op.create_table(
        "book",
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("agent_code", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("first > 0 AND first <= last", name=op.f("ck_book_block")),
        sa.CheckConstraint(_GIVEN, name=op.f("ck_book_given")),
        sa.ForeignKeyConstraint(["agent_code"], ["agent.agent_code"], name=op.f("fk_book_agent_code")),
        sa.ForeignKeyConstraint(["code_hash"], ["enrolment.code_hash"], name=op.f("fk_book_code_hash")),
        sa.ForeignKeyConstraint(["device_id"], ["device.device_id"], name=op.f("fk_book_device_id")),
        sa.ForeignKeyConstraint(["document_id"], ["office_document.id"], name=op.f("fk_book_document_id")),
        sa.PrimaryKeyConstraint("symbol", "first", name=op.f("pk_book")),
        sa.UniqueConstraint("symbol", "book", name=op.f("uq_book_symbol_book")),
    )
    op.execute(f"INSERT INTO book ({_COLUMNS}) SELECT {_COLUMNS} FROM book_before")  # noqa: S608
    op.drop_table("book_before")
    other = (
        "EXISTS (SELECT 1 FROM book AS other WHERE other.symbol = NEW.symbol AND other.book <> NEW.book "
        "AND other.first <= NEW.last AND other.last >= NEW.first)"
    )
    for name, what in (
        ("book_begins_alone", "INSERT"),
        ("book_stays_alone", "UPDATE OF symbol, first, last"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON book WHEN {other} "
            "BEGIN SELECT RAISE(ABORT, 'book blocks never overlap'); END"
        )


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION office_document_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'office_document is append-only'; END $$"
    )
    for name, what, each in (
        ("office_document_no_delete", "DELETE", "ROW"),
        ("office_document_no_update", "UPDATE", "ROW"),
        ("office_document_no_truncate", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON office_document FOR EACH {each} "
            "EXECUTE FUNCTION office_document_append_only()"
        )


def _append_only_on_sqlite() -> None:
    for name, what in (("office_document_no_delete", "DELETE"), ("office_document_no_update", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON office_document "
            "BEGIN SELECT RAISE(ABORT, 'office_document is append-only'); END"
        )
