"""The fields of a person: what is typed, scanned or held, and what is said of it."""

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.due_list import Sex
from agent_app.domain.household import Person
from agent_app.domain.identity import SocialInsuranceNo
from agent_app.domain.names import clean, fold, unaccented
from agent_app.domain.people_edit import PERSON_POLICIES, FieldPolicy
from agent_app.domain.person_fields import PersonFields
from agent_app.domain.phone import Phone
from agent_app.ui.dialogs.people.field import CoveredEdit, FormField, LineEdit, WordsEdit
from agent_app.ui.parts.buttons import Choices
from agent_app.ui.sizes import scaled
from agent_app.ui.wording import masked
from agent_app.ui.words import _

NUMBERS: Mapping[str, type[CitizenId | SocialInsuranceNo | Phone]] = {
    "citizen_id": CitizenId,
    "insurance_no": SocialInsuranceNo,
    "phone": Phone,
}
"""The fields whose held values are covered, with what they hold."""

_ROOM = 700
_FIELDS = tuple(each.name for each in fields(PersonFields))


def relations() -> list[str]:
    """List how people are related to a head, as the office's lists have it."""
    return [
        _("Chủ hộ"),
        _("Vợ"),
        _("Chồng"),
        _("Con"),
        _("Cha"),
        _("Mẹ"),
        _("Cháu"),
        _("Ông"),
        _("Bà"),
        _("Anh, chị, em"),
    ]


class PersonForm(QWidget):
    """Two columns of fields; ``typed`` tells that something was."""

    typed = Signal()
    uncover_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.name, self.birth = LineEdit(_("Nguyễn Thị Hoa"), 120), LineEdit(_("12/03/1985 hoặc 1985"), 20)
        self.sex = Choices({_("Nam"): Sex.MALE, _("Nữ"): Sex.FEMALE}, required=False)
        self.relation = WordsEdit(relations())
        self.citizen_id, self.insurance_no = CoveredEdit(_("12 chữ số")), CoveredEdit(_("10 chữ số"))
        self.phone, self.health_group = CoveredEdit(), LineEdit(_("Ví dụ: GD"), 40)
        self.facility = LineEdit(_("Ví dụ: 60-058"), 20)
        self.fields = {
            "name": FormField(_("Họ và tên"), self.name),
            "birth": FormField(_("Ngày sinh"), self.birth),
            "sex": FormField(_("Giới tính"), self.sex),
            "relation": FormField(_("Quan hệ với chủ hộ"), self.relation),
            "citizen_id": FormField(_("Số CCCD"), self.citizen_id),
            "insurance_no": FormField(_("Mã số BHXH, thẻ BHYT"), self.insurance_no),
            "phone": FormField(_("Điện thoại"), self.phone),
            "health_group": FormField(_("Mã đối tượng BHYT"), self.health_group),
            "facility": FormField(_("Nơi khám chữa bệnh"), self.facility),
        }
        self._held: Mapping[str, str] = {}
        self._lay_out()
        self._connect()

    def hold(self, person: Person, *, known_to_office: bool) -> None:
        """Show who is here; what the office alone may say cannot be typed over."""
        self._held = {name: _as_typed(person, name) for name in _FIELDS}
        for name, text in self._held.items():
            if name in NUMBERS:
                self._edits[name].hold(text, masked(NUMBERS[name], text))
            else:
                self._put(name, text)
        for name, policy in PERSON_POLICIES.items():
            if known_to_office and policy is FieldPolicy.AUTHORITY and self._held.get(name):
                field = self.fields[name]
                field.note = _("Mục này do cơ quan BHXH quyết định")
                field.tell("")
                self._lock(field.editor)

    def put(self, said: PersonFields) -> None:
        """Fill in what a card or somebody else says; what that leaves open stays."""
        for name in _FIELDS:
            text = getattr(said, name)
            if name == "name" and text and self._says_better(text):
                continue
            if text and not self._locked(self.fields[name].editor):
                self._put(name, text)
        self.typed.emit()

    def _says_better(self, name: str) -> bool:
        """Whether the name that stands here is the same with its accents, which a card has left out."""
        return unaccented(name) == name and fold(self._text("name")) == fold(name)

    def _lock(self, editor: QWidget) -> None:
        if isinstance(editor, CoveredEdit):
            editor.lock()
        else:
            editor.setEnabled(False)

    def _locked(self, editor: QWidget) -> bool:
        return editor.locked if isinstance(editor, CoveredEdit) else not editor.isEnabled()

    def said(self) -> PersonFields:
        """Say what was typed: of somebody held only what is another than before."""
        texts = {name: self._text(name) for name in _FIELDS}
        if not self._held:
            return PersonFields(**{name: text or None for name, text in texts.items()})
        return PersonFields(
            **{name: text if text != self._held[name] else None for name, text in texts.items()}
        )

    def tell(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong with each field."""
        for name, field in self.fields.items():
            field.tell(faults.get(name, ""))

    def first_faulty(self) -> QWidget | None:
        """Return the first field that cannot stay as it is."""
        found = next((each for each in self.fields.values() if each.faulty), None)
        if found is None:
            return None
        found.insist()
        return found.editor

    @property
    def _edits(self) -> Mapping[str, CoveredEdit]:
        return {"citizen_id": self.citizen_id, "insurance_no": self.insurance_no, "phone": self.phone}

    def uncover(self, name: str) -> None:
        """Show a held number."""
        self._edits[name].uncover()

    def _text(self, name: str) -> str:
        if name == "sex":
            value = self.sex.value
            return value.value if isinstance(value, Sex) else ""
        if name == "relation":
            return clean(self.relation.currentText())
        editor = self.fields[name].editor
        return clean(editor.text()) if isinstance(editor, LineEdit | CoveredEdit) else ""

    def _put(self, name: str, text: str) -> None:
        editor = self.fields[name].editor
        if name == "sex":
            self.sex.choose(Sex(text) if text in set(Sex) else None)
        elif isinstance(editor, WordsEdit):
            editor.setEditText(text)
        elif isinstance(editor, CoveredEdit):
            editor.put(text)
        elif isinstance(editor, LineEdit):
            editor.setText(text)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Stand in three columns, or in two where texts are large or the screen is small."""
        columns = 3 if self.width() >= scaled(_ROOM) else 2
        if columns == self._columns:
            return
        self._columns = columns
        for at, field in enumerate(self.fields.values()):
            self._grid.addWidget(field, at // columns, at % columns)
        for at in range(3):
            self._grid.setColumnStretch(at, int(at < columns))

    def _connect(self) -> None:
        for line in (self.name, self.birth, self.health_group, self.facility):
            line.textEdited.connect(self._on_typed)
        for name, edit in self._edits.items():
            edit.setProperty("field", name)
            edit.line.textEdited.connect(self._on_typed)
            edit.uncover_wanted.connect(self._on_uncover)
        self.relation.typed.connect(self.typed)
        self.sex.chosen.connect(self._on_typed)

    def _on_typed(self, _what: object) -> None:
        self.typed.emit()

    def _on_uncover(self) -> None:
        self.uncover_wanted.emit(str(self.sender().property("field")))


def _as_typed(person: Person, name: str) -> str:
    """Write a held value as somebody would type it."""
    if name == "birth":
        return person.birth.shown if person.birth else ""
    if name == "sex":
        return person.sex.value if person.sex else ""
    return getattr(person, name) or ""
