"""The first schema."""

_TABLES = (
    """
CREATE TABLE alias (
    entity VARCHAR NOT NULL,
    local_id CHAR(32) NOT NULL,
    server_id CHAR(32) NOT NULL,
    CONSTRAINT pk_alias PRIMARY KEY (entity, local_id)
)
""",
    "CREATE INDEX ix_alias_entity_server_id ON alias (entity, server_id)",
    """
CREATE TABLE cursor (
    scope VARCHAR NOT NULL,
    gen INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    sum BLOB NOT NULL,
    mver INTEGER NOT NULL,
    CONSTRAINT pk_cursor PRIMARY KEY (scope),
    CONSTRAINT ck_cursor_sum CHECK (length(sum) = 8)
)
""",
    """
CREATE TABLE device (
    id INTEGER NOT NULL,
    device_id CHAR(32) NOT NULL,
    epoch INTEGER NOT NULL,
    enrolment VARCHAR,
    claimed BOOLEAN NOT NULL,
    turn_token BLOB NOT NULL,
    acked_epoch INTEGER NOT NULL,
    acked_dseq INTEGER NOT NULL,
    acked_hash BLOB NOT NULL,
    custody BLOB,
    custody_at BIGINT,
    CONSTRAINT pk_device PRIMARY KEY (id),
    CONSTRAINT ck_device_one_row CHECK (id = 1),
    CONSTRAINT ck_device_acked_hash CHECK (length(acked_hash) = 32)
)
""",
    """
CREATE TABLE due_list (
    id CHAR(32) NOT NULL,
    month VARCHAR NOT NULL,
    file_hash BLOB NOT NULL,
    imported_at BIGINT NOT NULL,
    shown BOOLEAN NOT NULL,
    CONSTRAINT pk_due_list PRIMARY KEY (id),
    CONSTRAINT ck_due_list_month CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]')
)
""",
    "CREATE UNIQUE INDEX uq_due_list_month_shown ON due_list (month) WHERE shown = 1",
    """
CREATE TABLE household (
    id CHAR(32) NOT NULL,
    household_no VARCHAR,
    address VARCHAR NOT NULL,
    address_sort VARCHAR NOT NULL,
    hamlet VARCHAR,
    hamlet_sort VARCHAR NOT NULL,
    search VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,
    scope VARCHAR,
    ver INTEGER NOT NULL,
    stale BOOLEAN NOT NULL,
    CONSTRAINT pk_household PRIMARY KEY (id)
)
""",
    "CREATE INDEX ix_household_household_no ON household (household_no)",
    "CREATE INDEX ix_household_scope_stale ON household (scope, stale)",
    """
CREATE TABLE oplog (
    dseq INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    op_id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    kver INTEGER NOT NULL,
    recorded_at BIGINT NOT NULL,
    body BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    state VARCHAR NOT NULL,
    reason VARCHAR,
    CONSTRAINT pk_oplog PRIMARY KEY (dseq),
    CONSTRAINT uq_oplog_epoch_dseq UNIQUE (epoch, dseq),
    CONSTRAINT ck_oplog_place CHECK (dseq > 0 AND epoch > 0),
    CONSTRAINT ck_oplog_hashes
        CHECK (length(body_hash) = 32 AND length(prev_hash) = 32 AND length(hash) = 32),
    CONSTRAINT uq_oplog_op_id UNIQUE (op_id)
)
""",
    "CREATE INDEX ix_oplog_kind_dseq ON oplog (kind, dseq)",
    "CREATE INDEX ix_oplog_state ON oplog (state)",
    """
CREATE TABLE receipt_book (
    id CHAR(32) NOT NULL,
    symbol VARCHAR NOT NULL,
    book VARCHAR NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    next INTEGER NOT NULL,
    CONSTRAINT pk_receipt_book PRIMARY KEY (id),
    CONSTRAINT uq_receipt_book_symbol_book UNIQUE (symbol, book),
    CONSTRAINT ck_receipt_book_limits CHECK (first > 0 AND first <= last),
    CONSTRAINT ck_receipt_book_next_within CHECK (next BETWEEN first AND last + 1)
)
""",
    """
CREATE TABLE sync_run (
    id INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    seconds DOUBLE NOT NULL,
    sent INTEGER NOT NULL,
    received INTEGER NOT NULL,
    bytes_up INTEGER NOT NULL,
    bytes_down INTEGER NOT NULL,
    failure VARCHAR,
    CONSTRAINT pk_sync_run PRIMARY KEY (id)
)
""",
    """
CREATE TABLE person (
    id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    name VARCHAR NOT NULL,
    search_name VARCHAR NOT NULL,
    sort_key VARCHAR NOT NULL,
    insurance_no VARCHAR,
    citizen_id VARCHAR,
    birth VARCHAR,
    sex VARCHAR,
    phone VARCHAR,
    relation VARCHAR,
    health_group VARCHAR,
    facility VARCHAR,
    origin VARCHAR NOT NULL,
    scope VARCHAR,
    ver INTEGER NOT NULL,
    stale BOOLEAN NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT fk_person_household_id_household FOREIGN KEY(household_id) REFERENCES household (id)
)
""",
    "CREATE INDEX ix_person_citizen_id ON person (citizen_id)",
    "CREATE INDEX ix_person_household_id ON person (household_id)",
    "CREATE INDEX ix_person_insurance_no ON person (insurance_no)",
    "CREATE INDEX ix_person_scope_stale ON person (scope, stale)",
    "CREATE INDEX ix_person_search ON person (sort_key, id, search_name, insurance_no, citizen_id, phone)",
    """
CREATE TABLE receipt (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    issued_household_id CHAR(32) NOT NULL,
    symbol VARCHAR NOT NULL,
    book VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    issued_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    payer VARCHAR NOT NULL,
    address VARCHAR NOT NULL,
    method VARCHAR NOT NULL,
    total BIGINT NOT NULL,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    signature BLOB NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (id),
    CONSTRAINT uq_receipt_symbol_number UNIQUE (symbol, number),
    CONSTRAINT fk_receipt_symbol_book_receipt_book
        FOREIGN KEY(symbol, book) REFERENCES receipt_book (symbol, book),
    CONSTRAINT ck_receipt_number CHECK (number > 0),
    CONSTRAINT ck_receipt_total CHECK (total >= 0),
    CONSTRAINT uq_receipt_op_id UNIQUE (op_id),
    CONSTRAINT fk_receipt_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_receipt_household_id_household FOREIGN KEY(household_id) REFERENCES household (id)
)
""",
    "CREATE INDEX ix_receipt_household_id ON receipt (household_id)",
    "CREATE INDEX ix_receipt_issued_on ON receipt (issued_on)",
    "CREATE INDEX ix_receipt_recorded_at ON receipt (recorded_at)",
    """
CREATE TABLE visit (
    id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    visited_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    met VARCHAR NOT NULL,
    CONSTRAINT pk_visit PRIMARY KEY (id),
    CONSTRAINT fk_visit_household_id_household FOREIGN KEY(household_id) REFERENCES household (id)
)
""",
    "CREATE INDEX ix_visit_household_id ON visit (household_id)",
    """
CREATE TABLE due_item (
    id CHAR(32) NOT NULL,
    due_list_id CHAR(32) NOT NULL,
    person_id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    sheet_row INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    insurance_no VARCHAR,
    citizen_id VARCHAR,
    birth VARCHAR,
    sex VARCHAR,
    address VARCHAR,
    phone VARCHAR,
    scheme VARCHAR NOT NULL,
    group_code VARCHAR,
    covered_from VARCHAR,
    covered_to VARCHAR,
    due_on DATE,
    months INTEGER,
    amount BIGINT,
    household_no VARCHAR,
    facility VARCHAR,
    agent_code VARCHAR,
    original BLOB NOT NULL,
    CONSTRAINT pk_due_item PRIMARY KEY (id),
    CONSTRAINT ck_due_item_amount CHECK (amount >= 0),
    CONSTRAINT ck_due_item_months CHECK (months >= 0),
    CONSTRAINT fk_due_item_due_list_id_due_list FOREIGN KEY(due_list_id) REFERENCES due_list (id),
    CONSTRAINT fk_due_item_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_due_item_household_id_household FOREIGN KEY(household_id) REFERENCES household (id)
)
""",
    "CREATE INDEX ix_due_item_due_list_id ON due_item (due_list_id)",
    "CREATE INDEX ix_due_item_household_id ON due_item (household_id)",
    "CREATE INDEX ix_due_item_person_id ON due_item (person_id)",
    """
CREATE TABLE household_place (
    household_id CHAR(32) NOT NULL,
    year INTEGER NOT NULL,
    place INTEGER NOT NULL,
    person_id CHAR(32) NOT NULL,
    CONSTRAINT pk_household_place PRIMARY KEY (household_id, year, place),
    CONSTRAINT uq_household_place_household_id_year_person_id UNIQUE (household_id, year, person_id),
    CONSTRAINT ck_household_place_place CHECK (place > 0),
    CONSTRAINT fk_household_place_household_id_household
        FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_household_place_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
""",
    "CREATE INDEX ix_household_place_person_id ON household_place (person_id)",
    """
CREATE TABLE receipt_line (
    receipt_id CHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    person_id CHAR(32) NOT NULL,
    scheme VARCHAR NOT NULL,
    months INTEGER NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    waiting INTEGER NOT NULL,
    gross BIGINT NOT NULL,
    support BIGINT NOT NULL,
    local_support BIGINT NOT NULL,
    due BIGINT NOT NULL,
    basis BLOB NOT NULL,
    place INTEGER,
    place_source VARCHAR,
    income BIGINT,
    subject_id CHAR(32) NOT NULL,
    subject_name VARCHAR NOT NULL,
    subject_insurance_no VARCHAR,
    subject_citizen_id VARCHAR,
    subject_birth VARCHAR,
    subject_household_no VARCHAR,
    CONSTRAINT pk_receipt_line PRIMARY KEY (receipt_id, position),
    CONSTRAINT ck_receipt_line_sum CHECK (due = gross - support - local_support),
    CONSTRAINT ck_receipt_line_amounts
        CHECK (gross >= 0 AND support >= 0 AND local_support >= 0 AND due >= 0),
    CONSTRAINT ck_receipt_line_months CHECK (months > 0),
    CONSTRAINT ck_receipt_line_period CHECK (starts_on <= ends_on AND waiting >= 0),
    CONSTRAINT ck_receipt_line_place CHECK (place > 0),
    CONSTRAINT fk_receipt_line_receipt_id_receipt FOREIGN KEY(receipt_id) REFERENCES receipt (id),
    CONSTRAINT fk_receipt_line_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
""",
    "CREATE INDEX ix_receipt_line_person_id_scheme ON receipt_line (person_id, scheme)",
    """
CREATE TABLE visit_outcome (
    id INTEGER NOT NULL,
    visit_id CHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    person_id CHAR(32) NOT NULL,
    outcome VARCHAR NOT NULL,
    promised_on DATE,
    reason VARCHAR,
    subject_id CHAR(32) NOT NULL,
    subject_name VARCHAR NOT NULL,
    subject_insurance_no VARCHAR,
    subject_citizen_id VARCHAR,
    subject_birth VARCHAR,
    subject_household_no VARCHAR,
    CONSTRAINT pk_visit_outcome PRIMARY KEY (id),
    CONSTRAINT uq_visit_outcome_visit_id_position UNIQUE (visit_id, position),
    CONSTRAINT ck_visit_outcome_promise_has_a_date
        CHECK (outcome <> 'promised' OR promised_on IS NOT NULL),
    CONSTRAINT ck_visit_outcome_refusal_has_a_reason
        CHECK (outcome <> 'refused' OR coalesce(reason, '') <> ''),
    CONSTRAINT fk_visit_outcome_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_visit_outcome_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
""",
    "CREATE INDEX ix_visit_outcome_person_id_id ON visit_outcome (person_id, id)",
)


def _unchanging(table: str, columns: tuple[str, ...], name: str) -> tuple[str, str]:
    """Make a table's rows stay, and these columns keep what they were given."""
    delete = f"CREATE TRIGGER {name}_stays BEFORE DELETE ON {table}"
    change = f"CREATE TRIGGER {name}_is_kept BEFORE UPDATE OF {', '.join(columns)} ON {table}"
    return (
        f"{delete} BEGIN SELECT RAISE(ABORT, '{table} rows stay'); END",
        f"{change} BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END",
    )


_OPLOG = "dseq epoch op_id kind kver recorded_at body body_hash prev_hash hash "
_RECEIPT = (
    "id op_id issued_household_id symbol book number issued_on recorded_at payer address method "
    "total agent_code device_id signature "
)
_RECEIPT_LINE = (
    "receipt_id position scheme months starts_on ends_on waiting gross support local_support "
    "due basis place place_source income subject_id subject_name subject_insurance_no "
    "subject_citizen_id subject_birth subject_household_no "
)

STATEMENTS = (
    *_TABLES,
    *_unchanging("oplog", tuple(_OPLOG.split()), "operation"),
    *_unchanging("receipt", tuple(_RECEIPT.split()), "receipt"),
    *_unchanging("receipt_line", tuple(_RECEIPT_LINE.split()), "receipt_line"),
)
