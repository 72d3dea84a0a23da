"""The agent's own walking order."""

STATEMENTS: tuple[str, ...] = ()
