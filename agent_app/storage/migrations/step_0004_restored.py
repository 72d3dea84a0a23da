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

STATEMENTS: tuple[str, ...] = _REPLAYS
