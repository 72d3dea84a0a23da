"""The agent's own walking order, and the days on which promises come back."""

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE route (
    household_id CHAR(32) NOT NULL,
    place INTEGER,
    planned_on DATE,
    CONSTRAINT pk_route PRIMARY KEY (household_id)
)
""",
    "CREATE INDEX ix_route_planned_on ON route (planned_on)",
    "CREATE INDEX ix_visit_outcome_promised_on ON visit_outcome (promised_on) WHERE promised_on IS NOT NULL",
)
