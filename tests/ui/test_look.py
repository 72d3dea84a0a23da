from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from agent_app.ui.choices import keep_dark, wants_dark
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.parts.labels import SignLabel
from agent_app.ui.theme import DARK, LIGHT, Tone
from agent_app.ui.wording import Sign
from tests.ui.seeing import Eyes


@pytest.fixture(autouse=True)
def light_again(look: Look, qapp: QApplication) -> Iterator[None]:
    """Leave the light theme and no choice behind."""
    yield
    if look.dark:
        look.wear(LIGHT, qapp)
    settings = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "di-tung-nha", "agent-app-gui"
    )
    settings.clear()
    settings.sync()


def lightest(icon: QIcon) -> int:
    picture = icon.pixmap(20, 20).toImage()
    points = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return max(each.lightness() for each in points if each.alpha() == 255)


def test_one_press_turns_the_window_dark_and_back(window: MainWindow, eyes: Eyes, look: Look) -> None:
    icon = lightest(window.due.import_button.icon())
    window.navigation.dark.click()
    eyes.settle()
    dark = eyes.shoot(window, "dark-toggled")
    assert dark.pixelColor(700, 700).lightness() < 64
    assert lightest(window.due.import_button.icon()) > icon + 64
    assert look.dark
    assert wants_dark() is True
    window.navigation.dark.click()
    eyes.settle()

    assert eyes.shoot(window, "light-again").pixelColor(700, 700).lightness() > 192
    assert lightest(window.due.import_button.icon()) == icon
    assert wants_dark() is False


def test_what_a_window_shows_outlives_the_change(window: MainWindow, eyes: Eyes) -> None:
    first = window.due.table.rows.line(0)
    window.navigation.dark.click()
    eyes.settle()

    assert window.due.table.rows.line(0) is first is not None


def test_an_icon_beside_a_word_takes_the_colours_of_the_theme(look: Look, qapp: QApplication) -> None:
    label = SignLabel(look, Sign("Còn 8 ngày", Tone.SOON, "clock"))
    before = lightest(QIcon(label.picture.pixmap()))
    look.wear(DARK, qapp)

    assert lightest(QIcon(label.picture.pixmap())) > before + 64


@pytest.mark.parametrize("dark", [True, False])
def test_the_choice_is_kept_for_the_next_time(qapp: QApplication, *, dark: bool) -> None:
    assert wants_dark() is None
    keep_dark(dark=dark)

    assert Look.of_system(qapp).dark is dark
