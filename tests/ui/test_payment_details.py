"""What is special about one payment: asked in one dialog, and kept with the wish."""

import gc
import weakref
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.local_support import LocalBasis, LocalRule, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.rates import Certainty, Figure
from agent_app.domain.receipt import PlaceSource
from agent_app.domain.support_decision import SupportDecision
from agent_app.services.payments import LocalTerms, ShownDecision
from agent_app.ui.look import Look
from agent_app.ui.pages.households.household_fields import rule_name, typed_number
from agent_app.ui.pages.households.payment_details import PaymentDetails
from agent_app.ui.pages.households.payment_fields import HealthFields, PensionFields, named_group
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.pages.households.wish import Details, Wish
from tests.builders import NOW, TODAY, an_id
from tests.ui.fake_core import FakeCore, make_member
from tests.ui.fake_offers import OPTIONS
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))
FIGURE = Figure("local_support.tan-minh", Decimal("0.1"), TODAY, None, "NQ 05/2026", Certainty.LAW)
RULE = LocalRule(FIGURE, LocalBasis.ADDITIONAL, Scheme.HEALTH, "ngân sách tỉnh")


@pytest.fixture
def asked(core: FakeCore) -> Ready:
    """A household whose first member wants both schemes; nobody holds a place."""
    page = core.queries.household(FIRST, 2026)
    members = tuple(replace(each, place=None) for each in page.members)
    ticked = frozenset((members[0].id, scheme) for scheme in Scheme)
    options = replace(OPTIONS, rules=(RULE,))
    return Ready(replace(page, members=members), TODAY, options, Wish(ticked))


def make(ready: Ready, look: Look, qtbot: QtBot) -> PaymentDetails:
    dialog = PaymentDetails(None, look, ready, ready.page.members[0].id)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def parts(dialog: PaymentDetails) -> tuple[HealthFields, PensionFields]:
    assert dialog.health is not None
    assert dialog.pension is not None
    return dialog.health, dialog.pension


def said(dialog: PaymentDetails, ready: Ready, scheme: Scheme) -> Details:
    dialog.save()
    assert dialog.wish is not None
    return dialog.wish.of((ready.page.members[0].id, scheme))


def test_nothing_said_leaves_the_wish_as_it_was(asked: Ready, look: Look, qtbot: QtBot, eyes: Eyes) -> None:
    dialog = make(asked, look, qtbot)
    eyes.shoot(dialog, "details")
    dialog.save()

    assert dialog.wish == asked.wish


def test_a_supported_group_is_proven_by_a_decision(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    health, _pension = parts(dialog)
    assert not health.decision.isVisible()
    health.group.choose("GB")
    assert health.decision.isVisible()
    assert "Chưa ghi quyết định nào" in texts(health)
    health.decision.number.setText("12/QĐ-UBND")
    health.decision.issuer.setText("UBND xã Tân Minh")

    assert said(dialog, asked, Scheme.HEALTH) == Details(
        health_group="GB",
        decision=ShownDecision("12/QĐ-UBND", "UBND xã Tân Minh", date(2026, 1, 1), date(2026, 12, 31)),
    )


def test_a_decision_that_is_recorded_is_shown(asked: Ready, look: Look, qtbot: QtBot) -> None:
    decision = SupportDecision("GB", "7/QĐ", "UBND", date(2026, 1, 1), date(2027, 12, 31))
    record = StatusRecord(StatusId(an_id(5)), FIRST, None, decision, RecordSource.TYPED, NOW)
    dialog = make(replace(asked, page=replace(asked.page, statuses=(record,))), look, qtbot)
    health, _pension = parts(dialog)
    health.group.choose("GB")

    assert "quyết định 7/QĐ" in texts(health)
    assert said(dialog, asked, Scheme.HEALTH).decision is None


def test_a_decision_of_no_group_that_needs_one_is_let_go(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    health, _pension = parts(dialog)
    health.group.choose("GB")
    health.decision.number.setText("12/QĐ-UBND")
    health.group.choose("GD")

    assert said(dialog, asked, Scheme.HEALTH) == Details(health_group="GD")


def test_a_decision_that_cannot_be_is_not_taken(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    health, _pension = parts(dialog)
    health.group.choose("GB")
    health.decision.issuer.setText("UBND")
    dialog.save()
    assert "ghi số quyết định" in texts(dialog)
    health.decision.number.setText("1")
    health.decision.until.put(date(2025, 1, 1))
    dialog.save()
    assert "phải sau ngày bắt đầu" in texts(dialog)

    assert dialog.wish is None


def test_another_card_months_and_a_place_are_taken(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    health, _pension = parts(dialog)
    assert not health.other_card.date.isEnabled()
    health.other_card.box.setChecked(True)
    health.other_card.date.put(TODAY + timedelta(20))
    health.months.choose(6)
    health.place.choose(3)

    assert said(dialog, asked, Scheme.HEALTH) == Details(
        months=6, previous_end=TODAY + timedelta(20), place=3
    )
    assert dialog.wish is not None
    member = asked.page.members[0]
    assert dialog.wish.places(asked.page.members) == (TakenPlace(3, PlaceSource.ASKED, member.id),)


def test_every_plan_of_bhxh_can_be_chosen_for_one_alone(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    _health, pension = parts(dialog)
    assert not pension.missing.isVisible()
    pension.plan.choose((0, PlanKind.MISSING))
    assert pension.missing.isVisible()
    pension.missing.number.setText("400")
    pension.income.setText("2.000.000")
    pension.group.choose(PensionGroup.POOR)
    pension.decision.number.setText("9/QĐ")
    pension.supported.number.setText("24")
    details = said(dialog, asked, Scheme.PENSION)

    assert (details.months, details.plan, details.income) == (60, PlanKind.MISSING, 2_000_000)
    assert (details.group, details.supported_months) == (PensionGroup.POOR, 24)
    assert details.decision is not None
    pension.plan.choose((36, PlanKind.AHEAD))
    assert said(dialog, asked, Scheme.PENSION).months == 36


def test_what_was_said_is_shown_again(asked: Ready, look: Look, qtbot: QtBot) -> None:
    member = asked.page.members[0]
    decision = ShownDecision("1/QĐ", "UBND", date(2026, 2, 1), date(2026, 11, 30))
    health = Details(6, health_group="GB", previous_end=TODAY, decision=decision, place=2)
    pension = Details(18, PlanKind.MISSING, Dong(2_000_000), PensionGroup.MINORITY, 12, None, TODAY, decision)
    local = LocalTerms(
        (
            (Scheme.HEALTH, LocalSupport(LocalBasis.TOTAL, Decimal("0.5"))),
            (Scheme.PENSION, LocalSupport(LocalBasis.AMOUNT, Decimal(66_000))),
        ),
        (RULE,),
    )
    wish = replace(asked.wish, taken=frozenset({1, 7}), local=local)
    wish = wish.detailed((member.id, Scheme.HEALTH), health).detailed((member.id, Scheme.PENSION), pension)
    dialog = make(replace(asked, wish=wish), look, qtbot)
    dialog.save()

    assert dialog.wish == wish


def test_the_place_of_an_own_receipt_is_not_asked_for(asked: Ready, look: Look, qtbot: QtBot) -> None:
    members = (replace(asked.page.members[0], place=1), *asked.page.members[1:])
    dialog = make(replace(asked, page=replace(asked.page, members=members)), look, qtbot)
    health, _pension = parts(dialog)

    assert not health.place.isEnabled()
    assert "theo biên lai" in health.place.currentText()


def test_local_support_is_typed_or_chosen(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    local = dialog.household.locals[Scheme.HEALTH]
    local.basis.choose(LocalBasis.ADDITIONAL)
    dialog.save()
    assert "không quá 100 %" in texts(dialog)
    for nonsense in ("x", "0", "120", "-3", "NaN"):
        local.value.setText(nonsense)
        dialog.save()
        assert dialog.wish is None
    local.value.setText("12,5")
    dialog.household.rules[0][0].setChecked(True)
    dialog.save()

    assert dialog.wish is not None
    assert dialog.wish.local == LocalTerms(
        ((Scheme.HEALTH, LocalSupport(LocalBasis.ADDITIONAL, Decimal("0.125"))),), (RULE,)
    )
    assert rule_name(RULE) == "ngân sách tỉnh: tan-minh (NQ 05/2026)"


def test_money_of_the_place_is_whole_dong(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = make(asked, look, qtbot)
    local = dialog.household.locals[Scheme.PENSION]
    local.basis.choose(LocalBasis.AMOUNT)
    local.value.setText("66.000,5")
    assert "số đồng" in local.trouble
    local.value.setText("66.000")

    assert local.support == LocalSupport(LocalBasis.AMOUNT, Decimal(66_000))


def test_only_what_is_ticked_is_asked_about(asked: Ready, look: Look, qtbot: QtBot) -> None:
    member = asked.page.members[0]
    only = replace(asked, wish=Wish(frozenset({(member.id, Scheme.PENSION)})))
    dialog = make(only, look, qtbot)

    assert dialog.health is None
    assert dialog.pension is not None
    assert list(dialog.household.locals) == [Scheme.PENSION]


def test_asking_returns_what_was_said_or_nothing(
    asked: Ready, look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = make(asked, look, qtbot)

    def save_at_once(dialog: PaymentDetails) -> int:
        dialog.household.places[1].setChecked(True)
        dialog.save()
        return 1

    def give_up(_dialog: PaymentDetails) -> int:
        return 0

    monkeypatch.setattr(PaymentDetails, "exec", save_at_once)
    wish = PaymentDetails.ask(parent, look, asked, asked.page.members[0].id)
    monkeypatch.setattr(PaymentDetails, "exec", give_up)

    assert wish is not None
    assert wish.taken == {2}
    assert PaymentDetails.ask(parent, look, asked, asked.page.members[0].id) is None


def test_the_dialog_is_freed_when_it_is_let_go(asked: Ready, look: Look, qtbot: QtBot) -> None:
    dialog = PaymentDetails(None, look, asked, asked.page.members[0].id)
    with qtbot.waitExposed(dialog):
        dialog.show()
    gone = weakref.ref(dialog)
    dialog.close()
    del dialog
    gc.collect()

    assert gone() is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", "12.5"),
        ("66.000", "66000"),
        ("1.366.200,5", "1366200.5"),
        ("66 000", "66000"),
        ("66000", "66000"),
        ("50 %", "50"),
        ("-3", "-3"),
        ("1.5", None),
        ("66.5", None),
        ("1.36.200", None),
        ("1366.200", None),
        (".500", None),
        ("12,500.000", None),
        ("", None),
        ("x", None),
        ("Infinity", None),
        ("1e3", None),
        ("1_000", None),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, number: str | None) -> None:
    assert typed_number(text) == (None if number is None else Decimal(number))


def test_groups_are_named_with_the_codes_of_papers_only() -> None:
    assert named_group("GB") == "Hộ có mức sống trung bình (GB)"
    assert named_group("co-so-50") == "Lực lượng ở cơ sở, hỗ trợ 50 %"
    assert named_group("XX") == "XX"


MEMBERS = tuple(replace(make_member(at, f"Người {at}", 9), birth=PartialDate(1970 + at)) for at in range(4))
TICKS = st.frozensets(st.tuples(st.sampled_from([each.id for each in MEMBERS]), st.sampled_from(Scheme)))
DETAILS = st.builds(
    Details,
    months=st.sampled_from([None, 3, 6, 12]),
    health_group=st.sampled_from([None, "GD", "GB"]),
    place=st.sampled_from([None, 1, 2, 3]),
)


TOLD = st.lists(st.tuples(st.sampled_from(MEMBERS), DETAILS), max_size=4)


@given(TICKS, TOLD, st.frozensets(st.integers(1, 5)))
def test_each_payment_is_asked_for_once_and_each_place_told_once(
    ticked: frozenset[tuple[object, Scheme]], told: list[tuple[object, Details]], taken: frozenset[int]
) -> None:
    wish = Wish(ticked, taken=taken)  # type: ignore[arg-type]
    for member, details in told:
        wish = wish.detailed((member.id, Scheme.HEALTH), details)  # type: ignore[attr-defined]
    requests, places = wish.requests(MEMBERS), wish.places(MEMBERS)

    assert {(each.person_id, each.scheme) for each in requests} == ticked
    assert len(requests) == len(ticked)
    anonymous = [each.place for each in places if each.person_id is None]
    assert len(anonymous) == len(set(anonymous))
    assert {each.place for each in places} >= taken
    for each in requests:
        own = wish.of((each.person_id, each.scheme))
        assert each.months == (own.months or wish.months_of(each.scheme))
