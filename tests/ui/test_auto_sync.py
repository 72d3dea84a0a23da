"""The window sends by itself what was recorded, and leaves a dead line more and more alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from agent_app.services.changes import Changed, Touched
from agent_app.sync.failures import DeviceRevokedError
from agent_app.ui.auto_sync import AutoSync
from agent_app.ui.bench import Bench
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.sync.presenter import RunPresenter
from agent_app.ui.places import Place
from agent_app.ui.rhythm import AFTER_WORK, LONGEST, NEEDS_SOMEBODY, SOON, USUAL, Rhythm
from agent_app.ui.tasks import TaskRunner
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.seeing import Eyes
from tests.ui.test_sync_page import NoNetworkError

VISIT = Changed.of(Touched.VISITS, Touched.SYNC)
# A timer that saves power is on time to a twentieth.
ROUGHLY = 0.06


@pytest.fixture
def runs(core: FakeCore, bench: Bench) -> RunPresenter:
    """Exchanges of a window where something waits."""
    fill_receipts(core)
    return RunPresenter(bench)


@pytest.fixture
def auto(bench: Bench, runs: RunPresenter) -> AutoSync:
    """What begins them, allowed to."""
    made = AutoSync(bench, runs)
    made.allow(allowed=True)
    return made


def due(auto: AutoSync, eyes: Eyes) -> None:
    """Let the time come, and the exchange end."""
    auto._timer.timeout.emit()
    eyes.settle()


def left(auto: AutoSync) -> float:
    seconds = auto.seconds_left
    assert seconds is not None
    return seconds


def test_the_first_exchange_waits_until_the_window_is_in_use(auto: AutoSync) -> None:
    assert left(auto) == pytest.approx(SOON, rel=ROUGHLY)


def test_an_exchange_by_itself_sends_what_waits(auto: AutoSync, core: FakeCore, eyes: Eyes) -> None:
    due(auto, eyes)

    assert core.queries.sync_status().waiting_receipts == 0
    assert left(auto) == pytest.approx(USUAL, rel=0.1 + ROUGHLY)


def test_what_was_recorded_is_sent_soon_and_each_act_puts_it_off(
    auto: AutoSync, runner: TaskRunner, eyes: Eyes
) -> None:
    due(auto, eyes)

    runner.changed.emit(VISIT)

    assert left(auto) == pytest.approx(AFTER_WORK, rel=ROUGHLY)


@pytest.mark.parametrize("kinds", [(Touched.ROUTE,), (Touched.SYNC,), tuple(Touched)])
def test_what_is_no_work_of_the_agent_changes_nothing(
    kinds: tuple[Touched, ...], auto: AutoSync, runner: TaskRunner, eyes: Eyes
) -> None:
    due(auto, eyes)

    runner.changed.emit(Changed.of(*kinds))

    assert left(auto) > AFTER_WORK


def test_a_dead_line_is_tried_less_and_less_often(auto: AutoSync, core: FakeCore, eyes: Eyes) -> None:
    core.sync.error = NoNetworkError()
    pauses = []
    for _ in range(8):
        due(auto, eyes)
        pauses.append(left(auto))

    assert pauses[0] < 4 * 60
    assert pauses[3] > pauses[0]
    assert max(pauses) <= LONGEST * 1.3
    core.sync.error = None
    due(auto, eyes)
    assert left(auto) <= USUAL * 1.15


def test_offline_then_work_the_retry_stays_due(
    auto: AutoSync, core: FakeCore, runner: TaskRunner, eyes: Eyes
) -> None:
    core.sync.error = NoNetworkError()
    due(auto, eyes)
    before = left(auto)

    runner.changed.emit(VISIT)

    assert left(auto) == pytest.approx(before, rel=ROUGHLY)
    core.sync.error = None
    due(auto, eyes)
    assert core.queries.sync_status().waiting_receipts == 0


def test_where_somebody_is_needed_the_window_waits_for_somebody(
    auto: AutoSync, runs: RunPresenter, core: FakeCore, eyes: Eyes
) -> None:
    core.sync.error = DeviceRevokedError()
    due(auto, eyes)
    before = auto.seconds_left

    core.sync.error = None
    runs.begin()
    eyes.settle()

    assert before is None
    assert left(auto) > AFTER_WORK


@pytest.mark.parametrize("code", sorted(NEEDS_SOMEBODY))
def test_what_trying_again_does_not_mend_is_not_tried_again(code: str) -> None:
    assert Rhythm().after_failure(code).pause(0.5) is None
    assert Rhythm().after_failure(code).pause_after_work() is None
    assert Rhythm().after_failure(code).after_success() == Rhythm()


def test_a_window_that_must_not_or_rests_begins_nothing(
    auto: AutoSync, runner: TaskRunner, eyes: Eyes
) -> None:
    auto.allow(allowed=False)
    runner.changed.emit(VISIT)
    assert auto.seconds_left is None

    auto.allow(allowed=True)
    auto.rest()
    runner.changed.emit(VISIT)
    assert auto.seconds_left is None
    eyes.settle()


def test_a_failed_exchange_that_moved_nothing_disturbs_no_page(
    auto: AutoSync, core: FakeCore, runner: TaskRunner, eyes: Eyes
) -> None:
    core.sync.error = NoNetworkError()
    told = list[object]()
    runner.changed.connect(told.append)

    due(auto, eyes)

    assert told == [Changed.of(Touched.SYNC)]


def test_the_window_obeys_what_is_chosen_on_the_settings_page(window: MainWindow, eyes: Eyes) -> None:
    window.go(Place.SETTINGS)
    eyes.settle()
    by_itself, only_when_asked = window.settings.auto_sync.buttons
    waits = [window.auto_sync.seconds_left]
    for button in (only_when_asked, by_itself):
        button.click()
        eyes.settle()
        waits.append(window.auto_sync.seconds_left)

    assert [each is not None for each in waits] == [True, False, True]


def test_an_exchange_that_began_by_itself_is_seen_on_the_page_that_is_opened_later(
    window: MainWindow, core: FakeCore, qtbot: QtBot, eyes: Eyes
) -> None:
    core.sync.error = NoNetworkError()
    due(window.auto_sync, eyes)

    window.go(Place.SYNC)
    eyes.settle()

    assert "Không gửi được" in window.sync.notice.text.text()
    assert qtbot is not None


@given(st.lists(st.sampled_from([None, "sync.offline", "sync.server_busy"]), max_size=30), st.floats(0, 1))
def test_a_pause_is_never_short_and_never_endless(ends: list[str | None], chance: float) -> None:
    rhythm = Rhythm()
    for end in ends:
        rhythm = rhythm.after_success() if end is None else rhythm.after_failure(end)

        pause = rhythm.pause(chance)
        assert pause is not None
        assert 60 <= pause <= LONGEST * 1.25
