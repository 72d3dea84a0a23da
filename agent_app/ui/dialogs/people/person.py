"""The dialog that adds a person, with a new household where there is none yet, or corrects one."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import Household, Person, PersonId
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.person_fields import PersonFields
from agent_app.services.people_alike import Alike
from agent_app.services.people_checks import CheckPerson
from agent_app.services.people_commands import AddHousehold, AddPerson, EditPerson, SettleHousehold
from agent_app.services.people_lines import HeldPerson, KnownPlace
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.alike_card import AlikeCard
from agent_app.ui.dialogs.people.card import CardSaid
from agent_app.ui.dialogs.people.field import FormField
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.home_choice import Home, HomeChoice
from agent_app.ui.dialogs.people.other_home import OtherHomeCard
from agent_app.ui.dialogs.people.person_form import PersonForm
from agent_app.ui.dialogs.people.person_presenter import Form, Order, OtherHome, PersonPresenter
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.words import person_words
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.theme import Tone
from agent_app.ui.wording import short_address
from agent_app.ui.words import _

_SIZE, _EDIT_SIZE = QSize(980, 640), QSize(980, 500)
_PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to be added: to a household that is seen or not, with what is known already."""

    home: Household | None = None
    title: str = ""
    said: CardSaid | None = None


class PersonDialog(PeopleDialog):
    """Adds a newcomer, or corrects the person whose id is given."""

    saved = Signal(object)
    household_wanted = Signal(object)
    merge_wanted = Signal(object, object)
    move_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None, bench: Bench, about: Newcomer | PersonId) -> None:
        adding = isinstance(about, Newcomer)
        title, size = (_("Thêm người"), _SIZE) if adding else (_("Sửa thông tin"), _EDIT_SIZE)
        super().__init__(parent, bench.look, title, size)
        self.presenter = PersonPresenter(bench, self)
        self._person: Person | None = None
        self._adopted: PersonFields | None = None
        self._source = RecordSource.TYPED
        self._another = self._another_home = False
        self._warned = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.form, self.home = PersonForm(), HomeChoice(bench)
        self.alike = AlikeCard(bench.look, _("Ghi vào người này") if adding else _("Gộp hai người…"))
        self.other_home = OtherHomeCard(bench.look)
        self.save_button = Button(_("Lưu"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        self._build()
        self._connect()
        if isinstance(about, Newcomer):
            self._begin_adding(about)
        else:
            self._begin_editing(about)

    @property
    def adding(self) -> bool:
        """Whether somebody is added, and not one who is here corrected."""
        return not self.home.isHidden()

    def save(self) -> None:
        """Keep what was typed, unless something is missing."""
        self._pause.stop()
        form = self.presenter.form
        self._another = self._another or form.doubted
        self._another_home = self._another_home or (form.other_home is not None and not form.other_home.sure)
        missing = self._missing_of_new() if self.adding else self._missing_of_held()
        if missing is None:
            self.presenter.save(self._order())
        else:
            missing.setFocus()

    def render_state(self, state: object) -> None:
        """Show what is known of what was typed."""
        if not isinstance(state, Form):
            return
        self.form.tell(state.faults)
        self.alike.show_alike(state.alike)
        self.other_home.show_other(state.other_home)
        unsure = state.other_home is not None and not state.other_home.sure
        words = _("Lưu")
        doubt = ""
        if state.doubted:
            words = _("Đúng là người khác, lưu")
            doubt = _("Anh/chị xem người trùng ở trên. Nếu đúng là người khác thì bấm lưu lần nữa.")
        elif unsure:
            words = _("Đúng là hộ khác, lưu")
            doubt = _("Anh/chị xem hộ cùng địa chỉ ở trên. Nếu đúng là hộ khác thì bấm lưu lần nữa.")
        self.notice.tell(state.trouble or doubt, Tone.LATE if state.trouble else Tone.SOON)
        self.save_button.say(words)
        self.save_button.setEnabled(not state.saving)

    def paste_card(self) -> None:
        """Take in a code from the clipboard."""
        self.presenter.take_card(QGuiApplication.clipboard().text())

    def reject(self) -> None:
        """Leave; what was typed is given up at the second word only."""
        typed = self.form.said() != PersonFields()
        if typed and not self._warned and not self.presenter.form.saving:
            self._warned = True
            self.presenter.refuse(_("Những gì đã gõ chưa được lưu. Bấm «Thôi» hoặc Esc lần nữa để bỏ."))
        else:
            super().reject()

    def _order(self) -> Order:
        said = self.form.said()
        if self._person is not None:
            return EditPerson(self._person.id, said, self._source)
        if (household_id := self.home.household_id) is not None:
            return AddPerson(household_id, said, self._source, self._another)
        home = AddHousehold(self.home.form.said(), insist=self._another_home)
        return SettleHousehold(home, said, self._source, self._another)

    def _missing_of_new(self) -> QWidget | None:
        if not self.form.said().name:
            return _lacking(self.form.fields["name"], _("Anh/chị ghi họ và tên như trên giấy tờ."))
        if self.home.chosen is Home.OTHER and self.home.household_id is None:
            self.presenter.refuse(_("Anh/chị tìm và chọn hộ mà người này ở."))
            return self.home.picker.field
        if self.home.chosen is Home.NEW and not self.home.form.said().address:
            return _lacking(self.home.form.fields["address"], _("Anh/chị ghi địa chỉ để còn tìm đến nhà."))
        return self._faulty()

    def _missing_of_held(self) -> QWidget | None:
        if self.form.said() == PersonFields():
            self.presenter.refuse(_("Anh/chị chưa sửa mục nào."))
            return self.form.name
        return self._faulty()

    def _faulty(self) -> QWidget | None:
        if (found := self.form.first_faulty()) is not None:
            self.presenter.refuse(_("Anh/chị sửa mục được đánh dấu rồi lưu lại."))
        return found

    def _build(self) -> None:
        scan = row(gap=10)
        self.scan_words = Text(
            _("Quét thẻ BHYT hoặc CCCD ở bất cứ ô nào, máy tự điền. Mã đã chép thì bấm «Dán mã thẻ»."),
            "soft",
            wrap=True,
        )
        self.paste = Button(_("Dán mã thẻ"), "", self.look.icon("scan-line")).on_press(self.paste_card)
        self.paste.setAutoDefault(False)
        scan.addWidget(Picture(self.look, "id-card", Tone.SOFT))
        scan.addWidget(self.scan_words, 1)
        self.body.addLayout(scan)
        for part in (self.alike, self.other_home, self.form, self.home):
            self.body.addWidget(part)
        self.body.addStretch()
        self.move_button = Button(_("Chuyển hộ…")).on_press(self._on_move)
        self.move_button.setAutoDefault(False)
        self.move_button.hide()
        for button in (self.paste, self.move_button):
            self.left.addWidget(button)
        self.foot.addWidget(self.save_button)

    def _connect(self) -> None:
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.held.connect(self._on_held)
        self.presenter.placed.connect(self._on_placed)
        self.presenter.card_read.connect(self._on_card)
        self.presenter.uncovered.connect(self.form.uncover)
        self.presenter.saved.connect(self._on_saved)
        self.card_scanned.connect(self.presenter.take_card)
        self.form.typed.connect(self._on_typed)
        self.form.uncover_wanted.connect(self._on_uncover)
        self.home.changed.connect(self._on_typed)
        self._pause.timeout.connect(self._check)
        for card in (self.alike, self.other_home):
            card.opened.connect(self._on_open)
        self.alike.joined.connect(self._on_join)
        self.other_home.joined.connect(self._on_join_home)

    def _begin_adding(self, newcomer: Newcomer) -> None:
        home = newcomer.home
        place = short_address(home.address) if home else ""
        words = ", ".join(each for each in (newcomer.title, place) if each)
        self.home.begin(home.id if home else None, words)
        self.presenter.look_around()
        if newcomer.said is not None:
            self._on_card(newcomer.said)
        self.form.name.setFocus()

    def _begin_editing(self, person_id: PersonId) -> None:
        self.home.hide()
        self.presenter.edit(person_id)

    def _check(self) -> None:
        person_id = self._person.id if self._person else None
        household_id = self._person.household_id if self._person else self.home.household_id
        self.presenter.check(CheckPerson(self.form.said(), household_id, person_id))

    def _on_typed(self) -> None:
        self._another = self._another_home = self._warned = False
        self._pause.start()

    def _on_held(self, held: HeldPerson) -> None:
        self._person = held.person
        self.home.hide()
        self.move_button.show()
        self.alike.join = _("Gộp hai người…")
        self.title.setText(_("Sửa thông tin"))
        self.say(person_words(held.person, held.household))
        self.form.hold(held.person, known_to_office=held.known_to_office)
        if self._adopted is not None:
            self.form.put(self._adopted)
            self._adopted = None
        self.form.name.setFocus()

    def _on_placed(self, places: list[KnownPlace]) -> None:
        self.home.form.offer(places)

    def _on_card(self, said: CardSaid) -> None:
        self._source = said.source
        if said.address:
            self.home.form.put_address(said.address)
        self.form.put(said.fields)

    def _on_uncover(self, name: str) -> None:
        if self._person is not None:
            self.presenter.uncover(self._person.id, name)

    def _on_open(self, other: Alike | OtherHome) -> None:
        household_id = other.household.id if isinstance(other, Alike) else other.household_id
        self.accept()
        self.household_wanted.emit(household_id)

    def _on_join(self, alike: Alike) -> None:
        if self._person is None:
            self._adopted = self.form.said()
            self.presenter.edit(alike.person.id)
        else:
            self.accept()
            self.merge_wanted.emit(self._person.id, alike.person.id)

    def _on_move(self) -> None:
        if self._person is None:
            return
        if self.form.said() != PersonFields():
            self.presenter.refuse(_("Anh/chị lưu những gì đã sửa trước khi chuyển hộ."))
            return
        self.accept()
        self.move_wanted.emit(self._person.id, self._person.name)

    def _on_join_home(self, other: OtherHome) -> None:
        self.home.settle_in(other.household_id, short_address(other.place))

    def _on_saved(self, saved: Saved) -> None:
        self.accept()
        self.saved.emit(saved)


def _lacking(field: FormField, fault: str) -> QWidget:
    field.tell(fault)
    field.insist()
    return field.editor
