"""Who changed what, consents and erasures."""

STATEMENTS: tuple[str, ...] = ()
