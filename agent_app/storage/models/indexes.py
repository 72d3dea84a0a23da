"""Tables that are derived from others by triggers: what finds people, and the due list in walking order."""

from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import PersonId
from agent_app.storage.models.base import Base


class PersonIndexRow(Base):
    """What a person is found by: folded words, each between spaces, and numbers, each between two spaces.

    ``undue`` is false for whom the newest list names and no receipt renews: false comes first.
    """

    __tablename__ = "person_index"
    __table_args__ = (
        UniqueConstraint("person_id"),
        Index("ix_person_index_order", "undue", "sort_key", "number", "name"),
        Index(None, "name"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId]
    undue: Mapped[bool]
    sort_key: Mapped[str]
    name: Mapped[str]
    place: Mapped[str]
    numbers: Mapped[str]


class DueIndexRow(Base):
    """A line of a list that is shown, where its person lives now; ``number`` is the index of people's.

    It is found by ``words`` and ``numbers`` as its person is, and ``amount`` is 0 where the list names none.
    """

    __tablename__ = "due_index"
    __table_args__ = (Index(None, "number"), Index(None, "item_id"), {"sqlite_with_rowid": False})

    due_list_id: Mapped[UUID] = mapped_column(primary_key=True)
    walk: Mapped[str] = mapped_column(primary_key=True)
    first_row: Mapped[int] = mapped_column(primary_key=True)
    sheet_row: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    hamlet: Mapped[str | None]
    agent_code: Mapped[str | None]
    answered: Mapped[bool]
    amount: Mapped[int] = mapped_column(server_default=text("0"))
    words: Mapped[str] = mapped_column(server_default=text("''"))
    numbers: Mapped[str] = mapped_column(server_default=text("''"))
