"""Before a receipt is issued: what is asked, refused, typed and looked at."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.eligibility import HealthQuestion
from agent_app.domain.household import PersonId
from agent_app.domain.office_setting import OfficeAccount
from agent_app.domain.pension_eligibility import PensionQuestion
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm
from agent_app.domain.receipt_book import NoReceiptBookError
from agent_app.services.door import (
    CoverListedError,
    CoverTakenError,
    OtherCardError,
    PupilError,
    UnansweredQuestionsError,
)
from agent_app.services.drafts import Asked, Objection
from agent_app.services.receipts import IssueReceipt, NumberMissingError
from agent_app.ui.bench import Bench
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.collect.presenter import first_missing
from agent_app.ui.pages.collect.questions_card import question_words
from agent_app.ui.pages.collect.states import Drafted, Issued, Missing
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.states import Idle
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.paying import FIRST, a_draft, begin, press, seen
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


def payers(draft: Draft) -> list[PersonId]:
    return list(dict.fromkeys(line.subject.person_id for line in draft.lines))


def drafted(view: CollectView) -> Drafted:
    state = view.presenter.drafted
    assert state is not None
    return state


def answer(view: CollectView, at: int, *, yes: bool, eyes: Eyes) -> None:
    question = list(view.draft.questions.questions.values())[at]
    press(next(each for each in question.choices.buttons if each.value is yes), eyes)


def watched(core: FakeCore, monkeypatch: pytest.MonkeyPatch) -> list[IssueReceipt]:
    """Keep every command that reaches the core."""
    commands = list[IssueReceipt]()
    issue_really = core.issue

    def keep(command: IssueReceipt) -> Receipt:
        commands.append(command)
        return issue_really(command)

    monkeypatch.setattr(core, "issue", keep)
    return commands


def test_the_paper_is_seen_before_it_is_issued_and_says_that_it_is_none_yet(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    view.presenter.begin(draft)
    blank = view.draft.paper.blank
    assert "Đang xem trước…" in texts(view)
    eyes.settle()

    assert (blank, view.draft.paper.blank) == (True, False)
    assert view.draft.paper.mark == "XEM TRƯỚC"
    assert "Xem trước biên lai" in texts(view)
    assert threading.main_thread().name not in core.drafts.threads
    eyes.shoot(view, "draft")
    press(view.draft.issue, eyes)
    assert view.issued.paper.mark == ""


def test_the_arithmetic_of_each_line_unfolds_with_its_documents(
    view: CollectView, draft: Draft, eyes: Eyes
) -> None:
    begin(view, draft, eyes)
    assert "161/2026" not in texts(view)
    press(view.draft.summary.how, eyes)

    assert "161/2026" in texts(view)
    assert "Luật 51/2024" in texts(view)
    eyes.shoot(view, "arithmetic")


def test_each_question_is_put_by_itself_and_nothing_is_taken_before_all_are_answered(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.old = (payers(draft)[0], payers(draft)[1])
    begin(view, draft, eyes)
    assert "Lê Quốc Dũng có hưởng trợ cấp hưu trí xã hội hằng tháng không?" in texts(view)
    assert "Ngô Thị Trang có hưởng trợ cấp hưu trí xã hội hằng tháng không?" in texts(view)
    eyes.shoot(view, "questions")
    answer(view, 0, yes=False, eyes=eyes)
    press(view.draft.issue, eyes)
    assert core.queries.views == []
    assert "trả lời từng câu" in texts(view)
    second = list(view.draft.questions.questions.values())[1]
    assert QApplication.focusWidget() in second.choices.buttons

    answer(view, 1, yes=False, eyes=eyes)
    assert first_missing(drafted(view)) is None
    press(view.draft.issue, eyes)

    assert isinstance(view.presenter.state, Issued)


def test_answers_go_along_as_the_household_gave_them(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = watched(core, monkeypatch)
    core.drafts.old = (payers(draft)[0],)
    begin(view, replace(draft, taken=()), eyes)
    answer(view, 0, yes=False, eyes=eyes)
    press(view.draft.issue, eyes)

    assert [each.answers for each in commands] == [(("social_pension", False),)]


def test_a_yes_that_takes_no_money_is_explained_and_leads_back_without_that_person(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, qtbot: QtBot
) -> None:
    old = payers(draft)[1]
    core.drafts.old = (old,)
    begin(view, draft, eyes)
    answer(view, 0, yes=True, eyes=eyes)
    words = texts(view.draft.questions)
    assert "trợ cấp hưu trí xã hội) nên không được thu tiền" in words
    assert "Quay lại hộ và bỏ Ngô Thị Trang ra" in words
    eyes.shoot(view, "refused")
    press(view.draft.issue, eyes)
    assert core.queries.views == []
    assert "không được thu tiền" in texts(view.draft.notice)

    (question,) = view.draft.questions.questions.values()
    with qtbot.waitSignal(view.returned) as returned:
        question.refusal.leave_out.click()
    assert returned.args == [FIRST, old]
    assert isinstance(view.presenter.state, Idle)


def test_a_yes_may_be_taken_back(view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore) -> None:
    core.drafts.old = (payers(draft)[0],)
    begin(view, draft, eyes)
    answer(view, 0, yes=True, eyes=eyes)
    answer(view, 0, yes=False, eyes=eyes)

    (question,) = view.draft.questions.questions.values()
    assert not seen(question.refusal, view)
    press(view.draft.issue, eyes)
    assert isinstance(view.presenter.state, Issued)


def test_a_listed_cover_that_overlaps_has_a_question_of_its_own(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = watched(core, monkeypatch)
    who = payers(draft)[0]
    error = CoverListedError(str(who), date(2027, 6, 1), date(2028, 5, 31))
    core.drafts.objections = (Objection(error, who),)
    begin(view, draft, eyes)
    assert "Lê Quốc Dũng đã có thẻ 01/06/2027 – 31/05/2028" in texts(view)
    press(view.draft.issue, eyes)
    assert commands == []
    assert "thẻ trùng thời gian" in texts(view.draft.notice)
    eyes.shoot(view, "overlap")

    (cover,) = view.draft.questions.covers.values()
    press(cover.choices.buttons[1], eyes)
    assert seen(cover, view), "an answer takes nothing off the screen"
    press(view.draft.issue, eyes)

    assert [each.overlap for each in commands] == ["Thẻ ấy đã trả lại"]


def test_what_the_household_says_of_a_cover_may_be_typed_or_the_person_left_out(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, qtbot: QtBot
) -> None:
    who = payers(draft)[0]
    core.drafts.objections = (Objection(CoverListedError(str(who), None, date(2028, 5, 31)), who),)
    begin(view, draft, eyes)
    (cover,) = view.draft.questions.covers.values()
    QTest.keyClicks(cover.words, "The cu da mat")
    QTest.keyClick(cover.words, Key.Key_Return)
    eyes.settle()
    assert drafted(view).filled.overlap == "The cu da mat"

    with qtbot.waitSignal(view.returned) as returned:
        cover.left_out.emit(who)
    assert returned.args == [FIRST, who]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CoverTakenError("x", date(2027, 1, 1), date(2027, 12, 31)), "Lê Quốc Dũng đã đóng cho thời gian"),
        (OtherCardError("x"), "Lê Quốc Dũng còn thẻ khác mà chưa biết hạn"),
        (PupilError(), "Học sinh, sinh viên đóng BHYT tại trường"),
    ],
)
def test_a_refusal_says_whom_it_is_about_and_offers_to_go_on_without(  # noqa: PLR0913, PLR0917
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, error: Exception, words: str, qtbot: QtBot
) -> None:
    who = payers(draft)[0]
    core.drafts.objections = (Objection(error, who),)  # type: ignore[arg-type]
    begin(view, draft, eyes)
    assert words in texts(view.draft.questions)
    assert "agent-app" not in texts(view)
    press(view.draft.issue, eyes)
    assert core.queries.views == []

    with qtbot.waitSignal(view.returned) as returned:
        view.draft.questions.refusals[who].leave_out.click()
    assert returned.args == [FIRST, who]


def test_a_refusal_that_no_longer_stands_goes_away(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    who = payers(draft)[0]
    core.drafts.objections = (Objection(PupilError(), who),)
    begin(view, draft, eyes)
    core.drafts.objections = ()
    view.presenter.choose_method(PaymentMethod.TRANSFER)
    eyes.settle()

    assert view.draft.questions.refusals == {}
    assert not seen(view.draft.questions, view)


def test_the_window_goes_back_without_the_person_and_keeps_the_rest(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    window.open_household(FIRST)
    eyes.settle()
    window.collect_money()
    eyes.settle()
    state = window.collect.presenter.drafted
    assert state is not None
    left_out = payers(state.draft)[1]
    window.collect.draft.questions.left_out.emit(left_out)
    eyes.settle()
    ready = window.households.household.presenter.ready

    assert window.pages.currentWidget() is window.households
    assert ready is not None
    assert left_out not in {person_id for person_id, _scheme in ready.wish.ticked}
    assert payers(state.draft)[0] in {person_id for person_id, _scheme in ready.wish.ticked}
    del core


def test_what_only_the_core_knows_is_asked_after_it_has_refused(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask_first(_command: IssueReceipt) -> Receipt:
        core.drafts.old = (payers(draft)[0],)
        raise UnansweredQuestionsError((HealthQuestion.SOCIAL_PENSION,), "social_pension")

    monkeypatch.setattr(core, "issue", ask_first)
    begin(view, draft, eyes)
    press(view.draft.issue, eyes)

    assert "Có điều cần hỏi trước khi thu" in texts(view.draft.notice)
    assert "Lê Quốc Dũng có hưởng trợ cấp hưu trí xã hội" in texts(view)


def test_a_number_that_only_the_core_wants_is_said(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def want_number(_command: IssueReceipt) -> Receipt:
        core.drafts.form = ReceiptForm.PREPRINTED
        raise NumberMissingError

    monkeypatch.setattr(core, "issue", want_number)
    begin(view, draft, eyes)
    press(view.draft.issue, eyes)

    assert "gõ số ghi trên tờ biên lai in sẵn" in texts(view)
    assert seen(view.draft.number, view)
    assert QApplication.focusWidget() is view.draft.number


def test_a_number_that_was_taken_away_again_is_asked_for_where_it_is_typed(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def want_number(_command: IssueReceipt) -> Receipt:
        raise NumberMissingError

    monkeypatch.setattr(core, "issue", want_number)
    core.drafts.form = ReceiptForm.PREPRINTED
    begin(view, draft, eyes)
    QTest.keyClicks(view.draft.number, "124")
    eyes.settle()
    view.draft.number.clear()
    QTest.mouseClick(view.draft.issue, Qt.MouseButton.LeftButton)
    eyes.settle()

    assert "gõ số ghi trên tờ biên lai in sẵn" in texts(view)
    assert QApplication.focusWidget() is view.draft.number


def test_a_book_that_gives_nothing_is_said_before_anything_is_pressed(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.obstacle = NoReceiptBookError()
    begin(view, draft, eyes)

    assert "chưa có quyển biên lai" in texts(view.draft.payment)
    assert first_missing(drafted(view)) is Missing.OBSTACLE


def test_a_look_that_fails_says_so_and_the_core_decides(
    view: CollectView, draft: Draft, eyes: Eyes, core: FakeCore
) -> None:
    core.drafts.error = NoReceiptBookError()
    begin(view, draft, eyes)
    assert "chưa có quyển biên lai" in texts(view.draft.notice)
    press(view.draft.issue, eyes)

    assert isinstance(view.presenter.state, Issued)


def test_everything_is_done_by_keys_in_the_order_of_reading(
    window: MainWindow, core: FakeCore, eyes: Eyes, qtbot: QtBot
) -> None:
    window.open_household(FIRST)
    eyes.settle()
    ready = window.households.household.presenter.ready
    assert ready is not None
    core.drafts.old = (ready.page.members[0].id,)
    QTest.keyClick(focused(), Key.Key_F9)
    eyes.settle()
    sheet = window.collect.draft
    order = list[QWidget]()
    sheet.summary.how.setFocus()
    for _step in range(6):
        order.append(focused())
        QTest.keyClick(focused(), Key.Key_Tab)
    (question,) = sheet.questions.questions.values()

    assert order[0] is sheet.summary.how
    assert order[1] in {sheet.payer, sheet.payment.payers}
    assert order[2] in sheet.payment.method.buttons
    assert question.choices.buttons[0] in order
    question.choices.buttons[0].setFocus()
    QTest.keyClick(focused(), Key.Key_Right)
    assert focused() is question.choices.buttons[1]
    QTest.keyClick(focused(), Key.Key_Space)
    # Keys that come so fast may be a scanner's: they are held back for a moment.
    qtbot.waitUntil(lambda: sheet.questions.first_open() is None)
    eyes.settle()
    tab_to(sheet.issue)
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()
    assert isinstance(window.collect.presenter.state, Issued)
    assert focused() is window.collect.issued.print_button


def tab_to(wanted: QWidget) -> None:
    for _step in range(30):
        if focused() is wanted:
            return
        QTest.keyClick(focused(), Key.Key_Tab)
    raise AssertionError(f"the Tab key never comes to {wanted}")


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_every_question_has_words_about_the_person() -> None:
    for question in (*HealthQuestion, *PensionQuestion):
        words = question_words(Asked(question, PersonId(an_id(1))), "Lê Quốc Dũng")
        assert "Lê Quốc Dũng" in words
        assert words.endswith("?")


def test_esc_leads_back_step_by_step(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    window.open_household(FIRST)
    eyes.settle()
    window.collect_money()
    eyes.settle()
    QTest.keyClick(window, Key.Key_Escape)
    eyes.settle()
    assert window.pages.currentWidget() is window.households
    window.collect_money()
    eyes.settle()
    press(window.collect.draft.issue, eyes)
    QTest.keyClick(window, Key.Key_Escape)
    eyes.settle()
    assert window.collect.stack.currentWidget() is window.collect.overview
    QTest.keyClick(focused(), Key.Key_Return)
    eyes.settle()
    assert window.collect.stack.currentWidget() is window.collect.opened
    QTest.keyClick(window, Key.Key_Escape)
    eyes.settle()
    assert window.collect.stack.currentWidget() is window.collect.overview
    QTest.keyClick(window, Key.Key_Escape)
    eyes.settle()
    assert window.pages.currentWidget() is window.today
    del core


def test_esc_does_not_leave_a_receipt_that_is_being_written(
    bench: Bench, draft: Draft, eyes: Eyes, qtbot: QtBot
) -> None:
    page = CollectView(bench)
    qtbot.addWidget(page)
    page.presenter.begin(draft)
    page.presenter.issue()

    assert page.step_back()
    assert page.issuing
    eyes.settle()
    assert isinstance(page.presenter.state, Issued)
