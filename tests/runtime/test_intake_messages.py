"""Everything that an import can say has Vietnamese words."""

from enum import Enum

import pytest

from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.due_layout import ListField, ListWarning, MonthSource, RowKind
from agent_app.domain.due_list import Change, DoubtKind
from agent_app.runtime.intake_messages import (
    CHANGE_WORDS,
    DOUBT_WORDS,
    FIELD_NAMES,
    MONTH_WORDS,
    NOTE_WORDS,
    ROW_WORDS,
    WARNING_WORDS,
    reason,
)
from agent_app.services.import_lines import ListNote, NoteKind

TABLES: list[tuple[type[Enum], object]] = [
    (Change, CHANGE_WORDS),
    (DoubtKind, DOUBT_WORDS),
    (Mismatch, DOUBT_WORDS),
    (ListField, {ListField(name): words for name, words in FIELD_NAMES.items() if name in set(ListField)}),
    (ListWarning, WARNING_WORDS),
    (MonthSource, MONTH_WORDS),
    (NoteKind, NOTE_WORDS),
    (RowKind, ROW_WORDS),
]


@pytest.mark.parametrize(("kinds", "words"), TABLES, ids=lambda each: getattr(each, "__name__", "words"))
def test_every_kind_has_words(kinds: type[Enum], words: dict[Enum, str]) -> None:
    assert set(kinds) - set(words) == set()


@pytest.mark.parametrize("kind", NoteKind)
def test_every_note_has_a_reason_without_a_code_in_it(kind: NoteKind) -> None:
    note = ListNote(kind, 12, "T12", "phone", "trước", "sau", Change.PHONE_FORM.value)

    told = reason(note)

    assert "{" not in told
    assert "phone" not in told


def test_an_empty_cell_is_called_empty() -> None:
    assert reason(ListNote(NoteKind.REJECTED, 12, about="name")) == "họ và tên: để trống"
