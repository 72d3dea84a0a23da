"""Transfers that are awaited, and the credits of bank statements."""

# ruff: noqa: S608 (every piece of a statement is a word of this module)

_LOGGED = """CONSTRAINT uq_{table}_op_id UNIQUE (op_id),
    CONSTRAINT fk_{table}_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED"""

_TABLES = (
    f"""
CREATE TABLE awaited_transfer (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    awaited_household_id CHAR(32) NOT NULL,
    code VARCHAR NOT NULL,
    amount BIGINT NOT NULL,
    bank_bin VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    holder VARCHAR NOT NULL,
    awaited_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    payer VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    grounds BLOB NOT NULL,
    replaces_id CHAR(32),
    door BLOB,
    overlap VARCHAR,
    CONSTRAINT pk_awaited_transfer PRIMARY KEY (id),
    CONSTRAINT ck_awaited_transfer_amount CHECK (amount > 0),
    {_LOGGED.format(table="awaited_transfer")},
    CONSTRAINT fk_awaited_transfer_household_id_household
        FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT uq_awaited_transfer_code UNIQUE (code)
)
""",
    "CREATE INDEX ix_awaited_transfer_household_id ON awaited_transfer (household_id)",
    """
CREATE TABLE transfer_line (
    transfer_id CHAR(32) NOT NULL,
    stage VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    person_id CHAR(32) NOT NULL,
    scheme VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    due BIGINT NOT NULL,
    terms BLOB NOT NULL,
    subject_id CHAR(32) NOT NULL,
    subject_name VARCHAR NOT NULL,
    subject_insurance_no VARCHAR,
    subject_citizen_id VARCHAR,
    subject_birth VARCHAR,
    subject_household_no VARCHAR,
    CONSTRAINT pk_transfer_line PRIMARY KEY (transfer_id, stage, position),
    CONSTRAINT ck_transfer_line_stage CHECK (stage IN ('awaited', 'credited')),
    CONSTRAINT fk_transfer_line_transfer_id_awaited_transfer
        FOREIGN KEY(transfer_id) REFERENCES awaited_transfer (id),
    CONSTRAINT fk_transfer_line_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
""",
    "CREATE INDEX ix_transfer_line_person_id_scheme ON transfer_line (person_id, scheme)",
    """
CREATE TABLE bank_credit (
    id CHAR(32) NOT NULL,
    account VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    credited_on DATE NOT NULL,
    amount BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    sender VARCHAR NOT NULL,
    codes VARCHAR NOT NULL,
    imported_at BIGINT NOT NULL,
    CONSTRAINT pk_bank_credit PRIMARY KEY (id),
    CONSTRAINT ck_bank_credit_amount CHECK (amount > 0)
)
""",
    "CREATE INDEX ix_bank_credit_credited_on ON bank_credit (credited_on)",
    f"""
CREATE TABLE credit_use (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    credit_id CHAR(32) NOT NULL,
    transfer_id CHAR(32) NOT NULL,
    used BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    reason VARCHAR,
    form VARCHAR,
    CONSTRAINT pk_credit_use PRIMARY KEY (id),
    CONSTRAINT ck_credit_use_used CHECK (used > 0),
    {_LOGGED.format(table="credit_use")},
    CONSTRAINT fk_credit_use_credit_id_bank_credit FOREIGN KEY(credit_id) REFERENCES bank_credit (id),
    CONSTRAINT fk_credit_use_transfer_id_awaited_transfer
        FOREIGN KEY(transfer_id) REFERENCES awaited_transfer (id)
)
""",
    "CREATE INDEX ix_credit_use_credit_id ON credit_use (credit_id)",
    "CREATE INDEX ix_credit_use_transfer_id ON credit_use (transfer_id)",
    f"""
CREATE TABLE transfer_given_up (
    transfer_id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    given_up_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    CONSTRAINT pk_transfer_given_up PRIMARY KEY (transfer_id),
    CONSTRAINT fk_transfer_given_up_transfer_id_awaited_transfer
        FOREIGN KEY(transfer_id) REFERENCES awaited_transfer (id),
    {_LOGGED.format(table="transfer_given_up")}
)
""",
)

_NUMBERS = ("subject_insurance_no", "subject_citizen_id", "subject_birth", "subject_household_no")
_GONE = "(đã xoá)"
_OF_THE_ERASED = """EXISTS (
    SELECT 1 FROM erasure WHERE erasure.pseudonym = NEW.payer AND (
        erasure.household_id = OLD.household_id OR EXISTS (
            SELECT 1 FROM transfer_line
            WHERE transfer_line.transfer_id = OLD.id AND transfer_line.person_id = erasure.person_id)))"""
_LONE = "EXISTS (SELECT 1 FROM erasure WHERE erasure.alone AND erasure.household_id = OLD.household_id)"

_TRANSFER = (
    "op_id awaited_household_id code amount bank_bin account holder awaited_on recorded_at agent_code "
    "device_id grounds replaces_id door"
)

# What may change of a row, and when; all other columns stay as they were written.
_CHANGES = {
    "awaited_transfer": (
        _TRANSFER,
        {
            "payer": f"NEW.payer IS OLD.payer OR {_OF_THE_ERASED}",
            "overlap": f"NEW.overlap IS OLD.overlap OR NEW.overlap = '{_GONE}'",
            "address": f"NEW.address IS OLD.address OR NEW.address = '' AND {_LONE}",
        },
    ),
    "transfer_line": (
        "transfer_id stage position scheme starts_on ends_on due terms subject_id",
        {
            "subject_name": (
                "NEW.subject_name IS OLD.subject_name OR EXISTS (SELECT 1 FROM erasure "
                "WHERE erasure.person_id = OLD.person_id AND erasure.pseudonym = NEW.subject_name)"
            ),
            **{
                number: (
                    f"NEW.{number} IS OLD.{number} OR NEW.{number} IS NULL AND EXISTS "
                    "(SELECT 1 FROM erasure WHERE erasure.person_id = OLD.person_id)"
                )
                for number in _NUMBERS
            },
        },
    ),
    "bank_credit": (
        "id account reference credited_on amount codes imported_at",
        {each: f"NEW.{each} IS OLD.{each} OR NEW.{each} = ''" for each in ("text", "sender")},
    ),
    "credit_use": (
        "id op_id credit_id transfer_id used recorded_at form",
        {"reason": f"NEW.reason IS OLD.reason OR NEW.reason = '{_GONE}'"},
    ),
    "transfer_given_up": (
        "transfer_id op_id given_up_on recorded_at",
        {"reason": f"NEW.reason IS OLD.reason OR NEW.reason = '{_GONE}'"},
    ),
}


def _guards(table: str) -> tuple[str, str]:
    fixed, changing = _CHANGES[table]
    same = [f"NEW.{column} IS OLD.{column}" for column in fixed.split()]
    allowed = " AND ".join([*same, *(f"({rule})" for rule in changing.values())])
    columns = ", ".join([*fixed.split(), *changing])
    unused = (
        " WHEN EXISTS (SELECT 1 FROM credit_use WHERE credit_id = OLD.id)" if table == "bank_credit" else ""
    )
    kept = (
        f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OF {columns} ON {table} WHEN NOT ({allowed}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
    )
    stays = (
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}{unused} "
        f"BEGIN SELECT RAISE(ABORT, '{table} rows stay'); END"
    )
    return kept, stays


STATEMENTS: tuple[str, ...] = (*_TABLES, *(guard for table in _CHANGES for guard in _guards(table)))
