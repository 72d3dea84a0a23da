"""Households' standing with its decision, and what edits that wait for the office were made on."""

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE household_status (
    id CHAR(32) NOT NULL,
    op_id CHAR(32) NOT NULL,
    household_id CHAR(32),
    person_id CHAR(32),
    group_code VARCHAR NOT NULL,
    decision_no VARCHAR NOT NULL,
    issuer VARCHAR NOT NULL,
    since DATE NOT NULL,
    until DATE NOT NULL,
    source VARCHAR NOT NULL,
    recorded_at BIGINT NOT NULL,
    withdrawn BOOLEAN NOT NULL,
    CONSTRAINT pk_household_status PRIMARY KEY (id),
    CONSTRAINT uq_household_status_op_id UNIQUE (op_id),
    CONSTRAINT ck_household_status_holder CHECK ((household_id IS NULL) <> (person_id IS NULL)),
    CONSTRAINT ck_household_status_dates CHECK (since <= until),
    CONSTRAINT fk_household_status_op_id_oplog
        FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_household_status_household_id_household FOREIGN KEY(household_id) REFERENCES household (id),
    CONSTRAINT fk_household_status_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
)
""",
    "CREATE INDEX ix_household_status_household_id ON household_status (household_id)",
    "CREATE INDEX ix_household_status_person_id ON household_status (person_id)",
    """
CREATE TRIGGER household_status_is_kept
BEFORE UPDATE OF id, op_id, group_code, decision_no, issuer, since, until, source, recorded_at, withdrawn
ON household_status
BEGIN SELECT RAISE(ABORT, 'household_status rows never change'); END
""",
    # Of the erased nothing is kept; of everybody else every decision is.
    """
CREATE TRIGGER household_status_stays BEFORE DELETE ON household_status
WHEN NOT EXISTS (
    SELECT 1 FROM erasure
    WHERE erasure.person_id = OLD.person_id OR erasure.alone AND erasure.household_id = OLD.household_id)
BEGIN SELECT RAISE(ABORT, 'household_status rows stay'); END
""",
    """
CREATE TABLE base (
    entity VARCHAR NOT NULL,
    id CHAR(32) NOT NULL,
    field VARCHAR NOT NULL,
    server_value VARCHAR,
    op_id CHAR(32) NOT NULL,
    CONSTRAINT pk_base PRIMARY KEY (entity, id, field),
    CONSTRAINT fk_base_op_id_oplog FOREIGN KEY(op_id) REFERENCES oplog (op_id) DEFERRABLE INITIALLY DEFERRED
)
""",
    "CREATE INDEX ix_base_op_id ON base (op_id)",
)
