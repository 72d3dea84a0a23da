"""What a restored home must remember."""

_BACKUPS = (
    """
CREATE TABLE backup_state (
    id INTEGER NOT NULL,
    second_folder VARCHAR,
    made_at BIGINT,
    dseq INTEGER NOT NULL,
    failure VARCHAR,
    second_at BIGINT,
    second_failure VARCHAR,
    CONSTRAINT pk_backup_state PRIMARY KEY (id),
    CONSTRAINT ck_backup_state_one_row CHECK (id = 1)
)
""",
    "INSERT INTO backup_state (id, dseq) VALUES (1, 0)",
    "ALTER TABLE receipt_book ADD COLUMN frozen_at BIGINT",
    "ALTER TABLE device ADD COLUMN restored_at BIGINT",
)

STATEMENTS: tuple[str, ...] = (*_BACKUPS,)
