"""Receipts that are looked at before they are issued: as they would be, and nothing of it kept."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.eligibility import HealthQuestion, PaidWhollyError
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.receipt import PaymentMethod, ReceiptForm
from agent_app.domain.receipt_book import NoReceiptBookError, NumberNotNextError
from agent_app.services.door import CoverTakenError, PupilError
from agent_app.services.drafts import Asked, DraftLook, DraftService
from agent_app.services.failures import NotEnrolledError
from agent_app.services.lines import ReceiptView
from agent_app.services.payments import PaymentRequest
from agent_app.services.receipts import IssueReceipt, NumberMissingError, NumberUnwantedError
from agent_app.services.transfer_failures import (
    AccountUnsaidError,
    NoAccountError,
    TransferPendingError,
)
from agent_app.services.transfers import AwaitTransfer
from agent_app.services.typed_numbers import TypedNumber
from tests.builders import BOOK, SYMBOL, TODAY, a_person, rates
from tests.services.bench import Bench
from tests.services.teller import ACCOUNT, ACCOUNTS, OTHER, PAY_FIRST, PAY_SECOND, PRICE, Teller

FIRST, SECOND = a_person(1).id, a_person(2).id


@dataclass
class Press:
    """Remembers what was to be set in type."""

    seen: ReceiptView | None = None

    def draft(self, view: ReceiptView, enrolment: Enrolment) -> bytes:
        assert enrolment.agent_code
        self.seen = view
        return b"%PDF"


@dataclass
class Till:
    """A bench with somebody who looks at drafts."""

    teller: Teller
    press: Press

    def look(self, *requests: PaymentRequest, account: str | None = None, **changes: object) -> DraftLook:
        return self.drafts.look(
            AwaitTransfer(
                replace(IssueReceipt(requests or (PAY_FIRST,), " Nguyễn Thị  Ánh"), **changes),  # type: ignore[arg-type]
                account,
            )
        )

    @property
    def drafts(self) -> DraftService:
        bench = self.teller.bench
        return DraftService(bench.open_unit, bench.clock, rates(), self.press)

    def let_an_old_one_move_in(self) -> PaymentRequest:
        """Let somebody live there of whom has to be asked what the State pays."""
        with self.teller.bench.open_unit() as unit:
            unit.households.add_people([replace(a_person(3), birth=PartialDate(1946, 3, 2))], "test")
            unit.commit()
        return PaymentRequest(a_person(3).id, Scheme.HEALTH, 12)


@pytest.fixture
def till(bench: Bench) -> Till:
    teller = Teller(bench)
    teller.open_day()
    return Till(teller, Press())


def test_a_draft_says_what_the_receipt_will_say(till: Till) -> None:
    look = till.look(PAY_FIRST, PAY_SECOND)
    receipt = till.teller.bench.receipts.issue(IssueReceipt((PAY_FIRST, PAY_SECOND), "Nguyễn Thị Ánh"))

    same = replace(look.receipt, id=receipt.id, signature=receipt.signature)
    assert same == receipt
    assert (look.next_number, look.obstacle, look.asked, look.objections) == (1, None, (), ())


def test_looking_keeps_nothing_and_takes_no_number(till: Till) -> None:
    before = till.teller.bench.operations()
    looks = [till.look().receipt.number, till.look().receipt.number]

    assert looks == [1, 1]
    assert till.teller.bench.operations() == before


def test_each_question_names_the_person_it_is_about(till: Till) -> None:
    old = till.let_an_old_one_move_in()

    look = till.look(PAY_FIRST, old)

    assert look.asked == (Asked(HealthQuestion.SOCIAL_PENSION, old.person_id),)
    assert till.look(PAY_FIRST, old, answers=(("social_pension", False),)).asked == ()


def test_a_yes_that_refuses_is_an_objection_of_each_whom_it_is_about(till: Till) -> None:
    look = till.look(PAY_SECOND, answers=(("pupil", True),))

    (objection,) = look.objections
    assert objection.person_id == SECOND
    assert isinstance(objection.error, PupilError)
    (paid,) = till.look(PAY_FIRST, answers=(("social_pension", True),)).objections
    assert isinstance(paid.error, PaidWhollyError)


def test_what_one_person_says_refuses_no_other(till: Till) -> None:
    old = till.let_an_old_one_move_in()
    asked = Asked(HealthQuestion.SOCIAL_PENSION, old.person_id)
    wanted = AwaitTransfer(IssueReceipt((PAY_FIRST, old), "Nguyễn Thị Ánh"))

    refused = till.drafts.look(wanted, {asked: True})
    (objection,) = refused.objections

    assert (objection.person_id, refused.asked) == (old.person_id, ())
    assert isinstance(objection.error, PaidWhollyError)
    assert till.drafts.look(wanted, {asked: False}).objections == ()


def test_what_was_paid_for_already_speaks_against_that_person_alone(till: Till) -> None:
    later = replace(PAY_FIRST, previous_end=date(2027, 10, 31))
    till.teller.bench.receipts.issue(IssueReceipt((later,), "Nguyễn Thị Ánh"))

    (objection,) = till.look(PAY_FIRST, PAY_SECOND).objections

    assert objection.person_id == FIRST
    assert isinstance(objection.error, CoverTakenError)


def test_a_printed_paper_is_proposed_the_next_number_and_refuses_another(till: Till) -> None:
    till.teller.settle(SettingKey.RECEIPT_FORM, ReceiptForm.PREPRINTED.value)

    bare, wrong, right = (
        till.look(),
        till.look(number=TypedNumber(3)),
        till.look(number=TypedNumber(1)),
    )

    assert isinstance(bare.obstacle, NumberMissingError)
    assert (bare.next_number, bare.receipt.number) == (1, 1)
    assert isinstance(wrong.obstacle, NumberNotNextError)
    assert right.obstacle is None
    assert (right.receipt.symbol, right.receipt.book, right.receipt.number) == (SYMBOL, BOOK, 1)


def test_an_e_receipt_has_no_number_and_takes_none(till: Till) -> None:
    till.teller.settle(SettingKey.RECEIPT_FORM, ReceiptForm.ELECTRONIC.value)

    look = till.look()

    assert (look.receipt.form, look.receipt.number, look.next_number) == (ReceiptForm.ELECTRONIC, None, None)
    assert look.obstacle is None
    assert isinstance(till.look(number=TypedNumber(1)).obstacle, NumberUnwantedError)


def test_a_home_without_a_book_says_so_and_still_shows_the_paper(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day()
    till = Till(teller, Press())
    with bench.open_unit() as unit:
        book = unit.receipts.book(TODAY)
        while book.left:
            book.tear()
        unit.receipts.save_book(book)
        unit.commit()

    look = till.look()

    assert look.obstacle is not None
    assert not isinstance(look.obstacle, NoReceiptBookError)
    assert look.receipt.number is None
    assert till.drafts.paper(look.receipt) == b"%PDF"
    assert till.press.seen is not None
    assert till.press.seen.receipt == look.receipt


def test_a_transfer_needs_an_account_that_the_office_has_named(till: Till) -> None:
    assert till.look(method=PaymentMethod.TRANSFER).obstacle is None
    assert [each.account for each in till.look().accounts] == [ACCOUNT]
    till.teller.settle(SettingKey.ACCOUNT, f"{ACCOUNTS};970405:{OTHER}:BHXH CO SO SUOI TRUC")
    assert isinstance(till.look(method=PaymentMethod.TRANSFER).obstacle, AccountUnsaidError)
    assert till.look(method=PaymentMethod.TRANSFER, account=OTHER).obstacle is None


def test_a_transfer_is_refused_where_no_account_is_named(bench: Bench) -> None:
    teller = Teller(bench)
    teller.open_day(accounts=None)

    look = Till(teller, Press()).look(method=PaymentMethod.TRANSFER)

    assert isinstance(look.obstacle, NoAccountError)


def test_a_transfer_that_is_awaited_already_is_in_the_way(till: Till) -> None:
    till.teller.wait(PAY_FIRST)

    assert isinstance(till.look(method=PaymentMethod.TRANSFER).obstacle, TransferPendingError)
    assert till.look(method=PaymentMethod.CASH).receipt.total == PRICE


def test_a_home_that_is_nobodys_drafts_nothing(bench: Bench) -> None:
    bench.settle_in()

    with pytest.raises(NotEnrolledError):
        Till(Teller(bench), Press()).look()
