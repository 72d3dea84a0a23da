"""Pictures of the household at the door: small and large, what is refused, how it is reckoned, details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from agent_app.domain.due_list import DueRow, Scheme
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.ui.pages.households.payment_details import PaymentDetails
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.pages.households.view import HouseholdView
from scripts.demo_hand import picture
from scripts.demo_stage import DemoError

if TYPE_CHECKING:
    from scripts.screens import Scene

_CHOOSING = "GB"


def of_size(size: int) -> Callable[[Scene], QPixmap]:
    """Show a household of so many people, of whom all who may pay for BHYT do."""

    def show(scene: Scene) -> QPixmap:
        view = _opened(scene, lambda _row, people: people == size)
        payers = {each.id for each in _ready(view).page.members if each.health_group == HOUSEHOLD_GROUP}
        for cell in view.members.cells:
            if cell.tick[1] is Scheme.HEALTH and cell.tick[0] in payers and not cell.box.isChecked():
                cell.box.click()
                scene.settle()
        return picture(scene.window)

    return show


def reckoned(scene: Scene) -> QPixmap:
    """Show how each price came about."""
    scene.open_paying()
    view = scene.window.households.household
    view.quote.how.click()
    scene.settle()
    return picture(scene.window)


def refused(scene: Scene) -> QPixmap:
    """Show a household that may choose the form and has shown no decision."""
    _opened(scene, lambda row, people: row.group == _CHOOSING and people > 1)
    return picture(scene.window)


def in_both_forms(scene: Scene) -> QPixmap:
    """Show a larger one that pays in the form that asks for no decision."""
    lines = Counter(row.household_no for row in scene.day.stage.commune.due if row.group == _CHOOSING)
    view = _opened(scene, lambda row, _people: row.group == _CHOOSING and lines[row.household_no] > 1)
    view.quote.forms.choices.buttons[1].click()
    scene.settle()
    return picture(scene.window)


def detailed(scene: Scene) -> QPixmap:
    """Ask what is special about one payment."""
    view = _opened(scene, lambda row, people: row.group == _CHOOSING and people > 1)
    person = next(cell.tick[0] for cell in view.members.cells if cell.box.isChecked())
    for cell in view.members.cells:
        if cell.tick == (person, Scheme.PENSION) and cell.box.isEnabled():
            cell.box.click()
            scene.settle()
    dialog = PaymentDetails(scene.window, scene.look, _ready(view), person)
    dialog.show()
    scene.settle()
    taken = picture(scene.window, dialog)
    dialog.close()
    dialog.deleteLater()
    return taken


def _opened(scene: Scene, fits: Callable[[DueRow, int], bool]) -> HouseholdView:
    """Show the first household of the list that fits, by a line of it and how many live there."""
    commune = scene.day.stage.commune
    sizes = Counter(each.household_no for each in commune.people)
    listed = ((each.household_no or "", each) for each in commune.due)
    number = next((number for number, row in listed if number and fits(row, sizes[number])), None)
    if number is None:
        raise DemoError("Xã giả định này không có hộ như cần, hãy chọn số khác bằng --seed.")
    scene.open_home(scene.day.household(number))
    return scene.window.households.household


def _ready(view: HouseholdView) -> Ready:
    if view.presenter.ready is None:
        raise DemoError("Hộ chưa mở.")
    return view.presenter.ready


DOOR_SHOTS: dict[str, Callable[[Scene], QPixmap]] = {
    "ho-mot-nguoi": of_size(1),
    "ho-sau-nguoi": of_size(6),
    "ho-tam-nguoi": of_size(8),
    "ho-cach-tinh": reckoned,
    "ho-chua-co-quyet-dinh": refused,
    "ho-hai-cach-dong": in_both_forms,
    "ho-chi-tiet": detailed,
}
