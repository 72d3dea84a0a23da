"""Receipts against the signatures that this home's keys have made."""

from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import receipt_payload
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.checks.money import readable_receipts
from agent_app.storage.models import OperationRow, ReceiptRow, SigningKeyRow
from agent_app.storage.pseudonyms import pseudonyms


def signing_keys(session: Session, own: bytes) -> tuple[bytes, ...]:
    """Return the keys that receipts of this home may be signed with, the present one first."""
    earlier = session.scalars(select(SigningKeyRow.key).where(SigningKeyRow.key != own))
    return (own, *earlier)


def signatures(session: Session, own: bytes) -> Iterator[Finding]:
    """See that each receipt, as the tables show it, is what one of these keys has signed.

    A receipt of an erased person is shown under a pseudonym: its log entry is looked at in its place.
    """
    keys = [Ed25519PublicKey.from_public_bytes(each) for each in signing_keys(session, own)]
    names = pseudonyms(session)
    query = (
        select(ReceiptRow, OperationRow.body)
        .outerjoin(OperationRow, OperationRow.op_id == ReceiptRow.op_id)
        .order_by(ReceiptRow.recorded_at, ReceiptRow.number)
    )
    for page in session.execute(query).yield_per(PAGE).partitions():
        bodies = {row.id: body for row, body in page}
        for receipt in readable_receipts(session, [row for row, _ in page]):
            shown = _as_signed(receipt, bodies[receipt.id], names)
            if shown is not None and not _signed(shown, keys):
                yield Finding("receipt.signature", str(receipt.id))


def _as_signed(receipt: Receipt, body: bytes | None, names: frozenset[str]) -> Receipt | None:
    if all(line.subject.name not in names for line in receipt.lines):
        return receipt
    try:
        return read_receipt(body) if body else None
    except BodyUnreadableError:
        return None


def _signed(receipt: Receipt, keys: Sequence[Ed25519PublicKey]) -> bool:
    payload = receipt_payload(receipt)
    for key in keys:
        try:
            key.verify(receipt.signature, payload)
        except InvalidSignature:
            continue
        return True
    return False
