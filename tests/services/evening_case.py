"""An agent's evening: receipts issued in the day, and their cash on the table."""

from dataclasses import replace

from agent_app.domain.banknotes import CashCount, Pieces, notes_on
from agent_app.domain.cancellation import Cancellation, CopyTwo
from agent_app.domain.envelope import Envelope
from agent_app.domain.money import Dong
from agent_app.domain.receipt import PaymentMethod, Receipt
from agent_app.domain.remittance import Remittance, RemittanceMethod
from agent_app.services.batches import BatchService
from agent_app.services.cancelling import CancellationService, CancelReceipt
from agent_app.services.envelopes import CloseEnvelope, EnvelopeService
from agent_app.services.remittances import MakeRemittance, RemittanceService
from tests.builders import TODAY, a_health_line, a_person, a_receipt, a_subject, an_entry, rates
from tests.services.bench import Bench

EACH = Dong(1_366_200)
"""What a first member pays for twelve months."""


def settle(bench: Bench, people: int = 3) -> None:
    """Enrol the agent, with people to take money from."""
    bench.enrol()
    bench.settle_in(*(a_person(number) for number in range(1, people + 1)))


def envelopes(bench: Bench) -> EnvelopeService:
    """Return the use cases of envelopes."""
    return EnvelopeService(bench.open_unit, bench.clock, bench.ids, rates())


def remittances(bench: Bench) -> RemittanceService:
    """Return the use cases of remittances."""
    return RemittanceService(bench.open_unit, bench.clock, bench.ids)


def batches(bench: Bench) -> BatchService:
    """Return the use cases of batches."""
    return BatchService(bench.open_unit, bench.clock, bench.ids, rates())


def take(bench: Bench, person: int, method: PaymentMethod = PaymentMethod.CASH) -> Receipt:
    """Take the n-th person's money: number, receipt and log entry together."""
    with bench.open_unit() as unit:
        book = unit.receipts.book(TODAY)
        number = book.tear()
        line = replace(a_health_line(a_subject(person)), place=None, place_source=None)
        receipt = replace(a_receipt(number, (line,)), method=method)
        unit.receipts.save_book(book)
        entry = an_entry(receipt)
        unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)
        unit.commit()
    return receipt


def cancel(bench: Bench, receipt: Receipt) -> Cancellation:
    """Make a receipt void while its money is in hand."""
    service = CancellationService(bench.open_unit, bench.clock, bench.ids)
    return service.cancel(CancelReceipt(receipt.id, "ghi nhầm", "Lê Thị Mai", CopyTwo.TAKEN_BACK))


def notes_for(amount: int) -> CashCount:
    """Lay an amount out in the largest notes."""
    pieces, left = [], amount
    for value in notes_on(rates(), TODAY):
        pieces.append(Pieces(value, left // value))
        left %= value
    assert left == 0, f"{amount} cannot be paid in notes"
    return CashCount.of(pieces)


def close(bench: Bench, amount: int, note: str = "") -> Envelope:
    """Close the open envelope with so much in it."""
    return envelopes(bench).close(CloseEnvelope(notes_for(amount), note))


def closed(bench: Bench) -> Envelope:
    """Open an envelope over all cash in hand and close it with what it must hold."""
    return close(bench, envelopes(bench).open().expected)


def remit(bench: Bench, *taken: Envelope, slip: str = "PN-0001", amount: int | None = None) -> Remittance:
    """Hand envelopes over at the desk."""
    ids = tuple(each.id for each in taken)
    asked = None if amount is None else Dong(amount)
    return remittances(bench).make(MakeRemittance(ids, RemittanceMethod.DESK, slip, asked))
