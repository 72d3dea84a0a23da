"""Cancelled, refunded and unnumbered receipts at the office."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from agent_app.domain.cancellation import Cancellation, CopyTwo, RefundId, RefundRequest
from agent_app.domain.cancellation_body import cancellation_body, refund_body
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind, OperationState, receipt_payload
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body
from agent_app.domain.people_body import people_body
from agent_app.domain.people_edit import HouseholdAdded, RecordSource
from agent_app.domain.receipt import Receipt, ReceiptForm, ReceiptId
from provincial_server.held import release
from provincial_server.ids import new_id
from provincial_server.money import MoneyReport, report
from provincial_server.officers import Officer
from provincial_server.receipts import HeldReason
from provincial_server.tables import CancellationRow
from tests.builders import NOW, TODAY, a_household, an_id
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.side_by_side import side_by_side
from tests.server.test_sync_service import FULL_YEAR, outcomes

ACCEPTED = ("accepted", None)


def cancel(laptop: Laptop, receipt_id: ReceiptId, **changes: object) -> None:
    made = Cancellation(receipt_id, TODAY, NOW, "Ghi sai", "Lê Văn Duyệt", CopyTwo.LOST)
    body = cancellation_body(replace(made, **changes))  # type: ignore[arg-type]
    laptop.log(OperationKind.RECEIPT_CANCELLED, body)


def refund(laptop: Laptop, receipt: Receipt, amount: int = 1000, line: int = 0) -> None:
    asked = RefundRequest(
        RefundId(new_id()),
        receipt.id,
        line,
        "death",
        TODAY,
        TODAY,
        NOW,
        Dong(amount),
        computed=True,
        reason="",
    )
    laptop.log(OperationKind.REFUND_REQUESTED, refund_body(asked))


def sums(office: Office) -> MoneyReport:
    return report(office.database)


def test_a_cancelled_receipt_counts_no_more_and_is_shown_apart(office: Office) -> None:
    laptop = office.laptop()
    cancel(laptop, laptop.issue(1).id)
    laptop.issue(2)

    assert outcomes(office.ask(laptop.message()).ack) == [ACCEPTED] * 3

    money = sums(office)
    assert (money.accepted, money.held, money.cancelled, money.total) == (FULL_YEAR, 0, FULL_YEAR, FULL_YEAR)
    assert [(each.receipts, each.total) for each in money.by] == [(1, FULL_YEAR)]


def test_a_held_receipt_that_is_cancelled_is_held_money_no_more(office: Office) -> None:
    laptop = office.laptop()
    cancel(laptop, laptop.issue(99).id)

    assert outcomes(office.ask(laptop.message()).ack) == [("held", "number_outside_book"), ACCEPTED]
    assert (sums(office).held, sums(office).cancelled) == (0, FULL_YEAR)


def test_the_number_of_a_cancelled_receipt_is_never_free_again(office: Office) -> None:
    laptop = office.laptop()
    cancel(laptop, laptop.issue(1).id)
    laptop.issue(1)

    assert outcomes(office.ask(laptop.message()).ack)[-1] == ("held", HeldReason.NUMBER_TAKEN.value)


def test_a_refund_is_counted_apart_from_what_was_taken(office: Office) -> None:
    laptop = office.laptop()
    refund(laptop, laptop.issue(1), 5000)

    assert outcomes(office.ask(laptop.message()).ack) == [ACCEPTED] * 2
    assert (sums(office).accepted, sums(office).refunded) == (FULL_YEAR, 5000)


def test_a_refund_of_a_receipt_that_is_void_is_in_no_sum(office: Office) -> None:
    laptop = office.laptop()
    kept, void = laptop.issue(1), laptop.issue(2)
    refund(laptop, kept, 5000)
    refund(laptop, void, 7000)
    cancel(laptop, void.id)
    office.ask(laptop.message())
    assert sums(office).refunded == 12_000

    _first, second, _five, _seven, cancellation = (each.op_id for each in laptop.operations)
    with office.database.write() as session:
        # As servers of before have booked it.
        session.add(
            CancellationRow(
                op_id=cancellation, receipt_op_id=second, cancelled_on=TODAY, approver="x", copy_two="lost"
            )
        )

    assert (sums(office).cancelled, sums(office).refunded) == (FULL_YEAR, 5000)


def test_an_e_receipt_needs_no_number_and_two_of_them_are_two(office: Office) -> None:
    laptop = office.laptop()
    for _ in range(2):
        numberless = {"symbol": None, "book": None, "number": None, "form": ReceiptForm.ELECTRONIC}
        bare = replace(laptop.receipt(1), **numberless)  # type: ignore[arg-type]
        bare = replace(bare, signature=laptop.sign.sign(receipt_payload(bare)))
        laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(bare), kver=RECEIPT_KVER)

    assert outcomes(office.ask(laptop.message()).ack) == [ACCEPTED] * 2
    assert sums(office).accepted == 2 * FULL_YEAR


def cancel_a_refunded_one(laptop: Laptop) -> None:
    receipt = laptop.issue(1)
    refund(laptop, receipt)
    cancel(laptop, receipt.id)


def twice(laptop: Laptop) -> None:
    receipt = laptop.issue(1)
    cancel(laptop, receipt.id)
    cancel(laptop, receipt.id)


def refund_of_a_void_one(laptop: Laptop) -> None:
    receipt = laptop.issue(1)
    cancel(laptop, receipt.id)
    refund(laptop, receipt)


def refund_twice(laptop: Laptop) -> None:
    receipt = laptop.issue(1)
    refund(laptop, receipt)
    refund(laptop, receipt)


@pytest.mark.parametrize(
    ("arrive", "reason"),
    [
        (lambda laptop: cancel(laptop, ReceiptId(an_id(9))), HeldReason.RECEIPT_UNKNOWN),
        (lambda laptop: refund(laptop, laptop.receipt(9)), HeldReason.RECEIPT_UNKNOWN),
        (twice, HeldReason.ALREADY_CANCELLED),
        (refund_of_a_void_one, HeldReason.ALREADY_CANCELLED),
        (cancel_a_refunded_one, HeldReason.ALREADY_REFUNDED),
        (refund_twice, HeldReason.ALREADY_REFUNDED),
        (lambda laptop: refund(laptop, laptop.issue(1), FULL_YEAR + 1), HeldReason.REFUND_TOO_HIGH),
        (lambda laptop: cancel(laptop, laptop.issue(1).id, approver="A\0B"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log(OperationKind.RECEIPT_CANCELLED, b"\xa0"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log(OperationKind.REFUND_REQUESTED, b"\xa0"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log(OperationKind.RECEIPT_CANCELLED, b"\xa0", 9), HeldReason.VERSION_UNKNOWN),
        (lambda laptop: laptop.log(OperationKind.REFUND_REQUESTED, b"\xa0", 9), HeldReason.VERSION_UNKNOWN),
    ],
)
def test_what_a_person_must_see_is_held(
    arrive: Callable[[Laptop], None], reason: HeldReason, office: Office
) -> None:
    laptop = office.laptop()
    arrive(laptop)

    assert outcomes(office.ask(laptop.message()).ack)[-1] == ("held", reason.value)


def test_another_devices_receipt_is_not_cancelled(office: Office) -> None:
    one, other = office.laptop(), Laptop.of(office.enrol(book="AB/26:0002:51:90"))
    receipt = one.issue(1)
    office.ask(one.message())
    cancel(other, receipt.id)

    assert outcomes(office.ask(other.message()).ack) == [("held", HeldReason.RECEIPT_UNKNOWN.value)]
    assert sums(office).cancelled == 0


def refunded_too_early(office: Office, laptop: Laptop) -> tuple[Receipt, UUID]:
    """Bring a refund before its receipt; return the receipt, and the refund that is held."""
    receipt = laptop.receipt(1)
    refund(laptop, receipt)
    early = laptop.operations[0].op_id
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(receipt))
    office.ask(laptop.message())
    return receipt, early


def test_a_receipt_is_not_cancelled_while_an_officer_releases_its_refund(on_postgres: Office) -> None:
    office, laptop = on_postgres, on_postgres.laptop()
    receipt, early = refunded_too_early(office, laptop)
    cancel(laptop, receipt.id)

    state, ack = side_by_side(
        office,
        "INSERT INTO receipt_refund",
        lambda: release(office.database, early, Officer("An", NOW, "đã xem")),
        lambda: office.ask(laptop.message()).ack,
    )

    assert state is OperationState.ACCEPTED
    assert outcomes(ack)[-1] == ("held", HeldReason.ALREADY_REFUNDED.value)
    assert (sums(office).cancelled, sums(office).refunded) == (0, 1000)


def test_an_officer_releases_while_the_same_laptop_brings_people(on_postgres: Office) -> None:
    office, laptop = on_postgres, on_postgres.laptop()
    _receipt, early = refunded_too_early(office, laptop)
    household = HouseholdAdded(a_household(70), RecordSource.TYPED)
    laptop.log(OperationKind.HOUSEHOLD_ADDED, people_body(household))

    ack, state = side_by_side(
        office,
        "FROM office",
        lambda: office.ask(laptop.message()).ack,
        lambda: release(office.database, early, Officer("An", NOW, "đã xem")),
    )

    assert (outcomes(ack)[-1], state) == (ACCEPTED, OperationState.ACCEPTED)


def test_one_receipt_from_two_laptops_of_an_agent_is_accepted_once(on_postgres: Office) -> None:
    one = on_postgres.laptop()
    two = Laptop.of(on_postgres.enrol(book="AB/26:0002:51:90"))
    on_postgres.ask(two.message())
    receipt = one.issue(1)
    two.issue(51, id=receipt.id)

    first, second = side_by_side(
        on_postgres,
        "INSERT INTO receipt (",
        lambda: on_postgres.ask(one.message()).ack,
        lambda: on_postgres.ask(two.message()).ack,
    )

    assert outcomes(first) == [ACCEPTED]
    assert outcomes(second) == [("held", HeldReason.RECEIPT_REPEATED.value)]
