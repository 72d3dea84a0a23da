"""By how much this machine's clock was ahead of the office's, as the last exchange has found."""

STATEMENTS: tuple[str, ...] = ("ALTER TABLE device ADD COLUMN clock_ahead INTEGER NOT NULL DEFAULT 0",)
