"""The till and an encrypted store together: money, papers, codes and numbers are what the core made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app.bootstrap import Core, create_home, open_home
from agent_app.domain.calendar import PartialDate
from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.due_list import Scheme
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.payment_qr import read_transfer
from agent_app.domain.receipt import ReceiptForm, ReceiptState
from agent_app.domain.transfer import TransferState
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.payments import PaymentRequest
from agent_app.services.quotes import price
from agent_app.services.receipts import IssueReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.cancelling import CancelDialog
from agent_app.ui.dialogs.giving_up import GiveUpDialog
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.collect.states import Drafted, Issued
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.tasks import TaskRunner
from tests.builders import BOOK, a_household, a_person, an_enrolment, rates
from tests.office_documents import ISSUED, OFFICE_PUBLIC, a_setting
from tests.services.teller import ACCOUNT, ACCOUNTS
from tests.ui.paying import press, seen
from tests.ui.seeing import Eyes, texts
from tests.ui.test_collect_transfers import scanned

CHEAP = Argon2Cost(1, 8, 1)
PASSWORD = "mật khẩu của tôi"
TWO = 2_322_540
FIRST, SECOND, OLD = (a_person(number).id for number in (1, 2, 3))


@dataclass
class Till:
    """A page on an open home."""

    core: Core
    view: CollectView
    eyes: Eyes
    serial: int = 0

    def settle(self, key: SettingKey, value: str) -> None:
        """Let the office say something."""
        self.serial += 1
        with self.core.open_unit() as unit:
            unit.office.keep(a_setting(key, value, date(2026, 1, 1), self.serial), ISSUED)
            unit.commit()

    def draft(self, *people: object) -> Drafted:
        """Put a payment of a year of BHYT on the page."""
        today = self.core.today()
        requests = tuple(PaymentRequest(each, Scheme.HEALTH, 12) for each in people)  # type: ignore[arg-type]
        home = a_household().id
        with self.core.open_unit() as unit:
            lines = price(unit, home, requests, today, rates()).lines
        page = self.core.queries.household(home, today.year)
        self.view.presenter.begin(Draft(page, requests, lines, today))
        self.eyes.settle()
        return self.drafted

    @property
    def drafted(self) -> Drafted:
        state = self.view.presenter.drafted
        assert state is not None
        return state

    def issue(self) -> Issued:
        """Press the button."""
        press(self.view.draft.issue, self.eyes)
        state = self.view.presenter.state
        assert isinstance(state, Issued), texts(self.view.draft)
        return state

    def next_number(self) -> int:
        (book,) = self.core.queries.books()
        return book.next


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Core]:
    """An agent's home: three people in a house, a book of fifty, an account of the office's."""
    home = Home(tmp_path / "Máy chị Hoa")
    create_home(home, PASSWORD, CHEAP)
    core = open_home(home, PASSWORD)
    core.enrol(an_enrolment(server_sign_keys=(OFFICE_PUBLIC,)))
    with core.open_unit() as unit:
        unit.households.add_households([a_household()], "import")
        people = [
            a_person(1),
            a_person(2, "Đặng Văn Kỳ"),
            replace(a_person(3, "Đặng Thị Lụa"), birth=PartialDate(1946, 3, 2)),
        ]
        unit.households.add_people(people, "import")
        unit.commit()
    yield core
    core.close()


@pytest.fixture
def till(real: Core, runner: TaskRunner, look: Look, qtbot: QtBot, eyes: Eyes) -> Till:
    """The page on that home."""
    view = CollectView(Bench(real, runner, sentence, look))
    qtbot.addWidget(view)
    view.resize(1158, 680)
    view.set_active(active=True)
    with qtbot.waitExposed(view):
        view.show()
    made = Till(real, view, eyes)
    made.settle(SettingKey.ACCOUNT, ACCOUNTS)
    eyes.settle()
    return made


def words_of(pdf: bytes) -> str:
    with PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_cash_of_two_is_seen_before_taken_and_kept_before_any_paper(till: Till) -> None:
    drafted = till.draft(FIRST, SECOND)
    assert till.view.draft.issue.accessibleName() == "Lập biên lai 0000001 · 2.322.540 đ"
    assert not till.view.draft.paper.blank
    till.eyes.shoot(till.view, "real-draft")
    assert drafted.look is not None
    preview = words_of(till.core.drafts.paper(drafted.look.receipt))
    assert "0000001" in preview
    assert "Kiểm tra" not in preview, "nothing on a draft can be checked"
    assert (till.next_number(), till.core.queries.receipts(1)) == (1, []), "looking takes nothing"

    receipt = till.issue().receipt

    assert (receipt.number, receipt.total, len(receipt.lines)) == (1, TWO, 2)
    assert "Đã lưu trên máy" in texts(till.view)
    assert not till.view.issued.paper.blank
    assert till.next_number() == 2
    till.eyes.shoot(till.view, "real-issued")
    with till.core.open_unit() as unit:
        assert unit.receipts.places(a_household().id, receipt.issued_on.year) == {FIRST: 1, SECOND: 2}


def test_a_transfers_code_on_the_screen_asks_for_what_the_store_awaits(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.draft(FIRST, SECOND)
    press(till.view.draft.payment.method.buttons[1], till.eyes)
    assert till.view.draft.issue.accessibleName() == "Ghi chờ tiền về · 2.322.540 đ"
    press(till.view.draft.issue, till.eyes)
    (view,) = till.core.transfer_queries.transfers(None, 10)
    (payload,) = scanned(till.view)
    asked = read_transfer(payload)
    assert (asked.account, asked.amount, asked.purpose) == (ACCOUNT, TWO, view.code)
    assert (till.next_number(), till.core.queries.receipts(1)) == (1, []), "no number, no receipt"

    till.view.awaited.done_button.click()
    till.draft(FIRST)
    press(till.view.draft.payment.method.buttons[1], till.eyes)
    assert f"Đang có khoản chuyển {view.code}" in texts(till.view.draft.payment)
    till.view.presenter.finish()
    till.view.transfer.open(view.id)
    till.eyes.settle()
    monkeypatch.setattr(GiveUpDialog, "ask", lambda *_given: "Hộ nộp tiền mặt")
    press(till.view.awaited.give_up_button, till.eyes)
    assert till.core.transfer_queries.transfer(view.id).state is TransferState.GIVEN_UP
    assert "Hộ nộp tiền mặt" in texts(till.view.awaited)


def test_cash_for_what_a_transfer_is_awaited_for_is_asked_about_before_it_is_taken(till: Till) -> None:
    till.draft(FIRST, SECOND)
    press(till.view.draft.payment.method.buttons[1], till.eyes)
    press(till.view.draft.issue, till.eyes)
    till.view.awaited.done_button.click()
    (transfer,) = till.core.transfer_queries.transfers(None, 10)

    drafted = till.draft(FIRST, SECOND)

    assert [each.awaits(Scheme.HEALTH) for each in drafted.draft.page.members].count(True) == 2
    asked = tuple(till.view.draft.questions.covers.values())
    assert len(asked) == 2
    assert f"đang có khoản chuyển {transfer.code}, 2.322.540 đ, chờ tiền về từ" in texts(asked[0])
    press(till.view.draft.issue, till.eyes)
    assert "anh/chị thôi chờ khoản đó trước" in texts(till.view.draft.notice)
    assert till.core.queries.receipts(1) == []
    till.eyes.shoot(till.view, "real-awaited")

    press(asked[0].choices.buttons[0], till.eyes)

    assert till.issue().receipt.door.overlap == "Hộ chưa chuyển, nay trả tiền mặt"
    assert till.core.transfer_queries.transfer(transfer.id).state is TransferState.AWAITED


def test_a_cancelled_receipt_keeps_its_number_and_its_cover_is_free_again(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.draft(FIRST)
    receipt = till.issue().receipt
    till.view.presenter.finish()
    till.view.receipt.open(receipt.id)
    till.eyes.settle()
    answers = [
        CancelReceipt(receipt.id, "Thu nhầm", approver, CopyTwo.KEPT)
        for approver in (an_enrolment().agent_name, "Nguyễn Văn Duyệt")
    ]
    monkeypatch.setattr(CancelDialog, "ask", lambda *_given: answers.pop(0))
    press(till.view.opened.cancel_button, till.eyes)
    assert "không tự duyệt" in texts(till.view.opened.notice)
    assert till.core.queries.receipt(receipt.id).state is ReceiptState.SAVED
    press(till.view.opened.cancel_button, till.eyes)

    held = till.core.queries.receipt(receipt.id)
    assert held.state is ReceiptState.CANCELLED
    assert "Số biên lai vẫn ở trong quyển" in texts(till.view.opened)
    assert not seen(till.view.opened.cancel_button, till.view)
    assert not seen(till.view.opened.refund_button, till.view)
    till.eyes.shoot(till.view, "real-cancelled")
    till.view.receipt.finish()
    till.draft(FIRST)
    assert till.issue().receipt.number == 2


def test_a_printed_books_number_is_refused_until_it_is_the_next_one(till: Till, qtbot: QtBot) -> None:
    till.settle(SettingKey.RECEIPT_FORM, ReceiptForm.PREPRINTED.value)
    till.draft(FIRST)
    sheet = till.view.draft
    assert "Số kế tiếp: 0000001" in texts(sheet)
    QTest.keyClicks(sheet.number, "0000007")
    qtbot.waitUntil(lambda: seen(sheet.payment.notice, till.view))
    assert "0000001" in texts(sheet.payment.notice)
    QTest.keyClick(sheet.number, Qt.Key.Key_Return)
    till.eyes.settle()
    assert till.core.queries.receipts(1) == []
    till.eyes.shoot(till.view, "real-wrong-number")
    sheet.number.selectAll()
    QTest.keyClicks(sheet.number, "0000001")
    qtbot.waitUntil(lambda: f"Đúng số kế tiếp của quyển {BOOK}" in texts(sheet))
    QTest.keyClick(sheet.number, Qt.Key.Key_Return)
    till.eyes.settle()

    state = till.view.presenter.state
    assert isinstance(state, Issued)
    assert (state.receipt.form, state.receipt.number) == (ReceiptForm.PREPRINTED, 1)


def test_an_e_receipts_slip_has_no_number_and_needs_no_book(till: Till) -> None:
    till.settle(SettingKey.RECEIPT_FORM, ReceiptForm.ELECTRONIC.value)
    drafted = till.draft(FIRST)
    assert till.view.draft.issue.accessibleName() == "Nhận tiền, lập phiếu xác nhận · 1.366.200 đ"
    assert drafted.look is not None
    assert "PHIẾU XÁC NHẬN" in words_of(till.core.drafts.paper(drafted.look.receipt))
    receipt = till.issue().receipt

    assert (receipt.form, receipt.number, till.next_number()) == (ReceiptForm.ELECTRONIC, None, 1)
    assert "Phiếu xác nhận (chờ biên lai điện tử)" in texts(till.view)
    assert "PHIẾU XÁC NHẬN" in words_of(till.core.papers.receipt(receipt.id))


def test_a_yes_refuses_that_person_and_a_no_is_kept_with_the_receipt(till: Till) -> None:
    till.draft(FIRST, OLD)
    (question,) = till.view.draft.questions.questions.values()
    assert "Đặng Thị Lụa có hưởng trợ cấp hưu trí xã hội hằng tháng không?" in texts(question)
    press(till.view.draft.issue, till.eyes)
    assert till.core.queries.receipts(1) == []
    press(question.choices.buttons[0], till.eyes)
    assert "không được thu tiền" in texts(question)
    assert till.view.draft.questions.refusals == {}, "nobody else is refused for it"
    press(till.view.draft.issue, till.eyes)
    assert till.core.queries.receipts(1) == []
    till.eyes.shoot(till.view, "real-refused")
    press(question.choices.buttons[1], till.eyes)

    receipt = till.issue().receipt
    assert receipt.door.answers == (("social_pension", False),)


def test_a_cover_that_was_paid_is_refused_with_the_name_of_whom_it_is(till: Till) -> None:
    later = date(till.core.today().year + 1, 10, 31)
    far = PaymentRequest(FIRST, Scheme.HEALTH, 12, previous_end=later)
    till.core.receipts.issue(IssueReceipt((far,), "Nguyễn Thị Ánh", a_household().id))
    till.draft(FIRST, SECOND)

    (refused,) = till.view.draft.questions.refusals
    assert refused == FIRST
    assert "Nguyễn Thị Ánh đã đóng cho thời gian" in texts(till.view.draft.questions)
    press(till.view.draft.issue, till.eyes)
    assert len(till.core.queries.receipts(10)) == 1


def test_a_window_that_closes_while_a_receipt_is_issued_loses_nothing(
    real: Core, runner: TaskRunner, look: Look, eyes: Eyes
) -> None:
    window = MainWindow(Bench(real, runner, sentence, look))
    window.begin()
    today = real.today()
    home = a_household().id
    requests = (PaymentRequest(FIRST, Scheme.HEALTH, 12),)
    with real.open_unit() as unit:
        lines = price(unit, home, requests, today, rates()).lines
    window.show_draft(Draft(real.queries.household(home, today.year), requests, lines, today))
    eyes.settle()
    window.collect.presenter.issue()
    assert window.issuing
    window.close()
    window.rest()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    eyes.settle()

    (held,) = real.queries.receipts(10)
    assert held.receipt.number == 1


def test_each_kind_of_draft_is_drawn_off_the_gui_thread_within_one_look(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()
    paper: Callable[..., bytes] = type(till.core.drafts).paper

    def watched(service: object, draft: object) -> bytes:
        asked.append("paper")
        return paper(service, draft)

    monkeypatch.setattr(type(till.core.drafts), "paper", watched)
    till.draft(FIRST)
    for text in ("A", "AB", "ABC", "ABCD"):
        till.view.presenter.fill_payer(text)
    till.eyes.settle()

    assert 1 < len(asked) <= 3
    assert till.drafted.look is not None
    assert till.drafted.look.receipt.payer == "ABCD"
