"""What an office has decided and signed, as one document: its kind, its plain body, the signature."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    Plain,
    as_bytes,
    as_int,
    as_list,
    as_map,
    as_text,
    canonical,
)
from agent_app.domain.plain import decode as decoded

FORMAT = "ditungnha.office/1"
_SIGNED = "office/1"
_SIGNATURE_BYTES = 64


class DocumentKind(StrEnum):
    """What a document of the office decides."""

    SETTING = "setting"
    BOOK = "book"
    E_RECEIPT_NUMBER = "e_receipt_number"
    CONFIRMATION = "confirmation"


@dataclass(eq=False)
class OfficeFileUnreadableError(InputError):
    """The file holds no document of an office."""

    code: ClassVar[str] = "office.unreadable"


@dataclass(eq=False)
class OfficeKindUnknownError(InputError):
    """The document is of a kind that a later program knows."""

    code: ClassVar[str] = "office.kind_unknown"
    kind: str


@dataclass(eq=False)
class OfficeSignatureError(RuleError):
    """No key of our office signed this document as it stands."""

    code: ClassVar[str] = "office.signature"
    kind: str


@dataclass(eq=False)
class OtherDeviceError(RuleError):
    """The document is for another agent or for another machine."""

    code: ClassVar[str] = "office.other_device"
    kind: str


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """One decision; texts, whole numbers, flags and nothing are all that its body holds.

    ``id`` names it for ever, ``serial`` goes up with every document that an office signs.
    """

    kind: DocumentKind
    body: Body
    signature: bytes = b""

    @property
    def id(self) -> UUID:
        """The id that the office gave it."""
        return UUID(as_text(self.body["id"]))

    @property
    def serial(self) -> int:
        """Its place among all that this office has signed."""
        return as_int(self.body["serial"])

    @property
    def issued_at(self) -> datetime:
        """The instant at which it was signed."""
        return from_millis(as_int(self.body["issued_at"]))

    def payload(self) -> bytes:
        """Return the bytes that the office signs."""
        return canonical([_SIGNED, self.kind.value, self.body])

    def encoded(self) -> bytes:
        """Write it for a scope's log and for the store."""
        return canonical([self.kind.value, self.body, self.signature])

    def shown(self) -> dict[str, object]:
        """Write it for a file that people can read."""
        return {"kind": self.kind.value, "body": self.body, "signature": self.signature.hex()}


def document_head(document_id: UUID, serial: int, issued_at: datetime) -> Body:
    """Return what every body begins with; the instant is kept in milliseconds."""
    return {"id": str(document_id), "serial": serial, "issued_at": to_millis(issued_at)}


def refuse_others(document: SignedDocument, agent_code: str, device_id: UUID) -> None:
    """Refuse what the office has decided for another agent or another device; raise ``OtherDeviceError``."""
    for name, own in (("agent_code", agent_code), ("device_id", str(device_id))):
        if document.body.get(name, own) != own:
            raise OtherDeviceError(document.kind.value)


def read_document(encoded: bytes) -> SignedDocument:
    """Read a document of a scope's log; raise ``OfficeFileUnreadableError`` or ``OfficeKindUnknownError``."""
    try:
        kind, body, signature = as_list(decoded(encoded))
        return _document(as_text(kind), body, as_bytes(signature))
    except ValueError as error:
        raise OfficeFileUnreadableError from error


def read_shown(value: object) -> SignedDocument:
    """Read a document of a file; raise as ``read_document``."""
    try:
        held = as_map(value)
        return _document(as_text(held["kind"]), held["body"], bytes.fromhex(as_text(held["signature"])))
    except (ValueError, KeyError) as error:
        raise OfficeFileUnreadableError from error


def office_file(documents: list[SignedDocument]) -> str:
    """Write a file of documents."""
    held = {"format": FORMAT, "documents": [each.shown() for each in documents]}
    return json.dumps(held, ensure_ascii=False, indent=2) + "\n"


def read_office_file(text: str) -> tuple[SignedDocument, ...]:
    """Read a file of documents; whether the office signed them is another question."""
    try:
        value = as_map(json.loads(text))
        if value["format"] != FORMAT:
            raise OfficeFileUnreadableError
        held = as_list(value["documents"])
    except (ValueError, KeyError, RecursionError) as error:
        raise OfficeFileUnreadableError from error
    if not held:
        raise OfficeFileUnreadableError
    return tuple(read_shown(each) for each in held)


def _document(kind: str, body: object, signature: bytes) -> SignedDocument:
    if kind not in list(DocumentKind):
        raise OfficeKindUnknownError(kind)
    document = SignedDocument(DocumentKind(kind), _plain(body), signature)
    if len(signature) != _SIGNATURE_BYTES:
        raise NotPlainError("no signature")
    try:
        _ = document.id, document.serial, document.issued_at
    except (KeyError, OverflowError) as error:
        raise NotPlainError("no head") from error
    return document


def _plain(body: object) -> Body:
    return {key: _value(value) for key, value in as_map(body).items()}


def _value(value: object) -> Plain:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return as_int(value)
    text = as_text(value)
    text.encode()  # half a surrogate pair is no text that anybody signed
    return text
