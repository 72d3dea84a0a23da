"""Transfers at the office: seen as they stand, and held where two claim the same money."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from agent_app.domain.bank_statement import BankCredit, StatementLine, credits_of
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.purpose_code import purpose_code
from agent_app.domain.receipt import PaymentMethod, ReceiptForm, ReceiptId
from agent_app.domain.transfer import (
    AwaitedTransfer,
    CreditUse,
    GivenUpTransfer,
    PayeeAccount,
    TransferState,
)
from agent_app.domain.transfer_body import awaited_body, given_up_body, use_body
from provincial_server.ids import new_id
from provincial_server.money import report
from provincial_server.receipts import HeldReason
from provincial_server.transfers import transfers_in
from tests.builders import NOW, TODAY, a_health_line, a_household
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.side_by_side import side_by_side
from tests.server.test_cli import Shell
from tests.server.test_sync_service import outcomes
from tests.server.test_undoing import cancel

ACCEPTED = ("accepted", None)
PRICE = 1_366_200
ACCOUNT = "0011001932418"


def held(reason: HeldReason) -> tuple[str, str]:
    return "held", reason.value


def a_transfer(laptop: Laptop, **changes: object) -> AwaitedTransfer:
    transfer_id = ReceiptId(new_id())
    made = AwaitedTransfer(
        transfer_id,
        HouseholdId(a_household().id),
        purpose_code(transfer_id),
        PayeeAccount("970415", ACCOUNT, "BHXH CO SO"),
        TODAY,
        NOW,
        "Nguyễn Thị Ánh",
        a_household().address,
        (a_health_line(),),
        laptop.agent_code,
        laptop.device,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def wait(laptop: Laptop, **changes: object) -> AwaitedTransfer:
    made = a_transfer(laptop, **changes)
    laptop.log(OperationKind.TRANSFER_AWAITED, awaited_body(made))
    return made


def a_credit(text: str, amount: int = PRICE, reference: str = "FT1") -> BankCredit:
    (credit,) = credits_of([StatementLine(7, TODAY, Dong(amount), text, reference)], ACCOUNT, NOW)
    return credit


def use(
    laptop: Laptop,
    transfer: AwaitedTransfer,
    credit: BankCredit | None = None,
    used: int = PRICE,
    *,
    whole: bool = True,
) -> CreditUse:
    made = CreditUse(
        new_id(),
        transfer.id,
        credit or a_credit(transfer.code),
        Dong(used),
        NOW,
        None,
        transfer.lines if whole else (),
        ReceiptForm.SELF_PRINTED if whole else None,
    )
    laptop.log(OperationKind.TRANSFER_CREDITED, use_body(made))
    return made


def give_up(laptop: Laptop, transfer: AwaitedTransfer) -> None:
    made = GivenUpTransfer(transfer.id, TODAY, NOW, "nộp tiền mặt")
    laptop.log(OperationKind.TRANSFER_GIVEN_UP, given_up_body(made))


def states(office: Office) -> dict[str, tuple[TransferState, int, int]]:
    return {each.code: (each.state, each.credited, each.held) for each in transfers_in(office.database)}


def test_each_state_of_a_transfer_is_seen(office: Office) -> None:
    laptop = office.laptop()
    awaited, partial, credited, given, paid = (wait(laptop) for _ in range(5))
    use(laptop, partial, a_credit("a", 5), 5, whole=False)
    use(laptop, credited)
    give_up(laptop, given)
    use(laptop, paid)
    laptop.issue(1, id=paid.id, method=PaymentMethod.TRANSFER)

    found = outcomes(office.ask(laptop.message()).ack)

    assert found == [ACCEPTED] * 10
    assert states(office) == {
        awaited.code: (TransferState.AWAITED, 0, 0),
        partial.code: (TransferState.PARTIAL, 5, 0),
        credited.code: (TransferState.CREDITED, PRICE, 0),
        given.code: (TransferState.GIVEN_UP, 0, 0),
        paid.code: (TransferState.RECEIPTED, PRICE, 0),
    }
    # What is awaited or credited is no money of receipts.
    assert report(office.database).total == PRICE


def test_two_laptops_do_not_both_use_one_credit_of_the_offices_account(office: Office) -> None:
    one = office.laptop()
    two = Laptop.of(office.enrol("NVT068012002", "AC/26:0001:1:50"))
    shared = a_credit("nop tien bao hiem")
    first, second = wait(one), wait(two)
    use(one, first, shared)
    use(two, second, shared)

    assert outcomes(office.ask(one.message()).ack) == [ACCEPTED, ACCEPTED]
    assert outcomes(office.ask(two.message()).ack) == [ACCEPTED, held(HeldReason.CREDIT_TAKEN)]
    assert states(office)[second.code] == (TransferState.AWAITED, 0, PRICE)


def test_two_laptops_that_claim_one_credit_at_the_same_moment_do_not_both_get_it(on_postgres: Office) -> None:
    one = on_postgres.laptop()
    two = Laptop.of(on_postgres.enrol("NVT068012002", "AC/26:0001:1:50"))
    shared = a_credit("nop tien bao hiem")
    for each in (one, two):
        use(each, wait(each), shared)

    first, second = side_by_side(
        on_postgres,
        "INSERT INTO credited_transfer",
        lambda: on_postgres.ask(one.message()).ack,
        lambda: on_postgres.ask(two.message()).ack,
    )

    assert outcomes(first) == [ACCEPTED, ACCEPTED]
    assert outcomes(second) == [ACCEPTED, held(HeldReason.CREDIT_TAKEN)]


def test_a_transfer_is_not_given_up_on_one_laptop_while_it_is_paid_on_another(on_postgres: Office) -> None:
    one = on_postgres.laptop()
    two = Laptop.of(on_postgres.enrol(book="AB/26:0002:51:100"))
    transfer = wait(one)
    for each in (one, two):
        on_postgres.ask(each.message())
    use(one, transfer)
    give_up(two, transfer)

    first, second = side_by_side(
        on_postgres,
        "INSERT INTO credited_transfer",
        lambda: on_postgres.ask(one.message()).ack,
        lambda: on_postgres.ask(two.message()).ack,
    )

    assert outcomes(first)[-1] == ACCEPTED
    assert outcomes(second) == [held(HeldReason.TRANSFER_REPEATED)]


def test_one_credit_pays_for_two_as_far_as_it_reaches(office: Office) -> None:
    laptop = office.laptop()
    first, second, third = (wait(laptop) for _ in range(3))
    shared = a_credit("hai nguoi", 2 * PRICE)
    for each in (first, second, third):
        use(laptop, each, shared)

    assert outcomes(office.ask(laptop.message()).ack) == [ACCEPTED] * 5 + [held(HeldReason.CREDIT_TAKEN)]


def test_what_was_given_up_or_cancelled_lets_its_credit_go(office: Office) -> None:
    laptop = office.laptop()
    first, second, third = (wait(laptop) for _ in range(3))
    credit = a_credit("x")
    use(laptop, first, credit, 5, whole=False)
    give_up(laptop, first)
    use(laptop, second, credit)
    laptop.issue(1, id=second.id, method=PaymentMethod.TRANSFER)
    cancel(laptop, second.id)
    use(laptop, third, credit)

    assert outcomes(office.ask(laptop.message()).ack) == [ACCEPTED] * 9
    lines = transfers_in(office.database)
    assert [(each.credited, each.void) for each in lines if each.transfer_id == second.id] == [(0, True)]
    assert sum(each.credited for each in lines) == credit.amount


Spoil = Callable[[Laptop], None]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda laptop: wait(laptop, device_id=new_id()), HeldReason.DEVICE_MISMATCH),
        (lambda laptop: wait(laptop, agent_code="NVT0"), HeldReason.AGENT_MISMATCH),
        (lambda laptop: wait(laptop, account=PayeeAccount("970415", ACCOUNT, "\0")), None),
        (lambda laptop: use(laptop, a_transfer(laptop)), HeldReason.TRANSFER_UNKNOWN),
        (lambda laptop: give_up(laptop, a_transfer(laptop)), HeldReason.TRANSFER_UNKNOWN),
        (lambda laptop: laptop.log(OperationKind.TRANSFER_AWAITED, b"\x01"), HeldReason.UNREADABLE),
        (lambda laptop: laptop.log(OperationKind.TRANSFER_CREDITED, b""), HeldReason.UNREADABLE),
        (
            lambda laptop: laptop.log(OperationKind.TRANSFER_AWAITED, awaited_body(a_transfer(laptop)), 9),
            HeldReason.VERSION_UNKNOWN,
        ),
    ],
)
def test_what_does_not_fit_is_held_for_a_human(
    office: Office, spoil: Spoil, reason: HeldReason | None
) -> None:
    laptop = office.laptop()
    spoil(laptop)

    assert outcomes(office.ask(laptop.message()).ack) == [held(reason) if reason else ACCEPTED]


def test_a_transfer_or_a_code_that_is_there_is_not_kept_twice(office: Office) -> None:
    laptop = office.laptop()
    first = wait(laptop)
    laptop.log(OperationKind.TRANSFER_AWAITED, awaited_body(first))
    wait(laptop, code=first.code)
    use(laptop, first)
    use(laptop, first, a_credit("noch einmal", reference="FT2"))
    give_up(laptop, first)

    repeated = held(HeldReason.TRANSFER_REPEATED)
    found = outcomes(office.ask(laptop.message()).ack)
    assert found == [ACCEPTED, repeated, repeated, ACCEPTED, repeated, repeated]


def test_an_officer_sees_transfers_and_their_sums(office: Office) -> None:
    laptop = office.laptop()
    awaited, partial = wait(laptop), wait(laptop)
    use(laptop, partial, a_credit("a", 5), 5, whole=False)
    office.ask(laptop.message())

    url = office.settings.database_url.render_as_string(hide_password=False)
    shell = Shell({"PROVINCIAL_DATABASE_URL": url, "PROVINCIAL_KEYS_FILE": str(office.settings.keys_file)})
    answer = shell.json("transfer", "list")

    transfers, sums = answer["transfers"], answer["sums"]
    assert isinstance(transfers, list)
    assert isinstance(sums, dict)
    assert {each["code"]: each["state"] for each in transfers} == {
        awaited.code: "awaited",
        partial.code: "partial",
    }
    assert sums["awaited"] == {"count": 1, "awaited": PRICE, "credited": 0, "held": 0}
    assert sums["partial"] == {"count": 1, "awaited": PRICE, "credited": 5, "held": 0}
    assert "chờ tiền về" in shell("transfer", "list").output
