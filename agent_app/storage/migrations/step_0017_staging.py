"""Where the pieces of a scope lie until the last of them has come."""

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE staged_row (
    scope VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    id CHAR(32) NOT NULL,
    ver INTEGER NOT NULL,
    body BLOB,
    CONSTRAINT pk_staged_row PRIMARY KEY (scope, entity, id)
)
""",
)
