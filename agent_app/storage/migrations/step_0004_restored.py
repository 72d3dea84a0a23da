"""What a restored home must remember."""

STATEMENTS: tuple[str, ...] = ()
