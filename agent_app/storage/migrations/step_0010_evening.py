"""Cash envelopes, remittances, and the batches of receipts that are handed in."""

from agent_app.storage.migrations.step_0007_books import unless_forgotten

_LOGGED = """
    CONSTRAINT uq_{table}_op_id UNIQUE (op_id),
    CONSTRAINT fk_{table}_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED"""


def _logged(table: str) -> str:
    return _LOGGED.format(table=table).strip()


_TABLES = (
    """
CREATE TABLE envelope (
    id CHAR(32) NOT NULL,
    opened_on DATE NOT NULL,
    opened_at BIGINT NOT NULL,
    CONSTRAINT pk_envelope PRIMARY KEY (id)
)
""",
    # The key is the receipt alone: no receipt's cash lies in two envelopes.
    """
CREATE TABLE envelope_receipt (
    receipt_id CHAR(32) NOT NULL,
    envelope_id CHAR(32) NOT NULL,
    CONSTRAINT pk_envelope_receipt PRIMARY KEY (receipt_id),
    CONSTRAINT fk_envelope_receipt_receipt_id_receipt FOREIGN KEY(receipt_id) REFERENCES receipt (id),
    CONSTRAINT fk_envelope_receipt_envelope_id_envelope FOREIGN KEY(envelope_id) REFERENCES envelope (id)
)
""",
    "CREATE INDEX ix_envelope_receipt_envelope_id ON envelope_receipt (envelope_id)",
    f"""
CREATE TABLE envelope_closing (
    envelope_id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    closed_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    loose BIGINT NOT NULL,
    note VARCHAR NOT NULL,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    CONSTRAINT pk_envelope_closing PRIMARY KEY (envelope_id),
    CONSTRAINT ck_envelope_closing_amounts CHECK (expected >= 0 AND loose >= 0 AND counted >= loose),
    CONSTRAINT ck_envelope_closing_difference_has_a_note CHECK (counted = expected OR note <> ''),
    CONSTRAINT fk_envelope_closing_envelope_id_envelope FOREIGN KEY(envelope_id) REFERENCES envelope (id),
    {_logged("envelope_closing")}
)
""",
    """
CREATE TABLE envelope_count (
    envelope_id CHAR(32) NOT NULL,
    value BIGINT NOT NULL,
    pieces INTEGER NOT NULL,
    CONSTRAINT pk_envelope_count PRIMARY KEY (envelope_id, value),
    CONSTRAINT ck_envelope_count_pieces CHECK (value > 0 AND pieces > 0),
    CONSTRAINT fk_envelope_count_envelope_id_envelope_closing
        FOREIGN KEY(envelope_id) REFERENCES envelope_closing (envelope_id)
)
""",
    f"""
CREATE TABLE remittance (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    remitted_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    method VARCHAR NOT NULL,
    slip VARCHAR NOT NULL,
    counted BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    note VARCHAR NOT NULL,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    CONSTRAINT pk_remittance PRIMARY KEY (id),
    {_logged("remittance")},
    CONSTRAINT ck_remittance_amounts CHECK (counted >= 0 AND amount >= 0),
    CONSTRAINT ck_remittance_difference_has_a_note CHECK (amount = counted OR note <> '')
)
""",
    """
CREATE TABLE remittance_envelope (
    envelope_id CHAR(32) NOT NULL,
    remittance_id CHAR(32) NOT NULL,
    CONSTRAINT pk_remittance_envelope PRIMARY KEY (envelope_id),
    CONSTRAINT fk_remittance_envelope_envelope_id_envelope FOREIGN KEY(envelope_id) REFERENCES envelope (id),
    CONSTRAINT fk_remittance_envelope_remittance_id_remittance
        FOREIGN KEY(remittance_id) REFERENCES remittance (id)
)
""",
    # The key is the receipt alone: no receipt is remitted twice.
    """
CREATE TABLE remittance_receipt (
    receipt_id CHAR(32) NOT NULL,
    remittance_id CHAR(32) NOT NULL,
    amount BIGINT NOT NULL,
    CONSTRAINT pk_remittance_receipt PRIMARY KEY (receipt_id),
    CONSTRAINT ck_remittance_receipt_amount CHECK (amount >= 0),
    CONSTRAINT fk_remittance_receipt_receipt_id_receipt FOREIGN KEY(receipt_id) REFERENCES receipt (id),
    CONSTRAINT fk_remittance_receipt_remittance_id_remittance
        FOREIGN KEY(remittance_id) REFERENCES remittance (id)
)
""",
    "CREATE INDEX ix_remittance_receipt_remittance_id ON remittance_receipt (remittance_id)",
    """
CREATE TABLE batch (
    id CHAR(32) NOT NULL,
    month VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (id),
    CONSTRAINT uq_batch_month_number UNIQUE (month, number),
    CONSTRAINT ck_batch_number CHECK (number > 0)
)
""",
    """
CREATE TABLE batch_receipt (
    batch_id CHAR(32) NOT NULL,
    receipt_id CHAR(32) NOT NULL,
    CONSTRAINT pk_batch_receipt PRIMARY KEY (batch_id, receipt_id),
    CONSTRAINT fk_batch_receipt_batch_id_batch FOREIGN KEY(batch_id) REFERENCES batch (id),
    CONSTRAINT fk_batch_receipt_receipt_id_receipt FOREIGN KEY(receipt_id) REFERENCES receipt (id)
)
""",
    "CREATE INDEX ix_batch_receipt_receipt_id ON batch_receipt (receipt_id)",
    f"""
CREATE TABLE batch_step (
    batch_id CHAR(32) NOT NULL,
    position INTEGER NOT NULL,
    op_id CHAR(32) NOT NULL,
    state VARCHAR NOT NULL,
    moved_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    agent_code VARCHAR NOT NULL,
    device_id CHAR(32) NOT NULL,
    CONSTRAINT pk_batch_step PRIMARY KEY (batch_id, position),
    CONSTRAINT ck_batch_step_refusal_has_a_reason CHECK (state <> 'refused' OR reason <> ''),
    CONSTRAINT fk_batch_step_batch_id_batch FOREIGN KEY(batch_id) REFERENCES batch (id),
    {_logged("batch_step")}
)
""",
    """
CREATE TABLE batch_code (
    batch_id CHAR(32) NOT NULL,
    receipt_id CHAR(32) NOT NULL,
    code VARCHAR NOT NULL,
    CONSTRAINT pk_batch_code PRIMARY KEY (batch_id, receipt_id),
    CONSTRAINT ck_batch_code_code CHECK (code <> ''),
    CONSTRAINT fk_batch_code_batch_id_receipt_id_batch_receipt
        FOREIGN KEY(batch_id, receipt_id) REFERENCES batch_receipt (batch_id, receipt_id)
)
""",
)

_KEPT = (
    "envelope",
    "envelope_receipt",
    "envelope_closing",
    "envelope_count",
    "remittance",
    "remittance_envelope",
    "remittance_receipt",
    "batch",
    "batch_receipt",
    "batch_step",
    "batch_code",
)


def _guard(name: str, event: str, words: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{words}'); END"


# Free text gives way where it names a person who was erased; nothing else of these rows ever changes.
_FREE = {
    "envelope_closing": (
        "note",
        "envelope_id op_id closed_on recorded_at expected counted loose agent_code device_id",
    ),
    "remittance": (
        "note",
        "id op_id remitted_on recorded_at method slip counted amount agent_code device_id",
    ),
    "batch_step": ("reason", "batch_id position op_id state moved_on recorded_at agent_code device_id"),
}


def _unless_forgotten(table: str) -> str:
    if table not in _FREE:
        return ""
    text, others = _FREE[table]
    return f" {unless_forgotten(text, others)}"


_GUARDS = tuple(
    guard
    for table in _KEPT
    for guard in (
        _guard(f"{table}_stays", f"DELETE ON {table}", f"{table} rows stay"),
        _guard(
            f"{table}_is_kept", f"UPDATE ON {table}{_unless_forgotten(table)}", f"{table} rows never change"
        ),
    )
)

_STILL = (
    _guard(
        "envelope_receipt_comes_before_closing",
        "INSERT ON envelope_receipt "
        "WHEN EXISTS (SELECT 1 FROM envelope_closing WHERE envelope_id = NEW.envelope_id)",
        "a closed envelope takes nothing more",
    ),
)

STATEMENTS: tuple[str, ...] = (*_TABLES, *_GUARDS, *_STILL)
