"""Receipts without a number, cancelled and refunded ones, and what a receipt rests on."""

# ruff: noqa: S608 (every piece of a statement is a word of this module)

from agent_app.storage.migrations.step_0002_search import SETTLE_DUE

HOME = "household ON household.id = person.household_id"
WALK = (
    "(household.hamlet IS NULL) || household.hamlet_sort || char(1) || household.address_sort || char(1) "
    "|| household.id"
)
ANSWERED = """EXISTS (
    SELECT 1 FROM receipt_line AS line JOIN receipt ON receipt.id = line.receipt_id
    WHERE line.person_id = item.person_id AND line.scheme = item.scheme AND receipt.cancelled_on IS NULL
    AND (
        line.ends_on > item.due_on
        OR (item.due_on IS NULL AND receipt.issued_on >= date(due_list.month || '-01'))
    )
)"""

ADD_LINES = f"""
INSERT INTO due_index
    (due_list_id, walk, first_row, sheet_row, item_id, number, hamlet, agent_code, answered)
SELECT
    item.due_list_id, {WALK},
    (
        SELECT min(beside.sheet_row) FROM due_item AS beside
        WHERE beside.person_id = item.person_id AND beside.due_list_id = item.due_list_id
    ),
    item.sheet_row, item.id, person_index.number, household.hamlet, item.agent_code, {ANSWERED}
FROM due_item AS item
JOIN due_list ON due_list.id = item.due_list_id AND due_list.shown = 1
JOIN person ON person.id = item.person_id
JOIN person_index ON person_index.person_id = person.id
JOIN {HOME}
"""
_FIRST_ROW = """
UPDATE due_index SET first_row = NEW.sheet_row
WHERE due_list_id = NEW.due_list_id AND first_row > NEW.sheet_row
    AND number = (SELECT number FROM person_index WHERE person_id = NEW.person_id)
"""


def _answer(who: str) -> str:
    return f"""
UPDATE due_index SET answered = {ANSWERED}
FROM due_item AS item JOIN due_list ON due_list.id = item.due_list_id
WHERE item.person_id {who} AND due_index.item_id = item.id
"""


def trigger(name: str, event: str, *statements: str) -> str:
    """Make a trigger of statements that follow an event."""
    body = "".join(f"{statement.strip()};\n" for statement in statements)
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN\n{body}END"


def line_triggers(add_lines: str) -> tuple[str, ...]:
    """Make the triggers that put lines into the index, by a statement like ``ADD_LINES``."""
    add_line = (f"{add_lines} WHERE item.id = NEW.id", _FIRST_ROW)
    return (
        trigger("due_item_is_indexed", "INSERT ON due_item", *add_line),
        trigger(
            "due_item_moves_in_index",
            "UPDATE OF person_id ON due_item",
            "DELETE FROM due_index WHERE item_id = NEW.id",
            *add_line,
        ),
        trigger(
            "due_list_is_shown",
            "UPDATE OF shown ON due_list WHEN NEW.shown AND NOT OLD.shown",
            f"{add_lines} WHERE item.due_list_id = NEW.id",
            *SETTLE_DUE,
        ),
    )


_TRIGGERS = (
    *line_triggers(ADD_LINES),
    trigger("receipt_line_answers", "INSERT ON receipt_line", _answer("= NEW.person_id")),
    trigger("receipt_line_moves", "UPDATE OF person_id ON receipt_line", _answer("= NEW.person_id")),
    trigger(
        "receipt_cancellation_marks",
        "INSERT ON receipt_cancellation",
        "UPDATE receipt SET cancelled_on = NEW.cancelled_on "
        "WHERE id = NEW.receipt_id AND cancelled_on IS NOT NEW.cancelled_on",
    ),
    trigger(
        "receipt_is_cancelled",
        "UPDATE OF cancelled_on ON receipt",
        _answer("IN (SELECT person_id FROM receipt_line WHERE receipt_id = NEW.id)"),
    ),
)

_FIXED = (
    "id op_id issued_household_id symbol book number issued_on recorded_at method total agent_code device_id "
    "signature form replaces_id credit_id answers"
)
_SAME = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in _FIXED.split())
_PSEUDONYM = """(
    NEW.payer IS OLD.payer AND NEW.address IS OLD.address
    OR EXISTS (SELECT 1 FROM erasure WHERE NEW.payer = erasure.pseudonym AND (
        erasure.household_id = OLD.household_id OR EXISTS (
            SELECT 1 FROM receipt_line
            WHERE receipt_line.receipt_id = OLD.id AND receipt_line.person_id = erasure.person_id)))
    AND NEW.address IS OLD.address
    OR NEW.payer IS OLD.payer AND NEW.address = ''
    AND EXISTS (SELECT 1 FROM erasure WHERE erasure.alone AND erasure.household_id = OLD.household_id)
)"""
_CANCELLED = """(
    NEW.cancelled_on IS OLD.cancelled_on
    OR OLD.cancelled_on IS NULL AND EXISTS (
        SELECT 1 FROM receipt_cancellation
        WHERE receipt_id = OLD.id AND receipt_cancellation.cancelled_on = NEW.cancelled_on)
)"""
_CHANGED = (
    "NOT (NEW.payer IS OLD.payer AND NEW.address IS OLD.address AND NEW.cancelled_on IS OLD.cancelled_on "
    "AND NEW.overlap IS OLD.overlap)"
)
_GONE = "(đã xoá)"
_OF_ERASED = """EXISTS (
    SELECT 1 FROM receipt AS told JOIN erasure ON erasure.household_id = told.household_id
        OR erasure.person_id IN (SELECT person_id FROM receipt_line WHERE receipt_id = told.id)
    WHERE told.id = {receipt})"""


def _forgotten(column: str, receipt: str) -> str:
    """Let free text give way where a person whom it may name was erased."""
    of_erased = _OF_ERASED.format(receipt=receipt)
    return f"(NEW.{column} IS OLD.{column} OR NEW.{column} = '{_GONE}' AND {of_erased})"


_OVERLAP = _forgotten("overlap", "OLD.id")

_RECEIPT_LINE = (
    "receipt_id position scheme months starts_on ends_on waiting gross support local_support due "
    "basis place place_source income subject_id group_code plan grounds"
)
_NUMBERS = "subject_insurance_no subject_citizen_id subject_birth subject_household_no"
_SAME_LINE = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in _RECEIPT_LINE.split())
_NO_NUMBERS = " AND ".join(f"NEW.{column} IS NULL" for column in _NUMBERS.split())
_PSEUDONYM_IN_LINE = f"""{_NO_NUMBERS} AND EXISTS (
    SELECT 1 FROM erasure
    WHERE erasure.person_id = OLD.person_id AND erasure.pseudonym = NEW.subject_name
)"""
_CANCELLATION = "receipt_id op_id cancelled_on recorded_at approver copy_two"
_REFUND = "id op_id receipt_id line cause changed_on requested_on recorded_at amount computed"


def _kept_but_reason(columns: str) -> str:
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in columns.split())
    return f"{same} AND {_forgotten('reason', 'OLD.receipt_id')}"


def _guard(name: str, event: str, words: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END"


_GUARDS = (
    _guard("receipt_stays", "DELETE ON receipt", "receipt rows stay"),
    _guard(
        "receipt_is_kept",
        f"UPDATE OF {', '.join(_FIXED.split())}, payer, address, cancelled_on, overlap ON receipt "
        f"WHEN NOT ({_SAME} AND {_CHANGED} AND {_PSEUDONYM} AND {_CANCELLED} AND {_OVERLAP})",
        "receipt rows never change",
    ),
    _guard("receipt_cancellation_stays", "DELETE ON receipt_cancellation", "receipt_cancellation rows stay"),
    _guard(
        "receipt_cancellation_is_kept",
        f"UPDATE ON receipt_cancellation WHEN NOT ({_kept_but_reason(_CANCELLATION)})",
        "receipt_cancellation rows never change",
    ),
    _guard("receipt_refund_stays", "DELETE ON receipt_refund", "receipt_refund rows stay"),
    _guard(
        "receipt_refund_is_kept",
        f"UPDATE ON receipt_refund WHEN NOT ({_kept_but_reason(_REFUND)})",
        "receipt_refund rows never change",
    ),
    _guard(
        "receipt_line_is_kept",
        f"UPDATE OF {', '.join(f'{_RECEIPT_LINE} subject_name {_NUMBERS}'.split())} ON receipt_line "
        f"WHEN NOT ({_SAME_LINE} AND {_PSEUDONYM_IN_LINE})",
        "receipt_line rows never change",
    ),
)

_COLUMNS = (
    "id, op_id, household_id, issued_household_id, symbol, book, number, issued_on, recorded_at, payer, "
    "address, method, total, agent_code, device_id, signature"
)

STATEMENTS: tuple[str, ...] = (
    "DROP TRIGGER due_item_is_indexed",
    "DROP TRIGGER due_item_moves_in_index",
    "DROP TRIGGER due_list_is_shown",
    "DROP TRIGGER receipt_line_answers",
    "DROP TRIGGER receipt_line_moves",
    "DROP TRIGGER receipt_line_is_kept",
    "ALTER TABLE receipt_line ADD COLUMN group_code VARCHAR",
    "ALTER TABLE receipt_line ADD COLUMN plan VARCHAR",
    "ALTER TABLE receipt_line ADD COLUMN grounds BLOB",
    # A column that may stay empty needs the table made anew.
    """
CREATE TABLE receipt_anew (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    issued_household_id CHAR(32) NOT NULL,
    symbol VARCHAR,
    book VARCHAR,
    number INTEGER,
    issued_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    payer VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    total BIGINT NOT NULL,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    signature BLOB NOT NULL,
    form VARCHAR NOT NULL,
    replaces_id CHAR(32),
    credit_id CHAR(32),
    cancelled_on DATE,
    answers BLOB,
    overlap VARCHAR,
    CONSTRAINT pk_receipt PRIMARY KEY (id),
    CONSTRAINT uq_receipt_symbol_number UNIQUE (symbol, number),
    CONSTRAINT fk_receipt_symbol_book_receipt_book
        FOREIGN KEY(symbol, book) REFERENCES receipt_book (symbol, book),
    CONSTRAINT ck_receipt_number CHECK (number > 0),
    CONSTRAINT ck_receipt_total CHECK (total >= 0),
    CONSTRAINT ck_receipt_numbered CHECK ((form = 'electronic') = (number IS NULL) AND (number IS NULL) = (symbol IS NULL) AND (number IS NULL) = (book IS NULL)),
    CONSTRAINT uq_receipt_op_id UNIQUE (op_id),
    CONSTRAINT fk_receipt_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_receipt_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_receipt_replaces_id_receipt FOREIGN KEY(replaces_id) REFERENCES receipt (id)
)
""",  # noqa: E501 (a check is compared with the model's, word by word)
    (
        f"INSERT INTO receipt_anew ({_COLUMNS}, form) SELECT {_COLUMNS}, 'self_printed' FROM receipt "
        "ORDER BY rowid"
    ),
    "DROP TABLE receipt",
    "ALTER TABLE receipt_anew RENAME TO receipt",
    "CREATE INDEX ix_receipt_household_id ON receipt (household_id)",
    "CREATE INDEX ix_receipt_issued_on ON receipt (issued_on)",
    "CREATE INDEX ix_receipt_recorded_at ON receipt (recorded_at)",
    "CREATE INDEX ix_receipt_replaces_id ON receipt (replaces_id) WHERE replaces_id IS NOT NULL",
    """
CREATE TABLE receipt_cancellation (
    receipt_id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    cancelled_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    approver VARCHAR NOT NULL,
    copy_two VARCHAR NOT NULL,
    CONSTRAINT pk_receipt_cancellation PRIMARY KEY (receipt_id),
    CONSTRAINT uq_receipt_cancellation_op_id UNIQUE (op_id),
    CONSTRAINT fk_receipt_cancellation_receipt_id_receipt FOREIGN KEY(receipt_id) REFERENCES receipt (id),
    CONSTRAINT fk_receipt_cancellation_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED
)
""",
    """
CREATE TABLE receipt_refund (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    receipt_id CHAR(32) NOT NULL,
    line INTEGER NOT NULL,
    cause VARCHAR NOT NULL,
    changed_on DATE NOT NULL,
    requested_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    computed BOOLEAN NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_receipt_refund PRIMARY KEY (id),
    CONSTRAINT uq_receipt_refund_receipt_id_line UNIQUE (receipt_id, line),
    CONSTRAINT ck_receipt_refund_amount CHECK (amount > 0),
    CONSTRAINT uq_receipt_refund_op_id UNIQUE (op_id),
    CONSTRAINT fk_receipt_refund_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_receipt_refund_receipt_id_receipt FOREIGN KEY(receipt_id) REFERENCES receipt (id)
)
""",
    """
CREATE TABLE signing_key (
    "key" BLOB NOT NULL,
    CONSTRAINT pk_signing_key PRIMARY KEY ("key"),
    CONSTRAINT ck_signing_key_key CHECK (length(key) = 32)
)
""",
    *_GUARDS,
    *_TRIGGERS,
)
