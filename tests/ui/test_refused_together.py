"""Several at the door who are refused for one reason: it is told once."""

import pytest
from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Scheme
from agent_app.domain.support_decision import DecisionMissingError
from agent_app.ui.bench import Bench
from agent_app.ui.parts.boxes import Scroller
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts
from tests.ui.test_door import live_together, ready, shown_page


@pytest.mark.parametrize("paying", [0, 1])
def test_six_who_are_refused_for_one_reason_are_told_so_once_and_the_sum_stays_in_sight(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes, paying: int
) -> None:
    people = live_together(core, 6)
    for each in people[paying:]:
        core.offers.refused[each, Scheme.HEALTH] = DecisionMissingError("GB")
    view = shown_page(bench, qtbot, eyes)
    for cell in view.members.cells:
        if cell.tick[1] is Scheme.HEALTH and not cell.box.isChecked():
            cell.box.click()
    eyes.settle()
    eyes.shoot(view, f"six-refused-{paying}")

    strips = [strip for row in view.members.rows for strip in row.below.strips]
    assert strips == view.members.rows[-1].below.strips[:1]
    assert all(member.name in texts(strips[0]) for member in ready(view.presenter).page.members[paying:])
    assert not strips[0].details.isVisible()
    scroller = next(each for each in view.findChildren(Scroller) if each.isAncestorOf(view.quote))
    seen = view.quote.total if paying else view.quote.title
    assert scroller.viewport().rect().contains(seen.mapTo(scroller.viewport(), seen.rect().bottomRight()))

    strips[0].household_form.click()
    eyes.settle()
    asked = core.offers.asked[-1].requests
    paid = [each for each in asked if each.scheme is Scheme.HEALTH and each.person_id in people[paying:]]
    assert [each.health_group for each in paid] == ["GD"] * len(people[paying:])
    view.members.rows[-1].below.strips[0].untick.click()
    eyes.settle()
    assert not {(each, Scheme.HEALTH) for each in people[paying:]} & ready(view.presenter).wish.ticked
