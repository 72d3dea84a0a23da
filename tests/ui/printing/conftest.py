"""A desk with two printers that print into files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from agent_app.ui.bench import Bench
from agent_app.ui.printing.desk import PrintDesk
from agent_app.ui.printing.leaving import LeavingPresenter
from tests.ui.fake_printers import FakePrinters


@pytest.fixture
def printers(tmp_path: Path) -> FakePrinters:
    """Two printers."""
    folder = tmp_path / "Máy in"
    folder.mkdir()
    return FakePrinters(folder)


@pytest.fixture
def leaving(bench: Bench, printers: FakePrinters) -> LeavingPresenter:
    """Lets papers leave without anybody looking."""
    return LeavingPresenter(bench, printers)


@pytest.fixture
def desk(bench: Bench, printers: FakePrinters, qtbot: QtBot) -> Iterator[PrintDesk]:
    """A desk in a bare window."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = PrintDesk(bench, window)
    made.printers = printers
    yield made
    made.rest()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
