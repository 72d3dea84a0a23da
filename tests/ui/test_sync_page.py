import threading
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.money import Dong
from agent_app.runtime.review_words import held_words
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import HeldLine, RunLine, SyncStatus
from agent_app.ui.acts import Acts
from agent_app.ui.bench import Bench
from agent_app.ui.pages.sync.presenter import Done, RunPresenter
from agent_app.ui.pages.sync.view import SyncView
from agent_app.ui.pages.sync.wording import done_words, run_words
from tests.builders import NOW, an_id
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.seeing import Eyes, Kept, texts


@dataclass(eq=False)
class NoNetworkError(EnvironmentFailure):
    code: ClassVar[str] = "sync.offline"


@pytest.fixture
def view(core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes) -> SyncView:
    """The page, seen, with three receipts at different stages."""
    fill_receipts(core)
    made = SyncView(bench, RunPresenter(bench))
    qtbot.addWidget(made)
    made.presenter.set_active(active=True)
    made.show()
    eyes.settle()
    return made


def test_three_columns_say_what_waits_what_arrived_and_what_needs_a_look(
    view: SyncView, eyes: Eyes, qtmodeltester: ModelTester
) -> None:
    words = texts(view)

    assert "Chờ gửi" in words
    assert "1 biên lai · 1.366.200 đ" in words
    assert "Cũ nhất: 4 ngày" in words
    assert "Cơ quan BHXH đã nhận" in words
    assert "Biên lai 0000126 (1.366.200 đ): số tiền khác mức" in words
    qtmodeltester.check(view.table.rows)  # type: ignore[no-untyped-call]
    eyes.shoot(view, "sync")


def test_a_run_moves_everything_to_the_office_and_the_page_follows(view: SyncView, eyes: Eyes) -> None:
    view.run.click()
    eyes.settle()

    assert "Cơ quan BHXH đã nhận 1 biên lai · 1.366.200 đ" in texts(view)
    assert view.waiting.figure.text() == "Không còn gì chờ gửi"
    assert "0 biên lai" not in texts(view)
    assert view.review.figure.text() == "1 việc"
    eyes.shoot(view, "sync-done")


def test_what_waits_is_counted_as_an_agent_counts(core: FakeCore, view: SyncView, eyes: Eyes) -> None:
    core.queries.waiting = 3
    view.presenter.reload()
    eyes.settle()

    assert view.waiting.figure.text() == "1 biên lai · 1.366.200 đ"
    assert "và 1 lần đến" in texts(view.waiting)


def test_visits_alone_wait_too(core: FakeCore, view: SyncView, eyes: Eyes) -> None:
    core.queries.views, core.queries.waiting = [], 2
    view.presenter.reload()
    eyes.settle()

    assert view.waiting.figure.text() == "2 lần đến"
    assert view.received.figure.text() == "Chưa có biên lai nào"


def test_an_exchange_says_what_it_moved_and_what_is_left() -> None:
    sent, nothing = Acts(2, Dong(3_797_640), 1), Acts(0, Dong(0), 0)

    assert done_words(Done(sent, nothing, 800)) == (
        "Cơ quan BHXH đã nhận 2 biên lai · 3.797.640 đ và 1 lần đến. Máy đã cập nhật 800 bản ghi."
    )
    assert done_words(Done(nothing, Acts(0, Dong(0), 2), 0)) == (
        "Máy không có gì phải gửi. Còn chờ gửi: 2 lần đến."
    )


@pytest.mark.parametrize(
    ("visits", "receipts", "others"), [(3, 2, 1), (1, 0, 1), (1, 1, 0), (0, 1, 0), (0, 0, 0)]
)
def test_a_receipt_and_its_visit_are_one_act(visits: int, receipts: int, others: int) -> None:
    acts = Acts.of(KindCounts(issued=receipts, visits=visits), receipts, Dong(1_366_200 * receipts))

    assert (acts.receipts, acts.visits, acts.count) == (receipts, others, receipts + others)


def test_what_was_logged_during_an_exchange_hides_nothing_that_has_gone() -> None:
    one = SyncStatus(1, 0, Dong(0), None, 0, Dong(0), None, waiting_kinds=KindCounts(visits=1))

    assert Acts.sent(1, one, one).words == "1 việc"
    assert Acts.sent(1, one, replace(one, waiting_kinds=KindCounts())).words == "1 lần đến"


def test_the_page_never_calls_anything_synced(view: SyncView, eyes: Eyes) -> None:
    view.run.click()
    eyes.settle()

    assert "đã đồng bộ" not in texts(view).lower()


def test_without_a_network_the_page_says_what_is_kept(core: FakeCore, view: SyncView, eyes: Eyes) -> None:
    core.sync.error = NoNetworkError()
    view.run.click()
    eyes.settle()

    assert "Mọi biên lai vẫn an toàn trên máy" in texts(view)
    assert view.table.rows.rowCount() == 3
    eyes.shoot(view, "sync-offline")


def test_an_exchange_can_be_stopped(core: FakeCore, view: SyncView, qtbot: QtBot, eyes: Eyes) -> None:
    core.sync.waits = threading.Event()
    view.run.click()
    qtbot.waitUntil(view.working.isVisible)
    assert not view.run.isEnabled()
    view.working.cancel.click()
    eyes.settle()

    assert "Những gì chưa gửi vẫn nguyên trên máy" in texts(view)
    assert view.run.isEnabled()


def test_only_one_exchange_runs_at_a_time(view: SyncView, eyes: Eyes) -> None:
    kept = Kept(view.runs)
    view.runs.begin()
    assert view.runs.running
    view.runs.begin()
    eyes.settle()

    assert kept.names.count("Done") == 1


def test_the_store_stays_free_while_the_network_waits(
    core: FakeCore, view: SyncView, qtbot: QtBot, eyes: Eyes
) -> None:
    core.sync.waits = threading.Event()
    view.runs.begin()
    kept = Kept(view.presenter)
    view.presenter.reload()
    qtbot.waitUntil(lambda: bool(kept.states))
    core.sync.waits.set()
    eyes.settle()

    assert kept.names[0] == "Ready"


def test_every_reason_of_the_office_has_words() -> None:
    codes = ("amount", "number_taken", "number_outside_book", "receipt_repeated", "signature", "unknown")
    lines = [HeldLine(an_id(1), "receipt.issued", NOW, code, None, None) for code in codes]

    assert len({held_words(line) for line in lines}) == len(codes)
    assert not any(code in held_words(line) for code, line in zip(codes, lines, strict=True))


def test_a_failed_run_is_not_called_done() -> None:
    failed = RunLine(NOW, 1.0, 0, 0, 0, 0, "sync.something_new")

    assert run_words(failed).text.startswith("Chưa xong")


def test_a_clock_that_is_wrong_is_told_of_and_hinders_nothing(
    core: FakeCore, view: SyncView, eyes: Eyes
) -> None:
    assert view.clock.isHidden()
    core.queries.clock_ahead = timedelta(hours=-3, minutes=-5)
    view.presenter.reload()
    eyes.settle()

    assert "Đồng hồ của máy chậm 3 giờ so với máy chủ cơ quan BHXH" in texts(view)
    assert view.run.isEnabled()
    eyes.shoot(view, "sync-clock")

    view.run.click()
    eyes.settle()
    assert view.clock.isVisible()
    core.queries.clock_ahead = timedelta(minutes=10)
    view.presenter.reload()
    eyes.settle()
    assert view.clock.isHidden()


def test_a_receipt_that_the_office_has_not_recorded_is_named_with_why_and_what_to_do(
    core: FakeCore, view: SyncView, eyes: Eyes
) -> None:
    line = HeldLine(
        an_id(78),
        "receipt.issued",
        NOW,
        "not_recorded",
        "0000127",
        Dong(1_366_200),
        "Thiếu chữ ký người nộp.",
    )
    core.queries.held = (line,)
    view.presenter.reload()
    eyes.settle()

    words = texts(view.review)
    assert (
        "Biên lai 0000127 (1.366.200 đ): cơ quan BHXH chưa ghi nhận: Thiếu chữ ký người nộp. Anh/chị" in words
    )
    assert "mang liên 1 đến bổ sung" in words
    eyes.shoot(view, "sync-refused")
