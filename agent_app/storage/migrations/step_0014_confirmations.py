"""What the office has made of the receipts that were filed."""

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE confirmation (
    receipt_id CHAR(32) NOT NULL,
    document_id CHAR(32) NOT NULL,
    code VARCHAR,
    reason VARCHAR,
    decided_on DATE NOT NULL,
    CONSTRAINT pk_confirmation PRIMARY KEY (receipt_id),
    CONSTRAINT ck_confirmation_one_word CHECK ((code IS NULL) <> (reason IS NULL)),
    CONSTRAINT fk_confirmation_document_id_office_document
        FOREIGN KEY(document_id) REFERENCES office_document (id)
)
""",
    "CREATE INDEX ix_confirmation_code ON confirmation (code)",
    """
CREATE TRIGGER confirmation_stays BEFORE DELETE ON confirmation
BEGIN SELECT RAISE(ABORT, 'confirmation rows stay'); END
""",
)
