"""Taking in what the office has decided and signed: by any way, in any order, any number of times."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from agent_app.domain.book_grant import SignedGrant, read_grant
from agent_app.domain.calendar import civil_date
from agent_app.domain.confirmation import read_confirmation
from agent_app.domain.e_receipt_number import read_number
from agent_app.domain.office_setting import OfficeSettings, read_setting
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.domain.signed_document import (
    DocumentKind,
    OfficeSignatureError,
    SignedDocument,
    read_office_file,
    refuse_others,
)
from agent_app.services.failures import NotEnrolledError
from agent_app.services.ports import Clock, OpenUnit, UnitOfWork

SignatureCheck = Callable[[Iterable[str], SignedDocument], bool]


@dataclass(frozen=True, slots=True)
class Received:
    """What a file brought: documents that were new, and how many were known already."""

    new: tuple[SignedDocument, ...]
    known: int


@dataclass(frozen=True, slots=True)
class DocumentIntake:
    """Takes documents into an open unit of work, once their signature was found to hold."""

    signed: SignatureCheck

    def take(
        self, unit: UnitOfWork, documents: Iterable[SignedDocument], received_at: datetime
    ) -> tuple[SignedDocument, ...]:
        """Keep what is new with what follows from it, and return it; refuse all if any cannot be taken.

        Raises ``OfficeSignatureError``, ``OtherDeviceError``, ``OfficeFileUnreadableError``, and for a book
        ``ReceiptBookRangeError`` or ``ReceiptBookOverlapError``.
        """
        identity = unit.device.identity()
        if identity.enrolment is None:
            raise NotEnrolledError
        agent_code, keys = identity.enrolment.agent_code, unit.device.office_keys()
        new = list[SignedDocument]()
        for document in documents:
            if not self.signed(keys, document):
                raise OfficeSignatureError(document.kind.value)
            refuse_others(document, agent_code, identity.device_id)
            if _keep(unit, document, received_at):
                new.append(document)
        return tuple(new)


def _keep(unit: UnitOfWork, document: SignedDocument, received_at: datetime) -> bool:
    """Keep a document with what follows from it; tell whether it was new."""
    match document.kind:
        case DocumentKind.SETTING:
            read_setting(document)
            return unit.office.keep(document, received_at)
        case DocumentKind.BOOK:
            grant = read_grant(document)
            new = unit.office.keep(document, received_at)
            _open_book(unit, grant, received_at, new=new)
            return new
        case DocumentKind.E_RECEIPT_NUMBER:
            number = read_number(document)
            new = unit.office.keep(document, received_at)
            if new:
                unit.office.name_e_receipt(number)
            return new
        case DocumentKind.CONFIRMATION:
            confirmation = read_confirmation(document)
            new = unit.office.keep(document, received_at)
            if new:
                unit.office.confirm(confirmation)
            return new


def _open_book(unit: UnitOfWork, grant: SignedGrant, at: datetime, *, new: bool) -> None:
    block = grant.block
    known = unit.receipts.find_book(block.symbol, block.book)
    if known is not None:
        if not new:
            return
        known.require_within(block.first, block.last)
    book = ReceiptBook(grant.id, block.symbol, block.book, block.first, block.last, block.first)
    book.received_on, book.agent_code, book.device_id = civil_date(at), grant.agent_code, grant.device_id
    unit.receipts.add_book(book)
    if known is None and unit.office.may_be_used(grant.issued_at):
        unit.office.freeze_book(block, at)


@dataclass(frozen=True, slots=True)
class OfficeService:
    """What the office has decided, for those who ask and from files that come."""

    open_unit: OpenUnit
    intake: DocumentIntake
    clock: Clock

    def receive(self, text: str) -> Received:
        """Take in a file of the office: all of it or nothing; what is known already changes nothing."""
        documents = read_office_file(text)
        with self.open_unit() as unit:
            new = self.intake.take(unit, documents, self.clock.now())
            unit.commit()
        return Received(new, len(documents) - len(new))

    def settings(self) -> OfficeSettings:
        """Return what the office has settled."""
        with self.open_unit() as unit:
            return unit.office.settings()
