"""Tables of imports: what each came to, remembered columns, and who may be one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.storage.models.base import Base


class DueImportRow(Base):
    """What is kept of the import of one list; ``counts`` is in CBOR, ``replaced_id`` the list before it."""

    __tablename__ = "due_import"

    due_list_id: Mapped[UUID] = mapped_column(ForeignKey("due_list.id"), primary_key=True)
    replaced_id: Mapped[UUID | None] = mapped_column(ForeignKey("due_list.id"))
    file_name: Mapped[str]
    month_from: Mapped[str]
    counts: Mapped[bytes]
    undone_at: Mapped[datetime | None]


class ImportNoteRow(Base):
    """One thing to know of one line; ``original`` holds the cells of a line that was not taken, in CBOR."""

    __tablename__ = "import_note"

    due_list_id: Mapped[UUID] = mapped_column(ForeignKey("due_list.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    sheet_row: Mapped[int]
    sheet: Mapped[str]
    about: Mapped[str]
    found: Mapped[str]
    kept: Mapped[str]
    why: Mapped[str]
    original: Mapped[bytes | None]


class ListMappingRow(Base):
    """Columns that were named by hand, for one layout; ``columns`` is caption to field, in CBOR."""

    __tablename__ = "list_mapping"

    layout: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[bytes]
    chosen_at: Mapped[datetime]


class ProposalRow(Base):
    """Two people or households that may be one; ``joined`` is empty until somebody has said."""

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("kind", "made_id", "known_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    made_id: Mapped[UUID]
    known_id: Mapped[UUID]
    due_list_id: Mapped[UUID] = mapped_column(ForeignKey("due_list.id"))
    joined: Mapped[bool | None]
