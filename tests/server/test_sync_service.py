from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select, update

from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind, OperationState
from agent_app.domain.operation_body import receipt_body
from agent_app.domain.quote import Quote
from agent_app.domain.receipt import Receipt
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import Ack, Pull, VerdictKind, custody_payload
from provincial_server.errors import ExchangeRefusedError
from provincial_server.money import report
from provincial_server.receipts import HeldReason
from provincial_server.sync_service import SyncService
from provincial_server.tables import BookRow, DeviceRow, EnrolmentRow, OpRow, QuarantineRow, ReceiptRow
from tests.builders import AGENT, DEVICE, NOW, a_health_line
from tests.server.conftest import Office
from tests.server.laptop import Laptop

FULL_YEAR = 1_366_200


def acked(ack: Ack | None) -> Ack:
    assert ack is not None
    return ack


def outcomes(ack: Ack | None) -> list[tuple[str, str | None]]:
    return [(each.state.value, each.reason) for each in acked(ack).outcomes]


def money(office: Office) -> tuple[int, int]:
    sums = report(office.database)
    return sums.accepted, sums.held


def test_the_first_exchange_enrols_takes_money_and_proves_custody(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    laptop.visit()
    laptop.issue(1)

    answer = office.ask(laptop.message())

    ack = acked(answer.ack)
    assert answer.verdict.kind is VerdictKind.OK
    assert answer.verdict.memberships == (("area:22999", 2),)
    assert outcomes(ack) == [("accepted", None), ("accepted", None)]
    assert ack.position == answer.verdict.position == laptop.head()
    key = Ed25519PublicKey.from_public_bytes(answer.verdict.server_keys[0])
    key.verify(ack.custody, custody_payload(laptop.device, ack.position, ack.server_clock))
    assert money(office) == (FULL_YEAR, 0)


def test_the_same_message_again_gets_the_same_outcomes_and_books_nothing(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.issue(99)
    message = laptop.message()

    first, again = office.ask(message), office.ask(message)

    assert outcomes(first.ack) == outcomes(again.ack)
    assert acked(again.ack).position == laptop.head()
    assert office.count(OpRow) == office.count(ReceiptRow) == 2
    assert money(office) == (FULL_YEAR, FULL_YEAR)


def test_a_lost_reply_and_new_work_are_taken_together(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    office.ask(laptop.message())
    laptop.issue(2)

    answer = office.ask(laptop.message())

    assert len(outcomes(answer.ack)) == 2
    assert acked(answer.ack).position == laptop.head()
    assert money(office) == (2 * FULL_YEAR, 0)


def test_a_repeated_batch_that_is_shorter_is_answered_for_what_it_holds(office: Office) -> None:
    laptop = office.laptop()
    for number in (1, 2, 3):
        laptop.issue(number)
    office.ask(laptop.message())

    answer = office.ask(pack((laptop.hello(), laptop.push(1, 2))))

    assert len(outcomes(answer.ack)) == 2
    assert acked(answer.ack).position == laptop.head(2)
    assert answer.verdict.position == laptop.head()
    assert office.count(OpRow) == 3


def test_a_batch_beyond_the_head_is_not_stored_and_the_head_is_told(office: Office) -> None:
    laptop = office.laptop()
    for number in (1, 2, 3):
        laptop.issue(number)

    answer = office.ask(laptop.message(3))

    assert acked(answer.ack).rehello
    assert acked(answer.ack).position == laptop.head(0)
    assert acked(answer.ack).custody == b""
    assert office.count(OpRow) == 0


def test_long_logs_arrive_in_several_batches(office: Office) -> None:
    laptop = office.laptop()
    for _ in range(205):
        laptop.visit()

    office.ask(pack((laptop.hello(), laptop.push(1, 200))))
    answer = office.ask(pack((laptop.hello(), laptop.push(201))))

    assert acked(answer.ack).position == laptop.head()
    assert office.count(OpRow) == 205


def hold_version(laptop: Laptop) -> None:
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(laptop.receipt(1)), kver=99)


def hold_signature(laptop: Laptop) -> None:
    forged = replace(laptop.receipt(1), signature=Ed25519PrivateKey.generate().sign(b"other"))
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(forged))


def hold_amount(laptop: Laptop) -> None:
    line = a_health_line()
    free = Quote(Dong(0), Dong(0), Dong(0), Dong(0), line.quote.basis)
    laptop.issue(1, lines=(replace(line, quote=free),))


def hold_number_taken(laptop: Laptop) -> None:
    laptop.issue(1)
    laptop.issue(1)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda laptop: laptop.issue(51), HeldReason.NUMBER_OUTSIDE_BOOK),
        (lambda laptop: laptop.issue(1, book="0002"), HeldReason.NUMBER_OUTSIDE_BOOK),
        (lambda laptop: laptop.issue(1, agent_code="NVT-other"), HeldReason.AGENT_MISMATCH),
        (lambda laptop: laptop.issue(1, device_id=DEVICE), HeldReason.DEVICE_MISMATCH),
        (lambda laptop: laptop.log(OperationKind.RECEIPT_ISSUED, b"nothing"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.issue(1, symbol="A\0B"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log(OperationKind.VISIT_RECORDED, b"\xa0"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log(OperationKind.VISIT_RECORDED, b"\xa0", 2), HeldReason.VERSION_UNKNOWN),
        (lambda laptop: laptop.log("person.moved", b"\xa0"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log("person.sung_to", b"\xa0"), HeldReason.KIND_UNKNOWN),
        (hold_version, HeldReason.VERSION_UNKNOWN),
        (hold_signature, HeldReason.SIGNATURE),
        (hold_amount, HeldReason.AMOUNT),
        (hold_number_taken, HeldReason.NUMBER_TAKEN),
    ],
)
def test_what_a_human_must_see_is_held_and_blocks_nothing(
    office: Office, act: Callable[[Laptop], object], reason: HeldReason
) -> None:
    laptop = office.laptop()
    act(laptop)
    held = len(laptop.operations)
    laptop.issue(7)

    answer = office.ask(laptop.message())

    assert outcomes(answer.ack)[held - 1 :] == [("held", reason.value), ("accepted", None)]
    assert acked(answer.ack).position == laptop.head()


def test_money_is_counted_accepted_and_held_apart(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.issue(99)
    laptop.log(OperationKind.RECEIPT_ISSUED, b"nothing")
    office.ask(laptop.message())

    sums = report(office.database)

    assert (sums.accepted, sums.held, sums.total) == (FULL_YEAR, FULL_YEAR, 2 * FULL_YEAR)
    assert sums.unreadable == 1
    assert [(each.agent, each.receipts, each.total) for each in sums.by] == [(AGENT, 2, 2 * FULL_YEAR)]


def test_the_same_receipt_in_two_operations_is_one_sum_of_money(office: Office) -> None:
    laptop = office.laptop()
    receipt: Receipt = laptop.issue(1)
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(receipt))

    answer = office.ask(laptop.message())

    assert outcomes(answer.ack)[1] == ("held", HeldReason.RECEIPT_REPEATED.value)
    assert money(office) == (FULL_YEAR, 0)


def test_a_forged_receipt_that_comes_first_hides_no_money(office: Office) -> None:
    honest = office.laptop()
    receipt = honest.issue(1)
    forger = Laptop.of(office.enrol("NVT2", "AB/26:0002:51:100"))
    forger.log(OperationKind.RECEIPT_ISSUED, receipt_body(replace(receipt, signature=b"x" * 64)))
    forger.log(OperationKind.RECEIPT_ISSUED, receipt_body(replace(receipt, number=9)))
    office.ask(forger.message())

    first, again = office.ask(honest.message()), office.ask(honest.message())

    assert outcomes(first.ack) == outcomes(again.ack) == [("held", HeldReason.RECEIPT_REPEATED.value)]
    with office.database.read() as session:
        booked = session.execute(
            select(ReceiptRow.total, ReceiptRow.state).where(ReceiptRow.agent_code == AGENT)
        ).all()
    assert [tuple(each) for each in booked] == [(FULL_YEAR, "held")]
    assert money(office) == (0, 3 * FULL_YEAR)


def test_one_id_with_another_number_or_sum_is_counted_and_held(office: Office) -> None:
    laptop = office.laptop()
    receipt = laptop.issue(1)
    repeated = laptop.issue(2, id=receipt.id)
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(repeated))

    answer = office.ask(laptop.message())

    assert outcomes(answer.ack) == [("accepted", None), *[("held", HeldReason.RECEIPT_REPEATED.value)] * 2]
    assert money(office) == (FULL_YEAR, FULL_YEAR)


def test_a_changed_batch_is_refused_whole(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.issue(2)
    push = laptop.push(1, 1)
    changed = replace(push, entries=(replace(push.entries[0], body=b"other"),))

    with pytest.raises(ExchangeRefusedError) as refused:
        office.ask(pack((laptop.hello(), changed)))

    assert refused.value.reason == "push.signature"
    assert office.count(OpRow) == 0


def test_a_short_batch_of_a_forked_log_is_a_fork_and_not_a_bad_signature(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    office.ask(laptop.message())
    laptop.operations[0] = replace(laptop.operations[0], hash=bytes(32))
    laptop.issue(2)
    laptop.issue(3)

    answer = office.ask(pack((laptop.hello(), laptop.push(2, 2))))

    assert (answer.verdict.kind, answer.ack) == (VerdictKind.FORK, None)
    assert office.count(OpRow) == 1


def test_a_hello_signed_by_another_key_is_refused(office: Office) -> None:
    laptop = office.laptop()
    stranger = replace(laptop, sign=Ed25519PrivateKey.generate(), code="")

    with pytest.raises(ExchangeRefusedError) as refused:
        office.ask(pack((stranger.hello(claim=False),)))
    assert (refused.value.reason, refused.value.status) == ("hello.signature", 401)
    answer = office.ask(pack((stranger.hello(),)))
    assert (answer.verdict.kind, answer.segments) == (VerdictKind.UNKNOWN_DEVICE, ())
    assert office.ask(laptop.message()).verdict.kind is VerdictKind.OK


def test_a_claim_needs_the_private_key_of_what_it_claims(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    hello = replace(laptop.hello(), signature=b"nothing")

    with pytest.raises(ExchangeRefusedError):
        office.ask(pack((hello,)))

    assert office.count(DeviceRow) == 0


def test_a_code_belongs_to_the_first_key_that_presents_it(office: Office) -> None:
    enrolment = office.enrol()
    first, second = Laptop.of(enrolment), Laptop.of(enrolment)
    second.issue(1)

    assert office.ask(first.message()).verdict.kind is VerdictKind.OK
    late = office.ask(second.message())
    assert late.verdict.kind is VerdictKind.UNKNOWN_DEVICE
    assert late.ack is None
    assert office.ask(first.message()).verdict.kind is VerdictKind.OK
    assert office.count(OpRow) == 0


def test_a_code_may_be_typed_in_any_case_and_grouping(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    laptop.code = laptop.code.lower().replace("-", " ")

    assert office.ask(laptop.message()).verdict.kind is VerdictKind.OK


def test_a_wrong_an_old_or_no_code_makes_no_device(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    wrong = replace(laptop, code="ABCDE-ABCDE-ABCDE-ABCDE")

    verdicts = [office.ask(pack((wrong.hello(),))), office.ask(pack((laptop.hello(claim=False),)))]
    with office.database.write() as session:
        session.execute(update(EnrolmentRow).values(expires_at=NOW - timedelta(days=1)))
    verdicts.append(office.ask(pack((laptop.hello(),))))

    assert {each.verdict.kind for each in verdicts} == {VerdictKind.UNKNOWN_DEVICE}
    assert all(each.segments == () and each.verdict.memberships == () for each in verdicts)
    assert office.count(DeviceRow) == 0


def test_a_device_gets_only_the_books_of_its_own_enrolment(office: Office) -> None:
    first, second = (office.enrol(book=f"AB/26:{book}") for book in ("0001:1:50", "0002:51:100"))
    laptop = Laptop.of(second)

    office.ask(laptop.message())

    with office.database.read() as session:
        bound = session.scalars(select(BookRow.book).where(BookRow.device_id == laptop.device)).all()
    assert list(bound) == [second.books[0].book] != [first.books[0].book]


def test_a_rolled_back_and_a_forked_device_push_nothing(office: Office) -> None:
    laptop = office.laptop()
    laptop.visit()
    laptop.visit()
    office.ask(laptop.message())
    restored = replace(laptop, operations=laptop.operations[:1])

    back = office.ask(pack((restored.hello(), Pull())))
    restored.issue(5)
    fork = office.ask(restored.message(2))
    restored.issue(6)
    longer = [office.ask(restored.message(first)) for first in (2, 3)]

    assert back.verdict.kind is VerdictKind.ROLLED_BACK
    assert back.verdict.position == laptop.head()
    assert (fork.verdict.kind, fork.ack) == (VerdictKind.FORK, None)
    assert {(each.verdict.kind, each.ack) for each in longer} == {(VerdictKind.FORK, None)}
    assert office.count(QuarantineRow) == 0
    assert office.count(OpRow) == 2


def test_a_revoked_device_is_told_so_and_gets_nothing(office: Office) -> None:
    laptop = office.laptop()
    with office.database.write() as session:
        session.execute(update(DeviceRow).values(status="revoked"))
    laptop.issue(1)

    answer = office.ask(laptop.message())

    assert (answer.verdict.kind, answer.ack) == (VerdictKind.REVOKED, None)
    assert answer.verdict.memberships == ()


def test_turn_tokens_change_with_every_exchange(office: Office) -> None:
    laptop = office.laptop()
    first = office.ask(laptop.message()).verdict.turn_token
    second = office.ask(pack((laptop.hello(turn_token=first),))).verdict.turn_token

    with office.database.read() as session:
        device = session.get_one(DeviceRow, laptop.device)
        assert (device.turn_token, device.prev_turn_token) == (second, first)
    assert len({first, second}) == 2


def test_what_is_no_message_is_refused(office: Office) -> None:
    for message in (b"", b"<html>", office.service.answer(Laptop.of(office.enrol()).message())):
        with pytest.raises(ExchangeRefusedError):
            office.ask(message)


def test_the_laptops_clock_is_not_judged(office: Office) -> None:
    laptop = office.laptop()

    assert office.ask(pack((laptop.hello(clock=-1),))).verdict.kind is VerdictKind.OK


@pytest.mark.logs_warning("lacks its operation")
def test_a_damaged_log_answers_nothing(office: Office) -> None:
    laptop = office.laptop()
    laptop.visit()
    laptop.visit()
    with office.database.write() as session:
        head = laptop.head(1)
        session.execute(update(DeviceRow).values(head_dseq=head.dseq, head_hash=head.hash))

    with pytest.raises(ExchangeRefusedError) as refused:
        office.ask(laptop.message(2))

    assert refused.value.status == 500


def test_a_service_tells_its_own_time(office: Office) -> None:
    later = NOW + timedelta(hours=1)
    service = SyncService(office.database, office.keys, lambda: later)
    laptop = Laptop.of(office.enrol())

    service.answer(laptop.message())

    with office.database.read() as session:
        assert session.get_one(DeviceRow, laptop.device).last_seen == later


def test_outcomes_are_stored_with_the_operations(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(99)
    office.ask(laptop.message())

    with office.database.read() as session:
        row = session.scalars(select(OpRow)).one()
        assert (row.outcome, row.reason) == (OperationState.HELD.value, HeldReason.NUMBER_OUTSIDE_BOOK.value)
        assert row.hash == laptop.head().hash
