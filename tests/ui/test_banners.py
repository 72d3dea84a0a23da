"""What the user should know stands below the top bar, and goes when it is no longer so."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.runtime.standing_words import Topic
from agent_app.services.standing import ReadOnlyReason, Replay, Standing
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.theme import DARK, Theme
from tests.builders import NOW, an_id
from tests.ui.fake_core import FakeCore
from tests.ui.seeing import Eyes, texts

REPLAY = Replay(NOW, 3, Dong(2_140_000), others=2, unnumbered=1)
ALL = Standing((REPLAY,), low_disk=True, clock_behind=date(2026, 11, 21), frozen_books=("AB/26 0001",))


def show(window: MainWindow, core: FakeCore, eyes: Eyes, standing: Standing) -> list[Topic]:
    """Let the home stand so; return what the strips are about."""
    core.stands = standing
    window.standing.reload()
    eyes.settle()
    return [strip.topic for strip in window.banners.strips]


def test_a_home_that_stands_well_takes_no_room(window: MainWindow) -> None:
    assert not window.banners.isVisible()


def test_each_thing_has_its_strip_the_most_pressing_first(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    assert show(window, core, eyes, ALL) == [Topic.LOW_DISK, Topic.REPLAYED, Topic.CLOCK, Topic.FROZEN]
    window.banners.strips[0].more.click()
    said = texts(window.banners)
    assert "Đã chép lại 3 biên lai, 2.140.000 đ từ nhật ký tiền" in said
    assert "Ít nhất 2 thao tác khác" in said
    assert "Đồng hồ máy chạy lùi: sổ đã ghi đến ngày 21/11/2026" in said
    eyes.shoot(window, "banners")


@pytest.mark.parametrize("reason", ReadOnlyReason)
def test_a_store_that_is_only_read_says_why_and_what_still_works(
    window: MainWindow, core: FakeCore, eyes: Eyes, reason: ReadOnlyReason
) -> None:
    shown = show(window, core, eyes, Standing(low_disk=True, read_only=reason))

    assert shown == [Topic[{"disk_full": "DISK_FULL", "file_damaged": "DAMAGED"}[reason.value]]]
    assert "xem, in và đồng bộ" in texts(window.banners)
    assert "agent-app" not in texts(window.banners)
    eyes.shoot(window, f"read only {reason.value}")


@pytest.mark.parametrize("reason", ReadOnlyReason)
def test_nothing_offers_to_write_where_nothing_can_be_written(
    window: MainWindow, core: FakeCore, eyes: Eyes, reason: ReadOnlyReason
) -> None:
    household, waiting = window.households.household, core.queries.waiting
    window.open_household(HouseholdId(an_id(1)))
    eyes.settle()
    window.collect_money()
    eyes.settle()
    show(window, core, eyes, Standing(read_only=reason))
    offers = (window.due.import_button, household.record, household.collect, window.collect.draft.issue)
    assert [each.isEnabled() for each in offers] == [False] * 4
    assert {"ghi được vào sổ" in each.toolTip() for each in offers} == {True}
    eyes.shoot(window, f"no receipt {reason.value}")
    QTest.keyClick(window.collect.draft.payer, Qt.Key.Key_Return)
    window.open_household(HouseholdId(an_id(1)))
    eyes.settle()
    window.record_outcomes()
    window.collect_money()
    window.start_import()
    eyes.settle()
    assert core.queries.waiting == waiting
    show(window, core, eyes, Standing())

    assert [each.isEnabled() for each in offers] == [True] * 4
    assert window.due.import_button.toolTip() == "Ctrl+I"


def test_the_most_pressing_is_seen_and_the_rest_for_whoever_asks(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    show(window, core, eyes, ALL)
    strips = window.banners.strips
    assert [strip.isVisible() for strip in strips] == [True, False, False, False]
    assert "Còn 3 điều" in texts(window.banners)
    strips[0].more.click()
    assert [strip.isVisible() for strip in strips] == [True] * 4
    strips[0].more.click()
    assert [strip.isVisible() for strip in strips] == [True, False, False, False]
    show(window, core, eyes, Standing(low_disk=True))

    assert not window.banners.strips[0].more.isVisible()


def test_what_was_put_back_is_told_until_it_has_been_read(
    window: MainWindow, core: FakeCore, eyes: Eyes
) -> None:
    show(window, core, eyes, Standing((REPLAY,)))
    window.banners.strips[0].button.click()
    eyes.settle()

    assert core.stands.replays == ()
    assert not window.banners.isVisible()


def test_a_strip_leads_to_what_resolves_it(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    show(window, core, eyes, ALL)
    window.banners.strips[0].button.click()
    eyes.settle()
    assert window.pages.currentWidget() is window.sync
    core.stands = Standing(clock_behind=date(2026, 11, 21))
    window.banners.strips[2].button.click()
    eyes.settle()

    assert [strip.topic for strip in window.banners.strips] == [Topic.CLOCK]


def test_what_is_seen_already_keeps_its_place(window: MainWindow, core: FakeCore, eyes: Eyes) -> None:
    show(window, core, eyes, ALL)
    before = list(window.banners.strips)
    show(window, core, eyes, ALL)

    assert window.banners.strips == before


def test_a_disk_that_fills_is_seen_without_a_word(
    window: MainWindow, core: FakeCore, eyes: Eyes, qtbot: QtBot
) -> None:
    core.stands = Standing(low_disk=True)
    window.standing.findChildren(type(window.standing._timer))[0].setInterval(10)
    qtbot.waitUntil(window.banners.isVisible)
    eyes.settle()

    assert [strip.topic for strip in window.banners.strips] == [Topic.LOW_DISK]


def test_strips_are_read_in_the_dark(window: MainWindow, core: FakeCore, eyes: Eyes, look: Look) -> None:
    show(window, core, eyes, ALL)
    window.settings.presenter.choose_theme(Theme.DARK)
    eyes.settle()
    assert look.tokens is DARK
    eyes.shoot(window, "banners dark")
    window.settings.presenter.choose_theme(Theme.LIGHT)
    eyes.settle()
