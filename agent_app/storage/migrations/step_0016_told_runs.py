"""Which sync runs the office has been told of, and how many it wants to hear at once."""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE device ADD COLUMN runs_wanted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE device ADD COLUMN runs_told INTEGER NOT NULL DEFAULT 0",
)
