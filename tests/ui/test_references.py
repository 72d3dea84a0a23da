"""The pages look as they did when somebody last looked at them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.main_window import MainWindow
from agent_app.ui.places import Place
from agent_app.ui.theme import DARK, LIGHT
from tests.ui.fake_core import FakeCore
from tests.ui.references import MOST_UNLIKE, refuse_unlike, unlike
from tests.ui.seeing import Eyes

DRESSES = {"light": (LIGHT, 100), "dark": (DARK, 100), "200": (LIGHT, 200)}
_STEADY = 4
PAGES = tuple(Place[name] for name in ("TODAY", "DUE", "COLLECT", "PAPERS", "SYNC", "SETTINGS"))


def steady(window: MainWindow, qtbot: QtBot) -> QImage:
    """Look until the window stands still: layouts take events of their own."""
    looks = [window.grab().toImage()]

    def still() -> bool:
        looks.append(window.grab().toImage())
        return len(looks) > _STEADY and all(each == looks[-1] for each in looks[-_STEADY:])

    qtbot.waitUntil(still)
    return looks[-1]


def opened(qtbot: QtBot, bench: Bench) -> MainWindow:
    """Open the window in its usual size."""
    made = MainWindow(bench)
    qtbot.addWidget(made)
    made.begin()
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture(params=DRESSES)
def worn(request: pytest.FixtureRequest, qapp: QApplication, look: Look) -> Iterator[tuple[str, Look]]:
    """One dress after the other, and the usual one again afterwards."""
    name: str = request.param
    chosen = Look(*DRESSES[name])
    chosen.dress(qapp)
    yield name, chosen
    look.dress(qapp)


@pytest.mark.parametrize("place", PAGES, ids=[each.name.lower() for each in PAGES])
def test_a_page_looks_as_it_did(
    place: Place, worn: tuple[str, Look], bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    name, look = worn
    window = opened(qtbot, replace(bench, look=look))
    window.go(place)
    eyes.settle()
    if place is Place.SETTINGS:
        qtbot.waitUntil(lambda: window.settings.printers_card.whole)

    refuse_unlike(f"{place.name.lower()}-{name}", steady(window, qtbot), eyes.folder)


def test_the_household_at_the_door_looks_as_it_did(
    worn: tuple[str, Look], core: FakeCore, bench: Bench, qtbot: QtBot, eyes: Eyes
) -> None:
    name, look = worn
    window = opened(qtbot, replace(bench, look=look))
    window.open_household(next(iter(core.queries.households)))
    eyes.settle()

    refuse_unlike(f"household-{name}", steady(window, qtbot), eyes.folder)


def test_a_button_that_has_moved_is_noticed() -> None:
    kept = Image.new("RGB", (400, 300), "white")
    moved = kept.copy()
    ImageDraw.Draw(kept).rectangle((20, 20, 120, 56), fill="#0B5E8A")
    ImageDraw.Draw(moved).rectangle((40, 20, 140, 56), fill="#0B5E8A")

    assert unlike(kept, kept) == 0
    assert unlike(moved, kept) > MOST_UNLIKE


def test_a_letter_drawn_a_shade_darker_is_not() -> None:
    kept = Image.new("RGB", (400, 300), "white")
    darker = kept.copy()
    for picture, ink in ((kept, "#1B1D1F"), (darker, "#050607")):
        ImageDraw.Draw(picture).text((30, 30), "Thu tien 2.322.540 d", fill=ink)

    assert unlike(darker, kept) <= MOST_UNLIKE


def test_a_picture_of_another_size_is_unlike_all_over() -> None:
    assert unlike(Image.new("RGB", (80, 80)), Image.new("RGB", (80, 88))) > MOST_UNLIKE
