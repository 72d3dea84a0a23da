"""The fields of a household: where it is, and its number at the office."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.household import Household
from agent_app.domain.names import clean, hamlet_of
from agent_app.domain.person_fields import HouseholdFields
from agent_app.services.people_lines import KnownPlace
from agent_app.ui.dialogs.people.field import FormField, LineEdit, WordsEdit
from agent_app.ui.words import _


class HomeForm(QWidget):
    """A hamlet that is chosen says how the address goes on; only the house is left to type."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hamlet, self.household_no = WordsEdit([], _("Thôn, tổ")), LineEdit(_("Nếu đã có"), 20)
        self.address = LineEdit(_("Số 8, Thôn Láng Gòn, xã Tân Minh"))
        self.fields = {
            "hamlet": FormField(_("Thôn, tổ"), self.hamlet),
            "household_no": FormField(_("Mã hộ gia đình"), self.household_no),
            "address": FormField(_("Địa chỉ: số nhà, thôn, xã"), self.address),
        }
        self._held: Mapping[str, str] = {}
        self._tails: Mapping[str, str] = {}
        self._offered = ""
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.addWidget(self.fields["hamlet"], 0, 0)
        grid.addWidget(self.fields["household_no"], 0, 1)
        grid.addWidget(self.fields["address"], 1, 0, 1, 2)
        for at in range(2):
            grid.setColumnStretch(at, 1)
        self.hamlet.typed.connect(self._on_hamlet)
        for line in (self.household_no, self.address):
            line.textEdited.connect(self._on_typed)

    def offer(self, places: Sequence[KnownPlace]) -> None:
        """Offer the hamlets in which somebody lives."""
        self._tails = {each.hamlet: each.tail for each in places}
        self.hamlet.put_words(list(self._tails))

    def hold(self, home: Household, *, known_to_office: bool) -> None:
        """Show a household that is here."""
        self._held = {
            "hamlet": home.hamlet or "",
            "household_no": home.household_no or "",
            "address": home.address,
        }
        self.address.setText(home.address)
        blocked = self.hamlet.blockSignals(True)  # noqa: FBT003
        self.hamlet.setEditText(self._held["hamlet"])
        self.hamlet.blockSignals(blocked)
        self.household_no.setText(self._held["household_no"])
        if known_to_office and self._held["household_no"]:
            number = self.fields["household_no"]
            number.note = _("Mục này do cơ quan BHXH quyết định")
            number.tell("")
            self.household_no.setEnabled(False)

    def put_address(self, address: str) -> None:
        """Fill in the address that a card says, unless one was typed."""
        if not clean(self.address.text()) or self.address.text() == self._offered:
            self.address.setText(address)
            self._offered = address
            if hamlet := hamlet_of(address):
                blocked = self.hamlet.blockSignals(True)  # noqa: FBT003
                self.hamlet.setEditText(hamlet)
                self.hamlet.blockSignals(blocked)
            self.typed.emit()

    def said(self) -> HouseholdFields:
        """Say what was typed: of a household that is held only what is another than before."""
        texts = {
            "address": clean(self.address.text()),
            "hamlet": clean(self.hamlet.currentText()),
            "household_no": clean(self.household_no.text()),
        }
        if self._held:
            changed = {name: text if text != self._held[name] else None for name, text in texts.items()}
            return HouseholdFields(**changed)
        return HouseholdFields(**{name: text or None for name, text in texts.items()})

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

    def _on_hamlet(self) -> None:
        tail = self._tails.get(clean(self.hamlet.currentText()))
        address = clean(self.address.text())
        if tail and not self._held and address in {"", self._offered}:
            self._offered = tail
            self.address.setText(tail)
            self.address.setCursorPosition(0)
        self.typed.emit()

    def _on_typed(self, _text: str) -> None:
        self.typed.emit()
