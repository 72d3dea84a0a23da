"""The one way in which a receipt comes to be: signed, with its visit, its places and its log entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agent_app.domain.household import PersonId, Subject
from agent_app.domain.operation import Entry, OperationKind, receipt_payload
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body, visit_body
from agent_app.domain.receipt import Receipt, ReceiptLine
from agent_app.domain.visit import Outcome, PersonOutcome, Visit, VisitId
from agent_app.services.ports import Ids, Signer, UnitOfWork


@dataclass(frozen=True, slots=True)
class ReceiptMaker:
    """Makes receipts inside a unit of work that the caller commits."""

    ids: Ids
    signer: Signer

    def make(self, unit: UnitOfWork, draft: Receipt, places: Mapping[PersonId, int], year: int) -> Receipt:
        """Sign a receipt and keep it; ``places`` are held in the household's order of the payment year."""
        receipt = replace(draft, signature=self.signer.sign(receipt_payload(draft)))
        unit.receipts.hold_places(receipt.household_id, year, places)
        self._log_visit(unit, receipt)
        self._log_receipt(unit, receipt)
        return receipt

    def _log_visit(self, unit: UnitOfWork, receipt: Receipt) -> None:
        visit = Visit(
            VisitId(self.ids.new()),
            receipt.household_id,
            receipt.issued_on,
            receipt.recorded_at,
            receipt.payer,
            tuple(PersonOutcome(who, Outcome.PAID) for who in _each_once(receipt.lines)),
        )
        unit.visits.add(visit)
        kind = OperationKind.VISIT_RECORDED
        unit.log.append(Entry(self.ids.new(), kind, 1, receipt.recorded_at, visit_body(visit)))

    def _log_receipt(self, unit: UnitOfWork, receipt: Receipt) -> None:
        kind = OperationKind.RECEIPT_ISSUED
        entry = Entry(self.ids.new(), kind, RECEIPT_KVER, receipt.recorded_at, receipt_body(receipt))
        unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)


def _each_once(lines: Sequence[ReceiptLine]) -> list[Subject]:
    seen: dict[PersonId, Subject] = {}
    for line in lines:
        seen.setdefault(line.subject.person_id, line.subject)
    return list(seen.values())
