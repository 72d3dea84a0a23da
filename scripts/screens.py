"""Draws every page and dialog of the window, as it looks on a made-up commune, into docs/screens/.

A page is added to the pictures by one line of ``SHOTS``.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from agent_app.app import build_window
from agent_app.domain.calendar import civil_date
from agent_app.domain.errors import AppError
from agent_app.domain.household import HouseholdId
from agent_app.domain.names import fold
from agent_app.doors import HomeDoor, OnlyWindow
from agent_app.runtime.key_failures import WrongPasswordError
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.ui.choices import keep_text_percent, keep_theme
from agent_app.ui.dialogs.unlock import UnlockWindow
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.following import FocusFollower
from agent_app.ui.look import Look, new_application, tokens_of
from agent_app.ui.main_window import MainWindow
from agent_app.ui.pages.households.price import Priced
from agent_app.ui.places import Place
from agent_app.ui.qt_words import QtWords
from agent_app.ui.tasks import TaskRunner
from agent_app.ui.theme import DARK, HIGH, LIGHT, Theme, Tokens
from scripts.demo_hand import Hand, picture
from scripts.demo_stage import DemoError, stage
from scripts.screens_door import DOOR_SHOTS
from scripts.screens_papers import PAPER_SHOTS
from scripts.screens_people import PEOPLE_SHOTS
from scripts.screens_stage import SCENE, Day, begin_day
from scripts.screens_till import TILL_SHOTS

SMALL, LARGE = QSize(1366, 768), QSize(1920, 1080)
OUT = Path("docs/screens")
_COLOURS = 128


@dataclass(frozen=True, slots=True)
class Dress:
    """One way in which all pictures are taken."""

    name: str
    tokens: Tokens
    percent: int = 100
    size: QSize = SMALL


DRESSES = tuple(
    replace(dress, name=f"{dress.name}-{size.width()}", size=size)
    for size in (SMALL, LARGE)
    for dress in (
        Dress("light", LIGHT),
        Dress("dark", DARK),
        Dress("200", LIGHT, 200),
        Dress("contrast", HIGH),
    )
)


@dataclass(slots=True)
class Scene:
    """A window that is open on the made-up day, and a hand at it."""

    day: Day
    window: MainWindow
    runner: TaskRunner
    look: Look
    hand: Hand

    def settle(self, ready: Callable[[], bool] = lambda: True, what: str = "cửa sổ đứng yên") -> None:
        """Wait until no work is left and something is so."""
        self.hand.wait(lambda: not self.runner.busy and ready(), what)

    def go(self, place: Place) -> QPixmap:
        """Show a page."""
        self.window.go(place)
        self.settle()
        return picture(self.window)

    def open_paying(self) -> None:
        """Show the household where two pay, with its price."""
        self.open_home(self.day.household(self.day.cast.paying.household_no))

    def open_home(self, household_id: HouseholdId) -> None:
        """Show a household with its price."""
        self.window.open_household(household_id)
        presenter = self.window.households.household.presenter
        self.settle(
            lambda: presenter.ready is not None and isinstance(presenter.ready.price, Priced), "giá của hộ"
        )


def unlock(scene: Scene) -> QPixmap:
    """Ask for the password, in a window of its own."""
    with _asking(scene) as window:
        return picture(window)


def refused(scene: Scene) -> QPixmap:
    """Refuse a wrong password."""
    with _asking(scene, _Forgiving) as window:
        window.password.setText("mat-khau-khac")
        window.open_button.click()
        scene.settle(window.notice.isVisible, "lời từ chối")
        return picture(window)


def recovery(scene: Scene) -> QPixmap:
    """Ask for the office's code and a new password, which were not the same twice."""
    with _asking(scene) as window:
        window.forgotten.click()
        window.recovery.code.setText("ABCD-EFGH")
        window.recovery.new_password.setText("mat-khau-moi")
        window.recovery.again.setText("mat-khau-mot")
        window.open_button.click()
        scene.settle(window.notice.isVisible, "lời từ chối")
        return picture(window)


class _Forgiving(HomeDoor):
    """Refuses each password and does not count: after a few, the next picture would have to wait."""

    def by_password(self, password: str) -> NoReturn:
        del password
        raise WrongPasswordError


@contextmanager
def _asking(scene: Scene, door: type[HomeDoor] = HomeDoor) -> Iterator[UnlockWindow]:
    home = Home(scene.day.stage.home)
    window = UnlockWindow(scene.look, scene.runner, door(home, OnlyWindow(home)), sentence)
    window.ask()
    scene.settle()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()


def search(scene: Scene) -> QPixmap:
    """Find people while their name is typed."""
    scene.go(Place.TODAY)
    scene.window.focus_search()
    scene.window.search.setText(fold(scene.day.cast.paying.due[0].name).rsplit(" ", 1)[0])
    scene.window.search.ask()
    scene.settle(scene.window.finder.popup.isVisible, "kết quả tìm")
    taken = picture(scene.window)
    scene.window.go(Place.TODAY)
    return taken


def household(scene: Scene) -> QPixmap:
    """Show a household with what two of it have to pay, and how that is reckoned."""
    scene.open_paying()
    return picture(scene.window)


def visit(scene: Scene) -> QPixmap:
    """Record what a visit came to."""
    scene.open_paying()
    ready = scene.window.households.household.presenter.ready
    if ready is None:
        raise DemoError("Hộ chưa mở.")
    dialog = VisitDialog(scene.window, scene.look, ready.page, ready.today)
    dialog.show()
    scene.settle()
    taken = picture(scene.window, dialog)
    dialog.close()
    dialog.deleteLater()
    return taken


def collect(scene: Scene) -> QPixmap:
    """Show what a receipt is about to say."""
    scene.open_paying()
    scene.window.collect_money()
    scene.settle()
    taken = picture(scene.window)
    scene.window.collect.draft.given_up.emit()
    scene.settle()
    return taken


def preview(scene: Scene) -> QPixmap:
    """Show how a list is understood before it is taken in."""
    scene.window.go(Place.DUE)
    scene.window.due.importing.begin(scene.day.next_list)
    scene.settle()
    return picture(scene.window)


def filtered(scene: Scene) -> QPixmap:
    """Filter the due list by what is typed, and by who has not paid."""
    scene.go(Place.DUE)
    due = scene.window.due
    due.filters.unanswered.setChecked(True)
    due.text.setText("thi 09")
    due.text.ask()
    scene.settle(due.filters.forget.isVisible, "bộ lọc")
    return picture(scene.window)


def people(scene: Scene) -> QPixmap:
    """List everybody whom a text finds."""
    scene.window.look_for("nguyen")
    scene.settle(scene.window.households.search.table.isVisible, "người tìm thấy")
    return picture(scene.window)


def settings(scene: Scene) -> QPixmap:
    """Show what is chosen for this computer, when its printers have been found."""
    scene.window.go(Place.SETTINGS)
    scene.settle(lambda: scene.window.settings.printers_card.whole, "máy in")
    return picture(scene.window)


def page(place: Place) -> Callable[[Scene], QPixmap]:
    """Show a page as it comes up."""

    def show(scene: Scene) -> QPixmap:
        return scene.go(place)

    return show


SHOTS: dict[str, Callable[[Scene], QPixmap]] = {
    "mo-so": unlock,
    "mo-so-sai": refused,
    "mo-so-quen": recovery,
    "hom-nay": page(Place.TODAY),
    "tim": search,
    "den-han": page(Place.DUE),
    "den-han-loc": filtered,
    "tim-ho": people,
    "ho-gia-dinh": household,
    "ghi-ket-qua": visit,
    **DOOR_SHOTS,
    **PEOPLE_SHOTS,
    "thu-tien": collect,
    **TILL_SHOTS,
    **PAPER_SHOTS,
    "bien-lai": page(Place.COLLECT),
    "dong-bo": page(Place.SYNC),
    "cai-dat": settings,
    "nhap-danh-sach": preview,
}


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; 0 where all could be taken, 1 where some could not, which are named."""
    options = _options(arguments)
    missed = list[str]()
    began = time.monotonic()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        # Nobody's own choices are looked at or changed.
        os.environ["XDG_CONFIG_HOME"] = str(Path(folder) / "config")
        app = new_application("screens")
        app.setQuitOnLastWindowClosed(False)
        app.installTranslator(QtWords(app))
        try:
            with stage(Path(folder), options.seed, civil_date(datetime.now(UTC)), SCENE) as ready:
                day = begin_day(ready)
                try:
                    for dress in (each for each in DRESSES if each.name in options.dress):
                        missed += _take(app, day, dress, options.out, options.only)
                finally:
                    day.core.close()
        except DemoError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    print(f"Xong sau {time.monotonic() - began:.0f} giây: {options.out}", flush=True)
    if missed:
        sys.stderr.write(f"Chưa chụp được {len(missed)} ảnh: {', '.join(missed)}\n")
    return int(bool(missed))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    names = [dress.name for dress in DRESSES]
    parser = argparse.ArgumentParser("scripts/screens", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="which made-up commune (default: 7)")
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures are put")
    parser.add_argument("--dress", nargs="+", choices=names, default=names, help="which ways (default: all)")
    parser.add_argument("--only", nargs="+", choices=list(SHOTS), default=list(SHOTS), help="which pictures")
    return parser.parse_args(arguments)


def _take(app: QApplication, day: Day, dress: Dress, out: Path, wanted: list[str]) -> list[str]:
    """Take the pictures in one dress; name those that could not be taken, which stop no other."""
    missed = list[str]()
    out.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        path = out / f"{name}-{dress.name}.png"
        try:
            with _scene(app, day, dress) as scene:
                _save(SHOTS[name](scene), path)
        except (DemoError, AppError, LookupError, StopIteration) as error:
            missed.append(path.stem)
            sys.stderr.write(f"{path.stem}: {error!r}\n")
        else:
            print(path, flush=True)
    return missed


@contextmanager
def _scene(app: QApplication, day: Day, dress: Dress) -> Iterator[Scene]:
    look, runner, hand = Look(dress.tokens, dress.percent), TaskRunner(), Hand()
    look.dress(app)
    keep_theme(next(theme for theme in Theme if tokens_of(theme, app) is dress.tokens))
    keep_text_percent(dress.percent)
    window = build_window(day.core, runner, look)
    FocusFollower(window)
    scene = Scene(day, window, runner, look, hand)
    try:
        with hand.watching():
            window.resize(dress.size)
            window.begin()
            window.show()
            scene.settle()
            yield scene
            window.close()
    finally:
        runner.shutdown()
        window.deleteLater()


def _save(taken: QPixmap, path: Path) -> None:
    """Keep a picture small: the look has few colours."""
    image = taken.toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    whole = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)
    few = whole.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
