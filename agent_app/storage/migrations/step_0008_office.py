"""What the office has decided and signed: settings and books."""

STATEMENTS: tuple[str, ...] = ()
