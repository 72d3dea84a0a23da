"""Numbers that were spoiled, lost or returned, and whose book it is."""


def _guard(name: str, event: str, words: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def unless_forgotten(text: str, others: str) -> str:
    """Let a column of free text, and no other one, give way once people have been erased."""
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in others.split())
    forgotten = f"NEW.{text} = '(đã xoá)' AND OLD.{text} IS NOT NEW.{text}"
    return f"WHEN NOT ({same} AND {forgotten} AND EXISTS (SELECT 1 FROM erasure))"  # noqa: S608


_FATE = "id op_id symbol book first last fate on recorded_at slip agent_code device_id"

# Numbers that went back may be given out anew, but only as another book's.
_OTHER_FATE = """EXISTS (
    SELECT 1 FROM number_fate AS other
    WHERE other.symbol = NEW.symbol AND other.first <= {last} AND other.last >= {first}
    AND (other.fate <> 'returned' OR other.book = NEW.book)
)"""
_FATE_BESIDE = _OTHER_FATE.format(first="NEW.first", last="NEW.last")
_FATE_OF_NUMBER = _OTHER_FATE.format(first="NEW.number", last="NEW.number")
_RECEIPT_AMONG = (
    "EXISTS (SELECT 1 FROM receipt WHERE receipt.symbol = NEW.symbol "
    "AND receipt.number BETWEEN NEW.first AND NEW.last)"
)
# Books that are known from their receipts alone are nobody's: what they tell may be wrong, but is kept.
_IN_HAND_TO = """coalesce((
    SELECT gone.first - 1 FROM number_fate AS gone
    WHERE gone.fate = 'returned' AND gone.symbol = {book}.symbol AND gone.book = {book}.book
), {book}.last)"""
BOOK_BESIDE = f"""NEW.device_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM receipt_book AS other
    WHERE other.symbol = NEW.symbol AND other.book <> NEW.book AND other.device_id IS NOT NULL
    AND other.first <= {_IN_HAND_TO.format(book="NEW")} AND {_IN_HAND_TO.format(book="other")} >= NEW.first
)"""  # noqa: S608 (every piece is a word of this module)
"""Whether a book that is somebody's shares a number with another one; what went back is nobody's."""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE receipt_book ADD COLUMN received_on DATE",
    "ALTER TABLE receipt_book ADD COLUMN agent_code VARCHAR",
    "ALTER TABLE receipt_book ADD COLUMN device_id CHAR(32)",
    """
UPDATE receipt_book SET
    device_id = (SELECT device_id FROM device),
    agent_code = (SELECT json_extract(enrolment, '$.agent_code') FROM device)
WHERE EXISTS (SELECT 1 FROM device WHERE enrolment IS NOT NULL)
""",
    """
CREATE TABLE number_fate (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    symbol VARCHAR NOT NULL,
    book VARCHAR NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    fate VARCHAR NOT NULL,
    "on" DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    slip VARCHAR,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    CONSTRAINT pk_number_fate PRIMARY KEY (id),
    CONSTRAINT uq_number_fate_op_id UNIQUE (op_id),
    CONSTRAINT fk_number_fate_symbol_book_receipt_book
        FOREIGN KEY(symbol, book) REFERENCES receipt_book (symbol, book),
    CONSTRAINT fk_number_fate_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_number_fate_range CHECK (first > 0 AND first <= last),
    CONSTRAINT ck_number_fate_fate CHECK (fate IN ('spoiled', 'lost', 'returned'))
)
""",
    "CREATE INDEX ix_number_fate_symbol_first ON number_fate (symbol, first)",
    _guard("number_fate_stays", "DELETE ON number_fate", "number_fate rows stay"),
    _guard(
        "number_fate_is_kept",
        f"UPDATE ON number_fate {unless_forgotten('reason', _FATE)}",
        "number_fate rows never change",
    ),
    _guard(
        "number_fate_is_the_only_one",
        f"INSERT ON number_fate WHEN {_RECEIPT_AMONG} OR {_FATE_BESIDE}",
        "a number has one fate",
    ),
    _guard(
        "receipt_number_has_no_fate",
        f"INSERT ON receipt WHEN NEW.number IS NOT NULL AND {_FATE_OF_NUMBER}",
        "a number has one fate",
    ),
    _guard("receipt_book_stays", "DELETE ON receipt_book", "receipt_book rows stay"),
    _guard(
        "receipt_book_only_rises",
        "UPDATE OF next ON receipt_book WHEN NEW.next < OLD.next",
        "numbers only go up",
    ),
    _guard("receipt_book_is_apart", f"INSERT ON receipt_book WHEN {BOOK_BESIDE}", "books share no number"),
    _guard(
        "receipt_book_stays_apart",
        f"UPDATE OF device_id ON receipt_book WHEN {BOOK_BESIDE}",
        "books share no number",
    ),
)
