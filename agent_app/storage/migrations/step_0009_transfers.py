"""Transfers that are awaited, and the credits of bank statements."""

STATEMENTS: tuple[str, ...] = ()
