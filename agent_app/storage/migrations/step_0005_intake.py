"""What an import remembers of its file, and what it leaves to a person to decide."""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE due_item ADD COLUMN sheet VARCHAR",
    """
CREATE TABLE due_import (
    due_list_id CHAR(32) NOT NULL,
    replaced_id CHAR(32),
    file_name VARCHAR NOT NULL,
    month_from VARCHAR NOT NULL,
    counts BLOB NOT NULL,
    undone_at BIGINT,
    CONSTRAINT pk_due_import PRIMARY KEY (due_list_id),
    CONSTRAINT fk_due_import_due_list_id_due_list FOREIGN KEY(due_list_id) REFERENCES due_list (id),
    CONSTRAINT fk_due_import_replaced_id_due_list FOREIGN KEY(replaced_id) REFERENCES due_list (id)
)
""",
    """
CREATE TABLE import_note (
    due_list_id CHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    sheet_row INTEGER NOT NULL,
    sheet VARCHAR NOT NULL,
    about VARCHAR NOT NULL,
    found VARCHAR NOT NULL,
    kept VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    original BLOB,
    CONSTRAINT pk_import_note PRIMARY KEY (due_list_id, number),
    CONSTRAINT fk_import_note_due_list_id_due_list FOREIGN KEY(due_list_id) REFERENCES due_list (id)
)
""",
    """
CREATE TABLE list_mapping (
    layout VARCHAR NOT NULL,
    columns BLOB NOT NULL,
    chosen_at BIGINT NOT NULL,
    CONSTRAINT pk_list_mapping PRIMARY KEY (layout)
)
""",
    """
CREATE TABLE proposal (
    id CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    made_id CHAR(32) NOT NULL,
    known_id CHAR(32) NOT NULL,
    due_list_id CHAR(32) NOT NULL,
    joined BOOLEAN,
    CONSTRAINT pk_proposal PRIMARY KEY (id),
    CONSTRAINT uq_proposal_kind_made_id_known_id UNIQUE (kind, made_id, known_id),
    CONSTRAINT fk_proposal_due_list_id_due_list FOREIGN KEY(due_list_id) REFERENCES due_list (id)
)
""",
    "CREATE INDEX ix_person_birth ON person (birth)",
    # Lists that were imported before: what they replaced can be told from their order.
    """
INSERT INTO due_import (due_list_id, replaced_id, file_name, month_from, counts)
SELECT due_list.id,
    (
        SELECT older.id FROM due_list AS older
        WHERE older.month = due_list.month AND older.imported_at < due_list.imported_at
        ORDER BY older.imported_at DESC LIMIT 1
    ),
    '', 'given', x'a0'
FROM due_list
""",
)
