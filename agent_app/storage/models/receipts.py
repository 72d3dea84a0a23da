"""Tables of receipts, their books, and the places in a household's order."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models.base import Base
from agent_app.storage.models.subject import SubjectColumns


class ReceiptBookRow(Base):
    """One block of numbers; ``next`` is what the next receipt gets, unless the book is frozen.

    Whose it is and since when is unknown for a book that is known from its receipts alone.
    """

    __tablename__ = "receipt_book"
    __table_args__ = (
        UniqueConstraint("symbol", "book"),
        CheckConstraint("first > 0 AND first <= last", name="limits"),
        CheckConstraint("next BETWEEN first AND last + 1", name="next_within"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    symbol: Mapped[str]
    book: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    next: Mapped[int]
    frozen_at: Mapped[datetime | None]
    received_on: Mapped[date | None]
    agent_code: Mapped[str | None]
    device_id: Mapped[UUID | None]


class NumberFateRow(Base):
    """Numbers that get no receipt: spoiled, lost or returned; never changed."""

    __tablename__ = "number_fate"
    __table_args__ = (
        ForeignKeyConstraint(["symbol", "book"], ["receipt_book.symbol", "receipt_book.book"]),
        Index(None, "symbol", "first"),
        CheckConstraint("first > 0 AND first <= last", name="range"),
        CheckConstraint("fate IN ('spoiled', 'lost', 'returned')", name="fate"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    symbol: Mapped[str]
    book: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    fate: Mapped[str]
    on: Mapped[date]
    recorded_at: Mapped[datetime]
    reason: Mapped[str]
    slip: Mapped[str | None]
    agent_code: Mapped[str]
    device_id: Mapped[UUID]


class ReceiptRow(Base):
    """One receipt; never changed but for ``household_id``, which follows a household that was taken over.

    ``cancelled_on`` is derived from its cancellation: whoever asks for covers leaves cancelled ones out.
    ``answers`` and ``overlap`` are what was said at the door.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("symbol", "number"),
        ForeignKeyConstraint(["symbol", "book"], ["receipt_book.symbol", "receipt_book.book"]),
        Index(None, "household_id"),
        Index(None, "issued_on"),
        Index(None, "recorded_at"),
        Index(None, "replaces_id", sqlite_where=text("replaces_id IS NOT NULL")),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("total >= 0", name="total"),
        CheckConstraint(
            "(form = 'electronic') = (number IS NULL) AND (number IS NULL) = (symbol IS NULL) "
            "AND (number IS NULL) = (book IS NULL)",
            name="numbered",
        ),
    )

    id: Mapped[ReceiptId] = mapped_column(primary_key=True)
    # The log's row may come later in the same transaction.
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    household_id: Mapped[HouseholdId] = mapped_column(ForeignKey("household.id"))
    issued_household_id: Mapped[HouseholdId]
    symbol: Mapped[str | None]
    book: Mapped[str | None]
    number: Mapped[int | None]
    issued_on: Mapped[date]
    recorded_at: Mapped[datetime]
    payer: Mapped[str]
    address: Mapped[str]
    method: Mapped[str]
    total: Mapped[Dong]
    agent_code: Mapped[str]
    device_id: Mapped[UUID]
    signature: Mapped[bytes]
    form: Mapped[str]
    replaces_id: Mapped[ReceiptId | None] = mapped_column(ForeignKey("receipt.id"))
    credit_id: Mapped[UUID | None]
    cancelled_on: Mapped[date | None]
    answers: Mapped[bytes | None]
    overlap: Mapped[str | None]


class ReceiptCancellationRow(Base):
    """Why a receipt is void; its number stays in the book."""

    __tablename__ = "receipt_cancellation"

    receipt_id: Mapped[ReceiptId] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    cancelled_on: Mapped[date]
    recorded_at: Mapped[datetime]
    reason: Mapped[str]
    approver: Mapped[str]
    copy_two: Mapped[str]


class ReceiptRefundRow(Base):
    """What the office is asked to pay back of one line of a receipt."""

    __tablename__ = "receipt_refund"
    __table_args__ = (
        UniqueConstraint("receipt_id", "line"),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    op_id: Mapped[UUID] = mapped_column(
        ForeignKey("oplog.op_id", deferrable=True, initially="DEFERRED"), unique=True
    )
    receipt_id: Mapped[ReceiptId] = mapped_column(ForeignKey("receipt.id"))
    line: Mapped[int]
    cause: Mapped[str]
    changed_on: Mapped[date]
    requested_on: Mapped[date]
    recorded_at: Mapped[datetime]
    amount: Mapped[Dong]
    computed: Mapped[bool]
    reason: Mapped[str]


class ReceiptLineRow(SubjectColumns, Base):
    """One person's payment on a receipt; never changed but for ``person_id``.

    ``plan`` is empty but for BHXH that is paid years ahead or for missing time; ``grounds`` holds decision
    and arithmetic as they were.
    """

    __tablename__ = "receipt_line"
    __table_args__ = (
        Index(None, "person_id", "scheme"),
        CheckConstraint("due = gross - support - local_support", name="sum"),
        CheckConstraint("gross >= 0 AND support >= 0 AND local_support >= 0 AND due >= 0", name="amounts"),
        CheckConstraint("months > 0", name="months"),
        CheckConstraint("starts_on <= ends_on AND waiting >= 0", name="period"),
        CheckConstraint("place > 0", name="place"),
    )

    receipt_id: Mapped[ReceiptId] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
    scheme: Mapped[str]
    months: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    waiting: Mapped[int]
    gross: Mapped[Dong]
    support: Mapped[Dong]
    local_support: Mapped[Dong]
    due: Mapped[Dong]
    basis: Mapped[bytes]
    place: Mapped[int | None]
    place_source: Mapped[str | None]
    income: Mapped[Dong | None]
    # They came later: the columns of the mixin stand before them.
    group_code: Mapped[str | None] = mapped_column(sort_order=1)
    plan: Mapped[str | None] = mapped_column(sort_order=1)
    grounds: Mapped[bytes | None] = mapped_column(sort_order=1)


class HouseholdPlaceRow(Base):
    """A person's place in a household's order, held for a whole payment year."""

    __tablename__ = "household_place"
    __table_args__ = (
        UniqueConstraint("household_id", "year", "person_id"),
        Index(None, "person_id"),
        CheckConstraint("place > 0", name="place"),
    )

    household_id: Mapped[HouseholdId] = mapped_column(ForeignKey("household.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id"))
