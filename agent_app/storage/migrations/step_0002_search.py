"""What finds people: folded words and their index."""

STATEMENTS: tuple[str, ...] = ()
