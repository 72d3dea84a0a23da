"""What the windows of a check complain of, or do not show, fails it."""

from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from agent_app.self_check.failure import SelfCheckError, require
from agent_app.self_check.window import application


def test_a_complaint_of_qt_fails_the_check(tmp_path: Path, qtbot: object) -> None:
    del qtbot

    with pytest.raises(SelfCheckError) as caught, application(tmp_path):
        qWarning("QPainter::begin: no device")

    assert "QPainter::begin: no device" in caught.value.what


def test_what_a_platform_without_a_screen_says_is_no_complaint(tmp_path: Path, qtbot: object) -> None:
    del qtbot

    with application(tmp_path):
        qWarning("This plugin does not support raise()")


def test_what_is_required_and_not_found_is_told_in_words() -> None:
    with pytest.raises(SelfCheckError) as caught:
        require([], "Cửa sổ chính gần như trống")

    assert caught.value.what == "Cửa sổ chính gần như trống"
