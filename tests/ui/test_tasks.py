import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from agent_app.domain.errors import EnvironmentFailure
from agent_app.services.changes import Changed, Touched
from agent_app.services.ports import Report
from agent_app.ui.tasks import Lane, Progress, TaskRunner

GUI = threading.current_thread()


@dataclass(eq=False)
class TornCableError(EnvironmentFailure):
    code: ClassVar[str] = "test.torn_cable"


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[threading.Thread] = set()

    def hear(self, value: object = None) -> None:
        self.heard.append(value)
        self.threads.add(threading.current_thread())


def count_to_two(report: Report) -> int:
    report(1, 2)
    report(2, 2)
    return 2


def where(_report: Report) -> threading.Thread:
    return threading.current_thread()


def test_a_job_runs_off_the_gui_thread_and_is_heard_in_it(runner: TaskRunner, qtbot: QtBot) -> None:
    listener = Listener()
    plain: list[threading.Thread] = []

    def hear_plainly(_answer: object) -> None:
        plain.append(threading.current_thread())

    task = runner.make(where)
    task.succeeded.connect(listener.hear)
    task.succeeded.connect(hear_plainly)
    with qtbot.waitSignal(task.finished):
        runner.start(task)

    assert listener.heard != [GUI]
    assert listener.threads == {GUI}
    assert plain == [GUI]


def test_progress_comes_before_the_answer(runner: TaskRunner, qtbot: QtBot) -> None:
    listener = Listener()
    task = runner.make(count_to_two)
    task.progressed.connect(listener.hear)
    task.succeeded.connect(listener.hear)
    with qtbot.waitSignal(task.finished):
        runner.start(task)

    assert listener.heard == [Progress(1, 2), Progress(2, 2), 2]


def test_a_cancelled_job_ends_at_its_next_report(runner: TaskRunner, qtbot: QtBot) -> None:
    begun, listener = threading.Event(), Listener()

    def endless(report: Report) -> None:
        while True:
            report(0, 0)
            begun.set()

    task = runner.make(endless)
    task.succeeded.connect(listener.hear)
    task.failed.connect(listener.hear)
    with qtbot.waitSignal(task.cancelled):
        runner.start(task)
        begun.wait()
        task.cancel()

    assert listener.heard == []


def test_a_job_that_was_cancelled_before_its_turn_never_begins(runner: TaskRunner, qtbot: QtBot) -> None:
    begun = threading.Event()

    def begin(_report: Report) -> None:
        begun.set()

    task = runner.make(begin)
    task.cancel()
    with qtbot.waitSignal(task.cancelled):
        runner.start(task)

    assert not begun.is_set()


@pytest.mark.logs_warning(r"not done: test\.torn_cable")
def test_an_expected_failure_arrives_as_it_is(runner: TaskRunner, qtbot: QtBot) -> None:
    def tear(_report: Report) -> None:
        raise TornCableError

    task = runner.make(tear)
    with qtbot.waitSignal(task.failed) as failed:
        runner.start(task)

    assert isinstance(failed.args[0], TornCableError)


@pytest.mark.logs_warning("ERROR agent_app.ui.tasks: failed")
def test_a_bug_is_logged_and_told(runner: TaskRunner, qtbot: QtBot) -> None:
    def stumble(_report: Report) -> None:
        raise ZeroDivisionError

    task = runner.make(stumble)
    with qtbot.waitSignal(task.failed) as failed:
        runner.start(task)

    assert isinstance(failed.args[0], ZeroDivisionError)


def test_jobs_of_one_lane_keep_their_order_and_lanes_do_not_wait_for_each_other(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    gate, listener = threading.Event(), Listener()

    def wait(_report: Report) -> str:
        gate.wait()
        return "first"

    def pass_by(_report: Report) -> str:
        return "second"

    def net(_report: Report) -> str:
        gate.set()
        return "net"

    first, second, other = (runner.make(job) for job in (wait, pass_by, net))
    for task in (first, second):
        task.succeeded.connect(listener.hear)
    with qtbot.waitSignal(second.finished):
        runner.start(first)
        runner.start(second)
        runner.start(other, Lane.NETWORK)

    assert listener.heard == ["first", "second"]


def test_changes_are_announced_once(runner: TaskRunner, qtbot: QtBot) -> None:
    listener = Listener()
    runner.changed.connect(listener.hear)
    changed = Changed.of(Touched.RECEIPTS)
    task = runner.make(count_to_two, changed)
    with qtbot.waitSignal(runner.changed):
        runner.start(task)

    assert listener.heard == [changed]
    assert not runner.busy


def test_shutdown_waits_until_no_worker_is_left(runner: TaskRunner) -> None:
    begun, left = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        begun.set()
        try:
            while True:
                report(0, 0)
        finally:
            left.set()

    runner.start(runner.make(work))
    runner.start(runner.make(count_to_two))
    begun.wait()
    runner.shutdown()

    assert left.is_set()
    runner.start(runner.make(count_to_two))
    assert not runner.busy
