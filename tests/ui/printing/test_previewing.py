from pytestqt.qtbot import QtBot

from agent_app.ui.bench import Bench
from agent_app.ui.printing.previewing import Making, PreviewPresenter, Shown
from agent_app.ui.tasks import Lane
from tests.ui.fake_printers import FakePrinters
from tests.ui.printing.lending import Lent
from tests.ui.printing.papers import A4, A5_WIDE, Batch, pdf


def test_what_was_asked_before_is_never_shown_as_what_is_asked_now(
    bench: Bench, printers: FakePrinters, qtbot: QtBot
) -> None:
    former, now = Batch(pdf(1, A5_WIDE)), Batch(pdf(2, A4))
    presenter = PreviewPresenter(bench, printers, former.wanted())
    states = list[object]()
    presenter.state_changed.connect(states.append)
    with Lent(bench, Lane.PAPER):
        presenter.begin()
        qtbot.waitUntil(lambda: former.looks == 1)
        with Lent(bench, Lane.DATABASE):
            qtbot.wait(100)
            presenter.show_shape(now.wanted())
    qtbot.waitUntil(lambda: isinstance(presenter.state, Shown) and not bench.runner.busy)

    shown = [each for each in states if not isinstance(each, Making)]
    assert [len(each.sizes) for each in shown if isinstance(each, Shown)] == [2]
    assert len(shown) == 1


def test_a_paper_that_nobody_wants_any_more_says_nothing_of_its_failure(
    bench: Bench, printers: FakePrinters, qtbot: QtBot
) -> None:
    broken, now = Batch(b"no paper"), Batch(pdf(2))
    presenter = PreviewPresenter(bench, printers, broken.wanted())
    states = list[object]()
    presenter.state_changed.connect(states.append)
    with Lent(bench, Lane.PAPER):
        presenter.begin()
        qtbot.waitUntil(lambda: broken.looks == 1)
        qtbot.wait(100)
        presenter.show_shape(now.wanted())
    qtbot.waitUntil(lambda: isinstance(presenter.state, Shown) and not bench.runner.busy)

    assert all(isinstance(each, Making | Shown) for each in states)
