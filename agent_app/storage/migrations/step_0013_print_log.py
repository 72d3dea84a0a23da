"""What was printed on this machine."""

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE print_log (
    id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    about CHAR(32),
    way VARCHAR NOT NULL,
    copies INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    printed_at BIGINT NOT NULL,
    CONSTRAINT pk_print_log PRIMARY KEY (id),
    CONSTRAINT ck_print_log_counts CHECK (copies > 0 AND nth > 0)
)
""",
    "CREATE INDEX ix_print_log_kind_about ON print_log (kind, about)",
    "CREATE INDEX ix_print_log_printed_at ON print_log (printed_at)",
)
