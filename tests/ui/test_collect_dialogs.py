"""What undoes a receipt or a transfer is asked in dialogs, and nothing is left of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from agent_app.domain.cancellation import CopyTwo, RefundId, RefundRequest
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.refunds import HealthRefundCause, PensionRefundCause
from agent_app.domain.transfer import AwaitedTransfer
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.lines import ReceiptView
from agent_app.services.receipts import IssueReceipt
from agent_app.services.refunding import RefundReceipt
from agent_app.services.transfers import AwaitTransfer
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.cancelling import CancelDialog
from agent_app.ui.dialogs.giving_up import GiveUpDialog
from agent_app.ui.dialogs.refunding import RefundDialog, cause_words
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.theme import LIGHT
from tests.builders import NOW, TODAY, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.paying import FIRST, SECOND, a_draft, begin, press
from tests.ui.seeing import Eyes, texts
from tests.ui.test_due_leaks import gone

Key = Qt.Key


@pytest.fixture
def receipt(core: FakeCore) -> ReceiptView:
    """A receipt for BHYT of two and BHXH of one."""
    draft = a_draft(core)
    core.issue(IssueReceipt(draft.requests, "Lê Quốc Dũng", FIRST))
    return core.queries.views[0]


def shown(dialog: QDialog, qtbot: QtBot) -> None:
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()


def test_cancelling_asks_for_three_things_one_after_the_other(
    receipt: ReceiptView, look: Look, qtbot: QtBot, eyes: Eyes
) -> None:
    dialog = CancelDialog(None, look, receipt)
    shown(dialog, qtbot)
    assert "Số biên lai ở lại trong quyển và không dùng lại" in texts(dialog)
    assert dialog.reason.lineEdit() is not None
    dialog.save_button.click()
    assert "lý do huỷ" in texts(dialog.notice)
    dialog.reason.setCurrentText(" Thu nhầm  người ")
    dialog.save_button.click()
    assert "người duyệt" in texts(dialog.notice)
    dialog.approver.setText("Trần Văn Duyệt")
    QTest.keyClick(dialog.approver, Key.Key_Return)
    assert "liên 2" in texts(dialog.notice)
    eyes.shoot(dialog, "cancel")
    assert dialog.command is None
    dialog.copy_two.buttons[2].click()
    QTest.keyClick(dialog.approver, Key.Key_Return)

    assert dialog.command == CancelReceipt(
        receipt.receipt.id, "Thu nhầm người", "Trần Văn Duyệt", CopyTwo.LOST
    )


def test_what_was_said_before_stands_in_the_dialog_again(
    receipt: ReceiptView, look: Look, qtbot: QtBot
) -> None:
    former = CancelReceipt(receipt.receipt.id, "Sai", "Nguyễn Thị Hoa", CopyTwo.KEPT)
    dialog = CancelDialog(None, look, receipt, former)
    shown(dialog, qtbot)
    dialog.save()

    assert dialog.command == former


def test_a_refund_is_asked_for_one_payment_at_a_time(
    receipt: ReceiptView, look: Look, qtbot: QtBot, eyes: Eyes
) -> None:
    dialog = RefundDialog(None, look, receipt, TODAY)
    shown(dialog, qtbot)
    assert dialog.whose.count() == len(receipt.receipt.lines) == 3
    dialog.save()
    assert "chọn lý do hoàn" in texts(dialog.notice)
    dialog.cause.setCurrentIndex(dialog.cause.findData(HealthRefundCause.HIGHER_SUPPORT.value))
    assert dialog.due_then.isVisible()
    dialog.due_then.put(Dong(400_000))
    eyes.shoot(dialog, "refund")
    dialog.save()
    first = receipt.receipt.lines[0]

    assert dialog.command == RefundReceipt(
        receipt.receipt.id,
        HealthRefundCause.HIGHER_SUPPORT.value,
        TODAY,
        first.subject.person_id,
        first.scheme,
        Dong(400_000),
        None,
        "",
    )


def test_each_scheme_has_its_own_causes(receipt: ReceiptView, look: Look, qtbot: QtBot) -> None:
    dialog = RefundDialog(None, look, receipt, TODAY)
    shown(dialog, qtbot)
    pension = next(at for at, line in enumerate(dialog.lines) if line.scheme is Scheme.PENSION)
    dialog.whose.setCurrentIndex(pension)
    offered = {dialog.cause.itemData(at) for at in range(1, dialog.cause.count())}

    assert offered == {each.value for each in PensionRefundCause}
    assert {str(each) for each in cause_words(Scheme.HEALTH)} == {each.value for each in HealthRefundCause}
    assert not dialog.due_then.isVisible()


def test_a_payment_that_was_asked_back_is_not_offered_again(
    receipt: ReceiptView, look: Look, qtbot: QtBot
) -> None:
    asked = RefundRequest(
        RefundId(an_id(1)),
        receipt.receipt.id,
        0,
        "death",
        TODAY,
        TODAY,
        NOW,
        Dong(1),
        computed=True,
        reason="",
    )
    dialog = RefundDialog(None, look, replace(receipt, refunds=(asked,)), TODAY)
    shown(dialog, qtbot)
    assert dialog.lines == list(receipt.receipt.lines[1:])
    for _line in receipt.receipt.lines[1:]:
        dialog.lines.pop()
    dialog.save()
    assert "đã đề nghị hoàn" in texts(dialog.notice)
    assert dialog.command is None


def test_a_refund_that_was_refused_stands_in_the_dialog_again(
    receipt: ReceiptView, look: Look, qtbot: QtBot
) -> None:
    second = receipt.receipt.lines[1]
    former = RefundReceipt(
        receipt.receipt.id,
        HealthRefundCause.NEW_GROUP.value,
        TODAY,
        second.subject.person_id,
        second.scheme,
        None,
        Dong(300_000),
        "theo công văn",
    )
    dialog = RefundDialog(None, look, receipt, TODAY, former)
    shown(dialog, qtbot)
    dialog.save()

    assert dialog.command == former


def test_a_transfer_is_given_up_for_a_reason_only(core: FakeCore, look: Look, qtbot: QtBot) -> None:
    dialog = GiveUpDialog(None, look, awaited(core))
    shown(dialog, qtbot)
    QTest.keyClick(dialog.reason, Key.Key_Return)
    assert "lý do thôi chờ" in texts(dialog.notice)
    assert dialog.reason_given is None
    dialog.reason.setCurrentText("Hộ đổi ý")
    QTest.keyClick(dialog.reason, Key.Key_Return)

    assert dialog.reason_given == "Hộ đổi ý"


@pytest.mark.parametrize("percent", [100, 200])
def test_a_dialog_is_as_high_as_its_sentences_need(
    receipt: ReceiptView, qapp: QApplication, look: Look, qtbot: QtBot, percent: int
) -> None:
    look.wear(LIGHT, qapp, percent)
    dialog = CancelDialog(None, look, receipt)
    shown(dialog, qtbot)
    dialog.save_button.click()
    QCoreApplication.sendPostedEvents()
    parts = [dialog.reason, dialog.approver, dialog.copy_two, dialog.notice, dialog.save_button]
    look.wear(LIGHT, qapp, 100)

    bottoms = [part.mapTo(dialog, part.rect().bottomLeft()).y() for part in parts]
    tops = [part.mapTo(dialog, part.rect().topLeft()).y() for part in parts]
    assert all(bottom <= top for bottom, top in zip(bottoms, tops[1:], strict=False)), "nothing overlaps"
    assert bottoms[-1] <= dialog.height()


@pytest.mark.parametrize("kind", ["cancel", "refund", "give up"])
def test_nothing_is_left_of_a_dialog(
    kind: str, receipt: ReceiptView, core: FakeCore, look: Look, qtbot: QtBot
) -> None:
    makers: dict[str, Callable[[], QDialog]] = {
        "cancel": lambda: CancelDialog(None, look, receipt),
        "refund": lambda: RefundDialog(None, look, receipt, TODAY),
        "give up": lambda: GiveUpDialog(None, look, awaited(core)),
    }

    def used() -> QObject:
        dialog = makers[kind]()
        with qtbot.waitExposed(dialog):
            dialog.show()
        dialog.save_button.click()  # type: ignore[attr-defined]
        dialog.reject()
        return dialog

    assert gone(used) == []


def test_nothing_is_left_of_the_page(
    bench: Bench, core: FakeCore, receipt: ReceiptView, qtbot: QtBot, eyes: Eyes
) -> None:
    def used() -> QObject:
        page = CollectView(bench)
        page.set_active(active=True)
        with qtbot.waitExposed(page):
            page.show()
        draft = a_draft(core, SECOND)
        core.drafts.old = tuple(line.subject.person_id for line in draft.lines[:2])
        begin(page, draft, eyes)
        press(next(iter(page.draft.questions.questions.values())).choices.buttons[0], eyes)
        page.presenter.finish()
        page.receipt.open(receipt.receipt.id)
        eyes.settle()
        page.close()
        return page

    assert gone(used) == []


def awaited(core: FakeCore) -> AwaitedTransfer:
    draft = a_draft(core, SECOND)
    command = IssueReceipt(draft.requests, "Nguyễn Thị Ánh", SECOND, method=PaymentMethod.TRANSFER)
    return core.transfers.wait(AwaitTransfer(command))
