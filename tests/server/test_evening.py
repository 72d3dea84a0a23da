"""Envelopes, remittances and batches on the server: kept, and no money counted as handed over twice."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from agent_app.domain.banknotes import CashCount, Pieces
from agent_app.domain.batch import BatchChange, BatchId, BatchState
from agent_app.domain.envelope import Counted, EnvelopeClosing, EnvelopeId
from agent_app.domain.evening_body import batch_body, envelope_body, remittance_body
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import RECEIPT_KVER, receipt_body
from agent_app.domain.receipt import Receipt
from agent_app.domain.remittance import Remittance, RemittanceId, RemittanceMethod, RemittedReceipt
from provincial_server.evening_tables import BatchStepRow, EnvelopeRow, RemittanceRow, RemittedReceiptRow
from provincial_server.ids import new_id
from provincial_server.money import report
from tests.builders import NOW, TODAY
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.side_by_side import side_by_side
from tests.server.test_undoing import cancel

EACH = 1_366_200


def envelope(laptop: Laptop, receipts: Sequence[Receipt], **changes: object) -> EnvelopeClosing:
    total = Dong(sum(each.total for each in receipts))
    count = CashCount.of([Pieces(Dong(200), total // 200)])
    made = EnvelopeClosing(
        EnvelopeId(new_id()),
        TODAY,
        NOW,
        NOW,
        tuple(each.id for each in receipts),
        (),
        Counted(TODAY, total, count, ""),
        laptop.agent_code,
        laptop.device,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def remittance(laptop: Laptop, receipts: Sequence[Receipt], **changes: object) -> Remittance:
    total = Dong(sum(each.total for each in receipts))
    made = Remittance(
        RemittanceId(new_id()),
        TODAY,
        NOW,
        RemittanceMethod.DESK,
        "PN-1",
        (EnvelopeId(new_id()),),
        tuple(RemittedReceipt(each.id, each.total) for each in receipts),
        (),
        total,
        total,
        "",
        laptop.agent_code,
        laptop.device,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def batch(laptop: Laptop, batch_id: BatchId, position: int, state: BatchState) -> BatchChange:
    return BatchChange(
        batch_id, "2026-11", 1, position, state, TODAY, NOW, (), (), "", laptop.agent_code, laptop.device
    )


def outcomes(office: Office, laptop: Laptop) -> list[tuple[str, str | None]]:
    ack = office.ask(laptop.message()).ack
    assert ack is not None
    return [(each.state.value, each.reason) for each in ack.outcomes]


def close(laptop: Laptop, closing: EnvelopeClosing) -> None:
    laptop.log(OperationKind.ENVELOPE_CLOSED, envelope_body(closing))


def remit(laptop: Laptop, made: Remittance) -> None:
    laptop.log(OperationKind.REMITTANCE_MADE, remittance_body(made))


def test_an_evening_is_accepted_and_the_money_counts_as_handed_over(office: Office) -> None:
    laptop = office.laptop()
    first, second, kept = laptop.issue(1), laptop.issue(2), laptop.issue(3)
    close(laptop, envelope(laptop, [first, second]))
    remit(laptop, remittance(laptop, [first, second]))

    assert set(outcomes(office, laptop)) == {("accepted", None)}

    money = report(office.database)
    assert (money.total, money.remitted, money.not_remitted) == (3 * EACH, 2 * EACH, kept.total)
    with office.database.read() as session:
        counted = session.execute(select(EnvelopeRow.counted, EnvelopeRow.receipts)).one()
        handed = session.execute(select(RemittanceRow.amount, RemittanceRow.cash, RemittanceRow.slip)).one()
    assert tuple(counted) == (2 * EACH, 2)
    assert tuple(handed) == (2 * EACH, 2 * EACH, "PN-1")


def test_a_receipt_that_is_remitted_again_is_held_and_counted_once(office: Office) -> None:
    laptop = office.laptop()
    receipt = laptop.issue(1)
    remit(laptop, remittance(laptop, [receipt]))
    remit(laptop, remittance(laptop, [receipt]))

    assert outcomes(office, laptop)[-1] == ("held", "remitted_before")

    assert report(office.database).remitted == EACH
    assert office.count(RemittedReceiptRow) == 2


@pytest.mark.parametrize("amount", [EACH - 1, EACH + 1])
def test_a_remittance_of_another_sum_than_the_receipts_is_held(office: Office, amount: int) -> None:
    laptop = office.laptop()
    receipt = laptop.issue(1)
    remit(laptop, remittance(laptop, [receipt], cash=(RemittedReceipt(receipt.id, Dong(amount)),)))

    assert outcomes(office, laptop)[-1] == ("held", "remittance_differs")
    assert report(office.database).remitted == 0


def test_a_remittance_of_receipts_that_never_came_is_held(office: Office) -> None:
    laptop = office.laptop()
    remit(laptop, remittance(laptop, [laptop.receipt(1)]))

    assert outcomes(office, laptop) == [("held", "remittance_differs")]


def test_an_envelope_that_comes_again_is_held(office: Office) -> None:
    laptop = office.laptop()
    closing = envelope(laptop, [laptop.issue(1)])
    close(laptop, closing)
    close(laptop, closing)

    assert outcomes(office, laptop)[1:] == [("accepted", None), ("held", "envelope_repeated")]
    assert office.count(EnvelopeRow) == 2


def test_a_batch_comes_step_by_step_and_a_step_out_of_order_is_held(office: Office) -> None:
    laptop, batch_id = office.laptop(), BatchId(new_id())
    for position, state in ((1, BatchState.DRAFT), (3, BatchState.DONE), (2, BatchState.SENT)):
        laptop.log(OperationKind.BATCH_CHANGED, batch_body(batch(laptop, batch_id, position, state)))

    assert outcomes(office, laptop) == [("accepted", None), ("held", "batch_order"), ("accepted", None)]
    with office.database.read() as session:
        stands = select(BatchStepRow.stands).where(BatchStepRow.state == "accepted")
        assert set(session.scalars(stands)) == {"draft", "sent"}


@pytest.mark.parametrize(
    "kind", [OperationKind.ENVELOPE_CLOSED, OperationKind.REMITTANCE_MADE, OperationKind.BATCH_CHANGED]
)
def test_what_cannot_be_read_is_held(office: Office, kind: OperationKind) -> None:
    laptop = office.laptop()
    laptop.log(kind, b"\x00")

    assert outcomes(office, laptop) == [("held", "unreadable")]


def test_a_text_that_no_database_keeps_is_held(office: Office) -> None:
    laptop = office.laptop()
    remit(laptop, remittance(laptop, [laptop.issue(1)], slip="PN\0"))

    assert outcomes(office, laptop)[-1] == ("held", "unreadable")


def test_another_version_agent_or_device_is_held(office: Office) -> None:
    laptop = office.laptop()
    closing = envelope(laptop, [laptop.issue(1)])
    laptop.log(OperationKind.ENVELOPE_CLOSED, envelope_body(closing), 2)
    close(laptop, replace(closing, agent_code="NVT0"))
    close(laptop, replace(closing, device_id=new_id()))

    reasons = [reason for _state, reason in outcomes(office, laptop)[1:]]
    assert reasons == ["version_unknown", "agent_mismatch", "device_mismatch"]


def test_a_remittance_of_what_was_cancelled_before_is_held(office: Office) -> None:
    laptop = office.laptop()
    void, good = laptop.issue(1), laptop.issue(2)
    cancel(laptop, void.id)
    remit(laptop, remittance(laptop, [void, good]))

    assert outcomes(office, laptop)[-1] == ("held", "remittance_differs")
    assert report(office.database).remitted == 0


def test_a_receipt_that_was_handed_over_is_cancelled_by_a_human_alone(office: Office) -> None:
    laptop = office.laptop()
    receipt = laptop.issue(1)
    remit(laptop, remittance(laptop, [receipt]))
    cancel(laptop, receipt.id)

    assert outcomes(office, laptop)[-1] == ("held", "remitted_before")
    money = report(office.database)
    assert (money.accepted, money.cancelled, money.remitted, money.not_remitted) == (EACH, 0, EACH, 0)


def test_another_laptops_receipt_under_the_same_id_is_not_handed_over(office: Office) -> None:
    laptop, other = office.laptop(), Laptop.of(office.enrol(book="AB/26:0002:51:90"))
    receipt = laptop.issue(1)
    remit(laptop, remittance(laptop, [receipt]))
    office.ask(laptop.message())
    other.log(OperationKind.RECEIPT_ISSUED, receipt_body(replace(receipt, number=51)), kver=RECEIPT_KVER)
    assert outcomes(office, other) == [("held", "receipt_repeated")]

    money = report(office.database)
    assert (money.total, money.remitted, money.not_remitted) == (2 * EACH, EACH, EACH)


def test_a_receipt_is_not_cancelled_on_one_laptop_while_another_remits_it(on_postgres: Office) -> None:
    one = on_postgres.laptop()
    two = Laptop.of(on_postgres.enrol(book="AB/26:0002:51:90"))
    on_postgres.ask(two.message())
    receipt = one.issue(1)
    on_postgres.ask(one.message())
    cancel(one, receipt.id)
    remit(two, remittance(two, [receipt]))

    first, second = side_by_side(
        on_postgres,
        "INSERT INTO receipt_cancellation",
        lambda: outcomes(on_postgres, one),
        lambda: outcomes(on_postgres, two),
    )

    assert first[-1] == ("accepted", None)
    assert second == [("held", "remittance_differs")]
