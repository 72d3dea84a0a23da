"""What finds people and lays out the due list: narrow indexes that triggers keep beside the tables.

``person_index`` holds each person's words and numbers, found through two full-text tables; ``due_index``
holds the lines of the lists that are shown, in walking order. Both are derived: they can be made again.
"""
# ruff: noqa: S608 (every piece of a statement is a word of this module)

from agent_app.storage.engine import RawConnection
from agent_app.storage.sorting import words_of

_PERSON_INDEX = (
    "DROP INDEX ix_person_search",
    "ALTER TABLE household ADD COLUMN words VARCHAR DEFAULT '' NOT NULL",
    """
CREATE TABLE person_index (
    number INTEGER NOT NULL,
    person_id CHAR(32) NOT NULL,
    undue BOOLEAN NOT NULL,
    sort_key VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    numbers VARCHAR NOT NULL,
    CONSTRAINT pk_person_index PRIMARY KEY (number),
    CONSTRAINT uq_person_index_person_id UNIQUE (person_id)
)
""",
    "CREATE INDEX ix_person_index_order ON person_index (undue, sort_key, number, name)",
    "CREATE INDEX ix_person_index_name ON person_index (name)",
    # Words come without any sign but letters and figures; "ascii" takes every other letter as it is.
    """
CREATE VIRTUAL TABLE person_words USING fts5 (
    name, place, content="person_index", content_rowid="number",
    tokenize="ascii", detail="column", prefix="1 2 3"
)
""",
    """
CREATE VIRTUAL TABLE person_numbers USING fts5 (
    numbers, content="person_index", content_rowid="number", tokenize="trigram", detail="none"
)
""",
)

_DUE_INDEX = (
    """
CREATE TABLE due_index (
    due_list_id CHAR(32) NOT NULL,
    walk VARCHAR NOT NULL,
    first_row INTEGER NOT NULL,
    sheet_row INTEGER NOT NULL,
    item_id CHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    hamlet VARCHAR,
    agent_code VARCHAR,
    answered BOOLEAN NOT NULL,
    CONSTRAINT pk_due_index PRIMARY KEY (due_list_id, walk, first_row, sheet_row, item_id)
) WITHOUT ROWID
""",
    "CREATE INDEX ix_due_index_number ON due_index (number)",
    "CREATE INDEX ix_due_index_item_id ON due_index (item_id)",
)

_NAME = "' ' || person.search_name || ' '"
_PLACE = "' ' || household.words || ' '"
_NUMBERS = (
    "'  ' || coalesce(person.insurance_no || '  ', '') || coalesce(person.citizen_id || '  ', '') "
    "|| coalesce(person.phone || '  ', '') || coalesce(household.household_no || '  ', '')"
)
_WALK = (
    "(household.hamlet IS NULL) || household.hamlet_sort || char(1) || household.address_sort || char(1) "
    "|| household.id"
)
_HOME = "household ON household.id = person.household_id"
_NEWEST = "(SELECT id FROM due_list WHERE shown = 1 ORDER BY month DESC LIMIT 1)"
_ANSWERED = """EXISTS (
    SELECT 1 FROM receipt_line AS line JOIN receipt ON receipt.id = line.receipt_id
    WHERE line.person_id = item.person_id AND line.scheme = item.scheme AND (
        line.ends_on > item.due_on
        OR (item.due_on IS NULL AND receipt.issued_on >= date(due_list.month || '-01'))
    )
)"""

ADD_PEOPLE = f"""
INSERT INTO person_index (person_id, undue, sort_key, name, place, numbers)
SELECT person.id, 1, person.sort_key, {_NAME}, {_PLACE}, {_NUMBERS}
FROM person JOIN {_HOME}
"""
ADD_LINES = f"""
INSERT INTO due_index
    (due_list_id, walk, first_row, sheet_row, item_id, number, hamlet, agent_code, answered)
SELECT
    item.due_list_id, {_WALK},
    (
        SELECT min(beside.sheet_row) FROM due_item AS beside
        WHERE beside.person_id = item.person_id AND beside.due_list_id = item.due_list_id
    ),
    item.sheet_row, item.id, person_index.number, household.hamlet, item.agent_code, {_ANSWERED}
FROM due_item AS item
JOIN due_list ON due_list.id = item.due_list_id AND due_list.shown = 1
JOIN person ON person.id = item.person_id
JOIN person_index ON person_index.person_id = person.id
JOIN {_HOME}
"""

UNDUE = f"""NOT EXISTS (
    SELECT 1 FROM due_index
    WHERE due_index.number = person_index.number AND NOT due_index.answered
    AND due_index.due_list_id = {_NEWEST}
)"""
SETTLE_DUE = (
    f"UPDATE person_index SET undue = 1 WHERE undue = 0 AND {UNDUE}",
    f"""
UPDATE person_index SET undue = 0 WHERE undue = 1 AND number IN (
    SELECT number FROM due_index WHERE due_list_id = {_NEWEST} AND NOT answered
)
""",
)


def _trigger(name: str, event: str, *statements: str) -> str:
    """Make a trigger of statements that follow an event."""
    body = "".join(f"{statement.strip()};\n" for statement in statements)
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN\n{body}END"


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)


def _forget(table: str, *columns: str) -> str:
    old = ", ".join(f"OLD.{column}" for column in columns)
    return f"INSERT INTO {table} ({table}, rowid, {', '.join(columns)}) VALUES ('delete', OLD.number, {old})"


def _learn(table: str, *columns: str) -> str:
    new = ", ".join(f"NEW.{column}" for column in columns)
    return f"INSERT INTO {table} (rowid, {', '.join(columns)}) VALUES (NEW.number, {new})"


_WORDS, _FIGURES = ("person_words", "name", "place"), ("person_numbers", "numbers")

_TEXTS = (
    _trigger("person_index_is_learnt", "INSERT ON person_index", _learn(*_WORDS), _learn(*_FIGURES)),
    _trigger("person_index_is_forgotten", "DELETE ON person_index", _forget(*_WORDS), _forget(*_FIGURES)),
    _trigger(
        "person_index_words_change",
        f"UPDATE OF name, place ON person_index WHEN {_changed('name', 'place')}",
        _forget(*_WORDS),
        _learn(*_WORDS),
    ),
    _trigger(
        "person_index_numbers_change",
        f"UPDATE OF numbers ON person_index WHEN {_changed('numbers')}",
        _forget(*_FIGURES),
        _learn(*_FIGURES),
    ),
)

_PERSON_COLUMNS = ("search_name", "sort_key", "insurance_no", "citizen_id", "phone", "household_id")
_HOUSEHOLD_COLUMNS = ("words", "household_no", "hamlet", "hamlet_sort", "address_sort")

_PEOPLE = (
    _trigger("person_is_indexed", "INSERT ON person", f"{ADD_PEOPLE} WHERE person.id = NEW.id"),
    _trigger("person_leaves_index", "DELETE ON person", "DELETE FROM person_index WHERE person_id = OLD.id"),
    _trigger(
        "person_moves_in_index",
        f"UPDATE OF {', '.join(_PERSON_COLUMNS)} ON person WHEN {_changed(*_PERSON_COLUMNS)}",
        f"""
UPDATE person_index SET sort_key = NEW.sort_key, name = {_NAME}, place = {_PLACE}, numbers = {_NUMBERS}
FROM person JOIN {_HOME} WHERE person_index.person_id = NEW.id AND person.id = NEW.id
""",
        f"""
UPDATE due_index SET walk = {_WALK}, hamlet = household.hamlet
FROM person JOIN {_HOME} JOIN person_index ON person_index.person_id = person.id
WHERE person.id = NEW.id AND due_index.number = person_index.number
""",
    ),
    _trigger(
        "household_moves_in_index",
        f"UPDATE OF {', '.join(_HOUSEHOLD_COLUMNS)} ON household WHEN {_changed(*_HOUSEHOLD_COLUMNS)}",
        f"""
UPDATE person_index SET place = {_PLACE}, numbers = {_NUMBERS}
FROM person JOIN {_HOME} WHERE person.household_id = NEW.id AND person_index.person_id = person.id
""",
        f"""
UPDATE due_index SET walk = {_WALK}, hamlet = household.hamlet
FROM person JOIN {_HOME} JOIN person_index ON person_index.person_id = person.id
WHERE person.household_id = NEW.id AND due_index.number = person_index.number
""",
    ),
)

_ADD_LINE = (
    f"{ADD_LINES} WHERE item.id = NEW.id",
    """
UPDATE due_index SET first_row = NEW.sheet_row
WHERE due_list_id = NEW.due_list_id AND first_row > NEW.sheet_row
    AND number = (SELECT number FROM person_index WHERE person_id = NEW.person_id)
""",
)
_ANSWER = f"""
UPDATE due_index SET answered = {_ANSWERED}
FROM due_item AS item JOIN due_list ON due_list.id = item.due_list_id
WHERE item.person_id = NEW.person_id AND due_index.item_id = item.id
"""

_LINES = (
    _trigger("due_item_is_indexed", "INSERT ON due_item", *_ADD_LINE),
    _trigger("due_item_leaves_index", "DELETE ON due_item", "DELETE FROM due_index WHERE item_id = OLD.id"),
    _trigger(
        "due_item_moves_in_index",
        "UPDATE OF person_id ON due_item",
        "DELETE FROM due_index WHERE item_id = NEW.id",
        *_ADD_LINE,
    ),
    _trigger("due_list_is_indexed", "INSERT ON due_list WHEN NEW.shown", *SETTLE_DUE),
    _trigger(
        "due_list_is_hidden",
        "UPDATE OF shown ON due_list WHEN OLD.shown AND NOT NEW.shown",
        "DELETE FROM due_index WHERE due_list_id = NEW.id",
        *SETTLE_DUE,
    ),
    _trigger(
        "due_list_is_shown",
        "UPDATE OF shown ON due_list WHEN NEW.shown AND NOT OLD.shown",
        f"{ADD_LINES} WHERE item.due_list_id = NEW.id",
        *SETTLE_DUE,
    ),
    _trigger("receipt_line_answers", "INSERT ON receipt_line", _ANSWER),
    _trigger("receipt_line_moves", "UPDATE OF person_id ON receipt_line", _ANSWER),
)


def _settle(which: str) -> str:
    return f"UPDATE person_index SET undue = {UNDUE} WHERE number = {which} AND undue IS NOT ({UNDUE})"


_DUE = (
    _trigger("due_index_line_comes", "INSERT ON due_index", _settle("NEW.number")),
    _trigger("due_index_line_goes", "DELETE ON due_index", _settle("OLD.number")),
    _trigger(
        "due_index_line_changes",
        f"UPDATE OF answered ON due_index WHEN {_changed('answered')}",
        _settle("NEW.number"),
    ),
)

STATEMENTS = (*_PERSON_INDEX, *_DUE_INDEX, *_TEXTS, *_PEOPLE, *_LINES, *_DUE)


def fill(raw: RawConnection) -> None:
    """Put what is stored already into the indexes."""
    for person_id, name in raw.execute("SELECT id, name FROM person").fetchall():
        raw.execute("UPDATE person SET search_name = ? WHERE id = ?", (words_of(str(name)), person_id))
    homes = raw.execute("SELECT id, address, hamlet, household_no FROM household").fetchall()
    for home, *texts in homes:
        words = words_of(" ".join(str(text or "") for text in texts))
        raw.execute("UPDATE household SET words = ? WHERE id = ?", (words, home))
    for statement in (ADD_PEOPLE, ADD_LINES):
        raw.execute(statement)
