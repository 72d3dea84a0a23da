"""Takes an erased person out of what is kept of imports: notes, cells of refused lines, names of files."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from agent_app.domain.household import PersonId
from agent_app.domain.legacy_text import Lettering, to_unicode
from agent_app.domain.names import nfc
from agent_app.domain.plain import as_map, as_text, decode
from agent_app.services.import_lines import NoteKind
from agent_app.storage.models import DueImportRow, DueItemRow, ImportNoteRow, ProposalRow

_SIGNS = re.compile(r"[\W_]+")
_NO_FIGURE = re.compile(r"\D")
_OLD_LETTERS = (Lettering.TCVN3, Lettering.VNI)
_NAMING = (NoteKind.PROPOSED.value, NoteKind.GONE.value)


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is taken out: the present id, every id, their numbers, and whether a text has their name."""

    id: PersonId
    ids: tuple[UUID, ...]
    numbers: frozenset[str]
    pseudonym: str
    named_in: Callable[[str], bool]

    def told_by(self, texts: Iterable[str]) -> bool:
        """Tell whether a line's cells are of this person: a name may stand in two of them, in old letters."""
        cells = [text for text in texts if text]
        whole = " ".join(cells)
        forms = (*cells, whole, *(to_unicode(whole, lettering) for lettering in _OLD_LETTERS))
        return any(map(self.named, forms)) or any(map(self._numbered, cells))

    def named(self, text: str) -> bool:
        """Tell whether a text has their name, whatever signs stand around it."""
        return self.named_in(text) or self.named_in(_SIGNS.sub(" ", nfc(text)))

    def _numbered(self, text: str) -> bool:
        """Tell whether a cell has a number of theirs, in a longer one or without its leading zeros."""
        figures = _NO_FIGURE.sub("", text)
        return any(number.lstrip("0") in figures for number in self.numbers)


def numbers_of(session: Session, person_id: PersonId, known: Iterable[str | None]) -> frozenset[str]:
    """Return the numbers by which a person is known, here or in any list."""
    query = select(DueItemRow.insurance_no, DueItemRow.citizen_id).where(DueItemRow.person_id == person_id)
    listed = (number for pair in session.execute(query) for number in pair)
    return frozenset(number for number in (*known, *listed) if number)


def forget_in_imports(session: Session, sought: Sought) -> int:
    """Leave of the person's notes that there were some; return how many rows changed."""
    rows = _blank(session, _own(sought.id), sought.pseudonym)
    for list_id, number in _telling(session, sought):
        which = and_(ImportNoteRow.due_list_id == list_id, ImportNoteRow.number == number)
        rows += _blank(session, which, sought.pseudonym)
    files = select(DueImportRow.due_list_id, DueImportRow.file_name)
    named = [list_id for list_id, name in session.execute(files) if sought.named(name)]
    statements = (
        delete(ProposalRow).where(
            or_(ProposalRow.made_id.in_(sought.ids), ProposalRow.known_id.in_(sought.ids))
        ),
        update(DueImportRow).where(DueImportRow.due_list_id.in_(named)).values(file_name=sought.pseudonym),
    )
    return rows + sum(session.connection().execute(each).rowcount for each in statements)


def _own(person_id: PersonId) -> ColumnElement[bool]:
    """Ask for the notes of the person's lines, of what repeats them, and of those that are gone."""
    note, line = ImportNoteRow, DueItemRow
    same_place = and_(line.sheet_row == note.sheet_row, func.coalesce(line.sheet, "") == note.sheet)
    here = and_(line.person_id == person_id, line.due_list_id == note.due_list_id)
    gone = and_(
        line.person_id == person_id,
        line.due_list_id == DueImportRow.replaced_id,
        DueImportRow.due_list_id == note.due_list_id,
    )
    return or_(
        and_(
            note.kind.not_in((NoteKind.GONE.value, NoteKind.COLLECTORS.value)),
            exists().where(here, same_place),
        ),
        and_(note.kind == NoteKind.GONE.value, exists().where(gone, same_place)),
        and_(
            note.kind == NoteKind.REPEATED.value,
            exists().where(here, cast(line.sheet_row, String) == note.found),
        ),
    )


def _telling(session: Session, sought: Sought) -> list[tuple[UUID, int]]:
    """Find the notes of other lines that have the person's name or numbers in them."""
    note = ImportNoteRow
    query = select(note.due_list_id, note.number, note.found, note.kept, note.original).where(
        or_(note.original.is_not(None), note.kind.in_(_NAMING))
    )
    return [
        (list_id, number)
        for list_id, number, before, after, original in session.execute(query)
        if sought.told_by((before, after, *_cells(original)))
    ]


def _cells(original: bytes | None) -> list[str]:
    return [as_text(cell) for cell in as_map(decode(original)).values()] if original else []


def _blank(session: Session, which: ColumnElement[bool], pseudonym: str) -> int:
    note = ImportNoteRow
    names = {
        NoteKind.NEW.value: note.kept,
        NoteKind.GONE.value: note.found,
        NoteKind.PROPOSED.value: note.kept,
    }
    blank = {
        column: case(
            (note.kind.in_([kind for kind, own in names.items() if own is column]), pseudonym), else_=""
        )
        for column in (note.found, note.kept)
    }
    # The number of the line that another one repeats says nothing of anybody.
    found = case((note.kind == NoteKind.REPEATED.value, note.found), else_=blank[note.found])
    why = case((note.kind == NoteKind.CHANGED.value, pseudonym), else_=note.why)
    statement = update(note).where(which).values(found=found, kept=blank[note.kept], why=why, original=None)
    return session.connection().execute(statement).rowcount
