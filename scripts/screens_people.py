"""Pictures of what is done about people: the page with its line, and each of the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtGui import QPixmap

from agent_app.domain.household import PersonId
from agent_app.domain.person_fields import PersonFields
from agent_app.services.lines import HouseholdPage, MemberLine
from agent_app.services.people_commands import AddPerson, EditPerson, RecordStatus
from agent_app.services.people_lines import HistoryOf
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.history import HistoryDialog
from agent_app.ui.dialogs.people.home import HomeDialog
from agent_app.ui.dialogs.people.merge import MergeDialog, Two
from agent_app.ui.dialogs.people.move import MoveDialog
from agent_app.ui.dialogs.people.person import Newcomer, PersonDialog
from agent_app.ui.dialogs.people.status import About, StatusDialog
from scripts.demo_hand import picture
from scripts.demo_stage import DemoError

if TYPE_CHECKING:
    from scripts.screens import Scene

D = TypeVar("D", bound=PeopleDialog)
_CARD = "068190001234||Trần Thị Mỹ Duyên|12031990|Nữ|Số 15, Thôn Láng Tre, xã Suối Trúc, Lâm Đồng|10052021"


def adding(scene: Scene) -> QPixmap:
    """Add somebody to a household of their own, from a card that was scanned."""
    scene.open_paying()
    dialog = _opened(scene, lambda: scene.window.households.people.desk.add(Newcomer()), PersonDialog)
    dialog.card_scanned.emit(_CARD)
    scene.settle(lambda: bool(dialog.form.said().name), "thẻ đã đọc")
    dialog.form.phone.line.setText("0911")
    dialog.form.phone.line.textEdited.emit("0911")
    dialog.form.fields["phone"].insist()
    scene.settle(lambda: dialog.form.fields["phone"].faulty, "lời nhắc")
    return _taken(scene, dialog)


def known(scene: Scene) -> QPixmap:
    """Type the number of somebody who is here."""
    member = _members(scene)[0]
    people = scene.window.households.people
    dialog = _opened(scene, lambda: people.desk.add(people.newcomer()), PersonDialog)
    number = member.insurance_no or ""
    dialog.form.insurance_no.line.setText(number)
    dialog.form.insurance_no.line.textEdited.emit(number)
    scene.settle(lambda: not dialog.alike.isHidden(), "người trùng")
    return _taken(scene, dialog)


def editing(scene: Scene) -> QPixmap:
    """Correct somebody; numbers are covered."""
    member = _members(scene)[0]
    return _taken(
        scene, _opened(scene, lambda: scene.window.households.people.desk.edit(member.id), PersonDialog)
    )


def at_home(scene: Scene) -> QPixmap:
    """Correct an address."""
    home = _page(scene).household.id
    people = scene.window.households.people
    return _taken(scene, _opened(scene, lambda: people.desk.edit_home(home), HomeDialog))


def moving(scene: Scene) -> QPixmap:
    """Look for the household that somebody moves to."""
    member = _members(scene)[-1]
    dialog = _opened(
        scene, lambda: scene.window.households.people.desk.move(member.id, member.name), MoveDialog
    )
    dialog.picker.field.setText("nguyen thi")
    dialog.picker.field.ask()
    scene.settle(dialog.picker.table.isVisible, "người tìm thấy")
    dialog.picker.picked.emit(dialog.picker.table.rows.rows[0])
    scene.settle()
    return _taken(scene, dialog)


def merging(scene: Scene) -> QPixmap:
    """Show two lines of one person side by side, when the merge was asked for once."""
    member = _members(scene)[0]
    other = _twin(scene, member)
    scene.open_paying()
    people = scene.window.households.people
    two = Two(member.id, member.name, other)
    dialog = _opened(scene, lambda: people.desk.merge(two), MergeDialog)
    scene.settle(lambda: dialog.presenter.compared is not None, "hai bên")
    dialog.presenter.merge()
    scene.settle()
    return _taken(scene, dialog)


def standing(scene: Scene) -> QPixmap:
    """Keep a decision, below which an earlier one stands."""
    page = _page(scene)
    _decide(scene, page)
    scene.open_paying()
    page = _page(scene)
    today = scene.day.core.today()
    people = scene.window.households.people
    dialog = _opened(scene, lambda: people.desk.tell_standing(page, today, None), StatusDialog)
    return _taken(scene, dialog)


def gone(scene: Scene) -> QPixmap:
    """Tell that somebody is gone."""
    page, today = _page(scene), scene.day.core.today()
    people = scene.window.households.people
    dialog = _opened(scene, lambda: people.desk.tell_standing(page, today, page.members[-1].id), StatusDialog)
    scene.hand.click(next(each for each in dialog.about.buttons if each.value is About.GONE))
    scene.settle()
    return _taken(scene, dialog)


def history(scene: Scene) -> QPixmap:
    """Tell what has happened to a household."""
    page = _page(scene)
    _decide(scene, page)
    _change_phone(scene, page.members[0], "0973111222")
    people = scene.window.households.people
    of = HistoryOf(page.household.id)
    dialog = _opened(scene, lambda: people.desk.tell_history(of, page.household.address), HistoryDialog)
    return _taken(scene, dialog)


def told(scene: Scene) -> QPixmap:
    """Show the line that tells what was kept, with the button that takes it back."""
    member = _members(scene)[0]
    people = scene.window.households.people
    dialog = _opened(scene, lambda: people.desk.edit(member.id), PersonDialog)
    dialog.form.relation.setEditText("Chủ hộ" if member.relation != "Chủ hộ" else "Vợ")
    dialog.save()
    scene.settle(people.told.isVisible, "dòng báo")
    taken = picture(scene.window)
    people.told.undo.click()
    scene.settle()
    people.told.put_away()
    return taken


PEOPLE_SHOTS: dict[str, Callable[[Scene], QPixmap]] = {
    "them-nguoi": adding,
    "nguoi-da-co": known,
    "sua-nguoi": editing,
    "sua-ho": at_home,
    "chuyen-ho": moving,
    "gop-nguoi": merging,
    "dien-ho-tro": standing,
    "da-mat": gone,
    "lich-su": history,
    "da-sua": told,
}


def _page(scene: Scene) -> HouseholdPage:
    scene.open_paying()
    ready = scene.window.households.household.presenter.ready
    if ready is None:
        raise DemoError("Hộ chưa mở.")
    return ready.page


def _members(scene: Scene) -> tuple[MemberLine, ...]:
    return _page(scene).members


def _opened(scene: Scene, act: Callable[[], None], kind: type[D]) -> D:
    act()
    scene.settle()
    dialog = scene.window.households.people.desk.dialog
    if not isinstance(dialog, kind):
        raise DemoError("Hộp thoại chưa mở.")
    return dialog


def _taken(scene: Scene, dialog: PeopleDialog) -> QPixmap:
    scene.settle()
    taken = picture(scene.window, dialog)
    dialog.done(0)
    scene.settle()
    return taken


def _twin(scene: Scene, member: MemberLine) -> PersonId:
    """Find or make another line of the same person, as lists of several years leave them."""
    core = scene.day.core
    alike = core.people_checks.namesakes(member.id)
    if alike:
        return alike[0].person.id
    home = scene.day.household(scene.day.cast.last.household_no)
    birth = str(member.birth.year) if member.birth else None
    fields = PersonFields(member.name, birth, phone="0973222333", relation="Con")
    return core.people.add_person(AddPerson(home, fields, insist=True)).id


def _decide(scene: Scene, page: HouseholdPage) -> None:
    """Keep a decision, once."""
    if not page.statuses:
        year = scene.day.core.today().year
        scene.day.core.people.record_status(
            RecordStatus(
                page.household.id,
                "CN",
                f"12/QĐ-UBND/{year}",
                "UBND xã",
                date(year, 1, 1),
                date(year, 12, 31),
            )
        )


def _change_phone(scene: Scene, member: MemberLine, phone: str) -> None:
    if member.phone != phone:
        scene.day.core.people.edit_person(EditPerson(member.id, PersonFields(phone=phone)))
