"""Who changed and who saw what, consents, erasures, and what has gone but is remembered."""

_TABLES = (
    "ALTER TABLE person ADD COLUMN deleted_at BIGINT",
    "ALTER TABLE household ADD COLUMN deleted_at BIGINT",
    "CREATE INDEX ix_person_deleted_at ON person (deleted_at) WHERE deleted_at IS NOT NULL",
    """
CREATE TABLE change_author (
    id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    at BIGINT NOT NULL,
    actor VARCHAR,
    op_id CHAR(32),
    CONSTRAINT pk_change_author PRIMARY KEY (id),
    CONSTRAINT ck_change_author_one_row CHECK (id = 1)
)
""",
    """
CREATE TABLE change_history (
    id INTEGER NOT NULL,
    entity VARCHAR NOT NULL,
    entity_id CHAR(32) NOT NULL,
    field VARCHAR NOT NULL,
    before VARCHAR,
    after VARCHAR,
    at BIGINT NOT NULL,
    actor VARCHAR,
    source VARCHAR NOT NULL,
    op_id CHAR(32),
    CONSTRAINT pk_change_history PRIMARY KEY (id)
)
""",
    "CREATE INDEX ix_change_history_entity_entity_id_id ON change_history (entity, entity_id, id)",
    """
CREATE TABLE tombstone (
    entity VARCHAR NOT NULL,
    id CHAR(32) NOT NULL,
    ver INTEGER NOT NULL,
    scope VARCHAR,
    deleted_at BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    CONSTRAINT pk_tombstone PRIMARY KEY (entity, id)
)
""",
    "CREATE INDEX ix_tombstone_scope ON tombstone (scope)",
    """
CREATE TABLE consent (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    person_id CHAR(32) NOT NULL,
    purpose VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    "on" DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT fk_consent_op_id_oplog FOREIGN KEY(op_id) REFERENCES oplog (op_id)
)
""",
    "CREATE INDEX ix_consent_person_id ON consent (person_id)",
    """
CREATE TABLE erasure (
    person_id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    household_id CHAR(32) NOT NULL,
    pseudonym VARCHAR NOT NULL,
    alone BOOLEAN NOT NULL,
    erased_at BIGINT NOT NULL,
    last_month VARCHAR NOT NULL,
    CONSTRAINT pk_erasure PRIMARY KEY (person_id),
    CONSTRAINT fk_erasure_op_id_oplog FOREIGN KEY(op_id) REFERENCES oplog (op_id)
)
""",
    "CREATE INDEX ix_erasure_household_id ON erasure (household_id)",
    """
CREATE TABLE erasure_mark (
    mark BLOB NOT NULL,
    person_id CHAR(32) NOT NULL,
    CONSTRAINT pk_erasure_mark PRIMARY KEY (mark, person_id),
    CONSTRAINT ck_erasure_mark_mark CHECK (length(mark) = 32)
)
""",
    """
CREATE TABLE emptying (
    dseq INTEGER NOT NULL,
    CONSTRAINT pk_emptying PRIMARY KEY (dseq),
    CONSTRAINT fk_emptying_dseq_oplog FOREIGN KEY(dseq) REFERENCES oplog (dseq)
)
""",
    """
CREATE TABLE access (
    id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    actor VARCHAR,
    action VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    entity_id CHAR(32),
    fields VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    CONSTRAINT pk_access PRIMARY KEY (id)
)
""",
    "CREATE INDEX ix_access_at ON access (at)",
    "CREATE INDEX ix_access_entity_entity_id ON access (entity, entity_id)",
    """
CREATE TABLE retention_sweep (
    "on" DATE NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT pk_retention_sweep PRIMARY KEY ("on")
)
""",
)

_PERSON = (
    "household_id name insurance_no citizen_id birth sex phone relation health_group facility deleted_at"
)
_HOUSEHOLD = "household_no address hamlet deleted_at"


def _history(entity: str, fields: tuple[str, ...], erased: str) -> str:
    """Keep what a change of these fields replaces.

    A household that waits for its content (version 0 of the server) has none to be replaced, and of those
    who were ``erased`` nothing is kept.
    """
    differing = " OR ".join(f"OLD.{field} IS NOT NEW.{field}" for field in fields)
    values = " UNION ALL ".join(
        f"SELECT '{field}' AS field, OLD.{field} AS before, NEW.{field} AS after" for field in fields
    )
    now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
    return f"""
CREATE TRIGGER {entity}_history AFTER UPDATE OF {", ".join(fields)} ON {entity}
WHEN ({differing}) AND (OLD.ver > 0 OR OLD.origin <> 'server')
    AND NOT EXISTS (SELECT 1 FROM erasure WHERE {erased})
BEGIN
    INSERT INTO change_history (entity, entity_id, field, before, after, at, actor, source, op_id)
    SELECT '{entity}', NEW.id, changed.field, changed.before, changed.after,
        coalesce(author.at, {now}), author.actor, coalesce(author.source, 'other'), author.op_id
    FROM ({values}) AS changed
    LEFT JOIN change_author AS author ON author.id = 1
    WHERE changed.before IS NOT changed.after;
END
"""  # noqa: S608 (names of our own columns)


_OPLOG = "dseq epoch op_id kind kver recorded_at body_hash prev_hash hash"
_RECEIPT = (
    "id op_id issued_household_id symbol book number issued_on recorded_at method total agent_code "
    "device_id signature"
)
_RECEIPT_LINE = (
    "receipt_id position scheme months starts_on ends_on waiting gross support local_support due "
    "basis place place_source income subject_id"
)
_NUMBERS = "subject_insurance_no subject_citizen_id subject_birth subject_household_no"


def _kept(table: str, name: str, fixed: str, free: str, allowed: str) -> tuple[str, str]:
    """Let ``free`` columns change in the one way that is ``allowed``, and the ``fixed`` ones never."""
    columns = (*fixed.split(), *free.split())
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in fixed.split())
    change = f"CREATE TRIGGER {name}_is_kept BEFORE UPDATE OF {', '.join(columns)} ON {table}"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows never change'); END"
    return f"DROP TRIGGER {name}_is_kept", f"{change} WHEN NOT ({same} AND {allowed}) {refuse}"


_EMPTIED = "NEW.body = x'' AND OLD.state <> 'local'"
_PSEUDONYM_IN_HEAD = """(
    EXISTS (SELECT 1 FROM erasure WHERE NEW.payer = erasure.pseudonym AND (
        erasure.household_id = OLD.household_id OR EXISTS (
            SELECT 1 FROM receipt_line
            WHERE receipt_line.receipt_id = OLD.id AND receipt_line.person_id = erasure.person_id)))
    AND NEW.address IS OLD.address
    OR NEW.payer IS OLD.payer AND NEW.address = ''
    AND EXISTS (SELECT 1 FROM erasure WHERE erasure.alone AND erasure.household_id = OLD.household_id)
)"""
_NO_NUMBERS = " AND ".join(f"NEW.{column} IS NULL" for column in _NUMBERS.split())
_PSEUDONYM_IN_LINE = f"""{_NO_NUMBERS} AND EXISTS (
    SELECT 1 FROM erasure
    WHERE erasure.person_id = OLD.person_id AND erasure.pseudonym = NEW.subject_name
)"""  # noqa: S608 (names of our own columns)

# What full-text search forgets must not lie in its segments until they are merged.
_FORGETTING = tuple(
    f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)"  # noqa: S608 (names of our own tables)
    for table in ("person_words", "person_numbers")
)

STATEMENTS: tuple[str, ...] = (
    *_TABLES,
    *_FORGETTING,
    _history("person", tuple(_PERSON.split()), "erasure.person_id = NEW.id"),
    _history("household", tuple(_HOUSEHOLD.split()), "erasure.alone AND erasure.household_id = NEW.id"),
    *_kept("oplog", "operation", _OPLOG, "body", _EMPTIED),
    *_kept("receipt", "receipt", _RECEIPT, "payer address", _PSEUDONYM_IN_HEAD),
    *_kept("receipt_line", "receipt_line", _RECEIPT_LINE, f"subject_name {_NUMBERS}", _PSEUDONYM_IN_LINE),
)
