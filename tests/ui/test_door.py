"""The household at the door: several pay at once, one who cannot keeps nobody else from it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionIncomeError
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.support_decision import DecisionMissingError
from agent_app.domain.visit import Outcome
from agent_app.services.health_lines import BothForms
from agent_app.services.lines import VisitLine
from agent_app.services.payments import LocalRuleError
from agent_app.services.visits import OutcomeRequest, RecordVisit
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.collect.states import Drafted
from agent_app.ui.pages.households.presenter import Draft, HouseholdPresenter, Ready
from agent_app.ui.pages.households.price import NotPriced, Priced, Refused, proposed_form
from agent_app.ui.pages.households.view import HouseholdView
from agent_app.ui.pages.households.visits_card import outcome_signs
from agent_app.ui.parts.boxes import Scroller
from agent_app.ui.parts.labels import Elided
from agent_app.ui.theme import LIGHT
from tests.builders import TODAY, an_id
from tests.ui.fake_core import FakeCore, make_member
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))
FORMS = BothForms(Dong(3_825_360), Dong(4_371_840), Dong(3_825_360))


def live_together(core: FakeCore, count: int) -> list[PersonId]:
    """Let so many live in the first household, most of them due, each last visited in one way or another."""
    names = ("Lê Quốc Dũng", "Ngô Thị Trang", "Nguyễn Hoàng Phương Thảo", "Lê Thị Bích")
    members = [make_member(at + 1, names[at % len(names)], 0 if at != 1 else 1) for at in range(count)]
    core.queries.members[FIRST] = tuple(members)
    outcomes = (Outcome.PROMISED, Outcome.PROMISED, Outcome.ABSENT, Outcome.MOVED)
    for _visit in range(3):
        told = tuple(
            OutcomeRequest(each.id, outcome, TODAY if outcome is Outcome.PROMISED else None)
            for each, outcome in zip(members, outcomes, strict=False)
        )
        core.record(RecordVisit(FIRST, told, "Lê Quốc Dũng"))
    return [each.id for each in members]


def shown_page(bench: Bench, qtbot: QtBot, eyes: Eyes) -> HouseholdView:
    view = HouseholdView(bench)
    qtbot.addWidget(view)
    view.resize(1178, 680)
    view.presenter.set_active(active=True)
    view.presenter.open(FIRST)
    view.show()
    eyes.settle()
    return view


def opened(bench: Bench, eyes: Eyes) -> HouseholdPresenter:
    presenter = HouseholdPresenter(bench)
    presenter.set_active(active=True)
    presenter.open(FIRST)
    eyes.settle()
    return presenter


def ready(presenter: HouseholdPresenter) -> Ready:
    assert presenter.ready is not None
    return presenter.ready


def priced(presenter: HouseholdPresenter) -> Priced:
    price = ready(presenter).price
    assert isinstance(price, Priced)
    return price


def tick_all(view: HouseholdView, eyes: Eyes) -> None:
    """Let everybody want everything."""
    for cell in view.members.cells:
        if cell.box.isEnabled() and not cell.box.isChecked():
            cell.box.click()
    eyes.settle()


def test_one_who_cannot_pay_is_told_so_beside_the_name_and_the_others_pay(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    first, second, *_others = live_together(core, 4)
    core.offers.refused[second, Scheme.HEALTH] = DecisionMissingError("GB")
    view = shown_page(bench, qtbot, eyes)
    row = view.members.rows[1]

    assert "Chưa có quyết định" in texts(row.below)
    assert "Chưa thu được" in texts(row.covers[0])
    assert "Chưa tính tiền của Ngô Thị Trang" in texts(view.quote)
    assert "Tiền phải đóng cho 3 người" in texts(view.quote)
    assert view.collect.isEnabled()
    with qtbot.waitSignal(view.presenter.drafted) as drafted:
        view.collect.click()
    draft = drafted.args[0]
    assert isinstance(draft, Draft)
    assert second not in {each.person_id for each in draft.requests}
    assert first in {each.person_id for each in draft.requests}
    assert [each.subject.person_id for each in draft.lines] == [each.person_id for each in draft.requests]
    eyes.shoot(view, "refused")


def test_whoever_cannot_pay_is_left_out_by_one_press(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    _first, second, *_others = live_together(core, 3)
    core.offers.refused[second, Scheme.HEALTH] = DecisionMissingError("GB")
    view = shown_page(bench, qtbot, eyes)
    view.quote.blocked.untick.click()
    eyes.settle()

    assert (second, Scheme.HEALTH) not in ready(view.presenter).wish.ticked
    assert not view.quote.blocked.isVisible()
    assert not view.members.rows[1].below.isVisible()
    assert view.members.rows[1].below.strips == []


def test_a_strip_can_untick_its_payment_or_let_it_be_paid_in_household_form(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    first, second, *_others = live_together(core, 3)
    core.offers.refused[first, Scheme.HEALTH] = DecisionMissingError("GB")
    core.offers.refused[second, Scheme.HEALTH] = DecisionMissingError("HS")
    view = shown_page(bench, qtbot, eyes)
    chooser, pupil = (view.members.rows[at].below.strips[0] for at in (0, 1))

    assert chooser.household_form.isVisible()
    assert not pupil.household_form.isVisible()
    assert "đóng BHYT tại trường" in texts(pupil)
    chooser.household_form.click()
    eyes.settle()
    asked = core.offers.asked[-1].requests
    assert next(each.health_group for each in asked if each.person_id == first) == "GD"
    view.members.rows[1].below.strips[0].untick.click()
    eyes.settle()
    assert (second, Scheme.HEALTH) not in ready(view.presenter).wish.ticked


def test_nobody_can_be_collected_from_where_all_are_refused(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    (only,) = live_together(core, 1)
    core.offers.refused[only, Scheme.HEALTH] = DecisionMissingError("GB")
    core.offers.refused[only, Scheme.PENSION] = PensionIncomeError("1", "2", "3")
    view = shown_page(bench, qtbot, eyes)

    assert not view.collect.isEnabled()
    assert not view.transfer.isEnabled()
    assert len(view.members.rows[0].below.strips) == 2
    with qtbot.assertNotEmitted(view.presenter.drafted):
        view.presenter.draft()


def test_a_trouble_of_the_whole_is_said_where_the_sum_would_stand(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_facts: object) -> None:
        raise LocalRuleError("tan-minh", TODAY)

    monkeypatch.setattr(core, "quote", refuse)
    view = shown_page(bench, qtbot, eyes)

    price = ready(view.presenter).price
    assert isinstance(price, Refused)
    assert "--local" not in price.text
    assert price.text in texts(view.quote)


def test_both_forms_are_compared_and_the_other_one_can_be_chosen(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    core.offers.forms = FORMS
    view = shown_page(bench, qtbot, eyes)
    group, household = view.quote.forms.choices.buttons

    assert "3.825.360 đ" in group.text()
    assert "4.371.840 đ" in household.text()
    assert group.isChecked()
    household.click()
    eyes.settle()
    assert household.isChecked()
    assert {each.form for each in core.offers.asked[-1].requests if each.scheme is Scheme.HEALTH} == {
        PremiumForm.HOUSEHOLD
    }
    eyes.shoot(view, "forms")


def test_a_mixture_that_costs_least_is_proposed(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    core.offers.forms = replace(FORMS, least=Dong(3_800_000))
    view = shown_page(bench, qtbot, eyes)
    group, _household, mixed = view.quote.forms.choices.buttons

    assert mixed.isChecked()
    group.click()
    eyes.settle()
    assert ready(view.presenter).wish.form is PremiumForm.GROUP
    mixed.click()
    eyes.settle()
    assert ready(view.presenter).wish.form is None


def test_the_cheaper_form_is_proposed_and_at_a_tie_the_groups() -> None:
    assert proposed_form(FORMS) is PremiumForm.GROUP
    assert proposed_form(BothForms(Dong(2), Dong(1), Dong(1))) is PremiumForm.HOUSEHOLD
    assert proposed_form(BothForms(Dong(1), Dong(1), Dong(1))) is PremiumForm.GROUP
    assert proposed_form(BothForms(Dong(3), Dong(3), Dong(2))) is None


def test_no_choice_of_forms_is_shown_where_there_is_none(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    assert not shown_page(bench, qtbot, eyes).quote.forms.isVisible()


def test_years_ahead_and_missing_time_can_be_chosen(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    view = shown_page(bench, qtbot, eyes)
    plan = view.quote.plan
    actions = plan.more.menu().actions()
    assert [each.text() for each in actions][:4] == [f"{years} năm về sau" for years in (2, 3, 4, 5)]
    actions[1].trigger()
    eyes.settle()
    wished = ready(view.presenter).wish
    assert (wished.plan, wished.months_of(Scheme.PENSION)) == (PlanKind.AHEAD, 36)
    assert not any(each.isChecked() for each in plan.months.choices.buttons)
    assert "3 năm về sau" in plan.more.text()

    actions[-1].trigger()
    eyes.settle()
    assert plan.missing.isVisible()
    QTest.keyClick(plan.missing.number, Qt.Key.Key_Up)
    eyes.settle()
    assert (ready(view.presenter).wish.plan, plan.missing.value) == (PlanKind.MISSING, 13)
    pension = [each for each in core.offers.asked[-1].requests if each.scheme is Scheme.PENSION]
    assert {(each.plan, each.months) for each in pension} == {(PlanKind.MISSING, 13)}

    plan.months.choices.buttons[0].click()
    eyes.settle()
    assert ready(view.presenter).wish.plan is PlanKind.PERIODIC
    assert not plan.missing.isVisible()


def test_the_arithmetic_unfolds_below_each_member_with_its_documents(
    bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    view = shown_page(bench, qtbot, eyes)
    first, last = view.members.rows[0], view.members.rows[-1]
    assert not first.below.isVisible()
    view.quote.how.click()

    assert "NĐ 161/2026/NĐ-CP" in texts(first.below)
    assert "Luật 51/2024/QH15, Điều 13" in texts(first.below)
    assert not last.below.isVisible()
    view.quote.how.click()
    assert not first.below.isVisible()


def test_a_price_for_what_was_wished_before_is_not_shown(bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    presenter.choose_months(Scheme.HEALTH, 3)
    presenter.choose_months(Scheme.HEALTH, 6)
    eyes.settle()

    assert {line.months for line in priced(presenter).lines if line.scheme is Scheme.HEALTH} == {6}


def test_wishing_the_same_again_asks_nothing(core: FakeCore, bench: Bench, eyes: Eyes) -> None:
    presenter = opened(bench, eyes)
    asked = len(core.offers.asked)
    presenter.wish(ready(presenter).wish)
    eyes.settle()

    assert len(core.offers.asked) == asked


def test_a_transfer_is_drafted_as_one(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_page(bench, qtbot, eyes)
    with qtbot.waitSignal(view.presenter.drafted) as drafted:
        view.transfer.click()

    assert drafted.args[0].by_transfer


def test_the_visits_of_one_outcome_are_told_together() -> None:
    names = ("Lê Quốc Dũng", "Ngô Thị Trang", "Lê Quốc Nam")
    told = [(name, Outcome.PROMISED, TODAY, None) for name in names[:2]]
    visit = VisitLine(an_id(1), TODAY, "", (*told, (names[2], Outcome.REFUSED, None, "Chưa có tiền")))

    assert [each.text for each in outcome_signs(visit)] == [
        "Hẹn 21/11/2026: Lê Quốc Dũng, Ngô Thị Trang",
        "Từ chối: Lê Quốc Nam (Chưa có tiền)",
    ]


@pytest.fixture
def small(bench: Bench, core: FakeCore, qtbot: QtBot, eyes: Eyes) -> MainWindow:
    """The window at the size that counts, with six people at the door who want everything."""
    live_together(core, 6)
    core.offers.forms = FORMS
    window = MainWindow(bench)
    qtbot.addWidget(window)
    window.begin()
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.open_household(FIRST)
    eyes.settle()
    tick_all(window.households.household, eyes)
    return window


def sideways(widget: QWidget) -> int:
    """Measure how far anything that is seen scrolls sideways."""
    areas = [each for each in widget.findChildren(QScrollArea) if each.isVisible()]
    return max(each.horizontalScrollBar().maximum() for each in areas)


def test_six_people_fit_on_a_small_screen_with_all_that_they_pay(small: MainWindow, eyes: Eyes) -> None:
    view = small.households.household
    eyes.shoot(small, "six-people")

    assert view.findChildren(Scroller)[0].verticalScrollBar().maximum() == 0
    assert sideways(small) == 0
    assert len(view.members.rows) == 6
    for part in (*view.members.cells, view.quote.total, view.visits, view.collect, view.transfer):
        corner = part.mapTo(small, QPoint(part.width(), part.height()))
        assert corner.x() <= small.width()
        assert corner.y() <= small.height()
    assert not clipped(view)


def test_with_texts_twice_as_large_nothing_is_clipped(
    small: MainWindow, look: Look, eyes: Eyes, qapp: QApplication
) -> None:
    view = small.households.household
    try:
        look.wear(LIGHT, qapp, 200)
        QTest.qWait(50)
        eyes.settle()
        eyes.shoot(small, "six-people-200")

        assert sideways(small) == 0
        assert not clipped(view)
        boxes = [cell.box.mapTo(view, QPoint()).y() for cell in view.members.cells]
        assert all(one < other for one, other in pairwise(boxes)), "one scheme stands below the other"
    finally:
        look.wear(LIGHT, qapp, 100)


def clipped(view: QWidget) -> list[str]:
    """Name the texts that do not have the room that they need."""
    cut = [
        each.text()
        for each in view.findChildren(QLabel)
        if each.isVisible()
        and (
            each.text() != each.toolTip()
            if isinstance(each, Elided)
            else not each.wordWrap() and each.width() < each.sizeHint().width()
        )
    ]
    buttons = view.findChildren(QAbstractButton)
    return cut + [
        each.text() for each in buttons if each.isVisible() and each.width() < each.minimumSizeHint().width()
    ]


def keys_of(view: HouseholdView, count: int) -> list[QWidget]:
    """Go on with Tab so many times."""
    visited = list[QWidget]()
    for _each in range(count):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    del view
    return visited


def test_tab_goes_through_the_page_in_reading_order(small: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    view = small.households.household
    second = view.members.rows[1].person_id
    core.offers.refused[second, Scheme.HEALTH] = DecisionMissingError("GB")
    view.quote.health.choices.buttons[0].click()
    eyes.settle()
    view.members.focus_first()
    first, refused = view.members.rows[0], view.members.rows[1]

    visited = keys_of(view, 60)

    wanted: list[QWidget] = [
        *(each.box for each in first.covers),
        first.due.details,
        refused.covers[0].box,
        refused.covers[1].box,
        refused.due.details,
        *(each for each in refused.below.strips[0].buttons if each.isVisible()),
        view.members.rows[2].covers[0].box,
        view.members.rows[5].due.details,
        view.quote.how,
        view.quote.blocked.untick,
        view.quote.plan.income,
        view.collect,
        view.record,
        view.transfer,
    ]
    places = [visited.index(each) for each in wanted]
    assert places == sorted(places)


def test_everything_that_can_be_pressed_has_a_name(small: MainWindow) -> None:
    view = small.households.household
    nameless = [
        each
        for each in view.findChildren(QAbstractButton)
        if each.isVisible() and not (each.accessibleName() or each.text())
    ]

    assert nameless == []
    assert view.members.cells[0].box.accessibleName() == "BHYT của Lê Quốc Dũng"
    assert view.members.cells[0].box.accessibleDescription().startswith("Còn ")


def test_from_the_search_to_a_visit_and_a_draft_by_keys_alone(
    small: MainWindow, core: FakeCore, qtbot: QtBot, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.go_back()

    def by_keys(dialog: VisitDialog) -> int:
        dialog.show()
        QTest.qWait(20)
        focus = dialog.focusWidget()
        QTest.keyClick(focus, Qt.Key.Key_Right)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        return 1

    monkeypatch.setattr(VisitDialog, "exec", by_keys)
    QTest.keyClick(small, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(small.search, "le quoc dung")
    QTest.keyClick(small.search, Qt.Key.Key_Return)
    eyes.settle()
    view = small.households.household
    assert QApplication.focusWidget() is view.members.cells[0].box
    QTest.keyClick(view.members.cells[0].box, Qt.Key.Key_F8)
    eyes.settle()
    assert {each.outcome for each in core.queries.members[FIRST]} == {Outcome.PROMISED}
    assert small.focusWidget() is view.members.cells[0].box, "the keys are where they were"

    small.activateWindow()
    box = view.members.cells[0].box
    # A key may be a scanner's: the window waits a moment before it believes in a hand.
    QTest.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not box.isChecked())
    eyes.settle()
    QTest.keyClick(box, Qt.Key.Key_F9)
    eyes.settle()
    drafted = small.collect.presenter.state
    assert isinstance(drafted, Drafted)
    assert view.members.rows[0].person_id not in {
        each.subject.person_id for each in drafted.draft.lines if each.scheme is Scheme.HEALTH
    }


def test_nobody_ticked_shows_no_sum(bench: Bench, qtbot: QtBot, eyes: Eyes) -> None:
    view = shown_page(bench, qtbot, eyes)
    for cell in view.members.cells:
        if cell.box.isChecked():
            cell.box.click()
    eyes.settle()

    assert isinstance(ready(view.presenter).price, NotPriced)
    assert view.quote.total.text() == ""
    assert "Đánh dấu ô" in texts(view.quote)
    assert not any(row.due.details.isVisible() for row in view.members.rows)
