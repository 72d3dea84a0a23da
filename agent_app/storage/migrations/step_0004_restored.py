"""What a restored home must remember."""

_REPLAYS = (
    """
CREATE TABLE replay (
    id INTEGER NOT NULL,
    at BIGINT NOT NULL,
    receipts INTEGER NOT NULL,
    total BIGINT NOT NULL,
    others INTEGER NOT NULL,
    unnumbered INTEGER NOT NULL,
    told BOOLEAN NOT NULL,
    CONSTRAINT pk_replay PRIMARY KEY (id),
    CONSTRAINT ck_replay_counts
        CHECK (receipts >= 0 AND total >= 0 AND others >= 0 AND unnumbered >= 0)
)
""",
    "CREATE INDEX ix_oplog_recorded_at ON oplog (recorded_at)",
)

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
    sync_run INTEGER NOT NULL,
    failed_at BIGINT,
    erasures INTEGER NOT NULL,
    CONSTRAINT pk_backup_state PRIMARY KEY (id),
    CONSTRAINT ck_backup_state_one_row CHECK (id = 1)
)
""",
    "INSERT INTO backup_state (id, dseq, sync_run, erasures) VALUES (1, 0, 0, 0)",
    "ALTER TABLE receipt_book ADD COLUMN frozen_at BIGINT",
    "ALTER TABLE device ADD COLUMN restored_at BIGINT",
)

STATEMENTS: tuple[str, ...] = (*_REPLAYS, *_BACKUPS)
