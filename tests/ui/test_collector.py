"""Cycles are collected in the window's thread alone."""

import gc
import weakref
from collections.abc import Iterator
from threading import Thread

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from agent_app.ui.collector import Collector


class Knot:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    """One at work."""
    made = Collector(qapp)
    yield made
    made.deleteLater()


def tie_knots(count: int) -> "weakref.ref[Knot]":
    """Leave cycles behind, and tell the first of them."""
    knots = [Knot() for _ in range(count)]
    return weakref.ref(knots[0])


def test_a_thread_that_makes_many_objects_collects_nothing(collector: Collector) -> None:
    assert isinstance(collector, QObject)
    left: list[weakref.ref[Knot]] = []
    worker = Thread(target=lambda: left.append(tie_knots(20_000)))
    worker.start()
    worker.join()

    assert left[0]() is not None
    collector.look()
    assert left[0]() is None


def test_nothing_is_looked_through_while_little_was_made(collector: Collector) -> None:
    gc.collect()
    left = tie_knots(3)
    collector.look()

    assert left() is not None
