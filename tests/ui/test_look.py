from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessibilityHints, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agent_app.ui.choices import chosen_theme, keep_theme, text_percent
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.parts.labels import SignLabel
from agent_app.ui.places import Place
from agent_app.ui.theme import DARK, HIGH, LIGHT, Theme, Tokens, Tone
from agent_app.ui.wording import Sign
from tests.ui.seeing import Eyes

pytestmark = pytest.mark.usefixtures("light_again")


@pytest.fixture(autouse=True)
def nothing_chosen() -> Iterator[None]:
    """Leave no choice behind."""
    yield
    settings = kept()
    settings.clear()
    settings.sync()


def kept() -> QSettings:
    """What is kept on this computer."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "di-tung-nha", "agent-app-gui")


def choose(window: MainWindow, eyes: Eyes, theme: Theme) -> None:
    """Press the button of a theme."""
    next(each for each in window.settings.theme.buttons if each.value is theme).click()
    eyes.settle()


def lightest(icon: QIcon) -> int:
    picture = icon.pixmap(20, 20).toImage()
    points = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return max(each.lightness() for each in points if each.alpha() == 255)


def test_one_press_turns_the_window_dark_and_back(window: MainWindow, eyes: Eyes, look: Look) -> None:
    icon = lightest(window.due.import_button.icon())
    choose(window, eyes, Theme.DARK)
    dark = eyes.shoot(window, "dark-toggled")
    assert dark.pixelColor(700, 700).lightness() < 64
    assert lightest(window.due.import_button.icon()) > icon + 64
    assert look.dark
    assert chosen_theme() is Theme.DARK
    choose(window, eyes, Theme.LIGHT)

    assert eyes.shoot(window, "light-again").pixelColor(700, 700).lightness() > 192
    assert lightest(window.due.import_button.icon()) == icon
    assert chosen_theme() is Theme.LIGHT


def test_what_a_window_shows_outlives_the_change(window: MainWindow, eyes: Eyes) -> None:
    first = window.due.table.rows.line(0)
    choose(window, eyes, Theme.DARK)

    assert window.due.table.rows.line(0) is first is not None


def test_an_icon_beside_a_word_takes_the_colours_of_the_theme(look: Look, qapp: QApplication) -> None:
    label = SignLabel(look, Sign("Còn 8 ngày", Tone.SOON, "clock"))
    before = lightest(QIcon(label.picture.pixmap()))
    look.wear(DARK, qapp)

    assert lightest(QIcon(label.picture.pixmap())) > before + 64


@pytest.mark.parametrize(("theme", "tokens"), [(Theme.DARK, DARK), (Theme.LIGHT, LIGHT), (Theme.HIGH, HIGH)])
def test_the_choice_is_kept_for_the_next_time(qapp: QApplication, theme: Theme, tokens: Tokens) -> None:
    assert chosen_theme() is Theme.SYSTEM
    keep_theme(theme)

    assert Look.of_system(qapp).tokens is tokens


@pytest.mark.parametrize(("former", "theme"), [("true", Theme.DARK), ("false", Theme.LIGHT)])
def test_what_a_former_version_kept_is_understood(former: str, theme: Theme) -> None:
    settings = kept()
    settings.setValue("look/dark", former)
    settings.sync()

    assert chosen_theme() is theme


def test_larger_texts_come_with_larger_rows_buttons_and_icons(
    window: MainWindow, eyes: Eyes, look: Look, qapp: QApplication
) -> None:
    eyes.settle()
    table, button, picture = window.due.table, window.due.import_button, window.status_line.waiting
    before = (table.rowHeight(0), button.height(), picture.iconSize().width(), window.status_line.height())
    window.settings.text.buttons[-1].click()
    eyes.settle()
    after = (table.rowHeight(0), button.height(), picture.iconSize().width(), window.status_line.height())

    assert look.percent == text_percent() == 200
    assert all(new >= 1.9 * old for old, new in zip(before, after, strict=True))
    assert qapp.font().pointSizeF() == 21


@pytest.mark.parametrize("percent", [100, 130, 200])
def test_the_window_fits_a_small_screen_whatever_the_size_of_texts(
    window: MainWindow, eyes: Eyes, look: Look, qapp: QApplication, percent: int
) -> None:
    look.wear(LIGHT, qapp, percent)
    for place in window.book:
        window.go(place)
        eyes.settle()

        assert window.minimumSizeHint().width() <= 1366, place
        assert window.minimumSizeHint().height() <= 720, place


def test_the_window_follows_the_system_until_somebody_chooses(
    window: MainWindow, eyes: Eyes, look: Look, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    class DarkHints:
        """The display without a screen has no night: these hints stand for a system that has."""

        def colorScheme(self) -> Qt.ColorScheme:
            return Qt.ColorScheme.Dark

        def accessibility(self) -> QAccessibilityHints:
            return system.accessibility()

    system = qapp.styleHints()
    assert window.settings.theme.value is Theme.SYSTEM
    monkeypatch.setattr(QApplication, "styleHints", lambda _app: DarkHints())
    system.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    eyes.settle()
    assert look.tokens is DARK
    choose(window, eyes, Theme.HIGH)
    system.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert look.tokens is HIGH
    monkeypatch.undo()
    choose(window, eyes, Theme.SYSTEM)

    assert look.tokens is LIGHT


def test_every_choice_is_made_with_the_keyboard_alone(window: MainWindow, eyes: Eyes, look: Look) -> None:
    window.go(Place.SETTINGS)
    eyes.settle()
    first, *_ = buttons = window.settings.theme.buttons
    assert first.hasFocus()
    for button in buttons[:-1]:
        QTest.keyClick(button, Qt.Key.Key_Right)
    assert buttons[-1].hasFocus()
    QTest.keyClick(buttons[-1], Qt.Key.Key_Space)
    # A key is kept back for a moment: it may be the first of a scanned card.
    eyes.qtbot.waitUntil(lambda: look.tokens is HIGH)
    eyes.settle()
    eyes.shoot(window, "high-contrast")
