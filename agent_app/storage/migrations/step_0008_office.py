"""What the office has decided and signed: settings, books and numbers of e-receipts."""

from agent_app.storage.migrations.step_0007_books import BOOK_BESIDE


def _guard(name: str, event: str, words: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _kept(table: str) -> tuple[str, str]:
    return (
        _guard(f"{table}_stays", f"DELETE ON {table}", f"{table} rows stay"),
        _guard(f"{table}_is_kept", f"UPDATE ON {table}", f"{table} rows never change"),
    )


STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE office_document (
    id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    serial INTEGER NOT NULL,
    signed BLOB NOT NULL,
    received_at BIGINT NOT NULL,
    CONSTRAINT pk_office_document PRIMARY KEY (id)
)
""",
    "CREATE INDEX ix_office_document_kind_serial ON office_document (kind, serial)",
    """
CREATE TABLE enrolled_book (
    symbol VARCHAR NOT NULL,
    book VARCHAR NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_enrolled_book PRIMARY KEY (symbol, book, first, last),
    CONSTRAINT ck_enrolled_book_limits CHECK (first > 0 AND first <= last)
)
""",
    """
CREATE TABLE e_receipt_number (
    receipt_id CHAR(32) NOT NULL,
    document_id CHAR(32) NOT NULL,
    symbol VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    given_on DATE NOT NULL,
    CONSTRAINT pk_e_receipt_number PRIMARY KEY (receipt_id),
    CONSTRAINT ck_e_receipt_number_number CHECK (number > 0),
    CONSTRAINT fk_e_receipt_number_document_id_office_document
        FOREIGN KEY(document_id) REFERENCES office_document (id)
)
""",
    "CREATE INDEX ix_e_receipt_number_symbol_number ON e_receipt_number (symbol, number)",
    "ALTER TABLE device ADD COLUMN books_doubted_to BIGINT",
    # Books that were granted before, when no grant was signed.
    "INSERT INTO enrolled_book SELECT symbol, book, first, last FROM receipt_book",
    *_kept("office_document"),
    *_kept("enrolled_book"),
    _guard("e_receipt_number_stays", "DELETE ON e_receipt_number", "e_receipt_number rows stay"),
    # Beside the guards of the step before: nor may a book grow into another one that is somebody's.
    _guard(
        "receipt_book_grows_apart",
        f"UPDATE OF symbol, first, last ON receipt_book WHEN {BOOK_BESIDE}",
        "books share no number",
    ),
)
