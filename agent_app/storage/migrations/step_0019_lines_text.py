"""A line of the due index has all that a filter, its headers and its sums ask for: one walk, and no joins.

Names, places and numbers change with their person; what a list says of a line, its amount too, never does.
"""
# ruff: noqa: S608 (every piece of a statement is a word of this module)

from agent_app.storage.migrations.step_0002_search import SETTLE_DUE

_HOME = "household ON household.id = person.household_id"
_WALK = (
    "(household.hamlet IS NULL) || household.hamlet_sort || char(1) || household.address_sort || char(1) "
    "|| household.id"
)
_WORDS = "person_index.name || person_index.place"
_ANSWERED = """EXISTS (
    SELECT 1 FROM receipt_line AS line JOIN receipt ON receipt.id = line.receipt_id
    WHERE line.person_id = item.person_id AND line.scheme = item.scheme AND receipt.cancelled_on IS NULL
    AND (
        line.ends_on > item.due_on
        OR (item.due_on IS NULL AND receipt.issued_on >= date(due_list.month || '-01'))
    )
)"""

ADD_LINES = f"""
INSERT INTO due_index (
    due_list_id, walk, first_row, sheet_row, item_id, number, hamlet, agent_code, answered, amount, words,
    numbers
)
SELECT
    item.due_list_id, {_WALK},
    (
        SELECT min(beside.sheet_row) FROM due_item AS beside
        WHERE beside.person_id = item.person_id AND beside.due_list_id = item.due_list_id
    ),
    item.sheet_row, item.id, person_index.number, household.hamlet, item.agent_code, {_ANSWERED},
    coalesce(item.amount, 0), {_WORDS}, person_index.numbers
FROM due_item AS item
JOIN due_list ON due_list.id = item.due_list_id AND due_list.shown = 1
JOIN person ON person.id = item.person_id
JOIN person_index ON person_index.person_id = person.id
JOIN {_HOME}
"""
_ADD_LINE = (
    f"{ADD_LINES} WHERE item.id = NEW.id",
    """
UPDATE due_index SET first_row = NEW.sheet_row
WHERE due_list_id = NEW.due_list_id AND first_row > NEW.sheet_row
    AND number = (SELECT number FROM person_index WHERE person_id = NEW.person_id)
""",
)


def _trigger(name: str, event: str, *statements: str) -> str:
    body = "".join(f"{statement.strip()};\n" for statement in statements)
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN\n{body}END"


_TRIGGERS = (
    _trigger("due_item_is_indexed", "INSERT ON due_item", *_ADD_LINE),
    _trigger(
        "due_item_moves_in_index",
        "UPDATE OF person_id ON due_item",
        "DELETE FROM due_index WHERE item_id = NEW.id",
        *_ADD_LINE,
    ),
    _trigger(
        "due_list_is_shown",
        "UPDATE OF shown ON due_list WHEN NEW.shown AND NOT OLD.shown",
        f"{ADD_LINES} WHERE item.due_list_id = NEW.id",
        *SETTLE_DUE,
    ),
    _trigger(
        "person_index_lines_change",
        "UPDATE OF name, place, numbers ON person_index WHEN OLD.name IS NOT NEW.name "
        "OR OLD.place IS NOT NEW.place OR OLD.numbers IS NOT NEW.numbers",
        "UPDATE due_index SET words = NEW.name || NEW.place, numbers = NEW.numbers WHERE number = NEW.number",
    ),
)

_FILL = """
UPDATE due_index
SET amount = coalesce(item.amount, 0), words = person_index.name || person_index.place,
    numbers = person_index.numbers
FROM due_item AS item, person_index
WHERE item.id = due_index.item_id AND person_index.number = due_index.number
"""

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE due_index ADD COLUMN amount INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE due_index ADD COLUMN words VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE due_index ADD COLUMN numbers VARCHAR NOT NULL DEFAULT ''",
    _FILL,
    "DROP TRIGGER due_item_is_indexed",
    "DROP TRIGGER due_item_moves_in_index",
    "DROP TRIGGER due_list_is_shown",
    *_TRIGGERS,
)
