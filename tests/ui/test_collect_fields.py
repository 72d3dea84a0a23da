"""What is typed and chosen at the till: payer, number, method, account; and how it is looked at."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.office_setting import OfficeAccount
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm
from agent_app.domain.receipt_book import NumberNotNextError
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfer_failures import AccountUnsaidError, TransferPendingError
from agent_app.services.typed_numbers import TypedNumber
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.payment_card import payer_names
from agent_app.ui.pages.collect.presenter import CollectPresenter
from agent_app.ui.pages.collect.states import Drafted, Issued
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.households.presenter import Draft
from tests.builders import BOOK, SYMBOL, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.fake_till import ACCOUNT
from tests.ui.paying import a_draft, begin, press, seen
from tests.ui.seeing import Eyes, texts

ANOTHER = OfficeAccount("970405", "19033445566", "BHXH TINH")
Key = Qt.Key


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
def draft(core: FakeCore) -> Draft:
    """What the first household wants to pay."""
    return a_draft(core)


def drafted(view: CollectView) -> Drafted:
    state = view.presenter.drafted
    assert state is not None
    return state


def watched(core: FakeCore, monkeypatch: pytest.MonkeyPatch) -> list[IssueReceipt]:
    """Keep every command that reaches the core."""
    commands = list[IssueReceipt]()
    issue_really = core.issue

    def keep(command: IssueReceipt) -> Receipt:
        commands.append(command)
        return issue_really(command)

    monkeypatch.setattr(core, "issue", keep)
    return commands


def test_grown_ups_are_offered_as_payers_and_any_other_may_be_typed(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    begin(view, draft, eyes)
    offered = [view.draft.payment.payers.itemText(at) for at in range(view.draft.payment.payers.count())]
    assert offered == payer_names(draft) == ["Lê Quốc Dũng", "Ngô Thị Trang", "Lê Quốc Nam"]
    view.draft.payer.setText("  Đặng Văn Kỳ ")
    QTest.keyClick(view.draft.payer, Key.Key_Return)
    eyes.settle()

    assert core.queries.views[0].receipt.payer == "Đặng Văn Kỳ"
    assert [each.command.payer for each in core.drafts.looks][-1] == "Đặng Văn Kỳ"


def test_what_is_typed_is_looked_at_when_the_typing_pauses(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, qtbot: QtBot
) -> None:
    begin(view, draft, eyes)
    looks = len(core.drafts.looks)
    QTest.keyClicks(view.draft.payer, " va con")
    assert len(core.drafts.looks) == looks
    qtbot.waitUntil(lambda: drafted(view).filled.payer == "Lê Quốc Dũng va con")
    eyes.settle()

    assert len(core.drafts.looks) == looks + 1


def test_a_printed_book_wants_the_number_of_its_paper_and_checks_it_while_it_is_typed(  # noqa: PLR0913, PLR0917
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    commands = watched(core, monkeypatch)
    core.drafts.form = ReceiptForm.PREPRINTED
    begin(view, draft, eyes)
    assert view.draft.issue.accessibleName() == "Ghi biên lai in sẵn · 3.114.540 đ"
    assert "Số kế tiếp: 0000124" in texts(view)
    press(view.draft.issue, eyes)
    assert "gõ số ghi trên tờ biên lai in sẵn" in texts(view)
    assert QApplication.focusWidget() is view.draft.number

    core.drafts.obstacle = NumberNotNextError(SYMBOL, BOOK, "0000130", "0000124", "0000129")
    QTest.keyClicks(view.draft.number, "130")
    qtbot.waitUntil(lambda: seen(view.draft.payment.notice, view))
    assert "0000124" in texts(view.draft.payment.notice)
    press(view.draft.issue, eyes)
    assert commands == []
    eyes.shoot(view, "wrong number")

    core.drafts.obstacle = None
    press(view.draft.payment.number.next, eyes)
    assert "Đúng số kế tiếp của quyển 0001" in texts(view)
    assert view.draft.issue.accessibleName() == "Ghi biên lai in sẵn 0000124 · 3.114.540 đ"
    press(view.draft.issue, eyes)
    assert [each.number for each in commands] == [TypedNumber(124)]
    assert isinstance(view.presenter.state, Issued)


def test_an_office_with_e_receipts_gets_a_slip(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.form = ReceiptForm.ELECTRONIC
    begin(view, draft, eyes)

    assert view.draft.issue.accessibleName() == "Nhận tiền, lập phiếu xác nhận · 3.114.540 đ"
    assert "Xem trước phiếu xác nhận" in texts(view)
    assert "Phiếu không phải biên lai" in texts(view)
    eyes.shoot(view, "slip")


def test_a_transfer_takes_no_number_and_says_so(view: CollectView, draft: Draft, eyes: Eyes) -> None:
    begin(view, draft, eyes)
    press(view.draft.payment.method.buttons[1], eyes)

    assert view.draft.issue.accessibleName() == "Ghi chờ tiền về · 3.114.540 đ"
    assert "Sẽ chờ tiền chuyển về" in texts(view)
    assert "Biên lai chỉ được lập khi sao kê có tiền" in texts(view)


def test_a_draft_for_a_code_begins_with_the_transfer(view: CollectView, draft: Draft, eyes: Eyes) -> None:
    begin(view, replace(draft, by_transfer=True), eyes)

    assert drafted(view).filled.method is PaymentMethod.TRANSFER


def test_an_office_without_an_account_takes_no_transfer_and_cash_still_works(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.accounts = ()
    begin(view, draft, eyes)
    press(view.draft.payment.method.buttons[1], eyes)
    assert "chưa gửi tài khoản nhận tiền nào" in texts(view.draft.payment)
    press(view.draft.issue, eyes)
    assert core.transfers.followed == {}
    eyes.shoot(view, "no account")

    press(view.draft.payment.method.buttons[0], eyes)
    press(view.draft.issue, eyes)
    assert isinstance(view.presenter.state, Issued)


def test_one_of_several_accounts_is_chosen(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.accounts = (ACCOUNT, ANOTHER)
    core.drafts.obstacle = AccountUnsaidError("…")
    begin(view, replace(draft, by_transfer=True), eyes)
    assert "chọn một tài khoản bên dưới" in texts(view.draft.payment)
    core.drafts.obstacle = None
    box = view.draft.payment.accounts
    assert seen(box, view)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    eyes.settle()
    press(view.draft.issue, eyes)

    (followed,) = core.transfers.followed.values()
    assert followed.transfer.account.number == ANOTHER.account


def test_a_transfer_that_is_awaited_already_says_where_to_find_it(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.obstacle = TransferPendingError("BHABC", "x")
    begin(view, replace(draft, by_transfer=True), eyes)

    assert "Đang có khoản chuyển BHABC" in texts(view.draft.payment)
    assert "agent-app" not in texts(view)


def test_many_changes_are_looked_at_once_more_and_not_each(
    bench: Bench, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    presenter = CollectPresenter(bench)
    presenter.begin(draft)
    for number in range(9):
        presenter.fill_payer(f"Người {number}")
    eyes.settle()

    assert [each.command.payer for each in core.drafts.looks] == ["Lê Quốc Dũng", "Người 8"]
    assert presenter.drafted is not None
    assert presenter.drafted.pages


def test_a_look_at_a_former_draft_is_not_shown_for_the_next_one(
    bench: Bench, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    presenter = CollectPresenter(bench)
    presenter.begin(draft)
    other = HouseholdId(an_id(2))
    page = core.queries.household(other, 2026)
    requests = (replace(draft.requests[0], person_id=page.members[0].id),)
    presenter.begin(Draft(page, requests, core.quote(other, requests, draft.today), draft.today))
    eyes.settle()

    assert presenter.drafted is not None
    assert presenter.drafted.look is not None
    assert presenter.drafted.look.receipt.household_id == other


def test_the_number_of_a_printed_paper_takes_figures_only(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.form = ReceiptForm.PREPRINTED
    begin(view, draft, eyes)
    QTest.keyClicks(view.draft.number, "12a")
    assert view.draft.number.text() == "12"

    view.presenter.fill_number("12a")
    eyes.settle()
    assert view.draft.issue.accessibleName() == "Ghi biên lai in sẵn · 3.114.540 đ"
