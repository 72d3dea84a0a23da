"""Numbers that were spoiled, lost or returned, and whose book it is."""

STATEMENTS: tuple[str, ...] = ()
