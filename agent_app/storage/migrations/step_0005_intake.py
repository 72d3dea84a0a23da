"""What an import remembers of its file."""

STATEMENTS: tuple[str, ...] = ()
