"""A line of the due index has all that a filter, its headers and its sums ask for: one walk, and no joins.

Names, places and numbers change with their person; what a list says of a line, its amount too, never does.
"""
# ruff: noqa: S608 (every piece of a statement is a word of this module)

from agent_app.storage.migrations.step_0006_receipts import ANSWERED, HOME, WALK, line_triggers, trigger

_WORDS = "person_index.name || person_index.place"

ADD_LINES = f"""
INSERT INTO due_index (
    due_list_id, walk, first_row, sheet_row, item_id, number, hamlet, agent_code, answered, amount, words,
    numbers
)
SELECT
    item.due_list_id, {WALK},
    (
        SELECT min(beside.sheet_row) FROM due_item AS beside
        WHERE beside.person_id = item.person_id AND beside.due_list_id = item.due_list_id
    ),
    item.sheet_row, item.id, person_index.number, household.hamlet, item.agent_code, {ANSWERED},
    coalesce(item.amount, 0), {_WORDS}, person_index.numbers
FROM due_item AS item
JOIN due_list ON due_list.id = item.due_list_id AND due_list.shown = 1
JOIN person ON person.id = item.person_id
JOIN person_index ON person_index.person_id = person.id
JOIN {HOME}
"""
_TEXTS_CHANGE = trigger(
    "person_index_lines_change",
    "UPDATE OF name, place, numbers ON person_index WHEN OLD.name IS NOT NEW.name "
    "OR OLD.place IS NOT NEW.place OR OLD.numbers IS NOT NEW.numbers",
    "UPDATE due_index SET words = NEW.name || NEW.place, numbers = NEW.numbers WHERE number = NEW.number",
)

_FILL = f"""
UPDATE due_index
SET amount = coalesce(item.amount, 0), words = {_WORDS},
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
    *line_triggers(ADD_LINES),
    _TEXTS_CHANGE,
)
