"""Receipts of before: found, opened, looked at again, cancelled or asked back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_app.domain.cancellation import (
    AlreadyCancelledError,
    AlreadyHandedOverError,
    CopyTwo,
    OwnApprovalError,
)
from agent_app.domain.receipt import ReceiptForm, ReceiptId, ReceiptState
from agent_app.domain.refunds import HealthRefundCause
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.lines import EReceiptLine, ReceiptView
from agent_app.services.refunding import RefundAmountError, RefundReceipt
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.cancelling import CancelDialog
from agent_app.ui.dialogs.refunding import RefundDialog
from agent_app.ui.pages.collect.receipt_presenter import Opened
from agent_app.ui.pages.collect.receipt_sheet import history_of
from agent_app.ui.pages.collect.recent import Recent
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.printing.wanted import PaperWanted
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.paying import press, seen
from tests.ui.seeing import Eyes, texts


@pytest.fixture
def view(bench: Bench, core: FakeCore, qtbot: QtBot, eyes: Eyes) -> CollectView:
    """The page with three receipts, seen."""
    fill_receipts(core)
    made = CollectView(bench)
    qtbot.addWidget(made)
    made.resize(1158, 680)
    made.set_active(active=True)
    with qtbot.waitExposed(made):
        made.show()
    eyes.settle()
    return made


@pytest.fixture
def opened(view: CollectView, core: FakeCore, eyes: Eyes) -> ReceiptView:
    """The newest receipt, opened."""
    view.receipt.open(core.queries.views[0].receipt.id)
    eyes.settle()
    return core.queries.views[0]


def cancelling(receipt: ReceiptView) -> CancelReceipt:
    return CancelReceipt(receipt.receipt.id, "Thu nhầm người", "Trần Văn Duyệt", CopyTwo.TAKEN_BACK)


def refunding(receipt: ReceiptView) -> RefundReceipt:
    return RefundReceipt(receipt.receipt.id, HealthRefundCause.NEW_GROUP, TODAY)


def test_a_receipt_is_opened_by_its_key_and_says_what_became_of_it(
    view: CollectView, core: FakeCore, eyes: Eyes
) -> None:
    view.table.selectRow(1)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    eyes.settle()
    shown = core.queries.views[1]
    words = texts(view.opened)

    assert f"Biên lai {shown.shown_number}" in words
    assert "Đã lưu trên máy" in words
    assert "Cơ quan BHXH đã nhận" in words
    assert "1.366.200 đ" in words
    assert not view.opened.paper.blank
    assert view.opened.paper.mark == ""
    assert view.opened.print_button.hasFocus()
    eyes.shoot(view, "receipt")
    press(view.opened.lines.how, eyes)
    assert "161/2026" in texts(view.opened)
    press(view.opened.back, eyes)
    assert view.stack.currentWidget() is view.overview
    assert view.table.hasFocus()


def test_a_receipt_is_found_among_the_others_by_digits_or_payer(
    view: CollectView, core: FakeCore, eyes: Eyes
) -> None:
    number = core.queries.views[2].shown_number
    assert number is not None
    view.overview.field.setText(number.lstrip("0"))
    view.overview.field.ask()
    eyes.settle()
    assert [each.shown_number for each in view.table.rows.rows] == [number]
    view.overview.field.setText("khong ai ten nay")
    view.overview.field.ask()
    eyes.settle()
    assert "Không tìm thấy biên lai nào" in texts(view)
    view.overview.field.setText("")
    view.overview.field.ask()
    eyes.settle()
    assert len(view.table.rows.rows) == 3


def test_a_receipt_that_is_sought_ends_what_was_typed_and_opened(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes
) -> None:
    view.overview.field.setText("999")
    view.overview.field.ask()
    view.seek(core.queries.views[2].receipt.id)
    eyes.settle()

    assert view.stack.currentWidget() is view.overview
    assert isinstance(view.recent.state, Recent)
    assert view.overview.field.text() == ""
    current = view.table.current()
    assert current is not None
    assert current.receipt.id == core.queries.views[2].receipt.id
    del opened


def test_a_reprint_is_asked_of_the_window(view: CollectView, opened: ReceiptView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.paper_wanted) as asked:
        view.opened.print_button.click()
    assert asked.args is not None
    wanted = asked.args[0]

    assert isinstance(wanted, PaperWanted)
    assert wanted.title == f"Biên lai {opened.shown_number}"


def test_from_a_receipt_one_goes_to_its_household(
    view: CollectView, opened: ReceiptView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.household_opened) as home:
        view.opened.home_button.click()

    assert home.args == [opened.receipt.household_id]
    assert view.stack.currentWidget() is view.overview


def test_a_receipt_is_cancelled_with_reason_approver_and_copy(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = cancelling(opened)
    monkeypatch.setattr(CancelDialog, "ask", lambda *_given: command)
    press(view.opened.cancel_button, eyes)

    assert core.undoing.commands == [command]
    words = texts(view.opened)
    assert "Số biên lai vẫn ở trong quyển" in words
    assert "Đã huỷ" in words
    assert "Thu nhầm người. Người duyệt Trần Văn Duyệt; liên 2 đã thu lại." in words
    eyes.shoot(view, "cancelled")
    core.undoing.in_the_way = AlreadyCancelledError("x", TODAY)
    view.receipt.reload()
    eyes.settle()
    assert not seen(view.opened.cancel_button, view)
    assert not seen(view.opened.refund_button, view)


def test_what_forbids_cancelling_is_said_and_what_was_typed_is_not_lost(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, formers = cancelling(opened), list[object]()

    def ask(_parent: object, _look: object, _view: object, former: object) -> CancelReceipt:
        formers.append(former)
        return command

    monkeypatch.setattr(CancelDialog, "ask", ask)
    core.undoing.error = OwnApprovalError()
    press(view.opened.cancel_button, eyes)
    assert "không tự duyệt việc huỷ" in texts(view.opened.notice)
    assert view.opened.cancel_button.isEnabled()
    press(view.opened.cancel_button, eyes)

    assert formers == [None, command]


def test_whoever_keeps_the_receipt_changes_nothing(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CancelDialog, "ask", lambda *_given: None)
    press(view.opened.cancel_button, eyes)

    assert core.undoing.commands == []
    del opened


def test_two_presses_cancel_once(view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes) -> None:
    view.receipt.cancel(cancelling(opened))
    assert isinstance(view.receipt.state, Opened)
    assert view.receipt.state.busy
    assert not view.opened.cancel_button.isEnabled()
    view.receipt.cancel(cancelling(opened))
    view.receipt.refund(refunding(opened))
    eyes.settle()

    assert len(core.undoing.commands) == 1


def test_money_that_was_handed_over_is_asked_back_instead(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    core.undoing.in_the_way = AlreadyHandedOverError(str(opened.receipt.id))
    view.receipt.reload()
    eyes.settle()
    assert not seen(view.opened.cancel_button, view)
    assert seen(view.opened.refund_button, view)
    command = refunding(opened)
    monkeypatch.setattr(RefundDialog, "ask", lambda *_given: command)
    press(view.opened.refund_button, eyes)

    assert core.undoing.commands == [command]
    words = texts(view.opened)
    assert "Đã ghi đề nghị hoàn 500.000 đ" in words
    assert "Đã đề nghị hoàn tiền" in words
    eyes.shoot(view, "refund asked")


def test_a_refund_whose_amount_no_rule_tells_says_what_to_do(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes
) -> None:
    core.undoing.error = RefundAmountError("1.366.200")
    view.receipt.refund(refunding(opened))
    eyes.settle()

    assert "Anh/chị ghi số tiền theo cơ quan BHXH báo" in texts(view.opened.notice)
    assert "--amount" not in texts(view)


def test_a_cancellation_elsewhere_is_seen_at_once(
    view: CollectView, core: FakeCore, opened: ReceiptView, eyes: Eyes
) -> None:
    core.undoing.cancel(cancelling(opened))
    view.receipt.reload()
    eyes.settle()

    assert "Người duyệt Trần Văn Duyệt" in texts(view.opened)


@pytest.mark.logs_warning("failed")
def test_a_paper_that_cannot_be_drawn_says_so_and_keeps_the_receipt(
    view: CollectView, core: FakeCore, eyes: Eyes
) -> None:
    core.papers.error = ZeroDivisionError()
    view.receipt.open(core.queries.views[0].receipt.id)
    eyes.settle()

    assert view.stack.currentWidget() is view.opened
    assert "Những gì đã lưu vẫn nguyên trên máy" in texts(view.opened)


def test_a_receipt_that_is_not_there_says_so(view: CollectView, eyes: Eyes) -> None:
    view.receipt.open(ReceiptId(an_id(0xFFF)))
    eyes.settle()

    assert "Không có biên lai nào mang mã" in texts(view.overview)


def test_the_history_never_says_more_than_is_known(core: FakeCore) -> None:
    fill_receipts(core)
    saved = replace(core.queries.views[0], state=ReceiptState.SAVED)

    def told(**changes: object) -> list[str]:
        return [sign.text for sign, _words in history_of(replace(saved, **changes))]  # type: ignore[arg-type]

    assert told() == ["Đã lưu trên máy", "Chưa gửi cơ quan BHXH"]
    assert told(state=ReceiptState.RECEIVED) == ["Đã lưu trên máy", "Cơ quan BHXH đã nhận"]
    assert told(state=ReceiptState.REVIEW) == ["Đã lưu trên máy", "Cần xem lại"]
    assert told(state=ReceiptState.RECORDED, confirmation="XN-7") == [
        "Đã lưu trên máy",
        "Cơ quan BHXH đã nhận",
        "Đã ghi nhận",
    ]
    assert told(state=ReceiptState.CANCELLED) == ["Đã lưu trên máy"]
    assert told(state=ReceiptState.REVIEW, refusal="thiếu chữ ký") == [
        "Đã lưu trên máy",
        "Cơ quan BHXH đã nhận",
        "Cần xem lại",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "number_taken"}, ("Số này cơ quan BHXH đã có", "mang quyển biên lai đến đối chiếu")),
        ({"reason": "officer"}, ("Cán bộ đã xem và không nhận", "Anh/chị hỏi cơ quan BHXH vì sao")),
        ({"refusal": "thiếu chữ ký"}, ("Cơ quan BHXH chưa ghi nhận: thiếu chữ ký", "mang liên 1 đến")),
    ],
)
def test_a_receipt_that_the_office_looks_at_says_why_and_what_to_do(
    changes: dict[str, str], said: tuple[str, str], view: CollectView, core: FakeCore, eyes: Eyes
) -> None:
    held = replace(core.queries.views[0], state=ReceiptState.REVIEW, **changes)  # type: ignore[arg-type]
    core.queries.views[0] = held

    view.receipt.open(held.receipt.id)
    eyes.settle()

    words = texts(view.opened)
    assert "Cần xem lại" in words
    assert all(each in words for each in said)
    eyes.shoot(view, "receipt-review")


def test_the_code_of_the_office_and_the_number_of_an_e_receipt_are_shown(
    view: CollectView, core: FakeCore, eyes: Eyes
) -> None:
    held = core.queries.views[0]
    bare = replace(held.receipt, form=ReceiptForm.ELECTRONIC, symbol=None, book=None, number=None)
    named = EReceiptLine("E26T", 7, TODAY)
    core.queries.views[0] = replace(
        held, receipt=bare, state=ReceiptState.RECORDED, confirmation="XN-7", e_receipt=named
    )
    view.recent.reload()
    view.receipt.open(bare.id)
    eyes.settle()
    words = texts(view.opened)

    assert "Mã xác nhận XN-7" in words
    assert "Ký hiệu E26T, số 0000007" in words
    assert "Biên lai 0000007" in words
    assert view.table.rows.data(view.table.rows.index(0, 4)) == "Đã ghi nhận (XN-7)"
