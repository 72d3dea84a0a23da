"""Money that is transferred: the code on the screen, the list of what is awaited, and giving it up."""

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.codes.matrices import qr_rows
from agent_app.domain.bank_statement import BankCredit, CreditId
from agent_app.domain.money import Dong
from agent_app.domain.payment_qr import read_transfer
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import PaymentMethod, ReceiptForm, ReceiptId
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, FollowedTransfer, TransferState
from agent_app.services.transfer_failures import TransferPendingError, TransferUnwitnessedError
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.giving_up import GiveUpDialog
from agent_app.ui.pages.collect.states import Drafted, Issuing
from agent_app.ui.pages.collect.transfers import transfer_sign
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.parts.qr_view import QrView
from agent_app.ui.places import Place
from agent_app.ui.states import Idle
from agent_app.ui.theme import DARK
from tests.builders import NOW, TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.fake_till import ACCOUNT
from tests.ui.paying import FIRST, a_draft, begin, press, seen
from tests.ui.seeing import Eyes, texts

SUM = 3_114_540


@pytest.fixture
def view(bench: Bench, qtbot: QtBot, eyes: Eyes) -> CollectView:
    """The page, seen."""
    made = CollectView(bench)
    qtbot.addWidget(made)
    made.resize(1158, 680)
    made.set_active(active=True)
    with qtbot.waitExposed(made):
        made.show()
    eyes.settle()
    return made


@pytest.fixture
def transfer(view: CollectView, core: FakeCore, eyes: Eyes) -> AwaitedTransfer:
    """One that is awaited, on the page."""
    begin(view, a_draft(core, by_transfer=True), eyes)
    press(view.draft.issue, eyes)
    (followed,) = core.transfers.followed.values()
    return followed.transfer


def scanned(widget: QWidget) -> list[str]:
    """Read the codes off the screen, as a phone does."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    picture = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)
    return [each.text for each in zxingcpp.read_barcodes(picture)]


def credited(transfer: AwaitedTransfer, used: int, *, whole: bool) -> CreditUse:
    """Let money have come for it."""
    number = CreditId(an_id(0xC000))
    credit = BankCredit(number, ACCOUNT.account, "FT1", TODAY, Dong(used), "", "", NOW, (transfer.code,))
    lines = transfer.lines if whole else ()
    form = ReceiptForm.PREPRINTED if whole else None
    return CreditUse(an_id(0xC001), transfer.id, credit, Dong(used), NOW, lines=lines, form=form)


def test_a_transfer_is_awaited_once_and_its_code_is_scanned_off_the_screen(
    view: CollectView, core: FakeCore, transfer: AwaitedTransfer, eyes: Eyes
) -> None:
    assert core.queries.views == [], "no receipt is issued and no number is taken"
    assert isinstance(view.presenter.state, Idle)
    eyes.shoot(view, "transfer")
    assert view.awaited.done_button.hasFocus()
    (payload,) = scanned(view)
    asked = read_transfer(payload)

    assert payload == transfer.order.payload
    assert (asked.account, asked.amount, asked.purpose) == (ACCOUNT.account, SUM, transfer.code)
    words = texts(view.awaited)
    for each in ("Chờ tiền về", "3.114.540 đ", "VietinBank", ACCOUNT.account, ACCOUNT.holder, transfer.code):
        assert each in words
    assert f"chuyển đúng 3.114.540 đ, giữ nguyên nội dung {transfer.code}" in words


def test_the_code_is_black_on_white_and_read_in_the_dark_too(qtbot: QtBot) -> None:
    code = QrView("Mã")
    qtbot.addWidget(code)
    assert code.blank
    code.show_code(qr_rows("xin chào"))
    code.setStyleSheet(f"background: {DARK.surface}")
    with qtbot.waitExposed(code):
        code.show()
    for side in (360, 403, 700):
        code.resize(side, side - 17)
        assert scanned(code) == ["xin chào"], side


def test_two_presses_await_one_transfer(view: CollectView, core: FakeCore, eyes: Eyes) -> None:
    begin(view, a_draft(core, by_transfer=True), eyes)
    view.draft.issue.click()
    assert isinstance(view.presenter.state, Issuing)
    assert not view.draft.issue.isEnabled()
    view.draft.issue.click()
    view.presenter.issue()
    eyes.settle()

    assert len(core.transfers.followed) == 1


def test_a_refused_transfer_leaves_the_draft(view: CollectView, core: FakeCore, eyes: Eyes) -> None:
    core.transfers.error = TransferPendingError("BHABC", "x")
    begin(view, a_draft(core, by_transfer=True), eyes)
    press(view.draft.issue, eyes)

    assert isinstance(view.presenter.state, Drafted)
    assert "Đang có khoản chuyển BHABC" in texts(view.draft.notice)


@pytest.mark.logs_warning("transfer.unwitnessed")
def test_a_transfer_that_is_kept_but_not_witnessed_must_not_be_done_again(
    view: CollectView, core: FakeCore, eyes: Eyes
) -> None:
    core.transfers.error = TransferUnwitnessedError("BHABC")
    begin(view, a_draft(core, by_transfer=True), eyes)
    press(view.draft.issue, eyes)

    assert "Đừng làm lại" in texts(view.draft.notice)


def test_what_else_the_household_awaits_is_said(view: CollectView, core: FakeCore, eyes: Eyes) -> None:
    core.transfers.besides = [PurposeCode("BHXYZ")]
    begin(view, a_draft(core, by_transfer=True), eyes)
    press(view.draft.issue, eyes)

    assert "Hộ này còn khoản chuyển BHXYZ đang chờ" in texts(view.awaited)


@pytest.mark.usefixtures("transfer")
def test_from_the_code_one_goes_to_the_next_house_or_back(
    view: CollectView, core: FakeCore, eyes: Eyes, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.household_opened) as home:
        view.awaited.home_button.click()
    assert home.args == [FIRST]
    view.transfer.open(next(iter(core.transfers.followed)))
    eyes.settle()
    with qtbot.waitSignal(view.place_wanted) as place:
        view.awaited.done_button.click()
    assert place.args == [Place.TODAY]
    assert view.stack.currentWidget() is view.overview


def test_what_is_awaited_is_listed_and_its_code_is_shown_again(
    view: CollectView, transfer: AwaitedTransfer, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    press(view.awaited.done_button, eyes)
    assert "Chờ tiền về (1)" in texts(view)
    press(view.overview.which.buttons[1], eyes)
    table = view.overview.transfers
    qtmodeltester.check(table.rows)  # type: ignore[no-untyped-call]
    words = [table.rows.data(table.rows.index(0, column)) for column in range(5)]
    assert words == [transfer.code, "21/11/2026", "Lê Quốc Dũng", "3.114.540 đ", "Chờ tiền về"]
    assert view.place_to_begin() is table
    eyes.shoot(view, "transfers")
    QTest.keyClick(table, Qt.Key.Key_Return)
    eyes.settle()

    assert view.stack.currentWidget() is view.awaited
    assert scanned(view.awaited.code) == [transfer.order.payload]


def test_a_list_of_transfers_with_nothing_says_how_to_begin(view: CollectView, eyes: Eyes) -> None:
    press(view.overview.which.buttons[1], eyes)

    assert "Chưa có khoản chuyển nào" in texts(view)
    assert not view.overview.field.isEnabled()


def test_a_transfer_is_given_up_with_a_reason_and_its_code_is_gone(
    view: CollectView, core: FakeCore, transfer: AwaitedTransfer, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GiveUpDialog, "ask", lambda *_given: "Hộ nộp tiền mặt")
    press(view.awaited.give_up_button, eyes)

    given_up = core.transfers.followed[transfer.id].given_up
    assert given_up is not None
    assert given_up.reason == "Hộ nộp tiền mặt"
    assert "Đã thôi chờ ngày 21/11/2026: Hộ nộp tiền mặt" in texts(view)
    assert view.awaited.code.blank
    assert not seen(view.awaited.give_up_button, view)
    eyes.shoot(view, "given up")


def test_whoever_thinks_better_of_it_goes_on_waiting(
    view: CollectView, core: FakeCore, transfer: AwaitedTransfer, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GiveUpDialog, "ask", lambda *_given: None)
    press(view.awaited.give_up_button, eyes)

    assert core.transfers.followed[transfer.id].given_up is None


@pytest.mark.logs_warning("transfer.unwitnessed")
def test_giving_up_that_fails_says_so_and_keeps_the_code(
    view: CollectView, core: FakeCore, transfer: AwaitedTransfer, eyes: Eyes
) -> None:
    core.transfers.error = TransferUnwitnessedError(transfer.code)
    view.transfer.give_up("Lập nhầm")
    view.transfer.give_up("Lập nhầm")
    eyes.settle()

    assert "ĐÃ được lưu trong sổ" in texts(view.awaited.notice)
    assert not view.awaited.code.blank
    assert view.awaited.give_up_button.isEnabled()


@pytest.mark.parametrize("whole", [False, True])
def test_money_that_has_come_is_said_and_not_asked_for_twice(
    view: CollectView, core: FakeCore, transfer: AwaitedTransfer, eyes: Eyes, *, whole: bool
) -> None:
    use = credited(transfer, SUM if whole else 1_000_000, whole=whole)
    core.transfers.followed[transfer.id] = FollowedTransfer(transfer, (use,))
    view.transfer.open(transfer.id)
    eyes.settle()

    words = texts(view.awaited)
    assert ("đừng chuyển lần nữa" in words) is whole
    assert ("còn thiếu 2.114.540 đ" in words) is not whole
    assert view.awaited.code.blank is whole


def test_the_receipt_of_a_transfer_that_was_paid_is_a_press_away(
    view: CollectView, core: FakeCore, transfer: AwaitedTransfer, eyes: Eyes
) -> None:
    begin(view, a_draft(core), eyes)
    press(view.draft.issue, eyes)
    press(view.issued.done_button, eyes)
    held = core.queries.views[0]
    core.queries.views[0] = replace(
        held, receipt=replace(held.receipt, id=transfer.id, method=PaymentMethod.TRANSFER)
    )
    core.transfers.followed[transfer.id] = FollowedTransfer(transfer, receipted=True)
    view.transfer.open(transfer.id)
    eyes.settle()
    assert "biên lai 0000124 đã lập" in texts(view.awaited)
    press(view.awaited.receipt_button, eyes)

    assert view.stack.currentWidget() is view.opened
    assert "Biên lai 0000124" in texts(view.opened)
    assert "chuyển khoản" in texts(view.opened)


@pytest.mark.logs_warning("failed")
def test_a_transfer_that_cannot_be_read_says_so(view: CollectView, eyes: Eyes) -> None:
    view.transfer.open(ReceiptId(an_id(0xFFF)))
    eyes.settle()

    assert "Những gì đã lưu vẫn nguyên trên máy" in texts(view.overview)


def test_every_state_of_a_transfer_has_a_word() -> None:
    assert len({transfer_sign(state).text for state in TransferState}) == len(TransferState)


def test_a_closed_page_hears_no_more_of_a_transfer(bench: Bench, core: FakeCore, eyes: Eyes) -> None:
    page = CollectView(bench)
    page.presenter.begin(a_draft(core, by_transfer=True))
    page.presenter.issue()
    page.deleteLater()
    eyes.settle()

    assert len(core.transfers.followed) == 1
