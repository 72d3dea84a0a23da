"""Keys of the office that follow from those of the enrolment, each signed by the one before it."""

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE office_key (
    former BLOB NOT NULL,
    "key" BLOB NOT NULL,
    seal BLOB NOT NULL,
    signature BLOB NOT NULL,
    learned_at BIGINT NOT NULL,
    CONSTRAINT pk_office_key PRIMARY KEY (former),
    CONSTRAINT uq_office_key_key UNIQUE ("key"),
    CONSTRAINT ck_office_key_keys CHECK (length(former) = 32 AND length(key) = 32 AND length(seal) = 32),
    CONSTRAINT ck_office_key_signature CHECK (length(signature) = 64)
)
""",
    """
CREATE TRIGGER office_key_stays BEFORE DELETE ON office_key
BEGIN SELECT RAISE(ABORT, 'office_key rows stay'); END
""",
    """
CREATE TRIGGER office_key_kept BEFORE UPDATE ON office_key
BEGIN SELECT RAISE(ABORT, 'office_key rows stay as they are'); END
""",
)
