"""A household of which a transfer is awaited: its page says so, and offers it no second time by itself."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.services.changes import Changed, Touched
from agent_app.services.lines import AwaitedLine
from agent_app.ui.bench import Bench
from agent_app.ui.pages.households.page import HouseholdsPage
from agent_app.ui.pages.households.presenter import HouseholdPresenter
from tests.builders import an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

FIRST = HouseholdId(an_id(1))


def await_transfer(core: FakeCore) -> None:
    """Let the first member's BHYT be awaited."""
    one, *others = core.queries.members[FIRST]
    awaited = AwaitedLine(Scheme.HEALTH, PurposeCode("BH7K3QX9M2C"), Dong(1_571_130))
    core.queries.members[FIRST] = (replace(one, awaited=(awaited,)), *others)


def test_the_page_says_what_is_awaited_and_does_not_tick_it(
    core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    await_transfer(core)
    page = HouseholdsPage(bench)
    qtbot.addWidget(page)
    page.resize(1158, 680)
    page.set_active(active=True)
    page.open(FIRST)
    page.show()
    eyes.settle()

    assert "Chờ tiền về 1.571.130 đ" in texts(page)
    assert "khoản chuyển BH7K3QX9M2C" in texts(page)
    eyes.shoot(page, "household-awaited")


def test_what_has_come_to_be_awaited_is_ticked_no_more_and_may_be_ticked_again(
    core: FakeCore, bench: Bench, eyes: Eyes
) -> None:
    presenter = HouseholdPresenter(bench)
    presenter.set_active(active=True)
    presenter.open(FIRST)
    eyes.settle()
    tick = (core.queries.members[FIRST][0].id, Scheme.HEALTH)
    assert presenter.ready is not None
    assert tick in presenter.ready.wish.ticked

    await_transfer(core)
    bench.runner.changed.emit(Changed.of(Touched.RECEIPTS))
    eyes.settle()
    assert tick not in presenter.ready.wish.ticked

    presenter.tick(tick, on=True)
    bench.runner.changed.emit(Changed.of(Touched.RECEIPTS))
    eyes.settle()
    assert tick in presenter.ready.wish.ticked, "who ticks it in spite of that is asked at the till"
